"""Forms and tables of a draft on screen: found, made, saved, looked at beforehand, and thrown away."""

from __future__ import annotations

import json
from typing import Any

from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown
from tests.web.test_workbench import HELPER, TEACHER, begun, sent

FORM = "forms/meldplicht_medewerker.form"
FIELD = {"type": "radio", "id": "Veld_1", "key": "bereikt", "label": "Bereikt?", "values": [
    {"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"},
]}  # fmt: skip
LATER = {
    "type": "datetime", "subtype": "date", "id": "Veld_2", "key": "opnieuw_op", "label": "Wanneer opnieuw?",
    "conditional": {"hide": '=bereikt != "nee"'},
}  # fmt: skip


def form(*components: dict[str, Any]) -> bytes:
    made = {"type": "default", "id": "x", "schemaVersion": 18, "components": list(components)}
    return json.dumps(made).encode()


def save(screen: Screen, at: str, file: str, data: bytes, seen: int = 1, page: str = "") -> Any:
    """Save a file as the page does on which it is edited."""
    token = screen.get(HELPER, page or f"{at}/formulier/{file}").one("//*[@data-token]").get("data-token")
    fields = {"vervalsing": token, "gezien": str(seen)}
    return sent(screen, HELPER, f"{at}/bestand/{file}", fields, ("inhoud", "x", data))


def preview(screen: Screen, at: str, data: bytes, **answers: str) -> str:
    token = screen.get(HELPER, f"{at}/formulier/{FORM}").one("//*[@data-token]").get("data-token")
    answer = sent(
        screen, HELPER, f"{at}/formulier/{FORM}", {"vervalsing": token, **answers}, ("inhoud", "x.form", data)
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def given(page: Shown) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.one("//script[@type='application/json']").text)
    return found


def test_the_page_of_a_form_knows_what_uses_it_who_reads_and_where_everything_is_edited(screen: Screen) -> None:
    at = begun(screen)
    with counted() as said:
        page = screen.get(HELPER, f"{at}/formulier/{FORM}")
    assert len(said.asked) <= 12
    used = page.one("//section[@aria-labelledby='gebruik-kop']//a[contains(@href, 'medewerker.bpmn#')]")
    assert used.text_content() == "Meld-, overleg- en aangifteplicht"
    data = given(page)
    assert data["pages"]["medewerker.bpmn"] == f"{at}/tekenen/medewerker.bpmn"
    assert "bestuur" in next(each["functions"] for each in data["groups"] if each["key"] == "medewerker")
    screen.get(HELPER, f"{at}/formulier/forms/bestaat_niet.form", 404)
    screen.get(HELPER, f"{at}/formulier/medewerker.bpmn", 404)
    screen.get(TEACHER, f"{at}/formulier/{FORM}", 403)


def test_what_is_wrong_in_a_form_is_found_at_its_own_field(screen: Screen) -> None:
    at = begun(screen)
    wrong = {**LATER, "key": "met spatie"}
    saved = save(screen, at, FORM, form(FIELD, {"type": "group", "id": "g", "components": [wrong]}, {"type": "kaart"}))
    mine = [each for each in saved.get_json()["findings"] if each["file"] == FORM]
    assert [(each["element"], each["level"]) for each in mine] == [("2-1", "fout"), ("3", "fout")]
    assert "'met spatie'" in mine[0]["message"]
    listed = screen.get(HELPER, at)
    assert listed.all(f"//section[@aria-labelledby='punten']//a[@href='{at}/formulier/{FORM}#2-1']")
    late = save(screen, at, FORM, form(FIELD))
    assert late.status_code == 409
    assert late.get_json()["by"]


def test_a_form_is_looked_at_as_it_will_be_filled_in_and_answers_show_what_they_lead_to(screen: Screen) -> None:
    at = begun(screen)
    first = preview(screen, at, form(FIELD, LATER))
    assert "Bereikt?" in first
    assert "Wanneer opnieuw?" not in first
    assert "Wanneer opnieuw?" in preview(screen, at, form(FIELD, LATER), _beantwoord="ja", bereikt="nee")
    assert "kent Leidraad niet" in preview(screen, at, form({"type": "kaart"}))
    assert "geen geldige JSON" in preview(screen, at, b"{")


def test_a_new_form_is_made_under_a_name_that_is_free_and_nothing_typed_is_lost(screen: Screen) -> None:
    at = begun(screen)
    fields = {"naam": "Meldplicht medewerker"}
    answer = screen.post(HELPER, f"{at}/erbij/formulier", fields)
    assert answer.headers["Location"] == f"{at}/formulier/forms/meldplicht_medewerker_2.form"
    page = screen.follow(HELPER, answer)
    assert page.one("//h1").text_content() == "Meldplicht medewerker 2"
    assert "Nog nergens." in page.text
    assert [each for each in given(page)["findings"] if "meldplicht_medewerker_2" in each["file"]] == []
    refused = screen.post(HELPER, f"{at}/erbij/formulier", {"naam": " "}, 422)
    assert "Vul een naam in." in refused.get_data(as_text=True)
    screen.get(HELPER, f"{at}/erbij/schilderij", 404)
    hidden = screen.get(HELPER, f"{at}/erbij/formulier").form()
    made = screen.browser(HELPER).post(
        f"{at}/erbij/formulier", data={**hidden, "naam": "12 uur later"}, headers={"Accept": "application/json"}
    )
    assert made.get_json() == {
        "key": "f_12_uur_later", "name": "F 12 uur later", "file": "forms/f_12_uur_later.form",
        "at": f"{at}/formulier/forms/f_12_uur_later.form",
    }  # fmt: skip


def test_throwing_a_form_away_names_the_steps_that_use_it_and_it_can_come_back(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, f"{at}/eraf/{FORM}")
    assert "Dit wordt nog gebruikt." in page.text
    assert "Meld-, overleg- en aangifteplicht" in page.text
    screen.post(HELPER, f"{at}/eraf/{FORM}", {})
    gone = screen.get(HELPER, at)
    assert "meldplicht_medewerker" in gone.text  # the step that still asks for it, and the history
    screen.get(HELPER, f"{at}/formulier/{FORM}", 404)
    screen.post(HELPER, f"{at}/herstellen", {"versie": "1"}, page=at)
    assert given(screen.get(HELPER, f"{at}/formulier/{FORM}"))["file"] == FORM
    screen.get(HELPER, f"{at}/eraf/protocol.toml", 404)
    assert FORM in protocol_files()


def test_what_somebody_types_in_a_form_that_a_colleague_throws_away_can_be_kept(screen: Screen) -> None:
    at = begun(screen)
    token = screen.get(HELPER, f"{at}/formulier/{FORM}").one("//*[@data-token]").get("data-token")
    screen.post(HELPER, f"{at}/eraf/{FORM}", {})
    fields = {"vervalsing": token, "gezien": "1"}
    refused = sent(screen, HELPER, f"{at}/bestand/{FORM}", fields, ("inhoud", "x", form(FIELD)))
    assert refused.status_code == 409
    kept = sent(screen, HELPER, f"{at}/kopie/{FORM}", {"vervalsing": token}, ("inhoud", "x", form(FIELD)))
    to = kept.get_json()["to"]
    assert to.endswith(f"/formulier/{FORM}")
    got = screen.browser(HELPER).get(to.replace("/formulier/", "/bestand/"))
    assert json.loads(got.data)["components"][0]["key"] == "bereikt"


TABLE = "decisions/d2a_vermoeden.dmn"
OVERLAP = """<rule id="erbij"><inputEntry id="erbij_1"><text>"ja"</text></inputEntry>
<inputEntry id="erbij_2"><text>-</text></inputEntry><outputEntry id="erbij_3"><text>"nee"</text></outputEntry></rule>
</decisionTable>"""


def test_the_page_of_a_table_knows_the_fields_that_it_can_look_at_and_what_asks_it(screen: Screen) -> None:
    at = begun(screen)
    with counted() as said:
        page = screen.get(HELPER, f"{at}/tabel/{TABLE}")
    assert len(said.asked) <= 12
    assert "Vermoeden bepalen" in page.text
    fields = {each["name"]: each for each in given(page)["fields"]}
    assert fields["a1"]["values"][:2] == ["ja", "nee"]
    assert fields["a1"]["label"]
    screen.get(HELPER, f"{at}/tabel/{FORM}", 404)
    screen.get(TEACHER, f"{at}/tabel/{TABLE}", 403)


def test_rules_that_overlap_and_cells_that_are_no_feel_are_found_at_their_own_rule(screen: Screen) -> None:
    at = begun(screen)
    data = protocol_files()[TABLE].replace(b"</decisionTable>", OVERLAP.encode())
    saved = save(screen, at, TABLE, data, page=f"{at}/tabel/{TABLE}")
    mine = [each for each in saved.get_json()["findings"] if each["file"] == TABLE]
    assert {(each["code"], each["element"]) for each in mine} == {("table-overlap", "erbij")}
    revision = saved.get_json()["revision"]
    broken = data.replace(
        b'<text>"nee"</text></outputEntry></rule>\n</dec', b"<text>ja of</text></outputEntry></rule></dec"
    )
    saved = save(screen, at, TABLE, broken, revision, page=f"{at}/tabel/{TABLE}")
    mine = [each for each in saved.get_json()["findings"] if each["code"] == "not-feel"]
    assert [each["element"] for each in mine] == ["erbij"]


def test_of_a_case_that_no_rule_fits_is_told_what_comes_in(screen: Screen) -> None:
    at = begun(screen)
    head, first, rest = protocol_files()[TABLE].partition(b'<rule id="D2a_rule_2">')
    data = head + rest.partition(b"</rule>")[2]
    assert first
    saved = save(screen, at, TABLE, data, page=f"{at}/tabel/{TABLE}")
    found = [each for each in saved.get_json()["findings"] if each["code"] == "table-gap"]
    assert [each["case"] for each in found] == [{"Vraag 1: is er een vermoeden?": "nee"}]


def test_a_new_table_stands_from_the_start_whatever_it_is_called(screen: Screen) -> None:
    at = begun(screen)
    answer = screen.post(HELPER, f"{at}/erbij/beslistabel", {"naam": 'Wie belt, 100% <zeker> & "snel"?'})
    file = "decisions/wie_belt_100_zeker_snel.dmn"
    assert answer.headers["Location"] == f"{at}/tabel/{file}"
    page = screen.follow(HELPER, answer)
    assert [each for each in given(page)["findings"] if each["file"] == file] == []
    got = screen.browser(HELPER).get(f"{at}/bestand/{file}").get_data(as_text=True)
    assert 'id="wie_belt_100_zeker_snel"' in got
    assert "100&#37; &lt;zeker&gt; &amp; " in got
    screen.post(HELPER, f"{at}/eraf/{file}", {})
    screen.get(HELPER, f"{at}/tabel/{file}", 404)


def test_throwing_a_diagram_away_tells_what_goes_with_it_and_it_can_come_back(screen: Screen) -> None:
    at = begun(screen)
    drawing = screen.get(HELPER, f"{at}/tekenen/oudergesprek.bpmn")
    assert drawing.all(f"//a[@href='{at}/eraf/oudergesprek.bpmn']")
    with counted() as said:
        page = screen.get(HELPER, f"{at}/eraf/oudergesprek.bpmn")
    assert len(said.asked) <= 12
    told = " ".join(page.one("//div[@class='consequence']").text_content().split())
    assert "Dit gaat weg: Oudergesprek" in told
    assert "Dit roept het aan." in told
    assert "Oudergesprek Ondersteuningsroute" in told, "six steps of one name are told apart by where they stand"
    assert "Oudergesprek Meldcode" in told
    assert page.all("//div[@class='consequence']//a[contains(@href, '/tekenen/zorgroutes.bpmn#')]")
    assert "1. Een oudergesprek tussen elke twee stappen" in told
    assert "Deze scenario’s noemen wat erin staat." in told
    assert page.all(f"//div[@class='consequence']//a[starts-with(@href, '{at}/formulier/')]")  # used by nothing then
    screen.post(HELPER, f"{at}/eraf/oudergesprek.bpmn", {})
    screen.get(HELPER, f"{at}/tekenen/oudergesprek.bpmn", 404)
    screen.get(HELPER, f"{at}/eraf/oudergesprek.bpmn", 404)
    screen.post(HELPER, f"{at}/herstellen", {"versie": "1"}, page=at)
    screen.get(HELPER, f"{at}/tekenen/oudergesprek.bpmn")


def test_a_diagram_that_cannot_be_read_can_be_thrown_away_from_its_own_page(screen: Screen) -> None:
    at = begun(screen)
    saved = save(screen, at, "medewerker.bpmn", b"<!DOCTYPE a><a/>", page=f"{at}/tekenen/medewerker.bpmn")
    assert saved.status_code == 200
    assert screen.get(HELPER, f"{at}/tekenen/medewerker.bpmn").all(f"//a[@href='{at}/eraf/medewerker.bpmn']")
    assert "Er is geen proces in te lezen." in screen.get(HELPER, f"{at}/eraf/medewerker.bpmn").text
    screen.post(HELPER, f"{at}/eraf/medewerker.bpmn", {})
    assert "kan niet worden gelezen" not in screen.get(HELPER, at).text


def test_a_new_diagram_is_made_in_a_draft_with_a_name_and_opens_to_be_drawn(screen: Screen) -> None:
    at = begun(screen)
    assert screen.get(HELPER, at).all(f"//a[@href='{at}/erbij/diagram']")
    answer = screen.post(HELPER, f"{at}/erbij/diagram", {"naam": "Meldcode", "functie": "leerkracht"})
    # A process of that name is drawn in another file.
    assert answer.headers["Location"] == f"{at}/tekenen/meldcode_2.bpmn"
    page = screen.follow(HELPER, answer)
    assert [each for each in given(page)["findings"] if each["file"] == "meldcode_2.bpmn"] == []
    got = screen.browser(HELPER).get(f"{at}/bestand/meldcode_2.bpmn").get_data(as_text=True)
    assert 'name="Leerkracht"' in got
    assert '<bpmn:process id="meldcode_2" name="Meldcode"' in got
    assert "Vul een naam in." in screen.post(HELPER, f"{at}/erbij/diagram", {"naam": ""}, 422).get_data(as_text=True)
