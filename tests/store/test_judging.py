"""The dossiers of an audit judged all at once, as rows: whose turn it is, what counts, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.audits import BeginAudit
from app.commands.verdicts import BeginCheck, CheckAudited
from app.jobs.checkpoints import Outside
from app.jobs.checks import MOST, go_on
from app.queries.audit_judged import judged_of
from app.queries.checks import list_checks, running
from app.queries.desk import Desk
from app.queries.found import Sort
from app.store.clock import Clock
from tests.racing import at_once, sending
from tests.school import FUNCTIONS, School, Site, make_school
from tests.steps import new_pupil

AUDITOR = "auditor"


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site, functions=(*FUNCTIONS, AUDITOR))


@pytest.fixture
def desk(school: School) -> Desk:
    return Desk(school.site.keys, Clock(school.clock), school.site.bundles)


def given(school: School, count: int) -> UUID:
    """An audit of so many dossiers more than there were."""
    for _ in range(count):
        school.pupil = new_pupil(school)
        school.open("leerkracht", "Zorg over leerling")
    day = school.clock.now.date()
    made: UUID = school.send(
        "directeur",
        BeginAudit(
            school.school, school.people[AUDITOR], day, day + timedelta(days=30), "Jaarlijkse controle van de zorg."
        ),
    ).result.id
    return made


def rows(school: School, audit: UUID) -> dict[UUID, int]:
    """Dossier to its number in an audit."""
    with school.reading() as work:
        found = work.rows(select(t.audit_dossier).where(t.audit_dossier.c.audit_id == audit))
    return {row.dossier_id: row.number for row in found}


def turns(school: School, desk: Desk, most: int | None = None) -> list[UUID | None]:
    """The dossiers of what runs, in the order in which they get their turn."""
    checks = running(desk, school.board, most)
    with school.reading() as work:
        found = work.rows(select(t.check_run).where(t.check_run.c.check_id.in_(checks)))
    whose = {row.check_id: row.dossier_id for row in found}
    return [whose[each] for each in checks]


def test_each_dossier_has_a_check_for_the_audit_and_the_rest_of_the_board_is_left_alone(
    school: School, desk: Desk
) -> None:
    audit = given(school, 3)
    with school.writing() as work:  # what no check of a dossier looks at
        work.run(update(t.board).where(t.board.c.board_id == school.board).values(facts=3))
    made = school.send(AUDITOR, CheckAudited(audit)).result
    assert len(made) == 3
    assert go_on(desk, school.bus, school.board, Outside()) == 3
    with school.reading() as work:
        checks = work.rows(select(t.check_run).where(t.check_run.c.check_id.in_(made)))
        found = work.rows(select(t.check_finding).where(t.check_finding.c.check_id.in_(made)))
        assert not list_checks(work, school.actor("bestuur"))
        judged = judged_of(work, school.people[AUDITOR], audit)
    assert {(row.audit_id, row.status, row.done, row.schools) for row in checks} == {(audit, "klaar", 1, None)}
    assert {row.dossier_id for row in checks} == set(rows(school, audit))
    assert {row.sort for row in found} == {"gehouden", "nog niet te zeggen"}
    assert (judged.total, judged.done, judged.fine, judged.waiting, judged.found) == (3, 3, 3, frozenset(), {})


def test_the_worst_is_told_of_each_by_its_newest_check(school: School, desk: Desk) -> None:
    audit = given(school, 2)
    numbers = rows(school, audit)
    made = school.send(AUDITOR, CheckAudited(audit)).result
    go_on(desk, school.bus, school.board, Outside())
    with school.writing() as work:
        for place, sort in enumerate((Sort.LATE, Sort.WRONG, Sort.DEPARTED), start=100):
            work.add(
                t.check_finding, finding_id=work.new_id(), check_id=made[0], place=place, verdict="conformiteit",
                sort=str(sort), sentence="Iets.",
            )  # fmt: skip
    with school.reading() as work:
        judged = judged_of(work, school.people[AUDITOR], audit)
        whose = work.row(select(t.check_run).where(t.check_run.c.check_id == made[0]))
    assert whose is not None
    assert judged.found == {Sort.WRONG: [numbers[whose.dossier_id]]}
    assert (judged.done, judged.fine) == (2, 1)
    school.clock.on(hours=1)
    school.send(AUDITOR, CheckAudited(audit))
    with school.reading() as work:
        waits = judged_of(work, school.people[AUDITOR], audit)
    assert (waits.done, waits.waiting) == (0, frozenset({1, 2}))
    go_on(desk, school.bus, school.board, Outside())
    with school.reading() as work:
        again = judged_of(work, school.people[AUDITOR], audit)
    assert (again.fine, again.found, again.first) == (2, {}, school.clock.now)


def test_whose_turn_it_is(school: School, desk: Desk) -> None:
    many = given(school, 3)
    numbers = rows(school, many)
    in_order = sorted(numbers, key=lambda each: numbers[each])
    school.send("bestuur", BeginCheck())
    school.send(AUDITOR, CheckAudited(many))
    assert turns(school, desk) == [*in_order, None]  # by number, and before what nobody waits for
    other = given(school, 0)
    school.clock.on(minutes=1)
    own = rows(school, other)
    school.send(AUDITOR, CheckAudited(other, 2))
    few = next(each for each, number in own.items() if number == 2)
    school.send("intern begeleider", BeginCheck(in_order[2]))
    assert turns(school, desk) == [in_order[2], few, *in_order, None]
    assert turns(school, desk, 2) == [in_order[2], few, in_order[0], None]
    assert go_on(desk, school.bus, school.board, Outside()) == 1 + 1 + 3 + 3
    assert MOST >= 4


def test_two_clicks_at_once_begin_one_run(school: School) -> None:
    audit = given(school, 3)
    answers = at_once(school, [sending(school, CheckAudited(audit), school.actor(AUDITOR))] * 6)
    assert len({frozenset(each.result) for each in answers}) == 1
    with school.reading() as work:
        assert len(work.rows(select(t.check_run).where(t.check_run.c.audit_id == audit))) == 3


def test_an_audit_that_is_over_has_nothing_judged_any_more(school: School, desk: Desk) -> None:
    audit = given(school, 2)
    school.send(AUDITOR, CheckAudited(audit))
    school.clock.on(days=40)
    assert go_on(desk, school.bus, school.board, Outside()) == 0
    assert running(desk, school.board) == []
