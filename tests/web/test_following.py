"""Who puts a step into a drawing has the scenarios follow with one button, and can undo that."""

from __future__ import annotations

from tests.counting import counted
from tests.unit.workflows.scenarios.test_following import FILE, drawn
from tests.web.conftest import Screen
from tests.web.test_mending import form_with
from tests.web.test_workbench import begun, sent

HELPER, TEACHER = "intern begeleider", "leerkracht"
BUTTON = "Zet het in de scenario’s"


def test_a_new_step_is_put_into_the_scenarios_that_stop_at_it_and_taken_out_again(screen: Screen) -> None:
    at = begun(screen)
    assert BUTTON not in screen.get(HELPER, f"{at}/scenarios").text
    token = screen.get(HELPER, at).form("/naam")["vervalsing"]
    saved = sent(screen, HELPER, f"{at}/bestand/{FILE}", {"vervalsing": token, "gezien": "1"}, (
        "inhoud", "x.bpmn", drawn().files[FILE]
    ))  # fmt: skip
    assert saved.status_code == 200
    page = screen.get(HELPER, f"{at}/scenarios")
    assert "23 scenario’s kloppen niet." in page.text
    assert 'Scenario’s stoppen omdat er nu iets bij is: “Ouders "bellen"”.' in page.text
    asking = form_with(page, BUTTON)
    screen.post(HELPER, f"{at}/scenarios/volgen", {**asking, "gezien": "0" * 64}, 422, page=f"{at}/scenarios")
    asking = form_with(screen.get(HELPER, f"{at}/scenarios"), BUTTON)
    answer = screen.post(HELPER, f"{at}/scenarios/volgen", asking, page=f"{at}/scenarios")
    with counted() as asked:
        page = screen.get(HELPER, answer.headers["Location"])
    assert len(asked.asked) <= 12
    assert "De nieuwe stap staat in de scenario’s." in page.text
    assert "scenario’s zijn gespeeld en kloppen. Samen nemen ze elke pijl." in page.text
    assert BUTTON not in page.text
    page = screen.get(HELPER, at)
    screen.post(HELPER, f"{at}/herstellen", form_with(page, "Ongedaan maken"), page=at)
    assert "23 scenario’s kloppen niet." in screen.get(HELPER, f"{at}/scenarios").text


def test_only_who_may_publish_does_that(screen: Screen) -> None:
    at = begun(screen)
    token = screen.get(TEACHER, "/").form("/afmelden")["vervalsing"]
    answer = screen.browser(TEACHER).post(f"{at}/scenarios/volgen", data={"vervalsing": token})
    assert answer.status_code == 403
