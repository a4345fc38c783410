"""All dossiers of an audit judged by one button: how far it is, what came of each, and who may not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.audits import EndAudit
from app.commands.teams import DenyPerson
from app.commands.verdicts import BeginCheck, CheckAudited
from app.domain.audits import BEGUN_ALL, BEGUN_EACH
from app.domain.errors import NotFoundError
from app.jobs.checkpoints import Outside
from app.jobs.checks import go_on
from app.queries.desk import Desk
from app.store.clock import Clock
from tests.api.client import CLOCK, made_school
from tests.counting import counted
from tests.school import CANARY, FUNCTIONS, Site
from tests.steps import new_pupil
from tests.web.conftest import Screen, Shown
from tests.web.test_audit import AUDITOR, BESTUUR, CARE, DIR, IB, LK, MOST, closed, give, logged, where

ALL = "Alle dossiers van dit onderzoek nakijken"


@pytest.fixture
def screen(here: Site) -> Screen:
    """A school with two auditors."""
    return Screen(made_school(here, functions=(*FUNCTIONS, AUDITOR)).school)


def dossiers(screen: Screen, count: int) -> list[UUID]:
    found = []
    for _ in range(count):
        screen.school.pupil = new_pupil(screen.school)
        found.append(screen.school.open(LK, CARE))
    return found


def begin(screen: Screen, made: UUID) -> Shown:
    page = where(made)
    return screen.follow(AUDITOR, screen.post(AUDITOR, page + "/nakijken", {}, page=page))


def looked(screen: Screen) -> int:
    school = screen.school
    return go_on(Desk(school.site.keys, Clock(CLOCK), school.site.bundles), school.bus, school.board, Outside())


def asks_again(screen: Screen, made: UUID) -> tuple[str, bool]:
    """What the page is told that asks by itself, and whether it is to be drawn anew."""
    answer = screen.browser(AUDITOR).get(where(made) + "/voortgang", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split()), answer.headers.get("HX-Refresh") == "true"


def of(screen: Screen, made: UUID, number: int) -> UUID:
    """The dossier that has a number in an audit."""
    wanted = (t.audit_dossier.c.audit_id == made, t.audit_dossier.c.number == number)
    with screen.school.reading() as work:
        found: UUID = work.run(select(t.audit_dossier.c.dossier_id).where(*wanted)).scalar_one()
    return found


def broken(screen: Screen, dossier: UUID) -> None:
    with screen.school.writing() as work:
        work.run(update(t.route).where(t.route.c.dossier_id == dossier).values(milestone="Iets anders"))


def standings(page: Shown) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.all("//span[@class='judged']")]


def test_an_auditor_has_all_dossiers_judged_by_one_button_and_sees_what_came_of_each(screen: Screen) -> None:
    dossiers(screen, 3)
    made = give(screen)
    before = screen.get(AUDITOR, where(made))
    assert ALL in before.text
    assert "Het gaat om 3 dossiers. Het duurt ongeveer een minuut." in before.text
    assert "staat bij elk dossier in het leeslogboek van de school" in before.text
    assert not standings(before)
    broken(screen, of(screen, made, 2))

    page = begin(screen, made)
    assert "0 van 3 nagekeken" in page.text
    assert (page.one("//progress/@value"), page.one("//progress/@max")) == ("0", "3")
    assert ALL not in page.text
    assert standings(page) == [f"wordt nagekeken Oordeel, Leerling {number}" for number in (1, 2, 3)]
    told, over = asks_again(screen, made)
    assert "0 van 3 nagekeken" in told
    assert not over

    assert looked(screen) == 3
    assert asks_again(screen, made)[1]
    page = screen.get(AUDITOR, where(made))
    assert "2 in orde, 1 met een bevinding" in page.text
    assert [each.split(" Oordeel")[0] for each in standings(page)] == ["In orde", "Klopt niet", "In orde"]
    links = page.all("//span[@class='judged']/a/@href")
    assert links == [where(made, number, "/nakijken") for number in (1, 2, 3)]
    assert page.one("//dl[@class='sorts']//a/@href") == where(made, 2, "/nakijken")
    assert "mijlpaal" in screen.get(AUDITOR, links[1]).text
    assert "Er is niets veranderd" in screen.get(AUDITOR, links[0]).text
    assert "Alle dossiers nog eens nakijken" in page.text
    closed(page.answer.get_data(as_text=True))


def test_all_in_order_says_so_and_who_looks_without_scripts_gets_the_page(screen: Screen) -> None:
    dossiers(screen, 1)
    made = give(screen)
    begin(screen, made)
    looked(screen)
    assert "1 in orde, geen met een bevinding" in screen.get(AUDITOR, where(made)).text
    back = screen.browser(AUDITOR).get(where(made) + "/voortgang")
    assert (back.status_code, back.headers["Location"]) == (303, where(made))


def test_a_run_that_goes_on_is_not_begun_twice(screen: Screen) -> None:
    dossiers(screen, 3)
    made = give(screen)
    begin(screen, made)
    first = screen.school.send(AUDITOR, CheckAudited(made)).result
    assert screen.school.send(AUDITOR, CheckAudited(made)).result == first
    (one,) = screen.school.send(AUDITOR, CheckAudited(made, 2)).result
    assert one in first
    with screen.school.reading() as work:
        assert len(work.rows(select(t.check_run).where(t.check_run.c.audit_id == made))) == 3
    assert "begonnen op" in screen.get(AUDITOR, where(made, 2, "/nakijken")).text
    looked(screen)
    CLOCK.on(minutes=1)
    assert set(screen.school.send(AUDITOR, CheckAudited(made)).result).isdisjoint(first)


def test_what_was_found_stands_until_the_dossier_is_judged_again(screen: Screen) -> None:
    dossiers(screen, 2)
    made = give(screen)
    begin(screen, made)
    looked(screen)
    path = where(made, 1, "/nakijken")
    broken(screen, of(screen, made, 1))
    CLOCK.on(minutes=1)
    begin(screen, made)
    waits = screen.get(AUDITOR, path)
    assert "loopt nog" in waits.text
    assert "Er is niets veranderd" in waits.text
    assert not waits.all("//form[@class='check-again']")
    looked(screen)
    after = screen.get(AUDITOR, path)
    assert "mijlpaal" in after.text
    assert after.all("//form[@class='check-again']")


def test_one_that_was_judged_by_itself_counts_and_the_others_are_said_to_wait(screen: Screen) -> None:
    dossiers(screen, 3)
    made = give(screen)
    screen.post(AUDITOR, where(made, 2, "/nakijken"), {})
    looked(screen)
    page = screen.get(AUDITOR, where(made))
    assert "1 in orde, geen met een bevinding" in page.text
    assert "2 dossiers zijn nog niet nagekeken." in page.text
    assert [each.split(" Oordeel")[0] for each in standings(page)] == [
        "nog niet nagekeken", "In orde", "nog niet nagekeken"
    ]  # fmt: skip
    CLOCK.on(minutes=1)
    begin(screen, made)
    looked(screen)
    assert "3 in orde" in screen.get(AUDITOR, where(made)).text


def test_who_is_kept_off_a_dossier_has_it_not_judged(screen: Screen) -> None:
    dossiers(screen, 3)
    made = give(screen)
    auditor = screen.school.people[AUDITOR]
    mine, later = of(screen, made, 1), of(screen, made, 3)
    screen.school.send(IB, DenyPerson(mine, auditor, "Het is een kind van familie."))
    page = begin(screen, made)
    assert "0 van 2 nagekeken" in page.text
    assert mine not in {row.subject for row in logged(screen.school, AUDITOR, BEGUN_EACH)}
    screen.school.send(IB, DenyPerson(later, auditor, "Ook dit is een kind van familie."))  # while it waits
    assert looked(screen) == 1
    page = screen.get(AUDITOR, where(made))
    assert "1 in orde, geen met een bevinding" in page.text
    assert len(standings(page)) == 1
    with screen.school.reading() as work:
        rows = work.rows(select(t.check_run).where(t.check_run.c.audit_id == made))
        kept = work.rows(select(t.check_finding).where(t.check_finding.c.dossier_id.in_((mine, later))))
    assert {(row.dossier_id, row.status, row.done) for row in rows} == {
        (of(screen, made, 2), "klaar", 1), (later, "klaar", 0)
    }  # fmt: skip
    assert not kept


def test_a_dossier_that_was_kept_off_while_it_waited_is_not_in_order_afterwards(screen: Screen) -> None:
    dossiers(screen, 1)
    made = give(screen)
    begin(screen, made)
    dossier = of(screen, made, 1)
    screen.school.send(IB, DenyPerson(dossier, screen.school.people[AUDITOR], "Het is een kind van familie."))
    looked(screen)
    with screen.school.writing() as work:
        work.run(t.denial.delete().where(t.denial.c.dossier_id == dossier))
    assert "in orde" not in screen.get(AUDITOR, where(made)).text
    assert "nog niet nagekeken" in screen.get(AUDITOR, where(made, 1, "/nakijken")).text


def test_another_auditor_and_an_audit_that_does_not_count_are_refused(screen: Screen) -> None:
    dossiers(screen, 2)
    made, coming = give(screen), give(screen, first=CLOCK.now.date() + timedelta(days=2))
    page = screen.get(AUDITOR, where(made))
    form = page.form(where(made) + "/nakijken")
    with screen.school.writing() as work:
        work.add(
            t.holding, holding_id=work.new_id(), person_id=screen.school.people[LK], function=AUDITOR,
            school_id=screen.school.school, began_at=work.now,
        )  # fmt: skip
    for function in (LK, DIR, IB, BESTUUR):
        with pytest.raises(NotFoundError):
            screen.school.send(function, CheckAudited(made))
    screen.get(LK, where(made), 404)
    screen.get(LK, where(made) + "/voortgang", 404)
    assert ALL not in screen.get(AUDITOR, where(coming)).text
    answer = screen.browser(AUDITOR).post(where(coming) + "/nakijken", data=form)
    assert (answer.status_code, "begint nog" in answer.get_data(as_text=True)) == (409, True)
    begin(screen, made)
    screen.school.send(DIR, EndAudit(made, "Het onderzoek is klaar."))
    answer = screen.browser(AUDITOR).post(where(made) + "/nakijken", data={**form, "sleutel": "nog een keer"})
    assert (answer.status_code, "Dit onderzoek is al voorbij." in answer.get_data(as_text=True)) == (409, True)
    assert looked(screen) == 0  # nor does what waited go on
    screen.get(AUDITOR, where(made) + "/voortgang", 404)
    answer = screen.browser(AUDITOR).get(where(made) + "/voortgang", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (404, "true")  # to the page that says that it is over
    assert ALL not in screen.get(AUDITOR, where(made)).text
    with screen.school.reading() as work:
        assert {row.done for row in work.rows(select(t.check_run).where(t.check_run.c.audit_id == made))} == {0}


def test_a_run_of_the_board_and_one_of_an_audit_do_not_mix(screen: Screen) -> None:
    dossiers(screen, 2)
    made = give(screen)
    begin(screen, made)
    assert not screen.get(BESTUUR, "/nakijken").all("//table[@class='checks']")
    looked(screen)
    CLOCK.on(minutes=1)
    broken(screen, of(screen, made, 1))
    screen.school.send(BESTUUR, BeginCheck())
    assert looked(screen) == 2
    assert "2 / 2" in screen.get(BESTUUR, "/nakijken").text
    page = screen.get(AUDITOR, where(made))
    assert "2 in orde, geen met een bevinding" in page.text  # as this audit had them judged
    assert "Een latere controle vond hier iets" in screen.get(AUDITOR, where(made, 1, "/nakijken")).text
    assert "Een latere controle" not in screen.get(AUDITOR, where(made, 2, "/nakijken")).text


def test_that_all_were_judged_is_told_to_the_school_and_what_asks_by_itself_is_no_look(screen: Screen) -> None:
    dossiers(screen, 2)
    made = give(screen)
    begin(screen, made)
    looks = len(logged(screen.school, AUDITOR, "audit"))
    for _ in range(5):
        asks_again(screen, made)
    assert len(logged(screen.school, AUDITOR, "audit")) == looks
    assert [row.subject for row in logged(screen.school, AUDITOR, BEGUN_ALL)] == [made]
    both = {of(screen, made, 1), of(screen, made, 2)}
    assert {row.subject for row in logged(screen.school, AUDITOR, BEGUN_EACH)} == both
    own = screen.get(AUDITOR, where(made)).one("//section[@aria-labelledby='gezien']").text_content()
    assert own.count("het nakijken van alle dossiers") == 1
    for each in both:
        told = screen.get(IB, f"/dossiers/{each}/gezien").text
        assert "het nakijken van de geschiedenis, met alle dossiers van een onderzoek" in told


def test_nothing_to_see_is_nothing_to_judge(screen: Screen) -> None:
    dossiers(screen, 1)
    made = give(screen)
    auditor = screen.school.people[AUDITOR]
    screen.school.send(IB, DenyPerson(of(screen, made, 1), auditor, "Het is een kind van familie."))
    page = screen.get(AUDITOR, where(made))
    assert "Hier is geen dossier dat je mag inzien." in page.text
    assert ALL not in page.text
    assert screen.school.send(AUDITOR, CheckAudited(made)).result == ()


def test_however_many_dossiers_the_page_needs_as_many_statements(screen: Screen) -> None:
    asked = []
    for count in (2, 9):
        dossiers(screen, count)
        made = give(screen)
        begin(screen, made)
        looked(screen)
        screen.get(AUDITOR, where(made))
        with counted() as sent:
            screen.get(AUDITOR, where(made))
        asked.append(len(sent.asked))
    assert asked[0] == asked[1] <= MOST
    assert CANARY not in screen.get(AUDITOR, where(made)).title
