"""A draft as text: found, read, changed without drawing, and back at the same place."""

from __future__ import annotations

from tests.unit.workflows.proposals.vendors import camunda
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_mending import read_in
from tests.web.test_workbench import begun

HELPER, DIRECTOR, TEACHER = "intern begeleider", "directeur", "leerkracht"
STEP = "Signalen in kaart brengen"


def change_link(page: Shown, name: str) -> str:
    """Where the texts of something are changed."""
    return str(page.one(f"//a[contains(., 'Tekst wijzigen') and contains(., ': {name}')]").get("href"))


def test_a_step_is_found_read_and_changed_and_one_comes_back_to_it(screen: Screen) -> None:
    at = begun(screen)
    assert screen.get(HELPER, at).all(f"//a[@href='{at}/tekst']")
    page = screen.get(HELPER, f"{at}/tekst?zoek=signalen+kaart")
    assert page.one("//p[@role='status']").text_content().strip().endswith("met “signalen kaart”.")
    assert [each.text_content().split() for each in page.all("//h4")] == [["taak", *STEP.split()]]
    link = change_link(page, STEP)
    assert link.endswith("?zoek=signalen+kaart")
    form = screen.get(HELPER, link).form("/tekst/")
    assert form["naam"] == STEP
    sent = {**form, "uitleg": "Zet op een rij\r\nwat je zag.", "termijn": "7 werkdagen"}
    answer = screen.browser(HELPER).post(link.partition("?")[0], data=sent)
    assert answer.status_code == 303
    to, _, anchor = answer.headers["Location"].partition("#")
    assert "zoek=signalen+kaart" in to
    page = screen.get(HELPER, to)
    heading = page.one(f"//*[@id='{anchor}']")
    assert heading.get("tabindex") == "-1"
    assert STEP in heading.text_content()
    assert "Zet op een rij\nwat je zag." in page.document.text_content()
    assert "binnen 7 werkdagen" in page.text
    assert "De tekst is opgeslagen." in page.text


def test_all_that_is_drawn_is_there_under_its_step(screen: Screen) -> None:
    page = screen.get(HELPER, f"{begun(screen)}/tekst")
    assert "Meldcode" in [each.text_content() for each in page.all("//h2")]
    anchors = [each.get("href") for each in page.all("//nav//a[starts-with(@href, '#')]")]
    ids = {f"#{each.get('id')}" for each in page.all("//*[@id]")}
    assert anchors
    assert set(anchors) <= ids
    assert len(page.all("//a[contains(., 'Tekst wijzigen')]")) > 200
    assert "Dit wordt gevraagd" in page.text


def test_what_was_typed_wrongly_is_said_and_kept(screen: Screen) -> None:
    at = begun(screen)
    link = change_link(screen.get(HELPER, f"{at}/tekst?zoek=signalen+kaart"), STEP)
    form = screen.get(HELPER, link).form("/tekst/")
    answer = screen.browser(HELPER).post(link, data={**form, "naam": "", "uitleg": "Bewaar mij.", "termijn": "ooit"})
    assert answer.status_code == 422
    page = shown(answer)
    assert "Vul in hoe het heet." in page.text
    assert "Dit is geen termijn." in page.text
    assert page.form("/tekst/")["uitleg"] == "Bewaar mij."
    assert page.form("/tekst/")["termijn"] == "ooit"
    long = screen.browser(HELPER).post(link, data={**form, "uitleg": "a" * 5001})
    assert long.status_code == 422
    assert "langer dan 5000 tekens" in shown(long).text


def test_what_another_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(screen: Screen) -> None:
    at = begun(screen)
    link = change_link(screen.get(HELPER, f"{at}/tekst?zoek=signalen+kaart"), STEP)
    mine = screen.get(HELPER, link).form("/tekst/")
    theirs = screen.get(DIRECTOR, link).form("/tekst/")
    assert screen.browser(DIRECTOR).post(link, data={**theirs, "uitleg": "Van de directeur."}).status_code == 303
    refused = screen.browser(HELPER).post(link, data={**mine, "naam": "", "uitleg": "Van mij."})
    assert refused.status_code == 422
    answer = screen.browser(HELPER).post(link, data={**shown(refused).form("/tekst/"), "naam": STEP})
    assert answer.status_code == 409, "who was refused for another reason has not seen what came meanwhile"
    page = shown(answer)
    assert "heeft dit diagram intussen opgeslagen" in page.text
    assert page.form("/tekst/")["uitleg"] == "Van mij."
    assert screen.browser(HELPER).post(link, data=page.form("/tekst/")).status_code == 303


def test_the_answers_of_a_question_and_a_drawing_of_another_modeler_are_changed_so_too(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, f"{at}/tekst?zoek=verder+na+stap+1")
    link = change_link(page, "Verder na stap 1?")
    form = screen.get(HELPER, link).form("/tekst/")
    answers = [name for name in form if name.startswith("antwoord-")]
    refused = screen.browser(HELPER).post(link, data={**form, answers[0]: form[answers[1]]})
    assert refused.status_code == 422
    assert "Elk antwoord heeft een eigen tekst." in shown(refused).text
    other = read_in(screen, "verlof.bpmn", camunda())
    page = screen.get(HELPER, f"{other}/tekst")
    assert "Servicetaak" in page.text
    link = change_link(page, "Brief sturen")
    form = screen.get(HELPER, link).form("/tekst/")
    screen.browser(HELPER).post(link, data={**form, "uitleg": "Stuur de brief."})
    data = screen.browser(HELPER).get(f"{other}/bestand/verlof.bpmn").get_data(as_text=True)
    assert "<bpmn:documentation>Stuur de brief.</bpmn:documentation>" in data
    assert 'camunda:topic="brief"' in data


def test_what_is_not_there_is_not_found_and_who_may_not_publish_reads_no_draft(screen: Screen) -> None:
    at = begun(screen)
    for path in ("tekst/zorgroutes.bpmn/niets", "tekst/niets.bpmn/niets", "tekst/protocol.toml/x"):
        assert screen.browser(HELPER).get(f"{at}/{path}").status_code == 404
    assert screen.browser(TEACHER).get(f"{at}/tekst").status_code in {403, 404}
    assert "Niets gevonden." in screen.get(HELPER, f"{at}/tekst?zoek=bestaatniet").text
