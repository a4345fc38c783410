"""Proposals on screen: at the finding, one at a time or all at once that are sure, undone as a whole."""

from __future__ import annotations

import io
import re
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.unit.workflows.proposals.test_undrawn import blank
from tests.unit.workflows.proposals.vendors import bizagi, camunda, signavio
from tests.web.conftest import Screen, Shown, shown

HELPER, DIRECTOR, TEACHER = "intern begeleider", "directeur", "leerkracht"


def read_in(screen: Screen, name: str, data: bytes) -> str:
    """The address of a draft that a file became."""
    hidden = screen.get(HELPER, "/protocollen").form("inlezen")
    kept = {field: str(value) for field, value in hidden.items() if field in {"vervalsing", "sleutel"}}
    boundary, body = encode_multipart({**kept, "bestand": FileStorage(io.BytesIO(data), filename=name)})
    answer = screen.browser(HELPER).post(
        "/protocollen/ontwerpen/inlezen", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    return str(answer.headers["Location"]).partition("?")[0]


def form_with(page: Shown, button: str) -> dict[str, Any]:
    """What the first form with this button sends as it stands."""
    form = page.all(f"//form[.//button[contains(., '{button}')]]")[0]
    return dict(form.form_values())


def points(page: Shown) -> str:
    return " ".join(" ".join(each.text_content().split()) for each in page.all("//section[@aria-labelledby='punten']"))


def test_a_proposal_stands_at_its_finding_is_done_and_undone(screen: Screen) -> None:
    at = read_in(screen, "Melding.bpmn", signavio())
    page = screen.get(HELPER, at)
    assert "Voorstel: “Gesprek met ouders voeren” wordt een taak voor mensen." in points(page)
    done = screen.post(HELPER, f"{at}/verbeteren", form_with(page, "Maak er een taak voor mensen van"))
    assert done.headers["Location"].endswith("?gedaan=verbeterd#punten")
    page = screen.get(HELPER, f"{at}?gedaan=verbeterd")
    assert "“Gesprek met ouders voeren” wordt een taak voor mensen." not in points(page)
    assert "verbeterd met een voorstel: melding.bpmn" in page.text
    assert "Laatst gedaan: een voorstel, in melding.bpmn." in points(page)
    screen.post(HELPER, f"{at}/herstellen", form_with(page, "Ongedaan maken"), page=at)
    assert "“Gesprek met ouders voeren” wordt een taak voor mensen." in points(screen.get(HELPER, at))


def test_what_needs_an_answer_asks_it_and_keeps_what_was_chosen_where_none_was_given(screen: Screen) -> None:
    at = read_in(screen, "verlof.bpmn", camunda())
    page = screen.get(HELPER, at)
    sent = form_with(page, "Zet het in deze baan")
    assert sent["antwoord"] == "directeur"
    answer = screen.browser(HELPER).post(f"{at}/verbeteren", data={**sent, "antwoord": "koning"})
    assert answer.status_code == 422
    refused = shown(answer)
    assert "Geef eerst antwoord: “Wie doet dit werk?”" in refused.text
    link = refused.one("//div[@role='alert']//a").get("href").removeprefix("#")
    assert refused.one(f"//select[@id='{link}']").get("aria-invalid") == "true"
    screen.post(HELPER, f"{at}/verbeteren", {**form_with(page, "Zet het in deze baan"), "antwoord": "leerkracht"})
    files = screen.browser(HELPER).get(f"{at}/bestand/verlof.bpmn").get_data(as_text=True)
    assert 'name="leerkracht"' in files
    assert "nl.school.Luisteraar" in files


def test_all_that_is_sure_is_shown_first_and_is_one_save(screen: Screen) -> None:
    at = read_in(screen, "verzuim.bpmn", bizagi())
    page = screen.get(HELPER, at)
    assert page.all(f"//a[@href='{at}/verbeteren']")
    page = screen.get(HELPER, f"{at}/verbeteren")
    assert "“Uren tellen” wordt een taak voor mensen." in page.text
    assert "forms/ouders_bellen.form" in page.text
    screen.post(HELPER, f"{at}/verbeteren/alles", page.form("alles"), page=f"{at}/verbeteren")
    page = screen.get(HELPER, at)
    assert "opslag 2" in page.text
    assert "opslag 3" not in page.text
    assert "soort werkt hier niet" not in points(page)
    assert page.form("herstellen")["versie"] == "1"
    assert "Er is niets dat zonder keuze kan." in screen.get(HELPER, f"{at}/verbeteren").text


def test_what_another_saved_meanwhile_is_looked_at_first(screen: Screen) -> None:
    at = read_in(screen, "melding.bpmn", signavio())
    mine, everything = screen.get(HELPER, at), screen.get(HELPER, f"{at}/verbeteren")
    theirs = screen.get(DIRECTOR, at)
    screen.post(DIRECTOR, f"{at}/verbeteren", form_with(theirs, "Laat het proces lopen"))
    for path, sent in (
        (f"{at}/verbeteren", form_with(mine, "Maak er een taak voor mensen van")),
        (f"{at}/verbeteren/alles", everything.form("alles")),
    ):
        answer = screen.browser(HELPER).post(path, data=sent)
        assert answer.status_code == 409
        assert "het ontwerp is intussen veranderd. Er is niets opgeslagen." in shown(answer).text


def test_the_modeler_asks_for_proposals_and_does_one(screen: Screen) -> None:
    at = read_in(screen, "melding.bpmn", signavio())
    found = screen.browser(HELPER).get(f"{at}/verbeteren/melding.bpmn").get_json()
    people = next(each for each in found["proposals"] if each["element"] == "sid-4")
    assert people["about"] == [["sid-4", "refused-manual-task"]]
    token = screen.get(HELPER, f"{at}/tekenen/melding.bpmn").one("//*[@data-token]").get("data-token")
    sent = {"vervalsing": token, "gezien": found["digest"], "voorstel": people["key"], "antwoord": ""}
    answer = screen.browser(HELPER).post(f"{at}/verbeteren/melding.bpmn", data=sent)
    assert answer.get_json() == {"done": True}
    again = screen.browser(HELPER).post(f"{at}/verbeteren/melding.bpmn", data=sent)
    assert again.status_code == 409
    assert "niets opgeslagen" in again.get_json()["message"]


def test_a_decision_table_comes_in_by_itself(screen: Screen) -> None:
    table = b'<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"/>'
    for name in ("Ernst wegen.dmn", "Ernst wegen.dmn.xml", "Ernst wegen.xml"):
        at = read_in(screen, name, table)
        assert screen.browser(HELPER).get(f"{at}/bestand/decisions/ernst_wegen.dmn").data == table


def test_what_cannot_be_read_is_said_and_has_no_proposal(screen: Screen) -> None:
    for data, said in (
        (b"<definitions", "geen goed gevormde XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE of ENTITY"),
        (b"<html/>", "geen BPMN 2.0-diagram"),
    ):
        page = screen.get(HELPER, read_in(screen, "kapot.bpmn", data))
        assert said in points(page)
        assert "Voorstel:" not in points(page)


def test_who_may_not_publish_mends_nothing(screen: Screen) -> None:
    at = read_in(screen, "melding.bpmn", signavio())
    sent = form_with(screen.get(HELPER, at), "Laat het proces lopen")
    sent |= {"vervalsing": screen.get(TEACHER, "/account").form("afmelden")["vervalsing"]}
    sent = {name: value for name, value in sent.items() if not re.fullmatch("wie|sleutel", name)}
    assert screen.browser(TEACHER).post(f"{at}/verbeteren", data=sent).status_code in {403, 404}
    assert screen.browser(TEACHER).get(f"{at}/verbeteren").status_code in {403, 404}


def test_a_file_without_a_drawing_is_drawn_with_one_click_from_where_it_would_be_drawn(screen: Screen) -> None:
    at = read_in(screen, "Verzuim.bpmn", blank(bizagi()))
    assert "Voorstel: Het hele diagram wordt getekend" in points(screen.get(HELPER, at))
    page = screen.get(HELPER, f"{at}/tekenen/verzuim.bpmn")
    assert "heeft nog geen tekening" in page.text
    assert not page.all("//*[@id='tekening']")
    done = screen.post(HELPER, f"{at}/verbeteren", form_with(page, "Teken het vanzelf"))
    assert done.headers["Location"].endswith("/tekenen/verzuim.bpmn")
    screen.post(HELPER, f"{at}/herstellen", form_with(screen.get(HELPER, at), "Ongedaan maken"), page=at)
    page = screen.get(HELPER, f"{at}/tekenen/verzuim.bpmn")
    assert "heeft nog geen tekening" in page.text
    screen.post(HELPER, f"{at}/verbeteren", form_with(page, "Teken het vanzelf"))
    page = screen.get(HELPER, f"{at}/tekenen/verzuim.bpmn")
    screen.post(HELPER, f"{at}/verbeteren", form_with(page, "Geef een ander id"))
    assert screen.get(HELPER, f"{at}/tekenen/verzuim.bpmn").all("//*[@id='tekening']")


def test_a_file_of_which_the_modeler_would_lose_parts_opens_once_they_have_another_id(screen: Screen) -> None:
    at = read_in(screen, "melding.bpmn", re.sub(rb'"(sid-2)"', rb'"2\1"', signavio()))
    drawing = f"{at}/tekenen/melding.bpmn"
    page = screen.get(HELPER, drawing)
    assert "een id dat de tekening niet kan lezen" in page.text
    assert not page.all("//*[@id='tekening']")
    screen.post(HELPER, f"{at}/verbeteren", form_with(page, "Geef een ander id"))
    assert screen.get(HELPER, drawing).all("//*[@id='tekening']")
    assert b'"2sid-2"' not in screen.browser(HELPER).get(f"{at}/bestand/melding.bpmn").data
