"""One file into a draft: looked at first, byte for byte as another modeler wrote it, beside or instead of another."""

from __future__ import annotations

import os
import re
import zlib
from base64 import b64encode
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.counting import counted
from tests.school import protocol_files
from tests.unit.workflows.proposals.vendors import camunda, signavio
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_workbench import DIRECTOR, HELPER, TEACHER, begun, files_of, sent
from workflows.proposals import ids_of

FILES = protocol_files()
DRAWING, TABLE, FORM = "medewerker.bpmn", "decisions/d1_oudergesprek.dmn", "forms/vermoeden.form"
NAME = b"Meld-, overleg- en aangifteplicht"


def look(screen: Screen, at: str, name: str, data: bytes, status: int = 200) -> Shown:
    form = {field: str(value) for field, value in screen.get(HELPER, f"{at}/inlezen").form("/inlezen").items()}
    answer = sent(screen, HELPER, f"{at}/inlezen", {"vervalsing": form["vervalsing"]}, ("bestand", name, data))
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return shown(answer)


def bring(screen: Screen, at: str, page: Shown, who: str = HELPER, **fields: str) -> TestResponse:
    form = {name: str(value) for name, value in page.form("/inlezen/doen").items() if value is not None}
    return screen.browser(who).post(f"{at}/inlezen/doen", data={**form, **fields})


def file(screen: Screen, at: str, name: str) -> bytes:
    answer = screen.browser(HELPER).get(f"{at}/bestand/{name}")
    assert answer.status_code == 200, name
    return bytes(answer.data)


def history(screen: Screen, at: str) -> str:
    text = screen.get(HELPER, at).one("//section[@aria-labelledby='geschiedenis']").text_content()
    return re.sub(r"\s+", " ", text)


def test_a_drawing_of_another_modeler_is_looked_at_first_and_comes_in_byte_for_byte(screen: Screen) -> None:
    at = begun(screen)
    data = camunda()
    with counted() as said:
        page = look(screen, at, "Aanname nieuw.bpmn", data)
    assert len(said.asked) <= 24  # the question, and the look
    assert "een diagram" in page.text
    assert "Voorstel:" in page.text
    assert "Er staat al iets" not in page.text
    assert "aanname_nieuw" not in screen.get(HELPER, at).text  # nothing is kept
    answer = bring(screen, at, page)
    assert answer.status_code == 303
    assert "Het bestand staat in het ontwerp." in screen.follow(HELPER, answer).text
    assert file(screen, at, "aanname_nieuw.bpmn") == data
    assert "verbeterd met een voorstel" not in history(screen, at)


def test_what_is_sure_is_mended_in_a_save_of_its_own(screen: Screen) -> None:
    at = begun(screen)
    page = look(screen, at, "Aanname.bpmn", camunda())
    assert bring(screen, at, page, verbeter="ja").status_code == 303
    assert file(screen, at, "aanname.bpmn") != camunda()
    assert "verbeterd met een voorstel: aanname.bpmn" in history(screen, at)
    form = screen.get(HELPER, at).form("herstellen")
    screen.browser(HELPER).post(f"{at}/herstellen", data={**form, "versie": "2"})
    assert file(screen, at, "aanname.bpmn") == camunda()


@pytest.mark.parametrize("name", [DRAWING, TABLE, FORM])
def test_what_is_there_already_is_replaced_with_the_difference_shown(screen: Screen, name: str) -> None:
    at = begun(screen)
    alone = name.rpartition("/")[2]
    same = look(screen, at, alone, FILES[name])
    assert "Dat is precies dit bestand." in same.text
    assert not same.all("//form[contains(@action, '/doen')]")
    changed = FILES[name].replace(NAME, b"Melden").replace(b'label="Uitkomst"', b'label="Anders"')
    changed = changed.replace(b'"required": true', b'"required": false')
    assert changed != FILES[name]
    page = look(screen, at, alone, changed)
    assert f"Er staat al iets: {name}" in page.text
    assert "Wordt anders" in page.text
    assert "Komt erbij" not in page.text
    assert bring(screen, at, page).status_code == 422
    assert bring(screen, at, page, hoe="vervangen protocol.toml").status_code == 422
    assert bring(screen, at, page, hoe=f"vervangen {name}").status_code == 303
    assert file(screen, at, name) == changed


def test_beside_what_is_there_it_has_another_name_and_ids_of_its_own(screen: Screen) -> None:
    at = begun(screen)
    page = look(screen, at, "Ander bestand.bpmn", FILES[DRAWING].replace(NAME, b"Melden"))
    assert f"Er staat al iets: {DRAWING}" in page.text
    assert "Daarin staat ook: Vermoeden over medewerker." in page.text
    assert bring(screen, at, page, hoe="erbij", naam="Medewerker").status_code == 303
    made = file(screen, at, "medewerker_2.bpmn")
    assert not ids_of(made, 10**7) & ids_of(FILES[DRAWING], 10**7)
    assert file(screen, at, DRAWING) == FILES[DRAWING]
    points = screen.get(HELPER, at).one("//section[@aria-labelledby='punten']").text_content()
    assert "hetzelfde id" not in points
    assert "staat al in bestand" not in points
    page = look(screen, at, "d1_oudergesprek.dmn", FILES[TABLE].replace(b'"ja"', b'"jawel"'))
    assert bring(screen, at, page, hoe="erbij", naam="Tweede gesprek").status_code == 303
    assert b'decision id="D1_2"' in file(screen, at, "decisions/tweede_gesprek.dmn")
    page = look(screen, at, "vermoeden.form", FILES[FORM].replace(b'"required": true', b'"required": false'))
    assert bring(screen, at, page, hoe="erbij", naam="").status_code == 303
    assert file(screen, at, "forms/vermoeden_2.form") == FILES[FORM].replace(b'"required": true', b'"required": false')


def test_what_somebody_saved_meanwhile_is_looked_at_first(screen: Screen) -> None:
    at = begun(screen)
    page = look(screen, at, DRAWING, FILES[DRAWING].replace(NAME, b"Melden"))
    other = look(screen, at, "vermoeden.form", FILES[FORM].replace(b'"required": true', b'"required": false'))
    assert bring(screen, at, other, hoe=f"vervangen {FORM}").status_code == 303
    answer = bring(screen, at, page, hoe=f"vervangen {DRAWING}")
    assert answer.status_code == 409
    again = shown(answer)
    assert "heeft dit ontwerp intussen opgeslagen" in again.text
    assert file(screen, at, DRAWING) == FILES[DRAWING]
    assert bring(screen, at, again).status_code == 303  # what was chosen still is
    assert b"Melden" in file(screen, at, DRAWING)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plaatje.png", b"x"), ("leeg.bpmn", b""), ("groot.bpmn", b"<a>" + b" " * 6_000_000), ("", b"x"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_words(screen: Screen, name: str, data: bytes) -> None:
    page = look(screen, begun(screen), name, data, 422)
    assert page.one("//*[@id='bestand-error1']") is not None


@pytest.mark.parametrize("data", [b"geen xml", b"[" * 100_000, b"<a/>", os.urandom(600_000)])
@pytest.mark.parametrize("name", ["x.bpmn", "x.dmn", "x.form", "x.xml"])
def test_what_cannot_be_read_is_said_so_and_does_not_come_in(screen: Screen, name: str, data: bytes) -> None:
    at = begun(screen)
    page = look(screen, at, name, data)
    assert page.one("//section[@aria-labelledby='punten']//li") is not None
    assert "niet te lezen" in page.text
    assert not page.all("//form[contains(@action, '/inlezen/doen')]")
    other = look(screen, at, "anders.bpmn", camunda())
    packed = b64encode(zlib.compress(data)).decode()
    assert bring(screen, at, other, bestand=name, inhoud=packed).status_code == 422
    assert "inlezen" not in history(screen, at)
    assert "x" not in {each.rpartition("/")[2].partition(".")[0] for each in files_of(screen, at)}


UNKNOWN = b'{"type": "default", "schemaVersion": 18, "components": [{"type": "kaart", "id": "a", "key": "a"}]}'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nieuw.form", UNKNOWN), ("nieuw.form", b'{"components": []}'),
        ("nieuw.bpmn", b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'),
    ],
)  # fmt: skip
def test_what_can_be_read_and_does_not_run_yet_may_come_in(screen: Screen, name: str, data: bytes) -> None:
    at = begun(screen)
    page = look(screen, at, name, data)
    assert "niet te lezen" not in page.text
    assert bring(screen, at, page).status_code == 303


def test_what_is_sent_again_is_checked_again_and_only_for_who_may_publish(screen: Screen) -> None:
    at = begun(screen)
    page = look(screen, at, "Aanname.bpmn", camunda())
    wrong: dict[str, Any] = {"inhoud": ["geen base64!", "", "eJw="], "bestand": ["x.exe", ""]}
    for field, values in wrong.items():
        for value in values:
            assert bring(screen, at, page, **{field: value}).status_code == 422
    strange = bring(screen, at, page, hoe="vervangen ../../x.bpmn")
    assert strange.status_code == 422
    screen.get(TEACHER, f"{at}/inlezen", 403)
    screen.post(HELPER, f"{at}/weg", {})
    assert "weggegooid" in shown(bring(screen, at, page)).text
    assert screen.get(DIRECTOR, f"{at}/inlezen").one("//h1") is not None


def test_a_drawing_in_utf_16_is_given_to_the_browser_as_utf_8_and_kept_as_it_came(screen: Screen) -> None:
    at, text = begun(screen), signavio().decode()
    came = text.replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")
    bring(screen, at, look(screen, at, "Signavio.bpmn", came))
    given = screen.browser(HELPER).get(f"{at}/bestand/signavio.bpmn")
    assert given.data.decode() == text
    page = screen.get(HELPER, f"{at}/tekenen/signavio.bpmn")
    form = {
        "vervalsing": str(page.one("//*[@data-token]").get("data-token")),
        "gezien": given.headers["Leidraad-Revision"],
    }
    for way in ("bestand", "samen"):
        answer = sent(screen, HELPER, f"{at}/{way}/signavio.bpmn", form, ("inhoud", "x.bpmn", given.data))
        assert (answer.status_code, str(answer.json["revision"])) == (200, form["gezien"])
    assert files_of(screen, at)["signavio.bpmn"] == came
