"""People on screen: who works here, what they hold, who stands in for whom, and what ends with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from lxml import html
from sqlalchemy import select

import app.store.tables as t
from app.commands.people import GrantFunction, InvitePerson
from app.commands.schools import CreateSchool
from app.domain.actors import Actor
from app.domain.free_days import Region
from app.queries.keeping import lost_with_function
from app.store.clock import random_id
from tests.api.client import made_school
from tests.counting import counted
from tests.school import FUNCTIONS, Site
from tests.web.conftest import Screen

DIRECTOR, TEACHER, HELPER = "directeur", "leerkracht", "intern begeleider"
MOST = 12


@pytest.fixture
def keeper(here: Site) -> Screen:
    """A school with somebody who keeps its people beside those who do the work."""
    return Screen(made_school(here, functions=(*FUNCTIONS, "beheerder")).school)


def person(screen: Screen, function: str = TEACHER) -> UUID:
    return screen.school.people[function]


def holding(screen: Screen, function: str = TEACHER) -> UUID:
    where = (t.holding.c.person_id == person(screen, function), t.holding.c.function == function)
    with screen.school.reading() as work:
        found: UUID = work.run(select(t.holding.c.holding_id).where(*where)).scalars().first()
        return found


def told(screen: Screen, path: str, who: str = DIRECTOR) -> int:
    """How many statements a page takes; a first look warms what is kept in memory."""
    screen.get(who, path)
    with counted() as sent:
        screen.get(who, path)
    return len(sent.asked)


# the list


def test_the_list_says_who_works_here_what_they_hold_and_whether_they_can_sign_in(screen: Screen) -> None:
    screen.school.send(DIRECTOR, InvitePerson("nina.nieuw", "Nina Nieuw", "", screen.school.school, ("MT",)))
    page = screen.get(DIRECTOR, "/mensen")
    row = page.one("//tr[contains(., 'Nina Nieuw')]")
    assert "nina.nieuw" in row.text_content()
    assert "MT" in row.text_content()
    assert "Link open" in row.text_content()
    assert "8 collega’s" in page.text


def test_a_link_that_was_not_used_in_time_is_told(screen: Screen) -> None:
    screen.school.send(DIRECTOR, InvitePerson("nina.nieuw", "Nina Nieuw", "", screen.school.school))
    screen.school.clock.on(days=8)
    screen.browsers.clear()
    row = screen.get(DIRECTOR, "/mensen").one("//tr[contains(., 'Nina Nieuw')]")
    assert "Link verlopen" in row.text_content()


def test_a_search_takes_no_notice_of_accents_and_apostrophes(screen: Screen) -> None:
    operator = Actor.operator(screen.school.board)
    screen.school.bus.send(InvitePerson("r.dangelo", "Renée d’Angelo", "", screen.school.school), by=operator)
    for typed in ("d'angelo", "dangelo", "D’ANGELO renee"):
        fields = screen.get(DIRECTOR, "/mensen").form("/mensen")
        found = screen.browser(DIRECTOR).post("/mensen", data={**fields, "q": typed}).get_data(as_text=True)
        assert "Renée d’Angelo" in found


def test_the_list_can_be_searched_without_scripts_and_says_when_nobody_is_found(screen: Screen) -> None:
    fields = screen.get(DIRECTOR, "/mensen").form("/mensen")
    found = screen.browser(DIRECTOR).post("/mensen", data={**fields, "q": "leerkr"}).get_data(as_text=True)
    assert "Leerkracht Proef" in found
    assert "Directeur Proef</a>" not in found
    none = screen.browser(DIRECTOR).post("/mensen", data={**fields, "q": "zzz"}).get_data(as_text=True)
    assert "Niemand gevonden." in none
    assert "Toon iedereen" in none


def test_an_intern_begeleider_sees_who_works_here_and_changes_nothing(screen: Screen) -> None:
    page = screen.get(HELPER, "/mensen")
    assert "Leerkracht Proef" in page.text
    assert not page.all("//a[contains(@href, '/mensen/nieuw')]")
    assert not page.all("//tbody//a")
    screen.get(HELPER, f"/mensen/{person(screen)}", 403)
    screen.get(TEACHER, "/mensen", 403)


@pytest.mark.parametrize("path", ["/mensen", "/mensen/voorstellen", "/mensen/waarnemen", "/mensen/nieuw"])
def test_no_page_takes_many_statements(screen: Screen, path: str) -> None:
    assert told(screen, path) <= MOST


def test_the_page_of_a_person_and_what_would_end_take_few_statements(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    assert told(screen, place) <= MOST
    assert told(screen, f"{place}/functies/{holding(screen)}/stoppen") <= MOST
    assert told(screen, f"{place}/uit-dienst?school={screen.school.school}") <= MOST


# other schools


def test_another_school_and_its_people_look_as_if_they_did_not_exist(screen: Screen) -> None:
    operator = Actor.operator(screen.school.board)
    other = screen.school.bus.send(CreateSchool("Verderop", "88XX", Region.ZUID), by=operator).result
    screen.school.bus.send(InvitePerson("ver.weg", "Ver Weg", "", other, ("directeur",)), by=operator)
    with screen.school.reading() as work:
        stranger = work.run(
            select(t.person.c.person_id).where(t.person.c.board_id == work.board, t.person.c.login == "ver.weg")
        ).scalar_one()
    unknown = screen.get(DIRECTOR, f"/mensen/{random_id()}", 404).text
    assert screen.get(DIRECTOR, f"/mensen/{stranger}", 404).text == unknown
    for path in ("/mensen", "/mensen/voorstellen", "/mensen/waarnemen"):
        assert screen.get(DIRECTOR, f"{path}?school={other}", 404).text == unknown
        assert screen.get(DIRECTOR, f"{path}?school={random_id()}", 404).text == unknown
    screen.get(DIRECTOR, "/mensen?school=onzin", 404)
    assert "Verderop" not in screen.get(DIRECTOR, "/mensen").text


def test_who_keeps_the_board_chooses_a_school(keeper: Screen) -> None:
    operator = Actor.operator(keeper.school.board)
    other = keeper.school.bus.send(CreateSchool("Verderop", "88XX", Region.ZUID), by=operator).result
    boss = person(keeper, "beheerder")
    keeper.school.bus.send(GrantFunction(boss, "beheerder", None, "houdt alles bij"), by=operator)
    keeper.school.bus.send(InvitePerson("ver.weg", "Ver Weg", "", other, ("leerkracht",)), by=operator)
    page = keeper.get("beheerder", "/mensen")
    assert page.one("//nav[@class='schools']//a[@aria-current]").text.strip() == "De Proef"
    assert "Ver Weg" not in page.text
    assert "Ver Weg" in keeper.get("beheerder", f"/mensen?school={other}").text


# functions


def test_a_function_is_given_with_a_reason_and_counts_at_once(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    fields = {"function": "MT", "reason": "komt in het MT", "school": str(screen.school.school)}
    answer = screen.post(DIRECTOR, f"{place}/functies", fields, page=place)
    page = screen.follow(DIRECTOR, answer)
    assert "De functie is gegeven." in page.text
    assert "MT" in {each.function for each in screen.school.actor(TEACHER).holdings}
    assert "Proef" not in answer.headers["Location"]


def test_without_a_reason_the_form_stands_there_with_what_was_chosen(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    fields = {"function": "MT", "reason": "", "school": str(screen.school.school)}
    answer = screen.post(DIRECTOR, f"{place}/functies", fields, 422, page=place)
    text = answer.get_data(as_text=True)
    assert "Geef een reden" in text
    assert '<option value="MT" selected>' in " ".join(text.split())
    assert screen.get(DIRECTOR, place).text.count("Geef een reden") == 0


def test_a_function_that_somebody_has_already_is_told_in_place(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    fields = {"function": TEACHER, "reason": "nog een keer", "school": str(screen.school.school)}
    answer = screen.post(DIRECTOR, f"{place}/functies", fields, 409, page=place)
    assert "heeft de functie leerkracht al" in answer.get_data(as_text=True)


def test_nobody_gives_a_function_or_a_link_to_themselves(screen: Screen) -> None:
    place = f"/mensen/{person(screen, DIRECTOR)}"
    page = screen.get(DIRECTOR, place)
    assert "Jezelf geef je geen functie." in page.text
    assert not page.all("//form[contains(@action, '/functies')]")
    fields = screen.get(DIRECTOR, f"/mensen/{person(screen)}").form("/functies")
    fields |= {"function": "MT", "reason": "voor mezelf"}
    browser = screen.browser(DIRECTOR)
    assert browser.post(f"{place}/functies", data=fields).status_code == 409
    assert browser.post(f"{place}/link", data=fields).status_code == 409


def test_ending_a_function_says_how_many_dossiers_close_and_can_be_undone(screen: Screen) -> None:
    place = f"/mensen/{person(screen, HELPER)}"
    stop = f"{place}/functies/{holding(screen, HELPER)}/stoppen"
    assert "verliest geen toegang" in screen.get(DIRECTOR, stop).text
    first = begun(screen)
    page = screen.get(DIRECTOR, stop)
    assert "Intern Begeleider Proef verliest de toegang tot 1 dossier." in page.text
    screen.get(HELPER, f"/dossiers/{first}")
    screen.post(DIRECTOR, stop, {"reason": ""}, 422)
    after = screen.follow(DIRECTOR, screen.post(DIRECTOR, stop, {"reason": "andere taken"}))
    assert "De functie is gestopt." in after.text
    screen.get(HELPER, f"/dossiers/{first}", 404)
    undo = after.form("/functies")
    screen.browser(DIRECTOR).post(f"{place}/functies", data=undo)
    screen.get(HELPER, f"/dossiers/{first}")


def begun(screen: Screen) -> UUID:
    """A dossier that stands open, in which the intern begeleider is by function."""
    return screen.school.open(TEACHER, "Zorg over leerling")


def test_what_is_said_to_be_lost_is_lost(screen: Screen) -> None:
    begun(screen)
    with screen.school.reading() as work:
        assert lost_with_function(work, person(screen, HELPER), holding(screen, HELPER)) == 1
        assert lost_with_function(work, person(screen, HELPER), random_id()) == 0


def test_an_employment_ends_with_all_that_came_of_it(screen: Screen) -> None:
    begun(screen)
    place = f"/mensen/{person(screen, HELPER)}"
    path = f"{place}/uit-dienst?school={screen.school.school}"
    page = screen.get(DIRECTOR, path)
    assert "verliest de toegang tot 1 dossier" in page.text
    assert "Deze functie stopt: intern begeleider." in page.text
    assert "Aanmelden kan niet meer" in page.text
    after = screen.follow(DIRECTOR, screen.post(DIRECTOR, path, {"reason": "andere baan"}))
    assert "is hier uit dienst" in after.text
    assert "Uit dienst sinds" in after.text
    assert screen.browser(HELPER).get("/").status_code == 303
    screen.get(DIRECTOR, path, 404)


# links


def test_inviting_somebody_shows_the_link_once(screen: Screen) -> None:
    form = screen.get(DIRECTOR, "/mensen/nieuw").form("/mensen/nieuw")
    fields = {**form, "name": "Nina Nieuw", "login": "nina.nieuw", "functions": ["MT"]}
    answer = screen.browser(DIRECTOR).post("/mensen/nieuw", data=fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Zeg erbij wat de aanmeldnaam is: nina.nieuw." in " ".join(text.split())
    link = text.split("/uitnodiging/")[1].split("<")[0].strip()
    assert screen.browser(None).get(f"/uitnodiging/{link}").status_code == 200
    again = screen.browser(DIRECTOR).post("/mensen/nieuw", data=fields).get_data(as_text=True)
    assert "Deze link is al getoond" in again
    assert link not in again


def test_an_invitation_that_cannot_be_keeps_what_was_typed(screen: Screen) -> None:
    form = screen.get(DIRECTOR, "/mensen/nieuw").form("/mensen/nieuw")
    fields = {**form, "name": "Nina Nieuw", "login": "Ä", "email": "nina", "functions": ["MT"]}
    answer = screen.browser(DIRECTOR).post("/mensen/nieuw", data=fields)
    text = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == 422
    assert 'value="Nina Nieuw"' in text
    assert "Een aanmeldnaam heeft" in text
    assert 'value="MT" checked' in text


def test_a_new_link_lets_the_old_one_die(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    links = []
    for _ in range(2):
        form = screen.get(DIRECTOR, place).form("/link")
        text = screen.browser(DIRECTOR).post(f"{place}/link", data=form).get_data(as_text=True)
        links.append(text.split("/uitnodiging/")[1].split("<")[0].strip())
    guest = screen.browser(None)
    password = {"password": "vier paarden eten soep", "again": "vier paarden eten soep"}
    for link, status in zip(links, (410, 200), strict=True):
        page = guest.get(f"/uitnodiging/{link}")
        assert page.status_code == status
        if status == 200:
            fields = dict(hidden(page.get_data(as_text=True)))
            assert guest.post(f"/uitnodiging/{link}", data={**fields, **password}).status_code in {200, 303}


def hidden(page: str) -> list[tuple[str, str]]:
    found = html.document_fromstring(page)
    return [(each.get("name"), each.get("value")) for each in found.xpath("//main//input[@type='hidden']")]


def test_a_wrong_address_is_told_at_the_field(screen: Screen) -> None:
    place = f"/mensen/{person(screen)}"
    answer = screen.post(DIRECTOR, f"{place}/link", {"email": "geen adres"}, 422, page=place)
    text = answer.get_data(as_text=True)
    assert "Dit is geen e-mailadres." in text
    assert 'value="geen adres"' in text


# deputies


def stand_in(screen: Screen, first: int, last: int, who: str = TEACHER, status: int = 303) -> str:
    """Let somebody stand in for the intern begeleider, from so many days on to so many."""
    today = screen.school.clock.now.date()
    fields = {
        "functie": str(holding(screen, HELPER)), "persoon": str(person(screen, who)),
        "eerste": str(today + timedelta(days=first)), "laatste": str(today + timedelta(days=last)),
    }  # fmt: skip
    answer = screen.post(DIRECTOR, "/mensen/waarnemen", fields, status)
    return answer.headers["Location"] if status == 303 else answer.get_data(as_text=True)


def test_a_deputy_sees_from_the_first_day_to_the_last_and_never_else(screen: Screen) -> None:
    dossier, start = begun(screen), screen.school.clock.now
    page = screen.get(DIRECTOR, stand_in(screen, 1, 2, "MT"))
    said = "Mt Proef neemt van wo 2 sep t/m do 3 sep waar voor Intern Begeleider Proef als intern begeleider."
    assert said in page.text
    assert "Begint nog" in page.text
    night, second = timedelta(hours=15), timedelta(seconds=1)  # it is nine o'clock
    seen = []
    for later in (timedelta(), night - second, night, night + timedelta(days=2) - second, night + timedelta(days=2)):
        screen.school.clock.now = start + later
        screen.browsers.clear()
        seen.append(screen.browser("MT").get(f"/dossiers/{dossier}").status_code)
    assert seen == [404, 404, 200, 200, 404]
    assert "Er neemt nu niemand waar." in screen.get(DIRECTOR, "/mensen/waarnemen").text


def test_a_deputy_is_ended_early_and_what_that_showed_is_closed(screen: Screen) -> None:
    dossier = begun(screen)
    page = screen.get(DIRECTOR, stand_in(screen, 0, 5, "MT"))
    assert screen.browser("MT").get(f"/dossiers/{dossier}").status_code == 200
    assert "waarnemend voor Intern Begeleider Proef" in screen.get(DIRECTOR, "/mensen").text
    stop = page.one("//form[contains(@action, '/stoppen')]").get("action")
    after = screen.follow(DIRECTOR, screen.post(DIRECTOR, stop, {}, page="/mensen/waarnemen"))
    assert "De waarneming is gestopt." in after.text
    screen.get("MT", f"/dossiers/{dossier}", 404)


def test_a_deputy_that_cannot_be_is_told_at_its_field_with_all_that_was_chosen(screen: Screen) -> None:
    text = stand_in(screen, 3, 1, "MT", 422)
    assert "De laatste dag ligt voor de eerste." in text
    assert f'<option value="{person(screen, "MT")}" selected>' in " ".join(text.split())
    assert "Deze dag is al voorbij." in stand_in(screen, -1, 1, "MT", 422)
    assert "hooguit een jaar" in stand_in(screen, 0, 400, "MT", 422)
    assert "niemand neemt voor zichzelf waar" in stand_in(screen, 0, 1, HELPER, 422)
    assert "Een functie geef je niet aan jezelf" in stand_in(screen, 0, 1, DIRECTOR, 409)
    empty = screen.post(DIRECTOR, "/mensen/waarnemen", {}, 422).get_data(as_text=True)
    for said in ("Kies voor wie er wordt waargenomen.", "Kies wie waarneemt.", "Schrijf de datum als dag-maand-jaar"):
        assert said in empty
