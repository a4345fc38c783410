"""Lanes and functions of a draft on screen: what a lane means, a function more, the name of the protocol."""

from __future__ import annotations

from typing import Any

from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_bringing import file
from tests.web.test_rights import put
from tests.web.test_workbench import DIRECTOR, HELPER, TEACHER, begun, sent
from workflows import PROTOCOL_FILE, RIGHTS_FILE, read_protocol

DRAWING = "medewerker.bpmn"


def marks(screen: Screen, at: str) -> bytes:
    return file(screen, at, PROTOCOL_FILE)


def said(page: Shown, action: str) -> dict[str, Any]:
    """What a form says, without what belongs to whoever got it."""
    return {name: each for name, each in page.form(action).items() if name not in {"vervalsing", "sleutel"}}


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
    assert "De baan is nu voor de functies die je koos." in screen.follow(HELPER, answer).text
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


def test_who_is_on_every_team_is_chosen_on_screen_and_undone(screen: Screen) -> None:
    at = begun(screen)
    own = marks(screen, at)
    page = screen.get(HELPER, f"{at}/banen")
    form = said(page, "/banen/team")
    assert form["team:directeur"] == "wegen"
    where = f"{at}/banen/team"
    chosen = {**form, "team:directeur": "", "team:MT": "*"}
    done = screen.post(HELPER, where, chosen, page=f"{at}/banen")
    page = screen.follow(HELPER, done)
    assert "Zo staat het nu in dit ontwerp." in page.text
    team = read_protocol(marks(screen, at)).team
    assert ("directeur" in team, team["MT"], team["waarnemer"]) == (False, "*", "wegen")
    # Somebody whose page is from before changes only what they chose themselves, after they were told.
    late = screen.post(DIRECTOR, where, {**form, "team:waarnemer": "delen"}, 409, page=f"{at}/banen")
    again = shown(late)
    assert "heeft dit ontwerp intussen opgeslagen" in again.text
    kept = said(again, "/banen/team")
    assert (kept["team:waarnemer"], kept["team:directeur"], kept["team:MT"]) == ("delen", "", "*")
    screen.post(DIRECTOR, where, kept, page=f"{at}/banen")
    team = read_protocol(marks(screen, at)).team
    assert ("directeur" in team, team["MT"], team["waarnemer"]) == (False, "*", "delen")
    # What another saved since is not undone; what nobody saved since is.
    old = screen.browser(HELPER).post(f"{at}/banen/terug", data=page.form("/banen/terug"))
    assert old.status_code == 409
    assert "bewaarde dit bestand intussen ook" in old.get_data(as_text=True)
    fresh = {**said(screen.get(HELPER, f"{at}/banen"), "/banen/team"), "team:MT": ""}
    page = screen.follow(HELPER, screen.post(HELPER, where, fresh, page=f"{at}/banen"))
    assert screen.browser(HELPER).post(f"{at}/banen/terug", data=page.form("/banen/terug")).status_code == 303
    assert read_protocol(marks(screen, at)).team["MT"] == "*"
    assert marks(screen, at) != own


def test_a_function_that_something_names_stays_and_it_is_told_what(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, f"{at}/banen/functie/weg?functie=waarnemer")
    assert "Dat kan nog niet: deze functie wordt nog gebruikt." in page.text
    assert page.all("//a[contains(@href, '/banen/baan?')][contains(., 'Directie')]")
    assert page.all("//a[contains(@href, '/rechten?functie=waarnemer')]")
    assert not page.all("//form[contains(@action, '/functie/weg')]")
    buttons = screen.get(HELPER, f"{at}/banen/functie/weg?functie=leerkracht")
    assert "heeft de knop" in buttons.text
    assert buttons.all("//a[contains(@href, '/tekenen/')][contains(@href, '#')]")
    screen.get(HELPER, f"{at}/banen/functie/weg?functie=tuinman", 404)
    screen.get(TEACHER, f"{at}/banen/functie/weg?functie=MT", 403)
    token = {**screen.get(HELPER, f"{at}/banen").form("/banen/functie"), "functie": "waarnemer"}
    assert screen.browser(HELPER).post(f"{at}/banen/functie/weg", data=token).status_code == 422
    assert b"waarnemer" in marks(screen, at)


def test_a_function_stays_where_the_rights_cannot_be_read_and_the_way_out_is_told(screen: Screen) -> None:
    at = begun(screen)
    listed = f"{at}/banen"
    new = {"functie": "tuinman", "gezien": screen.get(HELPER, listed).form("/banen/functie")["gezien"]}
    page = screen.follow(HELPER, screen.post(HELPER, f"{at}/banen/functie", new, page=listed))
    assert "Kies bij “Rechten” wat ze mag lezen." in page.text
    put(screen, at, b"functie;veldgroep\n")
    page = screen.get(HELPER, f"{listed}/functie/weg?functie=tuinman")
    assert not page.all("//form[contains(@action, '/functie/weg')]")
    assert page.all("//main//a[contains(@href, '/rechten')][contains(., 'hoe je dit herstelt')]")
    assert screen.get(HELPER, f"{at}/rechten").all("//main//a[contains(@href, '#geschiedenis')]")


def test_what_was_wrong_before_keeps_no_function_here_though_it_stands_in_another_line_then(screen: Screen) -> None:
    at = begun(screen)
    listed = f"{at}/banen"
    new = {"functie": "tuinman", "gezien": screen.get(HELPER, listed).form("/banen/functie")["gezien"]}
    screen.post(HELPER, f"{at}/banen/functie", new, page=listed)
    head, rest = protocol_files()[RIGHTS_FILE].split(b"\n", 1)
    put(screen, at, head + b"\ntuinman,hulp,*,lezen\n" + rest + b"spook,hulp,*,lezen\n")
    assert "spook" in screen.get(HELPER, at).text
    page = screen.get(HELPER, f"{listed}/functie/weg?functie=tuinman")
    assert "zonder deze functie klopt het ontwerp niet meer" not in page.text
    screen.post(
        HELPER, f"{listed}/functie/weg", said(page, "/functie/weg"), page=f"{listed}/functie/weg?functie=tuinman"
    )
    assert b"tuinman" not in file(screen, at, RIGHTS_FILE)


def test_a_function_that_only_has_rights_goes_with_them_and_comes_back(screen: Screen) -> None:
    at = begun(screen)
    listed = f"{at}/banen"
    page = screen.get(HELPER, listed)
    new = {"functie": "tuinman", "gezien": page.form("/banen/functie")["gezien"]}
    screen.post(HELPER, f"{at}/banen/functie", new, page=listed)
    team = said(screen.get(HELPER, listed), "/banen/team")
    screen.post(HELPER, f"{at}/banen/team", {**team, "team:tuinman": "delen"}, page=listed)
    right = f"{at}/rechten/gevolg?functie=tuinman&veldgroep=hulp&recht=lezen"
    screen.post(HELPER, f"{at}/rechten/recht", screen.get(HELPER, right).form("/rechten/recht"), page=right)
    before = marks(screen, at), file(screen, at, RIGHTS_FILE)
    where = f"{at}/banen/functie/weg"
    page = screen.get(HELPER, f"{where}?functie=tuinman")
    assert "Deze rechten gaan mee weg: wat bij Hulp is ingevuld" in page.text
    assert "Ze hoort nu vanaf de fase “delen” bij elk dossier." in page.text
    sent_off = said(page, "/functie/weg")
    late = screen.post(HELPER, where, {**sent_off, "gezien": "0" * 64}, 409, page=f"{where}?functie=tuinman")
    assert "Er is niets weggehaald." in late.get_data(as_text=True)
    gone = screen.post(HELPER, where, sent_off, page=f"{where}?functie=tuinman")
    page = screen.follow(HELPER, gone)
    assert "De functie is weggehaald" in page.text
    assert b"tuinman" not in marks(screen, at) + file(screen, at, RIGHTS_FILE)
    assert file(screen, at, RIGHTS_FILE) == protocol_files()[RIGHTS_FILE]
    assert "een functie weggehaald: protocol.toml, rechten.csv" in screen.get(HELPER, at).text
    screen.post(HELPER, f"{at}/banen/functie/terug", said(page, "/functie/terug"), page=listed)
    assert (marks(screen, at), file(screen, at, RIGHTS_FILE)) == before
