"""The list of tasks as people see it: what stands where, what is found, and what a page that is open hears."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.tasks import SaveDraft
from app.commands.upkeep import Tick
from app.domain.actors import Actor
from app.queries.worklist import ListAsked, read_worklist
from app.store.boards import seal_personal
from app.store.clock import random_id
from tests import klein
from tests.api.client import CLOCK, made_school
from tests.counting import counted
from tests.school import CANARY, FUNCTIONS, School, Site, add_person
from tests.steps import new_pupil
from tests.web.conftest import Screen, Shown, shown

IB, LK, DIR, MT = "intern begeleider", "leerkracht", "directeur", "MT"
FAR = datetime(2999, 1, 1, tzinfo=UTC)
MOST = 12
LIST = "/gebeurtenissen"


@pytest.fixture
def small(here: Site) -> Screen:
    """A school with the small protocol, on screen."""
    return Screen(made_school(here, files=klein.files(), functions=(*FUNCTIONS, "beheerder")).school)


def begun(screen: Screen, **name: str) -> UUID:
    """A task “Kijken” of a pupil of its own, with this name."""
    school = screen.school
    school.pupil = new_pupil(school)
    if name:
        rename(school, school.pupil, name)
    before = set(school.tasks("Kijken"))
    school.open(LK, "Zorg")
    (made,) = set(school.tasks("Kijken")) - before
    return made


def rename(school: School, pupil: UUID, name: Mapping[str, str]) -> None:
    with school.writing() as work:
        sealed = seal_personal(work, "pupil", pupil, {"name": dict(name)})
        work.run(
            update(t.pupil).where(t.pupil.c.board_id == school.board, t.pupil.c.pupil_id == pupil)
            .values(sealed=sealed)
        )  # fmt: skip


def due(screen: Screen, task: UUID, at: datetime | None, **more: Any) -> None:
    with screen.school.writing() as work:
        for table, values in ((t.task, {"due_at": at, **more}), (t.task_function, {"due_at": at or FAR})):
            work.run(
                update(table).where(table.c.board_id == screen.school.board, table.c.task_id == task).values(**values)
            )


def groups(page: Shown) -> dict[str, list[str]]:
    """Heading with its number to the ids of the rows below it."""
    return {
        " ".join(each.xpath("string(.//h2)").split()): [row.get("id") for row in each.xpath(".//li")]
        for each in page.all("//section")
    }  # fmt: skip


def rows(page: Shown) -> list[str]:
    return [each.get("id").removeprefix("taak-") for each in page.all("//li[contains(@class,'task-row')]")]


def search(screen: Screen, function: str, q: str, **more: str) -> Shown:
    return shown(screen.post(function, "/zoeken", {"q": q, **more}, 200, page="/"))


# what stands on it


def test_a_row_says_what_for_whom_which_route_why_and_when(small: Screen) -> None:
    task = begun(small)
    page = small.get(LK, "/")
    (row,) = page.all("//li[contains(@class,'task-row')]")
    told = " ".join(row.text_content().split())
    assert told.startswith("Kijken Kanariepietje, groep 4A zorg door jou begonnen")
    assert "nog 5 schooldagen (dinsdag 8 september 2026)" in told
    assert row.xpath(".//a/@href") == [f"/taken/{task}"]
    assert page.title == "Taken (1) · Leidraad"


def test_a_row_says_after_which_task_it_came(small: Screen) -> None:
    begun(small)
    small.school.complete(LK, "Kijken")
    assert "na “Kijken”" in small.get(LK, "/").text


def to_note(screen: Screen) -> tuple[UUID, UUID]:
    """A dossier with two routes of one name, each with a note to make; and the second route."""
    school = screen.school
    dossier = school.open(IB, "Zorg")
    school.press(IB, dossier, "Zorg")
    for _ in range(2):
        school.complete(LK, "Kijken")
        school.complete(LK, "Verder?", {"antwoord": "Samen"})
        school.complete(LK, "Praten")
        school.complete(IB, "Wegen")
        CLOCK.on(minutes=5)
    with school.reading() as work:
        where = (t.route.c.board_id == school.board, t.route.c.dossier_id == dossier, t.route.c.number == 2)
        return dossier, work.run(select(t.route.c.route_id).where(*where)).scalar_one()


def told_of(page: Shown) -> list[str]:
    return sorted(" ".join(each.text_content().split()) for each in page.all("//*[@class='why']/p[2]"))


def test_what_follows_from_another_route_says_from_which_in_few_statements(small: Screen) -> None:
    to_note(small)
    page = small.get(LK, "/")
    assert told_of(page) == ["volgt uit “zorg (1)”", "volgt uit “zorg (2)”"]
    CLOCK.on(minutes=10)
    with counted() as sent:
        small.browser(LK).get("/")
    assert len(sent.asked) <= MOST


def test_a_route_that_somebody_may_not_see_is_not_named_to_them(small: Screen) -> None:
    dossier, hidden = to_note(small)
    other = random_id()
    with small.school.writing() as work:
        add_person(work, other, LK, small.school.school, small.school.school)
        work.run(t.route_reader.delete().where(t.route_reader.c.route_id == hidden, t.route_reader.c.function == LK))
        work.add(
            t.member, member_id=work.new_id(), dossier_id=dossier, person_id=other, route_id=None, task_id=None,
            reason="gevraagd", began_at=work.now, ended_at=None,
        )  # fmt: skip
    small.browsers["other"] = small.signed_in(other)
    assert told_of(small.get("other", "/")) == ["volgt uit een andere route", "volgt uit “zorg”"]


def test_a_draft_of_ones_own_is_told_with_its_time_and_nobody_elses(small: Screen) -> None:
    task = begun(small)
    small.school.send(LK, SaveDraft(task, {"gezien": "Half af"}))
    assert "concept bewaard 09:00" in small.get(LK, "/").text
    CLOCK.on(days=1)
    small.browsers.clear()
    assert "concept bewaard di 1 sep 09:00" in small.get(LK, "/").text


def test_tasks_stand_under_the_heading_of_their_term_with_its_number(small: Screen) -> None:
    late, today, week, later, never = (begun(small) for _ in range(5))
    due(small, late, CLOCK.now - timedelta(days=2))
    due(small, today, CLOCK.now + timedelta(hours=3))
    due(small, week, CLOCK.now + timedelta(days=5))
    due(small, later, CLOCK.now + timedelta(days=6))
    due(small, never, None)
    assert groups(small.get(LK, "/")) == {
        "Te laat (1)": [f"taak-{late}"], "Vandaag (1)": [f"taak-{today}"], "Deze week (1)": [f"taak-{week}"],
        "Later (2)": [f"taak-{later}", f"taak-{never}"],
    }  # fmt: skip


def test_at_midnight_today_becomes_too_late(small: Screen) -> None:
    task = begun(small)
    due(small, task, datetime(2026, 9, 1, 21, 59, 59, tzinfo=UTC))
    CLOCK.now = datetime(2026, 9, 1, 21, 59, tzinfo=UTC)
    assert list(groups(small.get(LK, "/"))) == ["Vandaag (1)"]
    CLOCK.now = datetime(2026, 9, 1, 22, 0, tzinfo=UTC)
    assert list(groups(small.get(LK, "/"))) == ["Te laat (1)"]
    assert "23:59" not in small.get(LK, "/").text


def test_acute_work_goes_before_all_that_is_late(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    for task in screen.school.tasks():
        due(screen, task, CLOCK.now - timedelta(days=30))
    screen.school.pupil = new_pupil(screen.school)
    screen.school.open(LK, "Acute onveiligheid")
    for function in (IB, DIR):
        found = groups(screen.get(function, "/"))
        assert next(iter(found)) == "Acute onveiligheid: nu (1)", found
        everything = [each for below in found.values() for each in below]
        assert len(everything) == len(set(everything)), "no task stands there twice"


def test_a_route_that_is_stuck_says_so_in_its_row(small: Screen) -> None:
    begun(small)
    with small.school.writing() as work:
        work.run(update(t.route).where(t.route.c.board_id == small.school.board).values(stuck=True))
    assert "route staat stil" in small.get(LK, "/").text


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "{{ 7*7 }}", 'D\'Arcy & "zoon" </li>']
)
def test_a_name_is_text_whatever_it_holds(small: Screen, name: str) -> None:
    task = begun(small, roepnaam=name, achternaam="Veer")
    page = small.get(LK, "/")
    (row,) = page.all(f"//li[@id='taak-{task}']")
    assert row.xpath("normalize-space(.//p[@class='whom'])") == " ".join(f"{name}, groep 4A".split())
    assert not page.all("//script[not(@src)]")
    assert rows(shown(small.post(LK, "/zoeken", {"q": name}, 200, page="/"))) == [str(task)]


# nothing to do


def test_nothing_to_do_is_good_news_and_says_what_is_planned(small: Screen) -> None:
    assert "Niets te doen. Dat is ook goed nieuws. Er staat niets gepland." in small.get(LK, "/").text
    begun(small)
    page = small.get(IB, "/")  # on the dossier by function, and the reminder goes off in two days
    assert "Op donderdag 3 september 2026 loopt in een van je routes een termijn af" in page.text
    assert page.title == "Taken · Leidraad"
    assert "Er staat niets gepland." in small.get(MT, "/").text


def test_an_empty_choice_says_so_and_leads_back(small: Screen) -> None:
    begun(small)
    page = small.get(LK, "/?van=functie")
    assert "Met wat je hebt gekozen blijft geen taak over." in page.text
    assert page.all("//main//a[@href='/'][contains(., 'Toon alles')]")


# choosing


def test_mine_is_what_i_have_by_name_and_the_rest_is_for_my_function(small: Screen) -> None:
    ours = begun(small)
    small.school.complete(LK, "Kijken")
    small.school.complete(LK, "Verder?", {"antwoord": "Samen"})
    (weigh,) = small.school.tasks("Wegen")
    assert ours
    assert rows(small.get(IB, "/")) == rows(small.get(IB, "/?van=functie")) == [str(weigh)]
    assert rows(small.get(IB, "/?van=mij")) == []
    small.school.send(IB, SaveDraft(weigh, {"notitie": "Half"}))
    assert rows(small.get(IB, "/?van=mij")) == [str(weigh)]
    assert rows(small.get(IB, "/?van=functie")) == []
    assert len(rows(small.get(LK, "/?van=mij"))) == 1, "who began it has it by name"
    assert rows(small.get(LK, "/?van=onzin&school=x&route=")) == rows(small.get(LK, "/"))


def test_a_route_is_chosen_by_its_name(small: Screen) -> None:
    begun(small)
    small.school.press(LK, dossier_of(small), "Noteer")
    page = small.get(LK, "/")
    options = {each.get("value"): each.text for each in page.all("//select[@id='route']/option")}
    assert options == {"": "Alle routes", "notitie": "notitie", "zorg": "zorg"}
    (note,) = small.school.tasks("Noteren")
    assert rows(small.get(LK, "/?route=notitie")) == [str(note)]
    assert len(small.get(LK, "/?route=notitie").all("//select[@id='route']/option")) == 3, "and back again"


def dossier_of(screen: Screen) -> UUID:
    with screen.school.reading() as work:
        found = work.rows(t.dossier.select().where(t.dossier.c.board_id == screen.school.board))
    made: UUID = found[-1].dossier_id
    return made


# searching


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ({"roepnaam": "İsmail", "achternaam": "Yıldırım-Şahin"}, ["ismail", "YILDIRIM", "yıldırım", "sahin", "Şahin"]),
        ({"roepnaam": "Fûgel", "achternaam": "Hôfstra"}, ["fugel", "FÛGEL", "hofstra", "hôf"]),
        ({"roepnaam": "Sean", "achternaam": "D’Arcy"}, ["d'arcy", "D’ARCY"]),
        ({"roepnaam": "Bo", "voorvoegsel": "’t", "achternaam": "Hart"}, ["'t hart", "’T HART"]),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(small: Screen, name: dict[str, str], asked: list[str]) -> None:
    task = begun(small, **name)
    begun(small, roepnaam="Iemand", achternaam="Anders")
    for q in asked:
        assert rows(search(small, LK, q)) == [str(task)], q


def test_what_is_searched_for_stands_in_no_address_and_keeps_what_was_chosen(small: Screen) -> None:
    task = begun(small)
    page = search(small, LK, CANARY, van="mij")
    assert rows(page) == [str(task)]
    assert page.answer.headers.get("Location") is None
    assert not [each for each in page.all("//@href|//@action|//@data-fetch|//@data-live") if CANARY in each]
    assert page.one("//input[@id='q']").get("value") == CANARY
    assert small.browser(LK).get(f"/zoeken?q={CANARY}").status_code == 404
    assert rows(small.get(LK, f"/?q={CANARY}x")) == [str(task)], "an address cannot search"
    assert "Niets gevonden met “zzz”" in search(small, LK, "zzz").text
    assert rows(search(small, LK, " kijk ")) == [str(task)]
    assert rows(search(small, LK, "")) == [str(task)]


def test_a_search_that_did_not_come_from_the_page_is_refused(small: Screen) -> None:
    begun(small)
    assert small.browser(LK).post("/zoeken", data={"q": CANARY}).status_code == 400


# whose


def test_tasks_of_another_school_and_another_board_never_appear(small: Screen, here: Site) -> None:
    begun(small)
    other = made_school(here, files=klein.files()).school
    elsewhere = random_id()
    with small.school.writing() as work:
        work.add(
            t.school,
            school_id=elsewhere,
            name="De Buren",
            brin="99ZZ",
            region="noord",
            calendar="",
            created_at=work.now,
        )
        stranger = random_id()
        add_person(work, stranger, IB, elsewhere, elsewhere)
    for client in (small.signed_in(stranger), Screen(other).browser(IB), Screen(other).browser(LK)):
        for answer in (client.get("/"), client.get("/lijst")):
            assert answer.status_code == 200
            assert CANARY not in answer.get_data(as_text=True)
            assert "task-row" not in answer.get_data(as_text=True)


def test_who_works_for_more_schools_chooses_one_and_sees_which(small: Screen) -> None:
    task = begun(small)
    assert not small.get(LK, "/").all("//select[@id='school']"), "of one school there is nothing to choose"
    school, other = small.school, random_id()
    with school.writing() as work:
        work.add(
            t.school, school_id=other, name="De Buren", brin="99ZY", region="noord", calendar="", created_at=work.now
        )  # fmt: skip
        work.add(
            t.holding, holding_id=random_id(), person_id=school.people[LK], function=LK, school_id=other,
            began_at=work.now,
        )  # fmt: skip
    page = small.get(LK, "/")
    options = {each.get("value"): each.text for each in page.all("//select[@id='school']/option")}
    assert options == {"": "Alle scholen", str(other): "De Buren", str(school.school): "De Proef"}
    assert "groep 4A, De Proef" in page.text
    assert rows(small.get(LK, f"/?school={school.school}")) == [str(task)]
    assert rows(small.get(LK, f"/?school={other}")) == []


# long lists


def many(screen: Screen, number: int) -> None:
    """Copies of the one open task of the teacher, each due a minute later."""
    begun(screen)
    board = screen.school.board
    with screen.school.writing() as work:
        (task,) = work.rows(t.task.select().where(t.task.c.board_id == board, t.task.c.status == "open"))
        (held,) = work.rows(t.task_function.select().where(t.task_function.c.board_id == board))
        for each in range(1, number):
            made, at = random_id(), task.due_at + timedelta(minutes=each)
            work.add(t.task, **{**_values(task), "task_id": made, "due_at": at})
            work.add(t.task_function, **{**_values(held), "task_id": made, "due_at": at})


def _values(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "board_id"}


def test_a_long_list_is_given_out_in_parts_without_loss_and_counts_everything(small: Screen) -> None:
    many(small, 501)
    seen: list[str] = []
    path: str | None = "/"
    with counted() as sent:
        small.browser(LK).get("/")
    assert len(sent.asked) <= MOST
    while path:
        page = small.get(LK, path)
        assert "(500+)" in page.title
        assert list(groups(page)) == ["Later (500+)"]
        seen += rows(page)
        assert len(rows(page)) <= 50
        further = page.all("//div[@class='pager']/a[contains(., 'Verder')]/@href")
        path = further[0] if further else None
    assert len(seen) == len(set(seen)) == 501


def test_a_long_search_goes_on_by_a_form(small: Screen) -> None:
    many(small, 60)
    page = search(small, LK, CANARY)
    assert len(rows(page)) == 50
    assert not page.all("//div[@class='pager']/a[contains(., 'Verder')]")
    (form,) = page.all("//div[@class='pager']/form")
    answer = small.browser(LK).post("/zoeken", data=dict(form.form_values()))
    assert len(rows(shown(answer))) == 10
    assert not set(rows(shown(answer))) & set(rows(page))


def test_a_place_in_the_list_that_was_made_up_is_told_and_breaks_nothing(small: Screen) -> None:
    assert small.browser(LK).get("/?vanaf=onzin").status_code == 422


# speed


@pytest.mark.parametrize("function", [LK, IB, DIR, "beheerder", "bestuur"])
@pytest.mark.parametrize("path", ["/", "/?van=mij&route=zorg", "/lijst"])
def test_the_page_takes_few_statements(small: Screen, function: str, path: str) -> None:
    for _ in range(3):
        begun(small)
    small.school.complete(LK, "Kijken")
    small.school.complete(LK, "Verder?", {"antwoord": "Samen"})
    small.browser(function).get(path)
    CLOCK.on(minutes=10)  # so that the session is kept, too
    with counted() as sent:
        assert small.browser(function).get(path).status_code == 200
    asked = sent.asked
    assert len(asked) <= MOST, "\n\n".join(asked)


def test_a_search_takes_few_statements(small: Screen) -> None:
    begun(small)
    fields = {**small.get(LK, "/").form("/zoeken"), "q": CANARY}
    CLOCK.on(minutes=10)
    with counted() as sent:
        assert small.browser(LK).post("/zoeken", data=fields).status_code == 200
    assert len(sent.asked) <= MOST


# the machine


@pytest.mark.parametrize(("function", "is_told"), [("beheerder", True), (DIR, True), (IB, True), (LK, False)])
def test_who_can_do_something_about_it_is_told_that_no_worker_ticks(
    small: Screen,
    function: str,
    is_told: bool,  # noqa: FBT001  a column of the table
) -> None:
    said = "Leidraad bewaakt nu geen termijnen."
    small.school.bus.send(Tick(UUID(int=7)), by=Actor.system(small.school.board))
    assert said not in small.get(function, "/").text
    CLOCK.on(minutes=2)
    assert (said in small.get(function, "/").text) is is_told


# live


def events(screen: Screen, function: str | None, path: str = LIST, known: str = "") -> tuple[str, bool]:
    """The id that is told, and whether something changed."""
    headers = {"Last-Event-ID": known} if known else {}
    answer = screen.browser(function).get(path, headers=headers)
    assert answer.status_code == 200
    assert answer.content_type == "text/event-stream; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    found = re.fullmatch(r"retry: 4000\nid: ([0-9a-z-]+)\n(event: changed\ndata: 1\n)?\n", text)
    assert found, text
    return found[1], bool(found[2])


def since(page: Shown) -> str:
    found: str = page.one("//*[@data-live]").get("data-live")
    return found


def test_a_page_that_is_open_hears_once_that_something_changed(small: Screen) -> None:
    begun(small)
    address = since(small.get(LK, "/"))
    first, changed = events(small, LK, address)
    assert not changed
    assert first in address
    begun(small)
    second, changed = events(small, LK, address, first)
    assert changed
    assert second != first
    assert events(small, LK, address, second) == (second, False)
    assert since(small.get(LK, "/")).endswith(second)
    small.school.complete(LK, "Kijken")
    assert events(small, LK, address, second)[1]


@pytest.mark.parametrize("path", ["/?van=mij", "/?route=zorg", "/lijst"])
def test_what_is_chosen_makes_no_change(small: Screen, path: str) -> None:
    begun(small)
    whole = small.get(LK, "/").one("//*[@data-print]").get("data-print")
    text = small.browser(LK).get(path).get_data(as_text=True)
    assert f'data-print="{whole}"' in text
    assert events(small, LK, known=whole) == (whole, False)


def test_a_term_that_ends_is_a_change(small: Screen) -> None:
    task = begun(small)
    due(small, task, CLOCK.now + timedelta(minutes=15))
    known, _ = events(small, LK)
    CLOCK.on(minutes=14)
    assert events(small, LK, known=known) == (known, False)
    CLOCK.on(minutes=2)
    assert events(small, LK, known=known)[1]


def test_what_is_told_is_of_this_session_alone_and_names_nothing(small: Screen) -> None:
    task = begun(small)
    mine, _ = events(small, LK)
    small.browsers.clear()
    assert events(small, LK)[0] != mine
    assert str(task)[:8] not in mine


def test_who_is_signed_out_is_told_not_to_come_back(small: Screen) -> None:
    for path in (LIST, f"{LIST}?taak={random_id()}"):
        answer = small.browser(None).get(path)
        assert (answer.status_code, answer.get_data()) == (204, b"")


@pytest.mark.parametrize("path", [LIST, "/lijst"])
def test_a_page_that_stands_open_keeps_no_session_alive(small: Screen, path: str) -> None:
    begun(small)
    browser = small.browser(LK)
    CLOCK.on(minutes=10)
    before = seen_at(small)
    assert browser.get(path).status_code == 200
    assert seen_at(small) == before
    assert browser.get("/").status_code == 200
    assert seen_at(small) != before


def seen_at(screen: Screen) -> list[datetime]:
    with screen.school.reading() as work:
        return [row.seen_at for row in work.rows(t.session.select().where(t.session.c.board_id == screen.school.board))]


def test_a_page_of_a_task_hears_of_that_task_alone(small: Screen) -> None:
    task = begun(small)
    address = f"{LIST}?taak={task}&sinds=1-open"
    assert events(small, LK, address) == ("1-open", False)
    CLOCK.on(seconds=1)  # the oldest is done below
    begun(small)
    assert events(small, LK, address) == ("1-open", False)
    small.school.complete(LK, "Kijken")
    told, changed = events(small, LK, address)
    assert changed
    assert told == "1-afgerond"
    for stranger in (f"{LIST}?taak={random_id()}", f"{LIST}?taak=onzin"):
        assert events(small, LK, stranger, "weg") == ("weg", False)
    assert events(small, DIR, address, "weg") == ("weg", False), "not there and not mine are the same"


def test_the_list_alone_is_no_page_and_a_search_can_be_done_again(small: Screen) -> None:
    task = begun(small)
    part = small.browser(LK).get("/lijst", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert f"taak-{task}" in part
    page = search(small, LK, CANARY)
    (form,) = page.all("//form[@id='opnieuw']")
    again = small.browser(LK).post(form.get("action"), data=dict(form.form_values()))
    assert f"taak-{task}" in again.get_data(as_text=True)
    assert "<html" not in again.get_data(as_text=True)
    out = small.browser(None).get("/lijst", headers={"HX-Request": "true"})
    assert (out.status_code, out.headers["HX-Refresh"]) == (401, "true")


def test_the_list_is_never_asked_with_a_task_under_two_headings(small: Screen) -> None:
    begun(small)
    with small.school.reading() as work:
        found = read_worklist(work, small.school.actor(LK), small.school.site.bundles, ListAsked())
    assert [each.task.id for each in found.entries] == [each.task for each in found.counted]
