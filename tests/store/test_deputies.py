"""Deputies: a function that counts from one instant to another, and of which nothing is left open after that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.deputies import NameDeputy
from app.commands.people import EndEmployment, EndFunction, GrantFunction
from app.domain.circle import Circle
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, may
from app.queries.verification import verify
from app.store.clock import random_id
from app.store.rights import find_route
from app.store.teams import deny
from tests import klein
from tests.school import FUNCTIONS, School, Site, make_school
from tests.store.people_fixtures import facts_of

DIRECTOR, TEACHER, HELPER, MT, BOSS = "directeur", "leerkracht", "intern begeleider", "MT", "beheerder"
TODAY = date(2026, 9, 1)


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site, klein.files(), (*FUNCTIONS, BOSS))


def rows(school: School, table: Any, **where: object) -> list[Any]:
    conditions = [table.c.board_id == school.board, *(table.c[name] == value for name, value in where.items())]
    with school.reading() as work:
        return list(work.rows(select(table).where(*conditions)))


def holding(school: School, function: str) -> UUID:
    (row,) = [each for each in rows(school, t.holding, function=function) if each.instead_of is None]
    found: UUID = row.holding_id
    return found


def name(school: School, function: str, who: str, first: int = 0, last: int = 4, by: str = BOSS) -> UUID:
    days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    made: UUID = school.send(by, NameDeputy(holding(school, function), school.people[who], *days)).result
    return made


def holds(school: School, who: str) -> set[str]:
    return {each.function for each in school.actor(who).holdings}


def facts(school: School) -> list[Any]:
    (row,) = rows(school, t.board)
    with school.reading() as work:
        return facts_of(work, row.stream_id, row.key_id)


def test_a_deputy_holds_the_function_between_its_instants_in_dutch_days(school: School) -> None:
    name(school, DIRECTOR, MT, 1, 1)
    begin, end = datetime(2026, 9, 1, 22, tzinfo=UTC), datetime(2026, 9, 2, 22, tzinfo=UTC)
    second, seen = timedelta(seconds=1), []
    for now in (begin - second, begin, end - second, end):
        school.clock.now = now
        seen.append(DIRECTOR in holds(school, MT))
    assert seen == [False, True, True, False]


def test_who_stands_in_from_today_begins_now(school: School) -> None:
    name(school, DIRECTOR, MT)
    assert holds(school, MT) == {MT, DIRECTOR}


def test_the_history_says_who_for_whom_and_until_when(school: School) -> None:
    made = name(school, DIRECTOR, MT, 1, 2)
    fact = facts(school)[-1]
    assert fact["kind"] == "DeputyNamed"
    assert fact["actor"]["id"] == str(school.people[BOSS])
    assert fact["data"] == {
        "holding": str(made), "person": str(school.people[MT]), "function": DIRECTOR, "school": str(school.school),
        "instead_of": str(school.people[DIRECTOR]), "begins": "2026-09-01T22:00:00.000000Z",
        "until": "2026-09-03T22:00:00.000000Z",
    }  # fmt: skip


def test_whom_a_task_brings_in_as_a_deputy_is_on_the_route_no_longer_than_that(school: School) -> None:
    dossier = school.open(TEACHER, "Zorg")
    school.complete(TEACHER, "Kijken")
    school.complete(TEACHER, "Verder?", {"antwoord": "Samen"})
    name(school, DIRECTOR, MT, 0, 9)
    school.clock.on(days=4)
    school.fire(dossier)
    assert "Zelf wegen" in school.names()
    (deputy,) = [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]
    (lasting,) = [each for each in rows(school, t.member, person_id=school.people[DIRECTOR]) if each.reason == "taak"]
    assert (deputy.ended_at, lasting.ended_at) == (datetime(2026, 9, 10, 22, tzinfo=UTC), None)
    assert sees(school, MT, deputy.route_id)
    school.clock.now = deputy.ended_at - timedelta(seconds=1)
    assert sees(school, MT, deputy.route_id)
    school.clock.now = deputy.ended_at
    assert not sees(school, MT, deputy.route_id)
    assert sees(school, DIRECTOR, deputy.route_id)


def test_a_task_that_closes_does_not_keep_a_deputy_on_the_route_for_longer(school: School) -> None:
    dossier = school.open(TEACHER, "Zorg")
    school.complete(TEACHER, "Kijken")
    school.complete(TEACHER, "Verder?", {"antwoord": "Samen"})
    name(school, DIRECTOR, MT, 0, 5)
    school.clock.on(days=4)
    school.fire(dossier)
    school.complete(MT, "Zelf wegen")
    (deputy,) = [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]
    (lasting,) = [each for each in rows(school, t.member, person_id=school.people[DIRECTOR]) if each.reason == "taak"]
    assert deputy.ended_at == datetime(2026, 9, 6, 22, tzinfo=UTC)
    assert lasting.ended_at == school.clock.now + timedelta(days=14)


def sees(school: School, who: str, route: UUID) -> bool:
    actor = school.actor(who)
    with school.reading() as work:
        found = find_route(work, route, actor.id)
        return found is not None and may(actor, Permission.SEE_ROUTE, found.subject)


def test_ending_early_ends_the_places_that_came_of_it(school: School) -> None:
    dossier = school.open(TEACHER, "Zorg")
    school.complete(TEACHER, "Kijken")
    school.complete(TEACHER, "Verder?", {"antwoord": "Samen"})
    made = name(school, DIRECTOR, MT, 0, 9)
    school.clock.on(days=4)
    school.fire(dossier)
    (deputy,) = [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]
    school.send(BOSS, EndFunction(made, "is er weer"))
    assert holds(school, MT) == {MT}
    assert not sees(school, MT, deputy.route_id)
    assert facts(school)[-1]["kind"] == "FunctionEnded"


def test_when_only_a_deputy_accounts_for_a_place_it_ends_with_the_deputy(school: School) -> None:
    dossier = school.open(TEACHER, "Zorg")
    school.complete(TEACHER, "Kijken")
    school.complete(TEACHER, "Verder?", {"antwoord": "Samen"})
    name(school, DIRECTOR, MT, 0, 9)
    given = school.send(BOSS, GrantFunction(school.people[MT], DIRECTOR, school.school, "blijft het doen")).result
    school.clock.on(days=4)
    school.fire(dossier)
    (before,) = [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]
    assert before.ended_at is None
    school.send(BOSS, EndFunction(given, "toch niet"))
    (after,) = [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]
    assert after.ended_at == datetime(2026, 9, 10, 22, tzinfo=UTC)
    assert sees(school, MT, after.route_id)
    school.clock.now = after.ended_at
    assert not sees(school, MT, after.route_id)


def at_the_directors(school: School) -> UUID:
    """A route in which a task waits for the directeur, who was put on it by that."""
    dossier = school.open(TEACHER, "Zorg")
    school.complete(TEACHER, "Kijken")
    school.complete(TEACHER, "Verder?", {"antwoord": "Samen"})
    school.clock.on(days=4)
    school.fire(dossier)
    (place,) = [each for each in rows(school, t.member, person_id=school.people[DIRECTOR]) if each.reason == "taak"]
    found: UUID = place.route_id
    return found


def dossier_facts(school: School) -> list[Any]:
    (row,) = rows(school, t.dossier)
    with school.reading() as work:
        return facts_of(work, row.stream_id, row.key_id)


def holds_together(school: School) -> None:
    """The check of the history finds nothing."""
    with school.reading() as work:
        assert verify(work, school.site.bundles).found == []


def test_a_deputy_who_is_named_later_does_the_tasks_that_are_open_already(school: School) -> None:
    route = at_the_directors(school)
    assert not sees(school, MT, route)
    name(school, DIRECTOR, MT, 4, 6)
    assert sees(school, MT, route)
    fact = dossier_facts(school)[-1]
    assert (fact["kind"], fact["data"]["person"]) == ("DeputyJoined", str(school.people[MT]))
    assert fact["data"]["until"] == "2026-09-07T22:00:00.000000Z"
    assert (fact["data"]["route"], fact["data"]["reason"]) == (str(route), "taak")
    school.complete(MT, "Zelf wegen")
    holds_together(school)


def test_a_deputy_from_tomorrow_has_the_open_tasks_between_its_instants_and_never_else(school: School) -> None:
    route = at_the_directors(school)
    name(school, DIRECTOR, MT, 5, 5)
    begin, end = datetime(2026, 9, 5, 22, tzinfo=UTC), datetime(2026, 9, 6, 22, tzinfo=UTC)
    second, seen = timedelta(seconds=1), []
    for now in (school.clock.now, begin - second, begin, end - second, end):
        school.clock.now = now
        seen.append(sees(school, MT, route))
    assert seen == [False, False, True, True, False]
    assert sees(school, DIRECTOR, route)
    holds_together(school)


def test_a_deputyship_that_is_taken_back_before_it_begins_leaves_no_place_behind(school: School) -> None:
    route = at_the_directors(school)
    made = name(school, DIRECTOR, MT, 5, 8)
    school.send(BOSS, EndFunction(made, "gaat niet door"))
    school.clock.on(days=3)
    assert not sees(school, MT, route)
    assert dossier_facts(school)[-1]["kind"] == "MemberLeft"
    holds_together(school)


def test_a_deputy_who_may_never_be_on_a_dossier_is_not_put_there(school: School) -> None:
    at_the_directors(school)
    (dossier,) = rows(school, t.dossier)
    with school.writing() as work:
        deny(work, dossier.dossier_id, school.people[MT])
    name(school, DIRECTOR, MT, 4, 6)
    assert not [each for each in rows(school, t.member, person_id=school.people[MT]) if each.reason == "taak"]


def test_one_that_is_still_to_begin_can_be_taken_back(school: School) -> None:
    made = name(school, DIRECTOR, MT, 2, 4)
    school.send(BOSS, EndFunction(made, "gaat niet door"))
    school.clock.on(days=3)
    assert holds(school, MT) == {MT}
    with pytest.raises(NotFoundError):
        school.send(BOSS, EndFunction(made, "nog eens"))


def test_who_leaves_stands_in_for_nobody_any_more(school: School) -> None:
    name(school, DIRECTOR, MT, 2, 4)
    school.send(BOSS, EndEmployment(school.people[MT], "andere baan", school.school))
    for row in rows(school, t.holding, person_id=school.people[MT]):
        assert row.ended_at == school.clock.now


def test_a_deputy_may_be_given_the_function_for_good(school: School) -> None:
    name(school, DIRECTOR, MT)
    school.send(BOSS, GrantFunction(school.people[MT], DIRECTOR, school.school, "blijft het doen"))
    school.clock.on(days=30)
    assert DIRECTOR in holds(school, MT)


def test_nobody_names_themselves_or_whom_they_do_not_keep(school: School) -> None:
    with pytest.raises(WrongStateError, match="aan jezelf"):
        name(school, DIRECTOR, BOSS)
    with pytest.raises(NotFoundError):
        name(school, DIRECTOR, MT, by=HELPER)
    with pytest.raises(NotFoundError):
        school.send(BOSS, NameDeputy(random_id(), school.people[MT], TODAY, TODAY))
    with pytest.raises(NotFoundError):
        name(school, "bestuur", MT)


def test_who_does_not_work_here_or_has_the_function_is_no_deputy(school: School) -> None:
    with pytest.raises(InvalidValueError) as refused:
        school.send(BOSS, NameDeputy(holding(school, DIRECTOR), random_id(), TODAY, TODAY))
    assert refused.value.field == "persoon"
    name(school, DIRECTOR, MT, 1, 3)
    with pytest.raises(WrongStateError, match="al"):
        name(school, DIRECTOR, MT, 3, 5)
    name(school, DIRECTOR, MT, 4, 5)
    made = [row for row in rows(school, t.holding, person_id=school.people[MT]) if row.instead_of]
    with pytest.raises(WrongStateError, match="zelf niet meer"):
        school.send(BOSS, NameDeputy(made[0].holding_id, school.people[TEACHER], TODAY, TODAY))


def test_of_two_holdings_of_one_function_the_lasting_one_counts() -> None:
    one, other, soon, later = (
        random_id(),
        random_id(),
        datetime(2026, 9, 1, tzinfo=UTC),
        datetime(2026, 9, 2, tzinfo=UTC),
    )
    circle = Circle(
        holders={DIRECTOR: frozenset({one, other}), MT: frozenset({one})},
        ends={(DIRECTOR, one): soon, (MT, one): later},
    )  # fmt: skip
    assert circle.until(one, [DIRECTOR]) == soon
    assert circle.until(one, [DIRECTOR, MT]) == later
    assert circle.until(other, [DIRECTOR]) is None
    assert circle.until(one, [HELPER]) is None
