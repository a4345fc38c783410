"""Two who work on one draft, on screen: what is answered where both saved, and who is said to be here."""

from __future__ import annotations

import io
import json

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.store.clock import random_id
from tests.school import protocol_files
from tests.web.conftest import Screen
from workflows import Bundle

HELPER, DIRECTOR, TEACHER = "intern begeleider", "directeur", "leerkracht"
GEHEEL = Bundle.from_files(protocol_files()).geheel
FILE, TASK = "medewerker.bpmn", "medewerker_meld_overleg_en_aangifteplicht"
BASE = protocol_files()[FILE]
NAME, POOL = b"Meld-, overleg- en aangifteplicht", b'name="Vermoeden over medewerker"'


def begun(screen: Screen) -> str:
    """The address of a draft that begins as the version in force."""
    fields = {"naam": "Met zijn tweeën", "versie": GEHEEL}
    answer = screen.post(HELPER, "/protocollen/ontwerpen", fields, page="/protocollen")
    return str(answer.headers["Location"]).partition("?")[0]


def together(
    screen: Screen, at: str, who: str, data: bytes, seen: int = 1, file: str = FILE, **others: bytes | str
) -> TestResponse:
    """Save a file as the modeler does."""
    token = screen.get(who, f"{at}/tekenen/{FILE}").one("//*[@data-token]").get("data-token")
    fields: dict[str, object] = {
        name: FileStorage(io.BytesIO(value), filename="x.bpmn") if isinstance(value, bytes) else value
        for name, value in {"vervalsing": token, "gezien": str(seen), "inhoud": data, **others}.items()
    }
    boundary, body = encode_multipart(fields)
    return screen.browser(who).post(
        f"{at}/samen/{file}", data=body, content_type=f'multipart/form-data; boundary="{boundary}"'
    )


def named(name: str, data: bytes = BASE) -> bytes:
    return data.replace(NAME, name.encode())


def test_what_both_drew_is_answered_with_whose_it_was(screen: Screen) -> None:
    at = begun(screen)
    first = together(screen, at, DIRECTOR, named("Van de directeur"))
    assert first.status_code == 200
    assert first.json is not None
    assert "merged" not in first.json
    other = BASE.replace(POOL, b'name="Anders"')
    second = together(screen, at, HELPER, other).json
    assert second is not None
    assert second["revision"] == 3
    assert second["findings"] == first.json["findings"]
    assert second["merged"]["elements"] == [TASK]
    assert second["merged"]["parts"] == ["de taak “Van de directeur”"]
    assert second["merged"]["by"]
    now = screen.browser(HELPER).get(f"{at}/bestand/{FILE}")
    assert second["merged"]["text"].encode() == now.data
    assert (b"Van de directeur" in now.data, b'"Anders"' in now.data) == (True, True)
    history = screen.get(HELPER, at).one("//section[@aria-labelledby='geschiedenis']").text_content()
    assert "samengevoegd met opslag 2" in history


def test_a_question_and_a_rule_of_each_are_both_there(screen: Screen) -> None:
    at = begun(screen)
    files = protocol_files()
    form, table = "forms/vermoeden.form", "decisions/d1_oudergesprek.dmn"
    pages = {form: "formulier", table: "tabel"}
    for file, mine, theirs in (
        (
            form,
            (b'"components": [', b'"title": "Van mij", "components": ['),
            (b'"required": true', b'"required": false'),
        ),
        (table, (b'label="Uitkomst"', b'label="Van mij"'), (b'<text>"ja"</text>', b'<text>"nee"</text>')),
    ):
        page = screen.get(HELPER, f"{at}/{pages[file]}/{file}")
        assert page.one("//*[@id='niet-bewaard']") is not None
        assert page.one("//ol[@id='botsing-keuzes']") is not None
        data = json.loads(page.one("//script[@type='application/json']").text)
        assert data["together"] == f"{at}/samen/{file}"
        other = files[file].replace(*theirs, 1)
        assert other != files[file]
        assert together(screen, at, DIRECTOR, other, file=file).status_code == 200
        answer = together(screen, at, HELPER, files[file].replace(*mine, 1), file=file).json
        assert answer is not None
        assert b"Van mij" in answer["merged"]["text"].encode()
        assert answer["merged"]["by"]


def test_what_clashes_is_answered_in_words_and_saved_once_it_is_chosen(screen: Screen) -> None:
    at = begun(screen)
    together(screen, at, DIRECTOR, named("Bellen"))
    refused = together(screen, at, HELPER, named("Mailen"))
    assert refused.status_code == 409
    assert refused.json is not None
    [clash] = refused.json["clashes"]
    assert (clash["element"], clash["was"]) == (TASK, f"“{NAME.decode()}”")
    assert (clash["mine"], clash["theirs"]) == ("“Mailen”", "“Bellen”")
    assert clash["what"] == f"De naam van de taak “{NAME.decode()}”"
    together(screen, at, DIRECTOR, named("Appen"), 2)  # goes on with the save before: what it held is kept no more
    asked = together(screen, at, HELPER, named("Mailen", BASE.replace(POOL, b'name="Anders"')), 2)
    assert asked.status_code == 409
    assert asked.json is not None
    assert asked.json["basis"] is True
    again = together(screen, at, HELPER, named("Mailen"), 1, basis=BASE)
    assert again.json is not None
    choice = f"keuze-{again.json['clashes'][0]['id']}"
    for wrong in ({choice: "iets"}, {f"keuze-{clash['id']}": "mijn"}):
        assert together(screen, at, HELPER, named("Mailen"), 1, basis=BASE, **wrong).status_code == 409
    chosen = together(screen, at, HELPER, named("Mailen"), 1, basis=BASE, **{choice: "mijn"})
    assert chosen.status_code == 200
    assert b"Mailen" in screen.browser(DIRECTOR).get(f"{at}/bestand/{FILE}").data


def test_what_cannot_be_saved_is_told_in_a_sentence(screen: Screen) -> None:
    at = begun(screen)
    assert together(screen, at, HELPER, b"").status_code == 422
    assert together(screen, at, HELPER, BASE, 10**12).status_code == 422
    screen.post(HELPER, f"{at}/weg", {})
    gone = together(screen, at, HELPER, named("Te laat"))
    assert gone.status_code == 410
    assert gone.json is not None
    assert "weggegooid" in gone.json["message"]


def here(screen: Screen, at: str, who: str, file: str = FILE, **fields: str) -> TestResponse:
    """Say that a page is open, as the modeler does."""
    token = screen.get(who, f"{at}/tekenen/{FILE}").one("//*[@data-token]").get("data-token")
    return screen.browser(who).post(f"{at}/hier/{file}", data={"vervalsing": token, **fields})


def test_who_has_a_draft_open_is_said_to_the_others_until_the_page_is_closed(screen: Screen) -> None:
    at = begun(screen)
    alone = here(screen, at, HELPER).json
    assert alone == {"others": [], "revision": 1, "by": ""}
    two = here(screen, at, DIRECTOR, "oudergesprek.bpmn").json
    assert two is not None
    assert [(each["here"], each["files"]) for each in two["others"]] == [(False, ["Medewerker"])]
    here(screen, at, DIRECTOR)
    both = here(screen, at, HELPER).json
    assert both is not None
    assert [(each["here"], each["files"]) for each in both["others"]] == [(True, ["Oudergesprek"])]
    name = both["others"][0]["name"]
    assert f"{name} heeft dit ontwerp nu ook open: Medewerker, Oudergesprek." in screen.get(HELPER, at).text
    assert name not in screen.browser(DIRECTOR).get(f"{at}/hier").get_data(as_text=True)
    for file in (FILE, "oudergesprek.bpmn"):
        assert here(screen, at, DIRECTOR, file, weg="1").status_code == 204
    assert "nu ook open" not in screen.get(HELPER, at).text


def test_who_may_not_publish_hears_nothing_of_who_is_here(screen: Screen) -> None:
    at = begun(screen)
    screen.get(TEACHER, f"{at}/hier", 403)
    screen.get(HELPER, f"/protocollen/ontwerpen/{random_id()}/hier", 404)
    assert here(screen, at, HELPER, "nergens.bpmn").status_code == 404
