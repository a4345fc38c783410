"""Lanes and functions of a draft on screen: what a lane means, a function more, the name of the protocol."""

from __future__ import annotations

from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen
from tests.web.test_bringing import file
from tests.web.test_workbench import HELPER, TEACHER, begun, sent
from workflows import PROTOCOL_FILE, read_protocol

DRAWING = "medewerker.bpmn"


def marks(screen: Screen, at: str) -> bytes:
    return file(screen, at, PROTOCOL_FILE)


def test_a_lane_that_nobody_knows_gets_its_function_on_screen(screen: Screen) -> None:
    at = begun(screen)
    token = screen.get(HELPER, f"{at}/tekenen/{DRAWING}").one("//*[@data-token]").get("data-token")
    data = protocol_files()[DRAWING].replace(b'name="Bestuur"', b'name="Leerplicht"')
    saved = sent(screen, HELPER, f"{at}/bestand/{DRAWING}", {"vervalsing": token, "gezien": "1"}, ("inhoud", "x", data))
    (found,) = [each for each in saved.get_json()["findings"] if each["code"] == "unknown-lane"]
    assert "“Banen en functies”" in found["cure"]
    with counted() as said:
        page = screen.get(HELPER, f"{at}/banen")
    assert len(said.asked) <= 12
    assert "nog niemand" in page.text
    more = {"functie": "leerplichtambtenaar", "gezien": page.form("/banen/functie")["gezien"]}
    answer = screen.post(HELPER, f"{at}/banen/functie", more, page=f"{at}/banen")
    page = screen.follow(HELPER, answer)
    lane = page.one("//a[starts-with(., 'Leerplicht')]").get("href")
    asked = {"functies": "leerplichtambtenaar", "proces": "medewerker", "baan": "Leerplicht", "waar": "hier"}
    where = f"{at}/banen/baan"
    seen = screen.get(HELPER, lane).form(where)["gezien"]
    answer = screen.post(HELPER, where, {**asked, "gezien": seen}, page=lane)
    assert "Dat betekent deze baan nu." in screen.follow(HELPER, answer).text
    after = read_protocol(marks(screen, at))
    assert after.functions_of("medewerker", "Leerplicht") == ("leerplichtambtenaar",)
    assert b"# Een lane die hier niet staat" in marks(screen, at)
    assert "noemt geen functie" not in screen.get(HELPER, at).text
    # Somebody else saved it since the page was made.
    late = screen.post(HELPER, where, {**asked, "gezien": seen, "waar": "overal"}, 409, page=lane)
    assert "heeft dit ontwerp intussen opgeslagen" in late.get_data(as_text=True)


def test_what_is_not_right_is_said_at_its_field_and_nothing_changes(screen: Screen) -> None:
    at = begun(screen)
    own = marks(screen, at)
    for deed, fields in {
        "functie": {"functie": "MT"}, "naam": {"naam": " "},
    }.items():  # fmt: skip
        screen.post(HELPER, f"{at}/banen/{deed}", fields, 422, page=f"{at}/banen")
    screen.post(HELPER, f"{at}/banen/functie", {"functie": "een, twee"}, 422, page=f"{at}/banen")
    lane = f"{at}/banen/baan?proces=medewerker&baan=Bestuur"
    nobody = {"proces": "medewerker", "baan": "Bestuur", "functies": "niemand"}
    assert "Kies minstens" in screen.post(HELPER, f"{at}/banen/baan", nobody, 422, page=lane).get_data(as_text=True)
    screen.get(HELPER, f"{at}/banen/baan?proces=medewerker&baan=Niets", 404)
    screen.get(TEACHER, f"{at}/banen", 403)
    assert marks(screen, at) == own


def test_the_protocol_gets_another_name(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, f"{at}/banen")
    seen = page.form("/banen/naam")["gezien"]
    screen.post(HELPER, f"{at}/banen/naam", {"naam": "Zorg en verzuim", "gezien": seen}, page=f"{at}/banen")
    assert read_protocol(marks(screen, at)).naam == "Zorg en verzuim"
    assert marks(screen, at).count(b"\n") == protocol_files()["protocol.toml"].count(b"\n")
