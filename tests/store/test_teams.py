"""Who is on a dossier and who may never be: what a person decides, and what follows from it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.people import EndFunction
from app.commands.routes import CloseDossier, WithdrawRoute
from app.commands.teams import AddMember, DenyPerson, EndMember, LiftDenial, RecordParent
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, InvalidValueError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, may
from app.queries.verification import verify
from app.store.boards import unseal_personal
from app.store.clock import random_id
from app.store.incidents import NOBODY
from app.store.rights import find_dossier
from tests.school import School, Site, add_person, make_school
from tests.store.people_fixtures import bus_of, facts_of

HELPER, TEACHER, MT, SAFETY = "intern begeleider", "leerkracht", "MT", "aandachtsfunctionaris"
WHY = "Kent de leerling van vorig jaar"


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        made = make_school(site)
        made.bus = bus_of(site, made.clock)
        yield made


@pytest.fixture
def dossier(school: School) -> UUID:
    return school.open(TEACHER, "Zorg over leerling")


def sees(school: School, function: str, dossier: UUID) -> bool:
    actor = school.actor(function)
    with school.reading() as work:
        found = find_dossier(work, dossier, actor.id)
        return found is not None and may(actor, Permission.SEE_DOSSIER, found.subject)


def rows(school: School, table: Any) -> list[Any]:
    with school.reading() as work:
        return list(work.rows(select(table).where(table.c.board_id == school.board)))


def facts(school: School, table: Any) -> list[Mapping[str, Any]]:
    """The facts of the board or of the one dossier."""
    (row,) = rows(school, table)
    with school.reading() as work:
        found = facts_of(work, row.stream_id, row.key_id)
    assert len(found) == row.facts
    return found


def kinds(school: School) -> list[str]:
    return [fact["kind"] for fact in facts(school, t.dossier)]


def add(school: School, dossier: UUID, function: str, **more: Any) -> UUID:
    made: UUID = school.send(HELPER, AddMember(dossier, school.people[function], WHY, **more)).result
    return made


def deny(school: School, dossier: UUID, function: str) -> UUID:
    made: UUID = school.send(HELPER, DenyPerson(dossier, school.people[function], "Familie van de leerling")).result
    return made


# the team


def test_somebody_on_the_team_sees_the_dossier_until_they_are_taken_off(school: School, dossier: UUID) -> None:
    assert not sees(school, MT, dossier)
    member = add(school, dossier, MT)
    assert sees(school, MT, dossier)
    school.clock.on(minutes=1)
    school.send(HELPER, EndMember(member, "Het overleg is geweest"))
    assert not sees(school, MT, dossier)
    assert [(fact["kind"], fact["data"]["reason"]) for fact in facts(school, t.dossier)[-2:]] == [
        ("MemberJoined", WHY), ("MemberLeft", "Het overleg is geweest"),
    ]  # fmt: skip
    with pytest.raises(NotFoundError):
        school.send(HELPER, EndMember(member, "Nog eens"))


def test_a_place_on_the_team_ends_by_itself(school: School, dossier: UUID) -> None:
    with pytest.raises(InvalidValueError, match="voorbij"):
        add(school, dossier, MT, until=school.clock.now)
    with pytest.raises(InvalidValueError, match="tijdzone"):
        add(school, dossier, MT, until=school.clock.now.replace(tzinfo=None))
    add(school, dossier, MT, until=school.clock.now + timedelta(days=1))
    assert sees(school, MT, dossier)
    school.clock.on(days=1)
    assert not sees(school, MT, dossier)
    add(school, dossier, MT)


def test_nobody_is_on_the_team_twice_and_not_without_a_reason(school: School, dossier: UUID) -> None:
    add(school, dossier, MT)
    with pytest.raises(WrongStateError, match="al betrokken"):
        add(school, dossier, MT)
    with pytest.raises(FormInvalidError):
        school.send(HELPER, AddMember(dossier, school.people["bestuur"], " "))


def test_who_does_not_work_here_is_not_put_on_the_team(school: School, dossier: UUID) -> None:
    stranger = random_id()
    with school.writing() as work:
        add_person(work, stranger, "leerkracht", random_id(), random_id())
    for person in (stranger, random_id()):
        with pytest.raises(InvalidValueError, match="werkt niet op de school"):
            school.send(HELPER, AddMember(dossier, person, WHY))


def test_who_does_not_lead_the_dossier_decides_nothing_about_it(school: School, dossier: UUID) -> None:
    denial = deny(school, dossier, "waarnemer")
    member = add(school, dossier, MT)
    commands = (
        AddMember(dossier, school.people["bestuur"], WHY), DenyPerson(dossier, school.people["bestuur"], WHY),
        EndMember(member, WHY), LiftDenial(denial, WHY), AddMember(random_id(), school.people[MT], WHY),
    )  # fmt: skip
    before = kinds(school)
    for function in (TEACHER, MT, "directeur"):
        for command in commands:
            with pytest.raises(NotFoundError):
                school.send(function, command)
    for command in commands:
        with pytest.raises(NotFoundError):
            school.bus.send(command, by=Actor.operator(school.board))
    assert kinds(school) == before


def test_nobody_joins_a_dossier_that_is_closed(school: School, dossier: UUID) -> None:
    for row in rows(school, t.route):
        school.send(HELPER, WithdrawRoute(row.route_id, "Toch niet nodig"))
    school.send(HELPER, CloseDossier(dossier, "Klaar"))
    with pytest.raises(WrongStateError, match="gesloten"):
        add(school, dossier, MT)


# the deny list


def test_whoever_is_denied_is_off_the_team_and_cannot_be_put_back(school: School, dossier: UUID) -> None:
    add(school, dossier, MT)
    school.clock.on(minutes=1)
    deny(school, dossier, MT)
    assert not sees(school, MT, dossier)
    assert kinds(school)[-2:] == ["PersonDenied", "MemberLeft"]
    with pytest.raises(WrongStateError, match="mag niet bij dit dossier"):
        add(school, dossier, MT)
    with pytest.raises(WrongStateError, match="al op de lijst"):
        deny(school, dossier, MT)


def test_a_denial_goes_before_a_function_that_stands_on_every_team(school: School, dossier: UUID) -> None:
    assert sees(school, SAFETY, dossier)
    denial = deny(school, dossier, SAFETY)
    assert not sees(school, SAFETY, dossier)
    school.clock.on(minutes=1)
    school.send(HELPER, LiftDenial(denial, "Bleek niet zo te zijn"))
    assert sees(school, SAFETY, dossier)
    assert kinds(school)[-2:] == ["PersonDenied", "DenialLifted"]
    with pytest.raises(NotFoundError):
        school.send(HELPER, LiftDenial(denial, "Nog eens"))


def test_whoever_started_a_route_can_be_denied_too(school: School, dossier: UUID) -> None:
    assert sees(school, TEACHER, dossier)
    deny(school, dossier, TEACHER)
    assert not sees(school, TEACHER, dossier)


def test_nobody_denies_or_lifts_for_themselves(school: School, dossier: UUID) -> None:
    with pytest.raises(WrongStateError, match="niet voor jezelf"):
        deny(school, dossier, HELPER)
    denial = school.send(SAFETY, DenyPerson(dossier, school.people[HELPER], "Familie")).result
    with pytest.raises(NotFoundError):
        school.send(HELPER, LiftDenial(denial, "Mag wel"))
    assert not sees(school, HELPER, dossier)


def test_who_is_not_known_is_not_denied(school: School, dossier: UUID) -> None:
    with pytest.raises(InvalidValueError, match="niet bekend"):
        school.send(HELPER, DenyPerson(dossier, random_id(), "Wie is dit?"))


# what ends with a function


def test_a_place_that_came_of_a_function_ends_with_that_function(school: School, dossier: UUID) -> None:
    assert sees(school, TEACHER, dossier)
    member = next(row for row in rows(school, t.member) if row.person_id == school.people[TEACHER])
    (task,) = school.tasks()
    with school.writing() as work:
        work.add(t.task_function, task_id=task, function=SAFETY, school_id=school.school, due_at=school.clock.now)
        work.add(
            t.member, member_id=random_id(), dossier_id=dossier, person_id=school.people[SAFETY],
            route_id=member.route_id, task_id=task, reason="taak", began_at=work.now,
        )  # fmt: skip
    held = {row.person_id: row.holding_id for row in rows(school, t.holding)}
    operator = Actor.operator(school.board)
    school.clock.on(minutes=1)
    school.bus.send(EndFunction(held[school.people[SAFETY]], "Stopt ermee"), by=operator)
    assert not sees(school, SAFETY, dossier)
    assert kinds(school)[-1] == "MemberLeft"
    school.bus.send(EndFunction(held[school.people[TEACHER]], "Stopt ermee"), by=operator)
    assert [row.reason for row in rows(school, t.member) if row.ended_at is None] == ["gestart"]


# what nobody can do any more


@pytest.mark.parametrize("how", ["denied", "taken off the team", "function ended"])
def test_a_task_that_nobody_on_the_route_can_do_any_more_goes_to_the_helper(
    school: School, dossier: UUID, how: str
) -> None:
    (task,) = school.tasks()
    school.clock.on(minutes=1)
    leave(school, dossier, how)
    (stuck,) = [row for row in rows(school, t.incident) if row.kind == NOBODY]
    assert stuck.message == (
        "Voor “Observeren en begeleiden” is leerkracht nodig, en daarvoor is nu niemand die bij dit dossier mag."
    )
    assert {row.function for row in rows(school, t.task_function) if row.task_id == task} >= {HELPER, TEACHER}
    assert sees(school, HELPER, dossier)
    with school.reading() as work:
        assert verify(work, school.site.bundles).wrong == []
    school.complete(HELPER, "Observeren en begeleiden")


def leave(school: School, dossier: UUID, how: str) -> None:
    operator = Actor.operator(school.board)
    teacher = school.people[TEACHER]
    if how == "denied":
        deny(school, dossier, TEACHER)
    elif how == "function ended":
        held = {row.person_id: row.holding_id for row in rows(school, t.holding)}
        school.bus.send(EndFunction(held[teacher], "Stopt ermee"), by=operator)
    else:
        for row in rows(school, t.member):
            if row.person_id == teacher:
                school.send(HELPER, EndMember(row.member_id, "Werkt elders"))


# parents


def parent(school: School, **more: Any) -> RecordParent:
    values = {"parent": None, "name": "Kanarie Veer", "relation": "moeder", "custody_from": date(2016, 3, 14)} | more
    return RecordParent(school.pupil, **values)


def test_what_is_known_of_a_parent_is_sealed_and_its_fact_has_no_name(school: School, dossier: UUID) -> None:
    assert dossier
    made = school.send(HELPER, parent(school, contact_ban=True)).result
    (row,) = rows(school, t.parent)
    assert b"Kanarie" not in bytes(row.sealed)
    with school.reading() as work:
        known = unseal_personal(work, "parent", made, row.sealed)
    assert (known["name"], known["custody_from"], known["custody_until"]) == ("Kanarie Veer", "2016-03-14", None)
    (fact,) = facts(school, t.board)
    assert "Kanarie" not in str(fact)
    assert fact["data"] == {
        "parent": str(made), "pupil": str(school.pupil), "custody": True, "contact_ban": True, "secret_address": False,
    }  # fmt: skip


def test_what_is_known_of_a_parent_is_replaced_whole(school: School) -> None:
    made = school.send("directeur", parent(school)).result
    ended = parent(school, parent=made, custody_until=date(2026, 8, 31), secret_address=True)
    assert school.send("directeur", ended).result == made
    assert len(rows(school, t.parent)) == 1
    assert [fact["data"]["custody"] for fact in facts(school, t.board)] == [True, False]
    with pytest.raises(NotFoundError):
        school.send("directeur", parent(school, parent=random_id()))
    with pytest.raises(NotFoundError):
        school.send("directeur", RecordParent(random_id(), None, "Kanarie Veer", "moeder"))


def test_a_teacher_and_whoever_is_denied_write_nothing_of_a_parent(school: School, dossier: UUID) -> None:
    deny(school, dossier, "directeur")
    for function in (TEACHER, MT, "directeur"):
        with pytest.raises(NotFoundError):
            school.send(function, parent(school))
    assert rows(school, t.parent) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"), ({"relation": ""}, "relation"), ({"relation": "x" * 81}, "relation"),
        ({"custody_until": date(2015, 1, 1)}, "custody_until"),
        ({"custody_from": None, "custody_until": date(2026, 1, 1)}, "custody_until"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_a_parent_is_refused_by_field(school: School, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        school.send("directeur", parent(school, **wrong))
    assert refused.value.field == field
