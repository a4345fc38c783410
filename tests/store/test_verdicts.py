"""The three verdicts on a school in a real database: what was tampered with is named with its place, the rest holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text, update

import app.store.tables as t
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.teams import AddMember, EndMember
from app.queries.found import Found
from app.queries.verdicts import Asked, Sort, Verdict, Which, all_dossiers, judge, judge_rest
from app.store.boards import seal_personal
from app.store.chain import next_head
from app.store.clock import random_id
from app.store.db import db
from app.store.documents import fact_bytes
from app.store.sealing import about_fact, seal
from tests.school import School, add_pupil


def begin(school: School) -> UUID:
    return school.open("leerkracht", "Zorg over leerling")


def second_dossier(school: School) -> UUID:
    """A dossier of another pupil, in which something happened too."""
    pupil, first = random_id(), school.pupil
    with school.writing() as work:
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()
        add_pupil(work, pupil, school.school, group)
    school.pupil = pupil
    made = begin(school)
    school.pupil = first
    return made


def walk(school: School) -> UUID:
    dossier = begin(school)
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    school.complete("leerkracht", "Signalen in kaart brengen")
    return dossier


def judged(school: School, dossier: UUID) -> Verdict:
    with school.reading() as work:
        return judge(work, school.site.bundles, dossier, Asked(alone=True))


def all_judged(school: School) -> dict[UUID | None, Verdict]:
    with school.reading() as work:
        found: dict[UUID | None, Verdict] = {
            each: judge(work, school.site.bundles, each, Asked()) for each in all_dossiers(work)
        }
        found[None] = judge_rest(work, school.site.bundles, Asked())
    return found


def wrong(verdict: Verdict) -> list[Found]:
    return [each for each in verdict.found if each.sort is Sort.WRONG]


def tamper(school: School, *statements, guard: bool = False) -> dict[UUID | None, Verdict]:
    """What the verdicts are after statements of whoever owns the database, of which nothing stays."""
    found: dict[UUID | None, Verdict] = {}
    with suppress(ZeroDivisionError), school.writing() as work:
        if guard:
            for name in ("fact_stays", "fact_follows") if db.engine.dialect.name == "sqlite" else ("fact_stays",):
                on = "" if db.engine.dialect.name == "sqlite" else " ON fact"
                work.run(text(f"DROP TRIGGER {name}{on}"))
        for statement in statements:
            work.run(statement)
        for each in all_dossiers(work):
            found[each] = judge(work, school.site.bundles, each, Asked())
        found[None] = judge_rest(work, school.site.bundles, Asked())
        raise ZeroDivisionError
    return found


def the_stream(school: School, dossier: UUID, process: str = "ondersteuningsroute"):
    with school.reading() as work:
        where = (t.route.c.board_id == school.board, t.route.c.dossier_id == dossier, t.route.c.process == process)
        return work.row(select(t.route).where(*where))


def facts_of(school: School, stream: UUID):
    with school.reading() as work:
        where = (t.fact.c.board_id == school.board, t.fact.c.stream_id == stream)
        return list(work.rows(select(t.fact).where(*where).order_by(t.fact.c.sequence)))


def only(found: dict[UUID | None, Verdict], dossier: UUID | None) -> list[Found]:
    """What is wrong of one dossier, where nothing is wrong of any other."""
    for name, verdict in found.items():
        if name != dossier:
            assert wrong(verdict) == [], name
    return wrong(found[dossier])


def test_all_three_hold_of_a_school_that_was_left_alone(school: School) -> None:
    dossier = walk(school)
    other = second_dossier(school)
    found = all_judged(school)
    assert set(found) == {dossier, other, None}
    for verdict in found.values():
        assert wrong(verdict) == []
        assert [verdict.standing(which) for which in (Which.INTEGRITY, Which.COMPLETENESS)] == [None, None]
    assert found[dossier].steps >= 6
    assert found[dossier].rules >= 5


def test_a_rule_that_no_sentence_says_yet_is_told_once_and_breaks_nothing(school: School) -> None:
    dossiers = begin(school), second_dossier(school)
    whole = Verdict()
    for each in dossiers:
        whole.add(judged(school, each))
    unsaid = [each for each in whole.found if each.sort is Sort.UNSAID]
    assert [each.rule for each in unsaid] == ["18"]
    assert "Verwijsindex" in unsaid[0].sentence
    assert (whole.standing(Which.CONFORMITY), whole.holds) == (None, True)


def test_a_late_task_is_named_with_how_late(school: School) -> None:
    dossier = begin(school)
    school.clock.on(days=60)
    school.complete("leerkracht", "Observeren en begeleiden")
    late = [each for each in judged(school, dossier).found if each.sort is Sort.LATE]
    assert [(each.number, each.sequence) for each in late] == [(1, 2)]
    assert "Observeren en begeleiden" in late[0].sentence
    assert "dagen" in late[0].sentence


# bad cases


def test_a_flipped_byte_in_a_fact_names_the_dossier_and_the_fact(school: School) -> None:
    dossier, _ = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    fact = facts_of(school, route.stream_id)[1]
    flipped = bytes([fact.ciphertext[0] ^ 1]) + fact.ciphertext[1:]
    where = (t.fact.c.board_id == school.board, t.fact.c.stream_id == route.stream_id, t.fact.c.sequence == 2)
    (found,) = only(tamper(school, update(t.fact).where(*where).values(ciphertext=flipped), guard=True), dossier)
    assert (found.which, found.route, found.number) == (Which.INTEGRITY, route.route_id, route.number)
    assert (found.stream, found.sequence) == (route.stream_id, 2)


def test_a_flipped_byte_in_a_state_names_the_dossier(school: School) -> None:
    dossier, _ = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    flipped = bytes([route.state[20] ^ 1])
    state = route.state[:20] + flipped + route.state[21:]
    where = (t.route.c.board_id == school.board, t.route.c.route_id == route.route_id)
    (found,) = only(tamper(school, update(t.route).where(*where).values(state=state)), dossier)
    assert (found.which, found.route) == (Which.INTEGRITY, route.route_id)
    assert "toestand" in found.sentence


def test_a_flipped_byte_in_a_bundle_breaks_completeness_of_what_ran_on_it(school: School) -> None:
    dossier = walk(school)
    with school.reading() as work:
        files = work.run(select(t.bundle.c.files).where(t.bundle.c.board_id == school.board)).scalar_one()
    flipped = files[:200] + bytes([files[200] ^ 1]) + files[201:]
    found = tamper(school, update(t.bundle).where(t.bundle.c.board_id == school.board).values(files=flipped))
    told = only(found, dossier)
    assert {each.which for each in told} == {Which.COMPLETENESS}
    assert all("het protocol van feit 1" in each.sentence and each.sequence == 1 for each in told)
    assert found[dossier].standing(Which.CONFORMITY) is not None


def test_a_fact_that_the_owner_of_the_database_put_in_is_named(school: School) -> None:
    """With a right chain, which needs no key: only the seal cannot be made."""
    dossier, _ = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    last = facts_of(school, route.stream_id)[-1]
    forged = bytes(len(last.ciphertext))
    head = next_head(last.head, route.stream_id, last.sequence + 1, last.entered, forged)
    row = insert(t.fact).values(
        board_id=school.board, stream_id=route.stream_id, sequence=last.sequence + 1, entered=last.entered,
        ciphertext=forged, head=head, key_id=last.key_id,
    )  # fmt: skip
    where = (t.route.c.board_id == school.board, t.route.c.route_id == route.route_id)
    owned = update(t.route).where(*where).values(facts=last.sequence + 1, head=head)
    (found,) = only(tamper(school, row, owned), dossier)
    assert (found.which, found.stream, found.sequence) == (Which.INTEGRITY, route.stream_id, last.sequence + 1)
    assert "gaat niet open" in found.sentence


def test_a_clock_that_was_set_back_in_the_facts_is_named(school: School) -> None:
    dossier, _ = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    where = (t.fact.c.board_id == school.board, t.fact.c.stream_id == route.stream_id, t.fact.c.sequence == 2)
    earlier = update(t.fact).where(*where).values(entered="2026-08-01T07:00:00.000000Z")
    (found,) = only(tamper(school, earlier, guard=True), dossier)
    assert (found.which, found.sequence) == (Which.INTEGRITY, 2)


def test_a_fact_that_was_entered_with_the_clock_set_back_is_named(school: School) -> None:
    """Sealed and linked as it should be, by whoever has the keys and a machine whose clock went back."""
    dossier, _ = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    last = facts_of(school, route.stream_id)[-1]
    entered, sequence = "2026-08-01T07:00:00.000000Z", last.sequence + 1
    document = {
        "v": 1, "kind": "AttemptRefused", "command": str(random_id()), "actor": {"kind": "system"}, "at": entered,
        "data": {"tried": "CompleteTask", "task": "", "reason": "state"},
    }  # fmt: skip
    with school.reading() as work:
        key = work.keys.get(school.board, route.key_id)
    sealed = seal(key, fact_bytes(document), *about_fact(route.stream_id, sequence, entered))
    head = next_head(last.head, route.stream_id, sequence, entered, sealed)
    row = insert(t.fact).values(
        board_id=school.board, stream_id=route.stream_id, sequence=sequence, entered=entered, ciphertext=sealed,
        head=head, key_id=last.key_id,
    )  # fmt: skip
    where = (t.route.c.board_id == school.board, t.route.c.route_id == route.route_id)
    owned = update(t.route).where(*where).values(facts=sequence, head=head)
    (found,) = only(tamper(school, row, owned), dossier)
    assert (found.which, found.sequence) == (Which.INTEGRITY, sequence)
    assert "klok" in found.sentence


def test_a_clock_that_is_set_back_leaves_a_history_that_holds(school: School) -> None:
    """The product enters nothing earlier than what it entered before."""
    school.clock.on(days=3)
    dossier = begin(school)
    school.clock.now -= timedelta(days=2)
    school.press("intern begeleider", dossier, "Vermoeden")
    first, second = (the_stream(school, dossier, each) for each in ("ondersteuningsroute", "meldcode"))
    assert first.started_at <= second.started_at
    assert wrong(judged(school, dossier)) == []


def test_of_a_dossier_that_is_half_erased_the_part_is_named_and_the_rest_holds(school: School) -> None:
    """A key is gone and nobody decided it: that is not broken, and not erased as it should be either."""
    dossier, other = walk(school), second_dossier(school)
    route = the_stream(school, dossier, "meldcode")
    school.site.keys.destroy(school.board, route.key_id, school.clock.now)
    found = all_judged(school)
    told = list(found[dossier].of(Which.COMPLETENESS))
    assert [(each.sort, each.route, each.number) for each in told] == [(Sort.UNJUDGED, route.route_id, route.number)]
    assert "geen besluit" in told[0].sentence
    assert found[dossier].standing(Which.CONFORMITY) in (Sort.ERASED, Sort.UNJUDGED)
    assert wrong(found[other]) == wrong(found[dossier]) == []


# gaps


def test_somebody_who_was_taken_off_a_team_in_the_database_is_missed(school: School) -> None:
    dossier, _ = walk(school), second_dossier(school)
    where = (t.member.c.board_id == school.board, t.member.c.dossier_id == dossier)
    (found,) = only(tamper(school, delete(t.member).where(*where)), dossier)
    assert "betrokken was" in found.sentence


@pytest.mark.parametrize("values", [{"person_id": random_id()}, {"reason": "gevraagd"}, {"ended_at": "now"}])
def test_a_place_on_a_team_that_was_changed_is_found(school: School, values) -> None:
    dossier, _ = walk(school), second_dossier(school)
    if "ended_at" in values:
        values = {"ended_at": school.clock.now + timedelta(seconds=1)}
    where = (t.member.c.board_id == school.board, t.member.c.dossier_id == dossier)
    (found,) = only(tamper(school, update(t.member).where(*where).values(**values)), dossier)
    assert "betrokkene" in found.sentence


def test_a_place_on_a_team_that_no_fact_tells_of_is_found(school: School) -> None:
    dossier = walk(school)
    row = insert(t.member).values(
        board_id=school.board, member_id=random_id(), dossier_id=dossier, person_id=school.people["MT"],
        route_id=None, task_id=None, reason="gevraagd", began_at=school.clock.now,
    )  # fmt: skip
    (found,) = only(tamper(school, row), dossier)
    assert "weet geen feit" in found.sentence


def test_people_who_come_and_go_by_deeds_are_right(school: School) -> None:
    dossier = walk(school)
    school.send("intern begeleider", AddMember(dossier, school.people["MT"], "Kent het gezin van vroeger.", None))
    school.clock.on(days=1)
    with school.reading() as work:
        asked = work.run(select(t.member.c.member_id).where(
            t.member.c.board_id == school.board, t.member.c.reason == "gevraagd"
        )).scalar_one()  # fmt: skip
    assert wrong(judged(school, dossier)) == []
    school.send("intern begeleider", EndMember(asked, "Is niet meer nodig hier."))
    assert wrong(judged(school, dossier)) == []


@pytest.mark.parametrize(("table", "values", "said"), [
    (t.route_reader, {"function": "beheerder"}, "voor wie de route bestaat"),
    (t.task_function, {"function": "beheerder"}, "voor wie taak"),
    (t.task_function, {"due_at": "later"}, "de termijn waarmee taak"),
    (t.route, {"name": "Iets anders"}, "de naam van de route"),
])  # fmt: skip
def test_what_stands_around_a_route_is_held_against_the_drawing(school: School, table, values, said: str) -> None:
    dossier = begin(school)
    if "due_at" in values:
        values = {"due_at": school.clock.now}
    if table is t.route_reader:
        with school.reading() as work:
            name = work.run(
                select(t.route_reader.c.function).where(t.route_reader.c.board_id == school.board)
            ).scalars()
            where = (t.route_reader.c.board_id == school.board, t.route_reader.c.function == next(iter(name)))
    else:
        where = (table.c.board_id == school.board,)
    told = only(tamper(school, update(table).where(*where).values(**values)), dossier)
    assert any(said in each.sentence for each in told), told


@pytest.mark.parametrize("table", [t.route_reader, t.task_function])
def test_rows_around_a_route_that_are_gone_are_missed(school: School, table) -> None:
    dossier = begin(school)
    assert only(tamper(school, delete(table).where(table.c.board_id == school.board)), dossier)


def test_the_number_of_a_route_that_was_changed_is_found(school: School) -> None:
    dossier = walk(school)
    where = (t.route.c.board_id == school.board, t.route.c.number == 1)
    (found,) = only(tamper(school, update(t.route).where(*where).values(number=40)), dossier)
    assert "nummers van de routes" in found.sentence


def test_a_deviation_by_two_people_is_told_with_both_of_them(school: School) -> None:
    dossier = begin(school)
    route = the_stream(school, dossier)
    for name in ("Stap 2: delen van vermoedens", "Stap 3: Groot overleg"):
        with school.reading() as work:
            bundle = school.site.bundles.get(work, route.bundle)
        nodes = bundle.processes["ondersteuningsroute"].nodes.values()
        to = next(node.id for node in nodes if node.name == name)
        asked = ProposeDeviation(route.route_id, to, "De ouders zijn op reis en er is haast.")
        proposal = school.send("intern begeleider", asked).result
        school.send("aandachtsfunctionaris", ConfirmDeviation(route.route_id, proposal))
    told = [each for each in judged(school, dossier).found if each.sort is Sort.DEPARTED and each.rule == "1"]
    assert [(each.by, each.second) for each in told] == [
        (school.people["intern begeleider"], school.people["aandachtsfunctionaris"])
    ]
    assert "reis" not in told[0].sentence


def test_garbage_in_the_row_of_the_board_is_told_and_the_rest_is_judged(school: School) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL refuses a value of another kind
    dossier, other = walk(school), second_dossier(school)
    for table, column in (("board", "facts"), ("board", "head"), ("board", "key_id")):
        statement = text(f"UPDATE {table} SET {column} = 'onzin' WHERE board_id = '{school.board.hex}'")  # noqa: S608
        found = tamper(school, statement)
        assert wrong(found[dossier]) == wrong(found[other]) == []
        assert any("board" in each.line for each in wrong(found[None])), column


def test_garbage_in_the_row_of_a_route_is_told_and_other_dossiers_are_judged(school: School) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    dossier, other = walk(school), second_dossier(school)
    route = the_stream(school, dossier)
    found = tamper(school, text(f"UPDATE route SET facts = 'veel' WHERE route_id = '{route.route_id.hex}'"))  # noqa: S608
    assert any(str(route.route_id) in each.line and each.dossier == dossier for each in wrong(found[dossier]))
    assert wrong(found[other]) == []
    assert found[dossier].steps > 0  # its other routes are judged too


def test_personal_data_is_nowhere_in_what_is_said(school: School) -> None:
    dossier = walk(school)
    with school.reading() as work:
        assert seal_personal(work, "x", dossier, {})
    for verdict in all_judged(school).values():
        for each in verdict.found:
            assert "Kanarie" not in each.line
