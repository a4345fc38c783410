"""Destroying for good: two people, a ground, nothing that stands in the way; and then nobody reads it, ever."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.erasing import CERTIFICATE, CarryOutErasure
from app.commands.erasure import ConfirmErasure, DeclineErasure, LiftHold, ProposeErasure, SetHold
from app.commands.finishing import finish
from app.commands.routes import CloseDossier, WithdrawRoute
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, InvalidValueError, NotFoundError, WrongStateError
from app.jobs.checkpoints import Outside
from app.jobs.mail import Post
from app.jobs.rounds import Rounds
from app.queries.checkpoints import check_checkpoints
from app.queries.desk import Desk
from app.queries.dossiers import read_dossier
from app.queries.erasures import read_certificate, read_keeping, read_overview
from app.store.chain import framed
from app.store.clock import Clock, random_id
from app.store.erasing import NOBODY
from app.store.history import links, opened
from app.store.keys import KeyGoneError
from app.store.notes import read_note
from app.store.signing import SigningKey
from tests import klein
from tests.invariants import holds
from tests.rows import only, rows
from tests.school import FUNCTIONS, School, Site, make_school
from tests.steps import DIR, IB, LK, MT, new_dossier, new_pupil
from tests.store.erasures import BOARD, WHY, begun, closed, erased, judged, leave, past_time, proposed, routes

KEY = SigningKey(bytes(range(32)))
BOSS = "beheerder"


@pytest.fixture
def school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files(), functions=(*FUNCTIONS, BOSS))


def told_in(school: School, row: Any) -> list[dict[str, Any]]:
    """The facts of the stream that a row owns."""
    key = school.site.keys.get(school.board, row.key_id)
    with school.reading() as work:
        return [opened(key, each) for each in links(work, row.stream_id)]


class TestProposing:
    def test_one_person_proposes_and_a_second_agrees(self, school: School) -> None:
        dossier = closed(school)
        made = proposed(school, dossier)
        with pytest.raises(WrongStateError, match="met zijn tweeën"):
            school.send(DIR, ConfirmErasure(made))
        school.send(BOARD, ConfirmErasure(made))
        row = only(school, t.erasure)
        assert (row.status, row.proposed_by, row.decided_by) == (
            "begonnen", school.people[DIR], school.people[BOARD],
        )  # fmt: skip
        with pytest.raises(WrongStateError, match="al beslist"):
            school.send(BOARD, ConfirmErasure(made))

    @pytest.mark.parametrize("function", [LK, IB, MT, "aandachtsfunctionaris", "waarnemer", BOSS])
    def test_for_others_it_does_not_exist(self, school: School, function: str) -> None:
        dossier = closed(school)
        with pytest.raises(NotFoundError):
            school.send(function, ProposeErasure(dossier, None, "verzoek", WHY))
        made = proposed(school, dossier)
        for command in (ConfirmErasure(made), DeclineErasure(made, WHY), SetHold(dossier, WHY)):
            with pytest.raises(NotFoundError):
                school.send(function, command)
        with school.writing() as work:
            assert read_keeping(work, school.actor(function), school.site.bundles, dossier) is None
            assert read_overview(work, school.actor(function), None).schools == ()

    def test_who_is_kept_off_the_dossier_is_kept_off_its_end(self, school: School) -> None:
        dossier = closed(school)
        with school.writing() as work:
            work.add(
                t.denial, denial_id=random_id(), dossier_id=dossier, person_id=school.people[DIR], began_at=work.now
            )
        with pytest.raises(NotFoundError):
            proposed(school, dossier)

    def test_only_after_its_time_or_by_a_decision(self, school: School) -> None:
        dossier = closed(school)
        with pytest.raises(InvalidValueError, match="bewaartermijn is nog niet voorbij"):
            proposed(school, dossier, ground="termijn")
        school.clock.on(days=2 * 365)
        with pytest.raises(InvalidValueError):
            proposed(school, dossier, ground="termijn")
        school.clock.on(days=3)
        made = proposed(school, dossier, ground="termijn")
        assert only(school, t.erasure, erasure_id=made).kept_until.isoformat() == "2028-09-01"

    def test_a_pupil_who_is_still_there_has_no_time_that_is_over(self, school: School) -> None:
        dossier = closed(school)
        with school.writing() as work:
            work.run(update(t.pupil).where(t.pupil.c.pupil_id == school.pupil).values(left_on=None))
        past_time(school)
        with pytest.raises(InvalidValueError):
            proposed(school, dossier, ground="termijn")
        proposed(school, dossier, ground="rechter")

    @pytest.mark.parametrize(("ground", "reason", "error"), [
        ("zomaar", WHY, InvalidValueError), ("verzoek", "x", FormInvalidError),
    ])  # fmt: skip
    def test_without_a_ground_or_a_reason_nothing_is_proposed(self, school: School, ground, reason, error) -> None:
        dossier = closed(school)
        with pytest.raises(error):
            school.send(DIR, ProposeErasure(dossier, None, ground, reason))
        assert rows(school, t.erasure) == []

    def test_nothing_is_destroyed_that_runs_or_is_open(self, school: School) -> None:
        dossier = new_dossier(school)
        with pytest.raises(WrongStateError, match="nog open"):
            proposed(school, dossier)
        with pytest.raises(WrongStateError, match="loopt nog"):
            proposed(school, dossier, routes(school, dossier)[0])
        with pytest.raises(NotFoundError):
            proposed(school, dossier, random_id())

    def test_of_one_thing_there_is_one_proposal(self, school: School) -> None:
        dossier = closed(school)
        made = proposed(school, dossier)
        with pytest.raises(WrongStateError, match="al een voorstel"):
            proposed(school, dossier)
        school.send(DIR, DeclineErasure(made, "Toch maar niet gedaan."))
        proposed(school, dossier)

    def test_the_second_is_told_by_mail_without_a_word(self, school: School) -> None:
        dossier = closed(school)
        before = {row.mail_id for row in rows(school, t.outbox)}
        proposed(school, dossier)
        told = [row for row in rows(school, t.outbox) if row.mail_id not in before]
        assert [(row.person_id, row.kind) for row in told] == [(school.people[BOARD], "bericht")]


class TestKeeping:
    def test_a_case_that_runs_blocks_proposing_and_agreeing_until_it_is_lifted(self, school: School) -> None:
        dossier = closed(school)
        made = proposed(school, dossier)
        hold = school.send(BOARD, SetHold(dossier, "Er loopt een klacht.")).result
        with pytest.raises(WrongStateError, match="bewaard blijven"):
            school.send(BOARD, ConfirmErasure(made))
        school.send(BOARD, DeclineErasure(made, "Er loopt een klacht."))
        with pytest.raises(WrongStateError, match="bewaard blijven"):
            proposed(school, dossier)
        school.send(DIR, LiftHold(hold, "De klacht is afgehandeld."))
        with pytest.raises(NotFoundError):
            school.send(DIR, LiftHold(hold, "De klacht is afgehandeld."))
        erased(school, dossier)
        assert rows(school, t.legal_hold) == []

    def test_what_is_begun_cannot_be_held_up(self, school: School) -> None:
        dossier = closed(school)
        begun(school, dossier)
        with pytest.raises(WrongStateError, match="al begonnen"):
            school.send(DIR, SetHold(dossier, "Er loopt een klacht."))


@pytest.fixture
def gone(school: School) -> UUID:
    dossier = closed(school)
    erased(school, dossier)
    return dossier


class TestADossier:
    def test_all_that_tells_of_it_is_gone(self, school: School, gone: UUID) -> None:
        for table in (
            t.answer, t.attachment, t.attachment_content, t.draft, t.deviation, t.incident, t.member, t.denial, t.task,
            t.task_function, t.route_reader, t.dossier_function, t.parent,
        ):  # fmt: skip
            assert rows(school, table) == [], table.name
        row = only(school, t.route)
        assert (row.process, row.name, row.bundle, row.milestone, row.phase) == ("", "", "", "", "")
        assert (row.reached, row.ends) == ({}, [])
        assert (bytes(row.state), row.started_by, row.next_due, row.status) == (b"", None, None, "vernietigd")
        assert only(school, t.dossier, dossier_id=gone).pupil_id == NOBODY
        assert bytes(only(school, t.erasure).sealed) == b""

    def test_its_keys_are_destroyed_and_nothing_opens(self, school: School, gone: UUID) -> None:
        keys = {row.key_id for table in (t.route, t.dossier) for row in rows(school, table)}
        assert keys == {each.id for each in school.site.keys.destroyed() if each.board == school.board}
        for each in keys:
            with pytest.raises(KeyGoneError):
                school.site.keys.get(school.board, each)
        assert gone

    def test_integrity_holds_and_completeness_says_erased(self, school: School, gone: UUID) -> None:
        verdict = judged(school)
        assert (verdict.wrong, verdict.unjudged) == ([], [])
        assert verdict.holds
        assert sorted(each.sort for each in verdict.found) == ["gewist", "gewist"]
        assert judged(school, gone).wrong == []

    def test_the_board_tells_of_it_by_ids_alone(self, school: School, gone: UUID) -> None:
        begun_, done = told_in(school, only(school, t.board))[-2:]
        row = only(school, t.erasure)
        assert (begun_["kind"], done["kind"]) == ("ErasureBegun", "DossierErased")
        assert begun_["actor"]["id"] == str(school.people[BOARD])
        assert done["data"]["dossier"] == str(gone)
        assert (done["data"]["proposed_by"], done["data"]["confirmed_by"]) == (
            str(row.proposed_by), str(row.decided_by),
        )  # fmt: skip
        assert "Kanarie" not in json.dumps([begun_, done])

    def test_the_pupil_who_left_and_the_parents_are_forgotten(self, school: School, gone: UUID) -> None:
        assert [row for row in rows(school, t.pupil) if row.pupil_id == school.pupil] == []
        assert json.loads(only(school, t.erasure).certificate)["forgotten"] == ["ouders", "leerling"]
        assert gone

    def test_a_pupil_who_is_still_there_stays_on_the_roll(self, school: School) -> None:
        dossier = closed(school)
        with school.writing() as work:
            work.run(update(t.pupil).where(t.pupil.c.pupil_id == school.pupil).values(left_on=None))
        erased(school, dossier)
        assert [row.pupil_id for row in rows(school, t.pupil) if row.pupil_id == school.pupil] == [school.pupil]
        assert rows(school, t.parent) == []
        again = school.open(LK, "Zorg", {"aanleiding": "Er is iets aan de hand."})
        assert again != dossier

    def test_nobody_finds_it_any_more(self, school: School, gone: UUID) -> None:
        for function in (DIR, IB, BOARD):
            with school.writing() as work:
                assert read_dossier(work, school.actor(function), gone) is None
                assert read_keeping(work, school.actor(function), school.site.bundles, gone) is None
        with pytest.raises(NotFoundError):
            proposed(school, gone)
        with pytest.raises(NotFoundError):
            school.send(DIR, SetHold(gone, "Er loopt een klacht."))
        with pytest.raises(NotFoundError):
            school.send(IB, CloseDossier(gone, "Het is klaar."))

    def test_a_dossier_of_somebody_else_is_as_it_was(self, school: School) -> None:
        dossier, other = closed(school), new_dossier(school)
        erased(school, dossier)
        assert judged(school, other).found == []
        told = holds(school, other)
        assert told.count()["RouteStarted"] == 1


class TestARoute:
    @pytest.fixture
    def dossier(self, school: School) -> UUID:
        dossier = closed(school, ends=False)
        school.press(IB, dossier, "Bel")
        for each in routes(school, dossier)[:1]:
            school.send(IB, WithdrawRoute(each, "Het is niet meer nodig."))
        return dossier

    def test_the_others_go_on_and_can_be_read(self, school: School, dossier: UUID) -> None:
        first, second = routes(school, dossier)
        erased(school, dossier, first)
        with school.writing() as work:
            found = read_dossier(work, school.actor(IB), dossier)
        assert found is not None
        assert [each.id for each in found.routes] == [second]
        verdict = judged(school)
        assert (verdict.wrong, verdict.unjudged, len(verdict.found)) == ([], [], 1)

    def test_the_dossier_tells_of_it(self, school: School, dossier: UUID) -> None:
        first, _ = routes(school, dossier)
        erased(school, dossier, first)
        told = told_in(school, only(school, t.dossier))
        assert told[-1]["kind"] == "RouteErased"
        assert told[-1]["actor"] == {"kind": "system"}
        assert told[-1]["data"]["route"] == str(first)

    def test_one_in_the_middle_long_after_the_others_began(self, school: School, dossier: UUID) -> None:
        school.clock.on(hours=1)
        school.press(IB, dossier, "Bel")
        school.clock.on(days=1)
        _, middle, _ = routes(school, dossier)
        school.send(IB, WithdrawRoute(middle, "Het is niet meer nodig."))
        erased(school, dossier, middle)
        for verdict in (judged(school), judged(school, dossier)):
            assert (verdict.wrong, verdict.unjudged) == ([], [])
            assert [each.sort for each in verdict.found] == ["gewist"]

    def test_routes_that_changed_places_are_found_beside_it(self, school: School, dossier: UUID) -> None:
        school.clock.on(hours=1)
        school.press(IB, dossier, "Bel")
        first, middle, last = routes(school, dossier)
        erased(school, dossier, first)
        with school.writing() as work:
            for made, number in ((middle, 9), (last, 2), (middle, 3)):
                work.run(update(t.route).where(t.route.c.route_id == made).values(number=number))
        assert judged(school, dossier).wrong == [f"dossier {dossier}: route 3 begon eerder dan route 2."]

    def test_then_the_whole(self, school: School, dossier: UUID) -> None:
        first, second = routes(school, dossier)
        erased(school, dossier, first)
        school.send(IB, WithdrawRoute(second, "Het is niet meer nodig."))
        school.send(IB, CloseDossier(dossier, "Alles is afgerond."))
        leave(school)
        erased(school, dossier)
        verdict = judged(school)
        assert (verdict.wrong, verdict.unjudged, len(verdict.found)) == ([], [], 3)


class TestBegun:
    def test_what_is_begun_and_not_done_is_named(self, school: School) -> None:
        dossier = closed(school)
        begun(school, dossier)
        (line,) = judged(school).unjudged
        assert line == f"dossier {dossier}: de vernietiging is begonnen en nog niet af."
        assert judged(school, dossier).unjudged == [line]

    def test_a_key_that_went_before_the_machine_died_is_named_and_then_finished(self, school: School) -> None:
        dossier = closed(school)
        made = begun(school, dossier)
        school.site.keys.destroy(school.board, only(school, t.route).key_id, school.clock.now)
        assert judged(school).unjudged == [f"dossier {dossier}: de vernietiging is begonnen en nog niet af."]
        assert finish(school.bus, school.board, made)
        assert judged(school).holds

    def test_a_key_that_is_gone_without_a_decision_is_not_taken_for_erased(self, school: School) -> None:
        dossier = closed(school)
        school.site.keys.destroy(school.board, only(school, t.route).key_id, school.clock.now)
        (line,) = judged(school, dossier).unjudged
        assert "geen besluit" in line

    def test_a_row_that_somebody_wrote_in_the_database_destroys_nothing(self, school: School) -> None:
        dossier = closed(school)
        made = proposed(school, dossier)
        with school.writing() as work:
            work.run(
                update(t.erasure).where(t.erasure.c.erasure_id == made)
                .values(status="begonnen", decided_by=school.people[BOARD], decided_at=work.now, begun_in=1)
            )  # fmt: skip
        with pytest.raises(WrongStateError, match="niet zo in de geschiedenis"):
            school.bus.send(CarryOutErasure(made), by=Actor.system(school.board))
        assert school.site.keys.get(school.board, only(school, t.route).key_id)

    def test_the_decision_on_one_dossier_destroys_no_other(self, school: School) -> None:
        one, other = closed(school), closed(school)
        made = begun(school, one)
        fact = only(school, t.erasure).begun_in
        second = proposed(school, other)
        with school.writing() as work:
            work.run(
                update(t.erasure).where(t.erasure.c.erasure_id == second)
                .values(status="begonnen", decided_by=school.people[BOARD], decided_at=work.now, begun_in=fact)
            )  # fmt: skip
        assert not finish(school.bus, school.board, second)
        assert finish(school.bus, school.board, made)
        assert {row.dossier_id for row in rows(school, t.dossier) if row.pupil_id == NOBODY} == {one}

    @pytest.mark.parametrize("function", [DIR, BOARD, IB])
    def test_no_person_carries_it_out(self, school: School, function: str) -> None:
        made = begun(school, closed(school))
        with pytest.raises(NotFoundError):
            school.send(function, CarryOutErasure(made))


def rounds(school: School, folder) -> Rounds:
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    post = Post("leidraad@school.example", "http://127.0.0.1", lambda _mail: None, lambda: school.clock.now)
    return Rounds(random_id(), desk, school.bus, post, Outside(KEY, str(folder)))


class TestTheCertificate:
    def test_the_worker_finishes_signs_and_makes_a_checkpoint(self, school: School, tmp_path) -> None:
        dossier = closed(school)
        begun(school, dossier)
        rounds(school, tmp_path).erase()
        row = only(school, t.erasure)
        assert row.status == "vernietigd"
        assert row.wiped_at is not None
        KEY._private.public_key().verify(row.signature, framed(CERTIFICATE, row.certificate.encode()))
        destroyed = read_note(rows(school, t.checkpoint)[-1].text).checkpoint.entry.destroyed
        assert set(destroyed) == {each.key_id for table in (t.route, t.dossier) for each in rows(school, table)}
        assert len(list(tmp_path.glob(f"{school.board.hex}-*"))) == 1
        with school.reading() as work:
            assert check_checkpoints(work, KEY.public, str(tmp_path)).wrong == []
        before = len(rows(school, t.checkpoint))
        rounds(school, tmp_path).erase()
        assert len(rows(school, t.checkpoint)) == before

    def test_what_the_page_finished_the_worker_signs(self, school: School, tmp_path) -> None:
        erased(school, closed(school))
        assert only(school, t.erasure).signature is None
        rounds(school, tmp_path).erase()
        assert only(school, t.erasure).signature is not None

    def test_it_tells_what_was_tried_and_that_the_chains_hold(self, school: School) -> None:
        made = erased(school, closed(school))
        with school.writing() as work:
            found = read_certificate(work, school.actor(DIR), made)
        assert found is not None
        told = found.told
        assert {each["what"] for each in told["trial"]} == {"feit", "toestand", "antwoord", "bijlage"}
        assert all(each["opened_before"] and not each["opens_after"] for each in told["trial"])
        assert all(each["holds"] for each in told["streams"])
        owned = {
            (str(row.stream_id), row.facts, bytes(row.head).hex())
            for table in (t.route, t.dossier) for row in rows(school, table)
        }  # fmt: skip
        assert {(each["stream"], each["facts"], each["head"]) for each in told["streams"]} == owned
        assert told["proposed"]["name"] == "Directeur Proef"
        assert told["rows"]["attachment"] == 1
        assert "Kanarie" not in found.text

    def test_the_history_holds_its_hash(self, school: School) -> None:
        dossier = closed(school)
        erased(school, dossier)
        digest = hashlib.sha256(only(school, t.erasure).certificate.encode()).hexdigest()
        assert told_in(school, only(school, t.board))[-1]["data"]["certificate"] == digest

    def test_it_is_for_who_decides(self, school: School) -> None:
        made = erased(school, closed(school))
        for function, there in ((DIR, True), (BOARD, True), (IB, False), (LK, False), (BOSS, False)):
            with school.writing() as work:
                assert (read_certificate(work, school.actor(function), made) is not None) == there, function


def test_what_is_past_its_time_is_listed(school: School) -> None:
    dossier = closed(school)

    def due() -> list[UUID]:
        with school.writing() as work:
            return [each.dossier for each in read_overview(work, school.actor(DIR), None).due]

    assert due() == []
    past_time(school)
    assert due() == [dossier]
    hold = school.send(DIR, SetHold(dossier, "Er loopt een klacht.")).result
    with school.writing() as work:
        assert read_overview(work, school.actor(DIR), None).due[0].held
    school.send(DIR, LiftHold(hold, "De klacht is afgehandeld."))
    erased(school, dossier)
    assert due() == []


def test_who_left_long_ago_without_a_dossier_is_taken_off_the_roll(school: School, tmp_path) -> None:
    kept = school.pupil
    closed(school)
    with_dossier, alone = school.pupil, new_pupil(school)
    school.pupil = alone
    leave(school)
    rounds(school, tmp_path).tidy()
    assert {row.pupil_id for row in rows(school, t.pupil)} == {kept, with_dossier, alone}
    school.clock.on(days=366)
    rounds(school, tmp_path).tidy()
    assert {row.pupil_id for row in rows(school, t.pupil)} == {kept, with_dossier}
    assert told_in(school, only(school, t.board))[-1]["data"] == {"pupils": 1}
    before = only(school, t.board).facts
    rounds(school, tmp_path).tidy()
    assert only(school, t.board).facts == before


def test_who_finish_at_once_do_it_once(school: School) -> None:
    """The page on which it was agreed, and every worker that looks at that moment."""
    dossier = closed(school)
    made = begun(school, dossier)

    def work(_: int) -> bool:
        with school.site.app.app_context():
            return finish(school.bus, school.board, made)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 1
    kinds = [each["kind"] for each in told_in(school, only(school, t.board))]
    assert kinds.count("DossierErased") == 1
    assert judged(school, dossier).holds


def test_of_two_who_agree_at_once_one_does(school: School) -> None:
    dossier = closed(school)
    made = proposed(school, dossier)
    actor = school.actor(BOARD)

    def agree(_: int) -> bool:
        with school.site.app.app_context():
            try:
                school.bus.send(ConfirmErasure(made), by=actor)
            except WrongStateError:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(agree, range(4))) == 1
    kinds = [each["kind"] for each in told_in(school, only(school, t.board))]
    assert kinds.count("ErasureBegun") == 1


def test_the_stream_of_the_board_alone_says_what_may_go(school: School) -> None:
    """Nothing of the database's own is believed: without the board's key nobody can have anything destroyed."""
    made = begun(school, closed(school))
    with school.reading() as work:
        board = work.row(select(t.board).where(t.board.c.board_id == school.board))
    assert board is not None
    school.site.keys.destroy(school.board, board.key_id, school.clock.now)
    assert not finish(school.bus, school.board, made)
    assert only(school, t.erasure).status == "begonnen"
