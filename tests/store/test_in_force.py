"""A version for a board, a school or a pilot: what a route begins on, two at once, taken back while routes begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.bus import Sent
from app.commands.protocols import PublishBundle
from app.commands.reproposing import AgreeProposal, CallOff, ProposeVersion, ProposeWithdrawal, RecallProposal
from app.commands.routes import OpenDossier
from app.commands.tasks import CompleteTask
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.in_force import Put, Target, holding
from app.queries.protocols import list_protocols
from app.queries.starts import starts_for_pupil
from app.store.bundles import packed
from app.store.clock import random_id
from app.store.dossiers import bundle_in_force
from app.store.in_force import add_put, all_put
from tests import klein
from tests.counting import counted
from tests.invariants import holds
from tests.racing import at_once, sending
from tests.school import School, Site, add_person, add_pupil, make_school
from tests.steps import DIR, IB, LK
from workflows import Bundle

FILES = klein.publishable()
OTHER: Mapping[str, bytes] = {
    **FILES, "zorg.bpmn": FILES["zorg.bpmn"].replace(b'"Kijken"', b'"Goed kijken"'),
    "notitie.bpmn": FILES["notitie.bpmn"].replace(b'name="Noteren"', b'name="Netjes noteren"'),
    klein.SCENARIOS: FILES[klein.SCENARIOS]
    .replace(b'"Kijken"', b'"Goed kijken"').replace(b'taak "Noteren"', b'taak "Netjes noteren"'),
}  # fmt: skip
OLD, NEW = Bundle.from_files(FILES).geheel, Bundle.from_files(OTHER).geheel
THIRD = "c" * 64
BEGIN = {"aanleiding": "Er is iets aan de hand."}


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        made = make_school(site, FILES)
        keep(made, OTHER)
        yield made


def keep(school: School, files: Mapping[str, bytes]) -> None:
    bundle = Bundle.from_files(files)
    with school.writing() as work:
        work.add(
            t.bundle, geheel=bundle.geheel, gedrag=bundle.gedrag, name=bundle.name, files=packed(bundle.files),
            published_at=work.now,
        )  # fmt: skip


def put(school: School, geheel: str, target: Target, days: int = 0, *, back: bool = False) -> UUID:
    """As two people would have put it in force."""
    with school.writing() as work:
        since = work.now + timedelta(days=days)
        made = Put(
            work.new_id(), len(all_put(work)) + 1, geheel, target.reach, target.school, target.people, since,
            school.people[IB], school.people[DIR], work.now, withdrawn_at=work.now if back else None,
        )  # fmt: skip
        add_put(work, made)
        if back:
            work.flush()
            work.run(t.in_force.update().where(t.in_force.c.in_force_id == made.id).values(withdrawn_at=work.now))
    return made.id


def another(school: School) -> School:
    """A second school of the same board, with people and a pupil of its own."""
    own, group, pupil = random_id(), random_id(), random_id()
    people = {LK: random_id(), IB: random_id(), DIR: random_id()}
    with school.writing() as work:
        first = work.row(select(t.school).where(t.school.c.board_id == school.board))
        assert first is not None
        work.add(
            t.school, school_id=own, name="De Tweede", brin="88ZZ", region="noord", calendar=first.calendar,
            created_at=work.now,
        )  # fmt: skip
        for function, person in people.items():
            add_person(work, person, function, own, own)
        work.add(t.school_group, group_id=group, school_id=own, key="G4A", name="4A", jaargroep="4", composite=False)
        add_pupil(work, pupil, own, group)
        work.add(t.group_teacher, group_id=group, person_id=people[LK])
    return School(school.site, school.board, school.clock, school.bus, own, pupil, people, school.files)


def begun(school: School, function: str = LK) -> str:
    """The version that a route begins on which this person starts."""
    dossier = school.send(function, OpenDossier(school.pupil, "Zorg", BEGIN)).result.dossier
    with school.reading() as work:
        query = select(t.route.c.bundle).where(t.route.c.board_id == school.board, t.route.c.dossier_id == dossier)
        return list(work.run(query.order_by(t.route.c.number)).scalars())[-1]


def here(school: School, *people: str, day: date | None = None) -> Target:
    return Target(school.school, frozenset(school.people[each] for each in people), day)


def agreed(school: School, target: Target, geheel: str = NEW) -> Sent:
    """Proposed by one and agreed by another."""
    made = school.send(IB, ProposeVersion(geheel, target, "Dit gaat beter.")).result
    return school.send(DIR, AgreeProposal(made, turn(school)))


def turn(school: School) -> int:
    with school.reading() as work:
        rows = all_put(work)
    return len(rows) + sum(each.withdrawn_at is not None for each in rows)


def test_the_database_says_what_the_rules_say(school: School) -> None:
    second = another(school)
    one, two, (lk, ib, *_) = school.school, second.school, list(school.people.values())
    for geheel, where, people, days, back in (
        (OLD, None, (), -3, False), (NEW, one, (lk,), -1, False), (NEW, one, (lk, ib), 0, True),
        (THIRD, one, (), 0, False),
        (NEW, two, (second.people[LK],), 0, False), (NEW, two, (), 0, False), (THIRD, two, (), 0, True),
        (NEW, None, (), 1, False), (THIRD, one, (ib,), 0, False), (NEW, None, (), 0, True), (OLD, one, (ib,), 0, False),
        (NEW, None, (), -2, False), (THIRD, None, (), 0, False), (OLD, one, (), 0, False), (OLD, None, (), 0, False),
    ):  # fmt: skip
        put(school, geheel, Target(where, frozenset(people)), days, back=back)
        with school.reading() as work:
            puts = all_put(work)
            for at, person, own in product((None, one, two), (None, lk, ib, second.people[LK]), (None, NEW, THIRD)):
                found = holding(puts, at, person, work.now, own)
                assert bundle_in_force(work, at, person, own) == (found.geheel if found else None)


def test_two_schools_work_side_by_side_on_two_versions(school: School) -> None:
    second = another(school)
    running = begun(school)
    agreed(school, here(school))
    assert [running, begun(school, IB), begun(second)] == [OLD, NEW, OLD]
    with school.reading() as work:
        for one, geheel in ((school, NEW), (second, OLD)):
            found = starts_for_pupil(work, one.actor(IB), school.site.bundles, one.pupil)
            assert found is not None
            assert found.geheel == geheel
        shown = {each.geheel: each for each in list_protocols(work, school.site.bundles)}
    assert [(each.school, each.people) for each in shown[NEW].holds] == [(school.school, 0)]
    assert [(each.school, each.people) for each in shown[OLD].holds] == [(None, 0)]
    assert shown[OLD].in_force
    assert shown[NEW].in_force
    assert all(each.starts for each in shown.values())
    holds(school)


def test_a_pilot_begins_its_own_version_and_what_that_begins_stays_in_it(school: School) -> None:
    agreed(school, here(school, LK))
    dossier = school.send(LK, OpenDossier(school.pupil, "Zorg", BEGIN)).result.dossier
    school.complete(LK, "Goed kijken", {"acties": []})
    school.send(LK, CompleteTask(school.tasks("Verder?")[0], {"antwoord": "Samen"}))
    school.complete(LK, "Praten")
    school.complete(IB, "Wegen")
    assert "Netjes noteren" in school.names(), "a colleague outside the pilot did the step, the route is in it"
    assert begun(school, IB) == OLD
    with school.reading() as work:
        found = work.run(select(t.route.c.bundle).where(t.route.c.dossier_id == dossier).order_by(t.route.c.number))
        assert list(found.scalars()) == [NEW, NEW, OLD]
    holds(school)


def test_a_pilot_is_extended_or_ended_and_running_routes_stay(school: School) -> None:
    pilot = agreed(school, here(school, LK)).result
    assert pilot.geheel == NEW
    assert begun(school) == NEW
    agreed(school, here(school))
    assert [begun(school, each) for each in (LK, IB)] == [NEW, NEW]
    with school.reading() as work:
        newest = all_put(work)[0]
    back = school.send(IB, ProposeWithdrawal(newest.id, "Het werkt niet.")).result
    with pytest.raises(InvalidValueError, match="zijn tweeën"):
        school.send(IB, AgreeProposal(back, turn(school)))
    school.send(DIR, AgreeProposal(back, turn(school)))
    assert [begun(school, each) for each in (LK, IB)] == [NEW, OLD]
    with school.reading() as work:
        row = next(each for each in all_put(work) if each.id == newest.id)
    assert (row.withdrawn_by, row.withdrawn_with) == (school.people[IB], school.people[DIR])
    with pytest.raises(WrongStateError, match="al teruggenomen"):
        school.send(IB, ProposeWithdrawal(newest.id, "Nog eens."))
    holds(school)


def test_a_day_to_come_holds_from_that_day_and_one_person_calls_it_off(school: School) -> None:
    day = school.clock.now.date() + timedelta(days=3)
    agreed(school, Target(day=day))
    with school.reading() as work:
        planned = all_put(work)[0]
    assert begun(school) == OLD
    school.clock.on(days=4)
    assert begun(school) == NEW
    with pytest.raises(WrongStateError, match="zijn tweeën"):
        school.send(DIR, CallOff(planned.id))
    agreed(school, Target(day=day + timedelta(days=9)), OLD)
    with school.reading() as work:
        planned = all_put(work)[0]
    school.send(IB, CallOff(planned.id))
    school.clock.on(days=20)
    assert begun(school) == NEW


def test_what_cannot_be_proposed_says_why(school: School) -> None:
    second, today = another(school), school.clock.now.date()
    stranger = frozenset({second.people[LK]})
    for target, field, told in (
        (Target(day=today - timedelta(days=1)), "vanaf", "voorbij"),
        (Target(day=today + timedelta(days=400)), "vanaf", "binnen een jaar"),
        (Target(random_id()), "school", "niet gevonden"),
        (Target(second.school), "school", "Voor deze school mag je geen"),
        (Target(None, stranger), "school", "Kies de school"),
        (Target(school.school, stranger), "mensen", "op deze school werken"),
    ):
        with pytest.raises(InvalidValueError, match=told) as refused:
            school.send(IB, ProposeVersion(NEW, target, "Dit gaat beter."))
        assert refused.value.field == field
    with pytest.raises(NotFoundError):
        school.send(IB, ProposeVersion("f" * 64, Target(), "Dit gaat beter."))
    made = school.send(IB, ProposeVersion(NEW, here(school), "Dit gaat beter.")).result
    with pytest.raises(InvalidValueError, match="twee mensen die daar"):
        second.send(DIR, AgreeProposal(made, turn(school)))
    with pytest.raises(NotFoundError):
        school.send(LK, RecallProposal(made))
    school.send(DIR, RecallProposal(made))
    with pytest.raises(WrongStateError, match="staat er niet meer"):
        school.send(DIR, AgreeProposal(made, turn(school)))


def test_the_only_version_of_a_place_stays(school: School) -> None:
    with school.reading() as work:
        (only,) = all_put(work)
    made = school.send(IB, ProposeWithdrawal(only.id, "Weg ermee.")).result
    with pytest.raises(WrongStateError, match="de enige versie"):
        school.send(DIR, AgreeProposal(made, turn(school)))


def test_two_who_publish_at_once_are_one_who_does_and_one_who_reads_why(school: School) -> None:
    third = {**OTHER, "LEESMIJ.md": b"Een derde versie."}
    keep(school, third)
    made = [
        school.send(IB, ProposeVersion(each, Target(), "Dit gaat beter.")).result
        for each in (NEW, Bundle.from_files(third).geheel)
    ]
    seen, by = turn(school), school.actor(DIR)
    answers = at_once(school, [sending(school, AgreeProposal(each, seen), by) for each in made])
    (told,) = [each for each in answers if isinstance(each, WrongStateError)]
    assert f"{by.name} nam intussen een andere versie in gebruik." in told.message
    (won,) = [each for each in answers if isinstance(each, Sent)]
    with school.reading() as work:
        assert bundle_in_force(work) == won.result.geheel
        assert len(all_put(work)) == 2
    with pytest.raises(WrongStateError, match="al in gebruik"):
        school.send(IB, PublishBundle(OTHER if won.result.geheel == NEW else third, school.people[DIR]))


def test_a_version_is_taken_back_while_routes_begin_on_it(school: School) -> None:
    made = agreed(school, Target()).result
    with school.reading() as work:
        newest = all_put(work)[0]
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()
    pupils = [random_id() for _ in range(8)]
    with school.writing() as work:
        for each in pupils:
            add_pupil(work, each, school.school, group)
    back = school.send(IB, ProposeWithdrawal(newest.id, "Het werkt niet.")).result
    acts = [sending(school, OpenDossier(each, "Zorg", BEGIN), school.actor(LK)) for each in pupils]
    acts.insert(4, sending(school, AgreeProposal(back, turn(school)), school.actor(DIR)))
    answers = at_once(school, acts)
    assert all(isinstance(each, Sent) for each in answers), answers
    with school.reading() as work:
        versions = set(work.run(select(t.route.c.bundle).where(t.route.c.board_id == school.board)).scalars())
    assert versions <= {OLD, made.geheel}
    assert begun(school, IB) == OLD
    assert len(school.tasks()) == len(pupils) + 1
    holds(school)


def test_beginning_a_route_asks_once_which_version_holds(school: School) -> None:
    agreed(school, here(school, LK))
    with counted() as sent:
        school.send(LK, OpenDossier(school.pupil, "Zorg", BEGIN))
    asked = [each for each in sent.statements if "in_force" in each]
    assert len(asked) == 1
