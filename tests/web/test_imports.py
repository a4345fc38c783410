"""Reading in on screen: one upload, a look that changes nothing, then just that; the file lies nowhere in clear."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

import app.store.tables as t
from app.commands.people import GrantFunction
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.store.clock import random_id
from tests.api.client import made_school
from tests.counting import counted
from tests.rolls import edexml
from tests.school import Site
from tests.web.conftest import Screen, Shown, shown

DIRECTOR, TEACHER, HELPER, NOBODY = "directeur", "leerkracht", "intern begeleider", "waarnemer"
HEAD = "soort;sleutel;naam;roepnaam;achternaam;geboortedatum;groepen;rollen;gebruikersnaam\n"
ROLL = (
    f"{HEAD}groep;N4;4N;;;;;;\nleerling;N1;;Sem;Bakker;2018-01-02;N4;;\nleerling;;;Zonder;Sleutel;2018-01-02;N4;;\n"
    "medewerker;M1;;Femke;Dijkstra;;N4;LRK;f.dijkstra\nmedewerker;M2;;Omar;Amrani;;;IB,LRK;o.amrani\n"
).encode()
PLACE = "/mensen/inlezen"


@pytest.fixture
def screen(here: Site) -> Screen:
    """A school that a file may be of: nobody of it was read in before."""
    made = Screen(made_school(here).school)
    with made.school.writing() as work:
        for table in (t.pupil, t.pupil_group, t.school_group, t.group_teacher):
            work.run(table.delete().where(table.c.board_id == made.school.board))
        where = (t.employment.c.board_id == made.school.board,)
        work.run(t.employment.update().where(*where).values(key=None))
        work.run(t.school.update().where(t.school.c.board_id == made.school.board).values(brin=""))
    return made


def send(screen: Screen, data: bytes, who: str = DIRECTOR, name: str = "rol.csv") -> TestResponse:
    form = screen.get(who, PLACE).form(PLACE)
    # Encoded here, because the client itself leaves a large file open.
    boundary, body = encode_multipart({**form, "bestand": FileStorage(BytesIO(data), name)})
    return screen.browser(who).post(PLACE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def look(screen: Screen, data: bytes = ROLL, who: str = DIRECTOR) -> tuple[str, Shown]:
    """Send a file and look at what it would change: its address, and the page."""
    answer = send(screen, data, who)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"], screen.follow(who, answer)


def do(screen: Screen, path: str, page: Shown, status: int = 303, **fields: str) -> TestResponse:
    form = next(dict(each.form_values()) for each in page.document.forms if "plan" in dict(each.form_values()))
    answer = screen.browser(DIRECTOR).post(path, data={**form, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def rows(screen: Screen, table: t.Table) -> list[object]:
    with screen.school.reading() as work:
        return list(work.rows(select(table).where(table.c.board_id == screen.school.board)))


def count(page: Shown, kind: str, name: str) -> int:
    return int(page.one(f"//tr[th='{kind}']/td[@data-name='{name}']").text_content())


def test_a_look_changes_nothing_and_says_what_would_change(screen: Screen) -> None:
    before = len(rows(screen, t.person))
    path, page = look(screen)
    assert UUID(path.rpartition("/")[2])
    assert count(page, "Groepen", "nieuw") == 1
    assert count(page, "Leerlingen", "nieuw") == 1
    assert count(page, "Leerlingen", "geweigerd") == 1
    assert count(page, "Collega’s", "nieuw") == 2
    assert "zonder sleutel" in page.text
    assert "stelt 3 functies voor" in page.text
    assert "Sem" not in page.title
    assert (len(rows(screen, t.person)), rows(screen, t.pupil)) == (before, [])


def test_it_does_just_that_and_throws_the_file_away(screen: Screen) -> None:
    path, page = look(screen)
    after = screen.follow(DIRECTOR, do(screen, path, page))
    assert "Het is ingelezen." in after.text
    assert "1 leerling: nieuw" in after.text
    assert "2 collega’s: nieuw" in after.text
    assert len(rows(screen, t.pupil)) == 1
    (kept,) = rows(screen, t.upload)
    assert bytes(kept.sealed) == b""  # type: ignore[attr-defined]
    assert len(after.all("//a[contains(., 'Voorstellen bekijken')]")) == 1


def test_sent_twice_it_is_done_once(screen: Screen) -> None:
    path, page = look(screen)
    do(screen, path, page)
    do(screen, path, page)
    again = screen.get(DIRECTOR, path).text
    assert "Het is ingelezen." in again
    assert len(rows(screen, t.pupil)) == 1


def test_between_the_look_and_the_deed_the_file_lies_sealed(screen: Screen) -> None:
    look(screen)
    (kept,) = rows(screen, t.upload)
    sealed = bytes(kept.sealed)  # type: ignore[attr-defined]
    assert len(sealed) > len(ROLL)
    assert b"Bakker" not in sealed
    look(screen)
    assert len(rows(screen, t.upload)) == 1, "one a person"


def test_after_an_hour_it_is_gone_and_the_page_says_so(screen: Screen) -> None:
    path, page = look(screen)
    screen.school.clock.on(hours=1)
    screen.browsers.clear()
    answer = screen.browser(DIRECTOR).get(path)
    assert answer.status_code == 303
    assert "niet meer bewaard" in screen.follow(DIRECTOR, answer).text
    assert rows(screen, t.pupil) == []
    screen.school.bus.send(TidyUp(), by=Actor.system(screen.school.board))
    assert rows(screen, t.upload) == []
    assert page


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(screen: Screen) -> None:
    path, page = look(screen)
    other, second = look(screen, ROLL, HELPER)
    form = next(dict(each.form_values()) for each in second.document.forms if "plan" in dict(each.form_values()))
    assert screen.browser(HELPER).post(other, data=form).status_code == 303
    answer = do(screen, path, page, 409)
    anew = shown(answer)
    assert "is veranderd sinds je het voorstel bekeek" in anew.text
    assert count(anew, "Leerlingen", "gelijk") == 1


def test_where_more_than_half_leaves_a_tick_must_be_set(screen: Screen) -> None:
    first = HEAD + "".join(f"leerling;L{nr};;Naam{nr};Kind;2018-01-0{nr};;;\n" for nr in range(1, 7))
    path, page = look(screen, first.encode())
    assert not page.all("//input[@name='zeker']")
    do(screen, path, page)
    path, page = look(screen, f"{HEAD}leerling;L1;;Naam1;Kind;2018-01-01;;;\n".encode())
    assert "Is dit het goede bestand?" in page.text
    refused = shown(do(screen, path, page, 422))
    assert "Kijk na of dit het goede bestand is" in refused.text
    gone = [row for row in rows(screen, t.pupil) if row.left_on]  # type: ignore[attr-defined]
    assert gone == []
    after = screen.follow(DIRECTOR, do(screen, path, page=refused, zeker="ja"))
    assert "5 leerlingen: vertrokken" in after.text


def test_what_may_not_be_kept_is_named(screen: Screen) -> None:
    page = look(screen, edexml(30, 2))[1]
    assert "Niet overgenomen" in page.text
    assert "(30 keer)" in page.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4", "Dit is een PDF"),
        (b"PK\x03\x04", "een zip of een werkboek"),
        (b"", "Kies eerst een bestand."),
        (b'<!DOCTYPE x [<!ENTITY a "aaa">]><EDEX>&a;</EDEX>', "DOCTYPE"),
        (b"<html></html>", "EDEX"),
        (b"a;b;c\n1;2;3\n", "soort"),
    ],
)
def test_a_wrong_file_is_told_on_the_page(screen: Screen, data: bytes, said: str) -> None:
    answer = send(screen, data)
    page = screen.browser(DIRECTOR).get(answer.headers["Location"]) if answer.status_code == 303 else answer
    assert page.status_code == 422
    assert said in shown(page).text
    assert rows(screen, t.pupil) == []


def test_a_file_that_is_too_large_is_told_on_the_page(screen: Screen) -> None:
    answer = send(screen, b"x" * 28_000_001)
    assert answer.status_code == 422
    assert "groter dan 28 MB" in shown(answer).text


def test_the_file_of_somebody_else_is_not_there(screen: Screen) -> None:
    path, _page = look(screen)
    foreign = screen.browser(HELPER).get(path)
    unknown = screen.browser(HELPER).get(f"{PLACE}/{random_id()}")
    assert (foreign.status_code, foreign.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    screen.get(TEACHER, PLACE, 403)
    screen.get(DIRECTOR, f"{PLACE}?school={random_id()}", 404)


def test_the_pages_take_few_statements(screen: Screen) -> None:
    path, page = look(screen)
    for where in (PLACE, path):
        with counted() as sent:
            screen.get(DIRECTOR, where)
        statements = sent.asked
        assert len(statements) <= 12, "\n".join(statements)
    assert page


# what the file proposes


def proposed(screen: Screen) -> Shown:
    path, page = look(screen)
    do(screen, path, page)
    return screen.get(DIRECTOR, "/mensen/voorstellen")


def held(screen: Screen, login: str) -> list[str]:
    with screen.school.reading() as work:
        return sorted(
            work.run(
                select(t.holding.c.function)
                .join(t.person, t.person.c.person_id == t.holding.c.person_id)
                .where(t.person.c.login == login, t.person.c.board_id == screen.school.board)
            ).scalars()
        )


def test_proposals_wait_until_somebody_decides(screen: Screen) -> None:
    page = proposed(screen)
    assert "3 voorgestelde functies wachten op jou." in screen.get(DIRECTOR, "/mensen").text
    assert "het bestand noemt rol LRK (leerkracht)" in page.text
    assert held(screen, "f.dijkstra") == []
    path, again = look(screen)
    assert again.one("//p[contains(., 'heeft de school al')]").text, path
    assert "3 voorgestelde" in screen.get(DIRECTOR, "/mensen").text


def test_all_that_are_ticked_are_given_at_once(screen: Screen) -> None:
    page = proposed(screen)
    chosen = page.all("//input[@name='gekozen']/@value")
    answer = screen.post(DIRECTOR, "/mensen/voorstellen", {"gekozen": chosen[:2]}, page="/mensen/voorstellen")
    after = screen.follow(DIRECTOR, answer)
    assert "De functies zijn gegeven." in after.text
    assert len(after.all("//input[@name='gekozen']")) == 1
    assert len(held(screen, "f.dijkstra")) + len(held(screen, "o.amrani")) == 2


def test_one_is_given_and_one_is_not_by_their_own_buttons(screen: Screen) -> None:
    page = proposed(screen)
    (femke,) = page.all("//button[@name='geven'][contains(., 'Femke')]/@value")
    (omar,) = page.all("//button[@name='niet'][contains(., 'intern begeleider')]/@value")
    screen.post(DIRECTOR, "/mensen/voorstellen", {"geven": femke})
    after = screen.follow(DIRECTOR, screen.post(DIRECTOR, "/mensen/voorstellen", {"niet": omar}))
    assert held(screen, "f.dijkstra") == [TEACHER]
    assert held(screen, "o.amrani") == []
    assert len(after.all("//input[@name='gekozen']")) == 1
    assert "staat niet meer in de lijst" in after.text
    screen.post(DIRECTOR, "/mensen/voorstellen", {"niet": omar}, 409)
    screen.post(DIRECTOR, "/mensen/voorstellen", {}, 422)


def test_what_was_given_and_ended_is_not_proposed_again(screen: Screen) -> None:
    page = proposed(screen)
    (femke,) = page.all("//button[@name='geven'][contains(., 'Femke')]/@value")
    screen.post(DIRECTOR, "/mensen/voorstellen", {"geven": femke})
    screen.school.clock.on(minutes=1)
    place = f"/mensen/{femke.partition('|')[0]}"
    stop = screen.get(DIRECTOR, place).one("//a[contains(@href, '/stoppen')]").get("href")
    screen.post(DIRECTOR, stop, {"reason": "geeft geen les"})
    assert "Femke" not in screen.get(DIRECTOR, "/mensen/voorstellen").text


def test_nobody_decides_on_a_function_of_their_own(screen: Screen) -> None:
    with screen.school.writing() as work:
        work.run(
            t.employment.update()
            .where(t.employment.c.person_id == screen.school.people[DIRECTOR])
            .values(key="zelf", said={"roles": ["IB"]})
        )
    page = screen.get(DIRECTOR, "/mensen/voorstellen")
    assert "Over je eigen functie beslist een collega." in page.text
    value = f"{screen.school.people[DIRECTOR]}|{HELPER}"
    screen.post(DIRECTOR, "/mensen/voorstellen", {"geven": value}, 409)
    operator = Actor.operator(screen.school.board)
    grant = GrantFunction(screen.school.people[DIRECTOR], HELPER, screen.school.school, "zo is het")
    screen.school.bus.send(grant, by=operator)
    assert "Er is niets om over te beslissen." in screen.get(DIRECTOR, "/mensen/voorstellen").text
