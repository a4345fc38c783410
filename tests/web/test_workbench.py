"""The workbench on screen: versions and drafts, what comes in as a file, and saving what is drawn."""

from __future__ import annotations

import io
import re
import zipfile
from uuid import UUID

import pytest
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

import app.store.tables as t
from app.store.clock import random_id
from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown, shown
from workflows import Bundle, Level, check

HELPER, DIRECTOR, TEACHER = "intern begeleider", "directeur", "leerkracht"
GEHEEL = Bundle.from_files(protocol_files()).geheel
FILE = "medewerker.bpmn"
OVER = "Vermoeden over medewerker"


def begun(screen: Screen, name: str = "Kortere termijn") -> str:
    """The address of a draft that begins as the version in force."""
    answer = screen.post(HELPER, "/protocollen/ontwerpen", {"naam": name, "versie": GEHEEL}, page="/protocollen")
    return str(answer.headers["Location"]).partition("?")[0]


def sent(screen: Screen, who: str, path: str, fields: dict[str, str], file: tuple[str, str, bytes]) -> TestResponse:
    """Send a form with a file. Made here: the client would leave a file of its own open for one that is large."""
    field, name, data = file
    boundary, body = encode_multipart({**fields, field: FileStorage(io.BytesIO(data), filename=name)})
    return screen.browser(who).post(path, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def uploaded(screen: Screen, name: str, data: bytes, status: int = 303, **fields: str) -> TestResponse:
    hidden = screen.get(HELPER, "/protocollen").form("inlezen")
    kept = {field: str(value) for field, value in hidden.items() if field in {"vervalsing", "sleutel"}}
    answer = sent(screen, HELPER, "/protocollen/ontwerpen/inlezen", {**kept, **fields}, ("bestand", name, data))
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer


def test_what_a_command_refuses_is_said_in_english_too(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.commands.drafting.MOST_DRAFTS", 0)
    browser = screen.browser(HELPER)
    browser.set_cookie("taal", "en")
    hidden = screen.get(HELPER, "/protocollen").form("/protocollen/ontwerpen")
    answer = browser.post("/protocollen/ontwerpen", data={**hidden, "naam": "Nog een", "versie": GEHEEL})
    assert answer.status_code == 409
    assert "There are 0 drafts already." in answer.get_data(as_text=True)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def save(
    screen: Screen, at: str, data: bytes, seen: int = 1, *, who: str = HELPER, deed: str = "bestand"
) -> TestResponse:  # fmt: skip
    """Save a file as the modeler does."""
    page = screen.get(who, f"{at}/tekenen/{FILE}" if deed == "bestand" else "/account")
    token = page.one("//*[@data-token]").get("data-token") if deed == "bestand" else page.form("afmelden")["vervalsing"]
    fields = {"vervalsing": token, "gezien": str(seen)}
    return sent(screen, who, f"{at}/{deed}/{FILE}", fields, ("inhoud", "x.bpmn", data))


def drawn(old: str = OVER, new: str = "Zorg over medewerker") -> bytes:
    return protocol_files()[FILE].replace(old.encode(), new.encode())


def test_the_bench_shows_what_is_in_force_and_who_may_not_publish_sees_no_bench(screen: Screen) -> None:
    page = screen.get(HELPER, "/protocollen")
    assert "Zorgdossier" in page.text
    assert "Er is geen ontwerp." in page.text
    assert "Protocol" in page.one("//nav[@aria-label='Hoofdmenu']").text_content()
    for path in ("/protocollen", f"/protocollen/ontwerpen/{random_id()}"):
        screen.get(TEACHER, path, 403)
    assert "/protocollen" not in screen.get(TEACHER, "/").all("//nav//a/@href")


def test_the_list_of_versions_says_why_each_came(screen: Screen) -> None:
    with screen.school.writing() as work:
        where = (t.in_force.c.board_id == work.board, t.in_force.c.geheel == GEHEEL)
        work.run(update(t.in_force).where(*where).values(why="Sneller een Oudergesprek"))
    assert "Sneller een Oudergesprek" in screen.get(HELPER, "/protocollen").text


def test_a_version_is_always_there_to_look_at_for_everybody(screen: Screen) -> None:
    page = screen.get(TEACHER, f"/protocollen/{GEHEEL}")
    assert page.one("//*[@data-diagram]").get("data-diagram") == f"/protocollen/{GEHEEL}/zorgroutes.bpmn"
    assert "Medewerker" in page.text
    other = screen.get(TEACHER, f"/protocollen/{GEHEEL}?diagram=medewerker")
    assert other.one("//*[@data-diagram]").get("data-diagram") == f"/protocollen/{GEHEEL}/{FILE}"
    got = screen.browser(TEACHER).get(f"/protocollen/{GEHEEL}.zip")
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(protocol_files())
    screen.get(TEACHER, f"/protocollen/{'0' * 64}", 404)
    back = "//p[@class='back']/a/@href"
    assert [page.all(back), screen.get(HELPER, f"/protocollen/{GEHEEL}").all(back)] == [["/"], ["/protocollen"]]


def test_a_draft_begins_gets_another_name_goes_and_comes_back(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, at)
    assert page.one("//h1").text == "Kortere termijn"
    assert "nog gelijk aan die versie" in page.text
    assert len(page.all("//section[@aria-labelledby='tekenen']//ul//a")) == 10
    after = screen.follow(HELPER, screen.post(HELPER, f"{at}/naam", {"naam": "Langere termijn"}, page=at))
    assert "Het ontwerp heet nu anders." in after.text
    assert "Vul een naam in." in shown(screen.post(HELPER, f"{at}/naam", {"naam": " "}, 422, page=at)).text
    assert "Een maand lang kun je het terugzetten." in screen.get(DIRECTOR, f"{at}/weg").text
    gone = screen.follow(DIRECTOR, screen.post(DIRECTOR, f"{at}/weg", {}))
    assert "Er is geen ontwerp." in gone.text
    assert "Langere termijn" in gone.one("//section[@aria-labelledby='weg']").text_content()
    assert "Dit ontwerp is weggegooid." in screen.get(HELPER, at).text
    back = screen.follow(HELPER, screen.post(HELPER, f"{at}/terug", {}, page="/protocollen"))
    assert "Het ontwerp staat er weer." in back.text


def test_a_draft_without_a_name_is_asked_for_one(screen: Screen) -> None:
    fields = {"naam": "", "versie": GEHEEL}
    page = shown(screen.post(HELPER, "/protocollen/ontwerpen", fields, 422, page="/protocollen"))
    assert "Vul een naam in." in page.text
    screen.post(HELPER, "/protocollen/ontwerpen", {"naam": "x", "versie": "0" * 64}, 404, page="/protocollen")


def test_a_zip_becomes_a_draft_and_comes_out_the_same(screen: Screen) -> None:
    data = zipped({f"map/{name}": data for name, data in protocol_files().items()})
    at = uploaded(screen, "Ons protocol.zip", data).headers["Location"].partition("?")[0]
    page = screen.get(HELPER, at)
    assert page.one("//h1").text == "Ons protocol"
    got = screen.browser(HELPER).get(f"{at}.zip")
    assert 'filename="ons_protocol.zip"' in got.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(protocol_files())


def test_one_drawing_becomes_a_draft_with_what_keeps_it_from_running(screen: Screen) -> None:
    answer = uploaded(screen, "C:\\tmp\\Mijn Tekening!.bpmn", protocol_files()[FILE], **{"naam-bestand": "Los diagram"})
    page = screen.follow(HELPER, answer)
    assert page.one("//h1").text == "Los diagram"
    assert "mijn_tekening.bpmn" in page.text
    assert "fout" in page.one("//section[@aria-labelledby='punten']").text_content()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("niets.zip", b"", "Kies eerst een bestand."),
        ("brief.docx", b"geen zip", "is geen zip, geen diagram en geen beslistabel"),
        ("stuk.zip", b"PK\x03\x04kapot", "is stuk of geen zip"),
        ("pad.zip", zipped({"../../etc/passwd": b"x"}), "buiten de map wijst"),
        ("bom.zip", zipped({"a.bpmn": b"0" * 9_000_000}), "onwaarschijnlijk veel groter"),
        ("groot.zip", zipped({"a.bpmn": b"0" * 11_000_000}), "11000000 bytes groot"),
        ("een.zip", zipped({"a.bpmn": b"x" * 2_500_000}, zipfile.ZIP_STORED), "een bestand van een protocol mag 2 MB"),
        ("een.bpmn", b"<" * 2_500_000, "een bestand van een protocol mag 2 MB"),
    ],
)
def test_a_file_that_cannot_be_a_protocol_is_refused_in_words(
    screen: Screen, name: str, data: bytes, told: str
) -> None:
    page = shown(uploaded(screen, name, data, 422))
    assert told in page.text
    assert "Er is geen ontwerp." in page.text


def test_what_is_drawn_is_saved_with_what_the_validator_finds(screen: Screen) -> None:
    at = begun(screen)
    broken = protocol_files()[FILE].replace(
        b'<bpmn:endEvent id="medewerker_einde_afgehandeld"', b"<bpmn:scriptTask ", 1
    )
    page = screen.get(HELPER, f"{at}/tekenen/{FILE}")
    assert re.search(r'"revision|"known"', page.one("//script[@id='tekenen']").text)
    answer = save(screen, at, drawn())
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["revision"] == 2
    assert re.fullmatch(r"\d\d:\d\d", answer.json["at"])
    found = check({**protocol_files(), FILE: drawn()})
    assert [(each["code"], each["element"]) for each in answer.json["findings"]] == [(f.code, f.element) for f in found]
    assert not any("(regel" in each["message"] for each in answer.json["findings"])
    after = save(screen, at, broken, 2).json
    assert after is not None
    assert "fout" in {each["level"] for each in after["findings"] if each["file"] == FILE}
    given = screen.browser(HELPER).get(f"{at}/bestand/{FILE}")
    assert given.headers["Leidraad-Revision"] == "3"
    assert given.data == broken
    history = screen.get(HELPER, at)
    assert FILE in history.one("//section[@aria-labelledby='geschiedenis']").text_content()
    screen.post(HELPER, f"{at}/herstellen", {"versie": "1"}, page=at)
    assert screen.browser(HELPER).get(f"{at}/bestand/{FILE}").data == protocol_files()[FILE]


def test_who_saves_after_another_is_told_and_can_keep_it_as_a_draft_of_its_own(screen: Screen) -> None:
    at = begun(screen)
    save(screen, at, drawn(new="Van de directeur"), who=DIRECTOR)
    refused = save(screen, at, drawn(new="Van de begeleider"))
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["by"]
    assert b"Van de directeur" in screen.browser(HELPER).get(f"{at}/bestand/{FILE}").data
    copied = save(screen, at, drawn(new="Van de begeleider"), deed="kopie")
    assert copied.json is not None
    to = copied.json["to"]
    assert b"Van de begeleider" in screen.browser(HELPER).get(to.replace("tekenen", "bestand")).data
    assert to.partition("/tekenen")[0] != at


@pytest.mark.parametrize(
    ("data", "seen", "status", "told"),
    [
        (b"x" * 50_000_000, 1, 422, "50 MB; een bestand van een protocol mag 2 MB zijn"),
        (b"", 1, 422, "leeg bestand"),
        (b"x", 10**12, 422, "Laad de pagina opnieuw."),
    ],
)
def test_what_cannot_be_saved_is_told_in_a_sentence(
    screen: Screen, data: bytes, seen: int, status: int, told: str
) -> None:
    at = begun(screen)
    answer = save(screen, at, data, seen)
    assert answer.status_code == status
    assert answer.json is not None
    assert told in answer.json["message"]


def test_nobody_draws_in_a_draft_that_was_thrown_away(screen: Screen) -> None:
    at = begun(screen)
    screen.post(HELPER, f"{at}/weg", {})
    answer = save(screen, at, drawn())
    assert answer.status_code == 410
    assert answer.json is not None
    assert "weggegooid" in answer.json["message"]


def test_a_draft_of_another_board_looks_as_if_it_did_not_exist(screen: Screen) -> None:
    at = begun(screen)
    missing = f"/protocollen/ontwerpen/{random_id()}"
    for below in ("", "/weg", f"/tekenen/{FILE}", f"/bestand/{FILE}"):
        screen.get(HELPER, missing + below, 404)
    assert screen.browser(HELPER).get(f"{missing}.zip").status_code == 404
    for below in ("/tekenen/protocol.toml", "/tekenen/nergens.bpmn", "/bestand/nergens.bpmn"):
        screen.get(HELPER, at + below, 404)
    assert UUID(at.rpartition("/")[2])


@pytest.mark.parametrize("below", ["", f"/tekenen/{FILE}"])
def test_the_pages_take_few_statements(screen: Screen, below: str) -> None:
    at = begun(screen)
    screen.get(HELPER, at + below)
    for path in ("/protocollen", at + below):
        with counted() as sent:
            page: Shown = screen.get(HELPER, path)
        statements = sent.asked
        assert len(statements) <= 12, "\n".join(statements)
        assert page.title


def files_of(screen: Screen, at: str) -> dict[str, bytes]:
    """The files of a draft, as somebody fetches them."""
    with zipfile.ZipFile(io.BytesIO(screen.browser(HELPER).get(f"{at}.zip").data)) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_a_draft_can_begin_with_an_empty_protocol_that_stands_and_says_what_it_replaces(screen: Screen) -> None:
    bench = screen.get(HELPER, "/protocollen")
    assert "in de plaats van wat er nu geldt" in bench.text
    assert bench.one("//select[@name='versie']/option[@selected]").get("value") == GEHEEL
    answer = screen.post(HELPER, "/protocollen/ontwerpen", {"naam": "Verzuim", "versie": "leeg"}, page="/protocollen")
    at = str(answer.headers["Location"]).partition("?")[0]
    page = screen.follow(HELPER, answer)
    assert "in de plaats van wat er nu geldt" in page.text
    assert page.all(f"//a[@href='{at}/tekenen/verzuim.bpmn']")
    held = files_of(screen, at)
    assert {each.level for each in check(held)} == {Level.LET_OP}
    assert Bundle.from_files(held).protocol.functies == Bundle.from_files(protocol_files()).protocol.functies
    for page_of_it in ("regels", "scenarios", "stippen", "oefenen", "tekst"):
        screen.get(HELPER, f"{at}/{page_of_it}")
    refused = screen.post(HELPER, "/protocollen/ontwerpen", {"naam": " ", "versie": "leeg"}, 422, page="/protocollen")
    assert "Vul een naam in." in refused.get_data(as_text=True)
