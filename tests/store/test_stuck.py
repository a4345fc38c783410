"""What gets stuck, or was changed behind our back: it never runs, it is told, and once it is mended it goes on."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

import app.store.tables as t
from app.commands.routes import SendMessage
from app.commands.tasks import CompleteTask
from app.commands.timers import RetryIncident
from app.domain.errors import (
    NotFoundError,
    StuckError,
    UnavailableError,
    WrongStateError,
)  # fmt: skip
from app.queries.verification import verify
from app.store.incidents import HISTORY, Stuck, add_incident
from tests import klein
from tests.invariants import holds
from tests.rows import drafted, only, rows
from tests.school import School, Site, make_school
from tests.steps import DIR, IB, LK, NOTE, do, new_dossier, new_pupil, task_of, to_noteren, to_samen

SEEN = {"ernst": "laag", "gezien": "Wat ik zag staat hier."}


@pytest.fixture
def klein_school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


@pytest.fixture
def tampered(klein_school: School) -> tuple[UUID, bytes]:
    """A dossier with a route of which the stored state was changed; what it was."""
    dossier = to_samen(klein_school)
    return dossier, set_state(klein_school, dossier, "zorg", None)


def set_state(school: School, dossier: UUID, process: str, state: bytes | None) -> bytes:
    """Put a state in the row of a route, or spoil it; gives what it was."""
    row = only(school, t.route, dossier_id=dossier, process=process)
    changed = bytearray(row.state)
    changed[len(changed) // 2] ^= 1
    with school.writing() as work:
        work.run(update(t.route).where(t.route.c.route_id == row.route_id).values(state=state or bytes(changed)))
    return bytes(row.state)


class TestWhatIsStuck:
    def test_it_leaves_an_incident_a_fact_and_a_draft_and_the_step_is_not_taken(
        self, klein_school: School, tampered: tuple[UUID, bytes]
    ) -> None:
        dossier, _ = tampered
        task = task_of(klein_school, dossier, "Wegen")
        facts = len(rows(klein_school, t.fact))
        with pytest.raises(StuckError) as raised:
            klein_school.send(IB, CompleteTask(task, NOTE), key="k")
        incident = only(klein_school, t.incident)
        assert incident.incident_id == raised.value.incident
        assert (incident.kind, incident.element, incident.subject) == ("taak", "c", str(task))
        assert len(rows(klein_school, t.fact)) == facts + 1
        assert not rows(klein_school, t.idempotency), "the key can be used again"
        assert only(klein_school, t.task, task_id=task).status == "open"
        assert drafted(klein_school, task, IB) == NOTE

    def test_tried_again_while_it_is_stuck_it_is_still_one_incident(
        self, klein_school: School, tampered: tuple[UUID, bytes]
    ) -> None:
        dossier, _ = tampered
        task = task_of(klein_school, dossier, "Wegen")
        seen = set()
        for _ in range(3):
            with pytest.raises(StuckError) as raised:
                klein_school.send(IB, CompleteTask(task, NOTE), key="k")
            seen.add(raised.value.incident)
        assert len(rows(klein_school, t.incident)) == len(seen) == 1

    def test_once_it_is_mended_it_goes_on(self, klein_school: School, tampered: tuple[UUID, bytes]) -> None:
        dossier, state = tampered
        task = task_of(klein_school, dossier, "Wegen")
        with pytest.raises(StuckError) as raised:
            klein_school.send(IB, CompleteTask(task, NOTE), key="k")
        set_state(klein_school, dossier, "zorg", state)
        assert klein_school.send(IB, CompleteTask(task, NOTE), key="k").status == 200
        assert holds(klein_school, dossier).count()["IncidentResolved"] == 1
        with pytest.raises(WrongStateError):
            klein_school.send(IB, RetryIncident(raised.value.incident))
        assert not only(klein_school, t.route, dossier_id=dossier, process="zorg").stuck
        assert not rows(klein_school, t.draft)
        holds(klein_school)

    def test_what_a_check_found_keeps_no_route_from_going_on(
        self, klein_school: School, tampered: tuple[UUID, bytes]
    ) -> None:
        dossier, state = tampered
        task = task_of(klein_school, dossier, "Wegen")
        with pytest.raises(StuckError):
            klein_school.send(IB, CompleteTask(task, NOTE), key="k")
        route = only(klein_school, t.route, dossier_id=dossier, process="zorg")
        with klein_school.writing() as work:
            found = Stuck(HISTORY, "", "merk", "De geschiedenis is veranderd of niet heel in route 1.")
            kept = add_incident(work, klein_school.school, dossier, route.route_id, found)
        set_state(klein_school, dossier, "zorg", state)
        with pytest.raises(WrongStateError, match="opnieuw te proberen"):
            klein_school.send(IB, RetryIncident(kept))
        (stuck,) = [each for each in rows(klein_school, t.incident) if each.kind == "taak"]
        klein_school.send(IB, RetryIncident(stuck.incident_id))
        assert not only(klein_school, t.route, dossier_id=dossier, process="zorg").stuck
        assert only(klein_school, t.incident, incident_id=kept).resolved_at is None

    def test_another_route_of_the_dossier_goes_on(self, klein_school: School) -> None:
        dossier = to_noteren(klein_school)
        klein_school.press(IB, dossier, "Bel")
        set_state(klein_school, dossier, "zorg", None)
        answers = {**NOTE, "op": "2027-01-01", "tot": "2027-01-02"}
        klein_school.send("MT", CompleteTask(task_of(klein_school, dossier, "Bellen"), answers))
        assert only(klein_school, t.task, dossier_id=dossier, name="Bellen").status == "afgerond"
        assert only(klein_school, t.route, dossier_id=dossier, process="bellen").next_due is not None

    def test_a_message_to_it_is_an_incident_and_no_half_step(self, klein_school: School) -> None:
        dossier = to_noteren(klein_school)
        set_state(klein_school, dossier, "zorg", None)
        task = task_of(klein_school, dossier, "Noteren")
        with pytest.raises(StuckError):
            klein_school.send(LK, CompleteTask(task, NOTE), key="k")
        assert only(klein_school, t.task, task_id=task).status == "open"
        assert len(rows(klein_school, t.incident)) == 1

    def test_a_button_in_its_dossier_is_an_incident_and_not_an_error_of_the_program(
        self, klein_school: School, tampered: tuple[UUID, bytes]
    ) -> None:
        with pytest.raises(StuckError):
            klein_school.send(IB, SendMessage(tampered[0], "Bel"), key="k")
        assert len(rows(klein_school, t.incident)) == 1
        assert len(rows(klein_school, t.route, dossier_id=tampered[0])) == 1

    def test_what_is_stuck_never_says_what_was_typed(
        self, klein_school: School, tampered: tuple[UUID, bytes], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        task = task_of(klein_school, tampered[0], "Wegen")
        with pytest.raises(StuckError) as raised:
            klein_school.send(IB, CompleteTask(task, {"notitie": "Zeldzaamwoord in de tekst"}))
        chain = raised.value.__cause__
        assert "Zeldzaamwoord" not in f"{raised.value}{chain}{caplog.text}"
        assert "Zeldzaamwoord" not in only(klein_school, t.incident).message


class TestWhenTheKeysAreAway:
    @pytest.mark.parametrize("key", ["k", None])
    def test_it_is_told_as_such_and_nothing_is_stuck(
        self, klein_school: School, tmp_path: Path, key: str | None
    ) -> None:
        dossier = to_samen(klein_school)
        task = task_of(klein_school, dossier, "Wegen")
        actor = klein_school.actor(IB)
        keys = klein_school.site.keys
        keys._recent.forget()
        file = Path(str(keys._engine.url.database))
        away = tmp_path / "weg"
        keys._engine.dispose()
        moved = [(each, away.with_name(each.name)) for each in file.parent.glob("keys.sqlite*")]
        for each, to in moved:
            each.rename(to)
        try:
            with pytest.raises(UnavailableError):
                klein_school.bus.send(CompleteTask(task, NOTE), by=actor, key=key)
        finally:
            keys._engine.dispose()
            file.unlink(missing_ok=True)
            for each, to in moved:
                to.rename(each)
        assert not rows(klein_school, t.incident)
        assert klein_school.send(IB, CompleteTask(task, NOTE), key="k").status == 200
        holds(klein_school)


class TestTampering:
    """Whoever has the database changes a row: it never runs, and the check names it."""

    def test_a_changed_state(self, klein_school: School, tampered: tuple[UUID, bytes]) -> None:
        assert tampered
        assert "toestand" in " ".join(verdict(klein_school))

    def test_a_state_of_before_put_back(self, klein_school: School) -> None:
        dossier = to_samen(klein_school)
        old = bytes(only(klein_school, t.route, dossier_id=dossier).state)
        do(klein_school, dossier, LK, "Praten")
        set_state(klein_school, dossier, "zorg", old)
        with pytest.raises(StuckError):
            klein_school.send(IB, CompleteTask(task_of(klein_school, dossier, "Wegen"), NOTE))
        assert "toestand" in " ".join(verdict(klein_school))

    @pytest.mark.parametrize("what", ["changed", "gone", "of another task"])
    def test_an_answer(self, klein_school: School, what: str) -> None:
        dossier = to_samen(klein_school)
        answers = rows(klein_school, t.answer)
        first, last = answers[0], answers[-1]
        with klein_school.writing() as work:
            where = t.answer.c.command_id == first.command_id
            if what == "gone":
                work.run(t.answer.delete().where(where))
            else:
                bad = bytes(last.sealed) if what == "of another task" else bytes(first.sealed)[:-1] + b"\0"
                work.run(update(t.answer).where(where).values(sealed=bad))
        assert "antwoord" in " ".join(verdict(klein_school)), dossier

    def test_the_pupil_of_another_school_cannot_be_reached(self, klein_school: School, site: Site) -> None:
        other = make_school(site, klein.files())
        dossier = new_dossier(other)
        for command in (SendMessage(dossier, "Zorg", {}), CompleteTask(task_of(other, dossier, "Kijken"), SEEN)):
            with pytest.raises(NotFoundError):
                klein_school.send(LK, command)
        assert len(rows(klein_school, t.read_log)) == 2
        assert not rows(other, t.read_log)


def verdict(school: School) -> list[str]:
    with school.reading() as work:
        found = verify(work, school.site.bundles)
    assert not found.holds
    return found.wrong


def test_the_verification_of_the_product_agrees_with_these_tests(klein_school: School) -> None:
    dossier = to_noteren(klein_school)
    klein_school.pupil = new_pupil(klein_school)
    do(klein_school, dossier, LK, "Noteren")
    klein_school.clock.on(days=30)
    klein_school.fire(dossier)
    do(klein_school, dossier, IB, "Afronden")
    told = holds(klein_school)
    with klein_school.reading() as work:
        found = verify(work, klein_school.site.bundles)
    assert found.holds, (found.wrong, found.unjudged)
    assert found.facts == sum(map(len, told.facts.values()))
    assert DIR
