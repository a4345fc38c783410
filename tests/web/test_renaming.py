"""What was renamed in a draft changes along: offered after the save, done by one button, undone as a whole."""

from __future__ import annotations

from typing import Any

from tests.counting import counted
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_mending import form_with
from tests.web.test_workbench import begun

HELPER, TEACHER = "intern begeleider", "leerkracht"
STEP, NEW = "Signalen in kaart brengen", "Signalen op een rij zetten"
BUTTON = "Overal veranderen"


def renamed(screen: Screen, at: str, step: str = STEP, new: str = NEW) -> Shown:
    """The page after somebody gave a step another name."""
    links = screen.get(HELPER, f"{at}/tekst").all(f"//a[contains(., 'Tekst wijzigen') and contains(., ': {step}')]")
    link = str(links[0].get("href"))
    form = screen.get(HELPER, link).form("/tekst/")
    answer = screen.browser(HELPER).post(link.partition("?")[0], data={**form, "naam": new})
    return screen.get(HELPER, answer.headers["Location"].partition("#")[0])


def scenario(screen: Screen, at: str) -> str:
    answer = screen.browser(HELPER).get(f"{at}/bestand/scenarios/meldcode_afsluiten.feature")
    return answer.get_data(as_text=True)


def names(screen: Screen, at: str) -> dict[str, Any]:
    found: dict[str, Any] = screen.browser(HELPER).get(f"{at}/namen").get_json()
    return found


def by_script(screen: Screen, at: str, **fields: str) -> Any:
    token = screen.get(HELPER, at.partition("/namen")[0]).form("/naam")["vervalsing"]
    return screen.browser(HELPER).post(at, data={"vervalsing": token, **fields}, headers={"HX-Request": "true"})


def test_a_new_name_is_offered_for_the_rest_set_and_taken_back(screen: Screen) -> None:
    at = begun(screen)
    page = renamed(screen, at)
    assert f"“{STEP}” heet nu “{NEW}”. Nog met de oude naam: " in page.text
    sent = form_with(page, BUTTON)
    assert sent["naar"] == "tekst"
    answer = screen.post(HELPER, f"{at}/namen", sent, page=at)
    assert "De nieuwe naam staat nu overal." in screen.get(HELPER, answer.headers["Location"]).text
    assert f'de taak "{NEW}"' in scenario(screen, at)
    assert STEP not in scenario(screen, at)
    page = screen.get(HELPER, at)
    assert BUTTON not in page.text
    assert "een nieuwe naam overal gezet: scenarios/kleine_processen.feature" in page.text
    assert "Laatst gedaan: een nieuwe naam overal gezet, in scenarios/" in page.text
    screen.post(HELPER, f"{at}/herstellen", form_with(page, "Ongedaan maken"), page=at)
    assert f'de taak "{STEP}"' in scenario(screen, at)
    assert NEW in screen.get(HELPER, f"{at}/tekst").text
    assert BUTTON in screen.get(HELPER, at).text


def test_the_modeler_asks_and_does_the_same_without_a_page(screen: Screen) -> None:
    at = begun(screen)
    assert names(screen, at)["renamed"] == []
    renamed(screen, at)
    found = names(screen, at)
    assert found["renamed"][0].startswith(f"“{STEP}” heet nu “{NEW}”. Nog met de oude naam: 29 zinnen in scenario’s")
    done = by_script(screen, f"{at}/namen", gezien=found["digest"])
    assert done.status_code == 200
    assert "scenarios/meldcode_afsluiten.feature" in done.get_json()["files"]
    assert names(screen, at)["renamed"] == []
    assert NEW in scenario(screen, at)
    undone = by_script(screen, f"{at}/namen/terug", gezien=done.get_json()["digest"])
    assert undone.get_json() == {"done": True}
    assert STEP in scenario(screen, at)
    again = by_script(screen, f"{at}/namen/terug", gezien=names(screen, at)["digest"])
    assert (again.status_code, again.get_json()["message"]) == (409, "Dit is al ongedaan gemaakt.")


def test_what_another_saved_meanwhile_is_not_overwritten(screen: Screen) -> None:
    at = begun(screen)
    renamed(screen, at)
    old = names(screen, at)["digest"]
    renamed(screen, at, "Weging bekrachtigen", "Weging vaststellen")
    refused = by_script(screen, f"{at}/namen", gezien=old)
    assert refused.status_code == 409
    assert "heeft dit ontwerp intussen opgeslagen" in refused.get_json()["message"]
    assert STEP in scenario(screen, at)
    assert len(names(screen, at)["renamed"]) == 2


def test_what_can_mean_something_else_is_told_and_left(screen: Screen) -> None:
    at = begun(screen)
    page = renamed(screen, at, "Melding Veilig Thuis doen", "Melding doen, directie")
    assert "maar dit blijft staan, omdat het ook iets anders kan bedoelen" in page.text
    assert BUTTON not in page.text
    refused = by_script(screen, f"{at}/namen", gezien=names(screen, at)["digest"])
    assert refused.status_code == 409


def test_only_who_may_publish_sees_or_does_it(screen: Screen) -> None:
    at = begun(screen)
    assert screen.browser(TEACHER).get(f"{at}/namen").status_code == 403
    for below in ("", "/terug"):
        form = screen.get(TEACHER, "/").form("/afmelden")
        answer = screen.browser(TEACHER).post(f"{at}/namen{below}", data={"vervalsing": form["vervalsing"]})
        assert answer.status_code == 403


def test_looking_back_takes_few_statements(screen: Screen) -> None:
    at = begun(screen)
    renamed(screen, at)
    for path in (at, f"{at}/tekst", f"{at}/namen"):
        screen.browser(HELPER).get(path)
        with counted() as sent:
            answer = screen.browser(HELPER).get(path)
        statements = sent.asked
        assert len(statements) <= 12, "\n".join(statements)
        assert answer.status_code == 200
    assert shown(screen.browser(HELPER).get(at)).all("//form[@id='oude-namen']")
