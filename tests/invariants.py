"""What must hold after anything whatever: of a whole board, or of one dossier.

Reads rows and carries the facts out again with what `workflows` gives; it does not ask the product's own verification,
so that the two can be held against each other. Fails with the first thing that does not hold.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

import app.store.tables as t
from app.store.chain import GENESIS, Link, check
from app.store.sealing import about_answers, about_attachment, about_draft, about_fact, unseal
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from tests.school import School
from workflows import Calendar, Engine, Moment, canonical_bytes, carry_out, state_hash

MOVING = {
    "RouteStarted", "TaskCompleted", "QuestionAnswered", "TimerFired", "MessageReceived", "RouteWithdrawn",
    "RouteDeviated", "RouteMigrated", "MigrationUndone",
}  # fmt: skip
"""These always move a route; a correction only where something of it routes."""
GOING = {"RouteMigrated", "MigrationUndone"}
"""By these alone a route goes to another version."""


@dataclass
class Told:
    """The facts of a dossier, opened: by stream, in order."""

    facts: dict[UUID, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [each for stream in self.facts.values() for each in stream if each["kind"] in kinds]

    def count(self) -> Counter[str]:
        return Counter(each["kind"] for stream in self.facts.values() for each in stream)


def holds(school: School, dossier: UUID | None = None) -> Told:
    """Check a dossier, or all of the board, and give its facts."""
    with school.reading() as work:
        told = Told()
        if dossier is None:
            _board(work, told)
        for row in _rows(work, t.dossier, *([t.dossier.c.dossier_id == dossier] if dossier else [])):
            _Dossier(school, work, row, told).check()
        if dossier is None:
            known = {row.stream_id for table in (t.board, t.dossier, t.route) for row in _rows(work, table)}
            assert {row.stream_id for row in _rows(work, t.fact)} <= known, "facts of a stream that nothing owns"
            _requests(work, told)
        return told


def _rows(work: Work, table: Any, *where: Any) -> Sequence[Row[Any]]:
    return work.rows(select(table).where(table.c.board_id == work.board, *where))


def _board(work: Work, told: Told) -> None:
    for row in _rows(work, t.board):
        told.facts[row.stream_id] = opened(work, row)


def _requests(work: Work, told: Told) -> None:
    """Each request that was answered with yes left facts; each that was answered with no left none but of that."""
    by_command = Counter(each["command"] for stream in told.facts.values() for each in stream)
    for row in _rows(work, t.idempotency):
        assert row.status in {200, 409}, row.status
        if row.status == 200:
            assert by_command[str(row.command_id)], "a request was answered with yes and nothing was done"


def opened(work: Work, row: Any) -> list[dict[str, Any]]:
    """The facts of the stream that a row owns: the chain holds, each opens, and the row tells where it ends."""
    rows = sorted(_rows(work, t.fact, t.fact.c.stream_id == row.stream_id), key=lambda each: each.sequence)
    links = [
        Link(each.stream_id, each.sequence, each.entered, bytes(each.ciphertext), bytes(each.head)) for each in rows
    ]
    assert check(links) is None, f"the chain is broken: {check(links)}"
    assert (row.facts, bytes(row.head)) == (len(rows), links[-1].head if links else GENESIS), (
        "the row tells another end"
    )
    assert [each.entered for each in links] == sorted(each.entered for each in links), "time went back"
    assert all(each.key_id == row.key_id for each in rows)
    key = work.keys.get(work.board, row.key_id)
    return [
        json.loads(unseal(key, each.ciphertext, *about_fact(each.stream, each.sequence, each.entered)))
        for each in links
    ]


@dataclass
class _Dossier:
    """The check of one dossier."""

    school: School
    work: Work
    row: Any
    told: Told

    def check(self) -> None:
        self.told.facts[self.row.stream_id] = opened(self.work, self.row)
        routes = sorted(self._of(t.route), key=lambda each: each.number)
        assert [each.number for each in routes] == list(range(1, self.row.routes + 1)), "numbers of routes have gaps"
        incidents = self._of(t.incident)
        members = Counter[tuple[object, ...]]()
        for route in routes:
            facts = self.told.facts[route.stream_id] = opened(self.work, route)
            mine = [each for each in incidents if each.route_id == route.route_id]
            _Route(self.school, self.work, route, facts, mine).check()
            for fact in facts:
                for each in fact.get("joined", []):
                    members[each["person"], str(route.route_id), each.get("task"), each["reason"]] += 1
        self._members(members)
        self._incidents(incidents)
        self._causes({str(route.route_id): self.told.facts[route.stream_id] for route in routes})

    def _of(self, table: Any) -> Sequence[Row[Any]]:
        return _rows(self.work, table, table.c.dossier_id == self.row.dossier_id)

    def _members(self, told: Counter[tuple[object, ...]]) -> None:
        rows = [each for each in self._of(t.member) if each.reason in {"taak", "gestart", "bericht"}]
        kept = Counter(
            (str(each.person_id), str(each.route_id), str(each.task_id) if each.task_id else None, each.reason)
            for each in rows
        )
        assert kept == told, "the team is not what the facts tell"
        closed = {each.task_id: each for each in self._of(t.task) if each.status != "open"}
        for each in rows:
            if each.task_id in closed:
                assert each.ended_at is not None, "a task is closed and who came for it stays for ever"

    def _causes(self, facts: Mapping[str, list[dict[str, Any]]]) -> None:
        """What a message set off names the fact that threw it."""
        for fact in (fact for stream in facts.values() for fact in stream if "cause" in fact):
            cause = fact["cause"]
            thrower = facts[cause["route"]][cause["sequence"] - 1]
            thrown = {each["element"] for each in thrower.get("outcome", {}).get("messages", [])}
            assert cause["element"] in thrown, "a fact names another as its cause"
            assert thrower["command"] == fact["command"]

    def _incidents(self, rows: Sequence[Row[Any]]) -> None:
        mine = [each for route in self._of(t.route) for each in self.told.facts[route.stream_id]]
        begun = {each["data"]["incident"] for each in mine if each["kind"] in {"RouteStuck", "NobodyFound"}}
        ended = {each["data"]["incident"] for each in mine if each["kind"] == "IncidentResolved"}
        assert {str(each.incident_id) for each in rows} == begun, "incidents are not what the facts tell"
        assert {str(each.incident_id) for each in rows if each.resolved_at} == ended


@dataclass
class _Route:
    """The check of one route."""

    school: School
    work: Work
    row: Any
    facts: list[dict[str, Any]]
    incidents: Sequence[Row[Any]]

    def check(self) -> None:
        key = self.work.keys.get(self.work.board, self.row.key_id)
        stored = unseal_state(key, self.row.route_id, self.row.version, bytes(self.row.state))
        engine, state = self._again()
        assert canonical_bytes(state) == canonical_bytes(stored), "the stored state is not that of the facts"
        is_open = self.row.status == "loopt"
        assert self.row.status == state["status"], "the row tells another status"
        assert is_open == (self.row.ended_at is None)
        self._tasks(engine, state, is_open=is_open)
        self._timers(engine, state, is_open=is_open)
        self._answers(key)
        self._attachments(key)
        if is_open and not (engine.tasks(state) or engine.timers(state) or engine.catches(state)):
            assert any(not each.resolved_at for each in self.incidents), "nothing can happen any more"
        for draft in _rows(self.work, t.draft, t.draft.c.route_id == self.row.route_id):
            json.loads(
                unseal(key, bytes(draft.sealed), *about_draft(self.row.route_id, draft.task_id, draft.person_id))
            )

    def _again(self) -> tuple[Engine, Any]:
        """Carry all facts out once more, from nothing."""
        state: Any = None
        engine: Engine | None = None
        number = 0
        for fact in self.facts:
            if "do" not in fact:
                assert fact["kind"] not in MOVING, f"{fact['kind']} moved nothing"
                continue
            at, do, number = fact["moment"], fact["do"], number + 1
            assert (at["route"], at["sequence"]) == (str(self.row.route_id), number), "a command is missing or double"
            assert engine is None or at["bundle"] == engine.bundle.geheel or fact["kind"] in GOING, "another version"
            engine = Engine(self.school.site.bundles.get(self.work, at["bundle"]))
            moment = Moment(
                UUID(at["route"]), number, datetime.fromisoformat(at["instant"]), Calendar(), frozenset(at["running"])
            )
            assert at["calendar"] == Calendar().digest()
            outcome = carry_out(engine, moment, state, do["verb"], do["arguments"])
            assert outcome.state_hash == fact["outcome"]["state_hash"] == state_hash(outcome.state), fact["kind"]
            state = outcome.state
        assert engine is not None, "a route without a fact that began it"
        assert engine.bundle.geheel == self.row.bundle, "the row tells another version"
        assert number == self.row.version, "the row tells another number of commands"
        return engine, state

    def _tasks(self, engine: Engine, state: Any, *, is_open: bool) -> None:
        rows = {str(each.task_id): each for each in _rows(self.work, t.task, t.task.c.route_id == self.row.route_id)}
        opened_ = [each["id"] for fact in self.facts for each in fact.get("outcome", {}).get("opened", [])]
        closed = {
            each["id"]: (each["how"], fact) for fact in self.facts
            for each in fact.get("outcome", {}).get("closed", [])
        }  # fmt: skip
        assert Counter(opened_) == Counter(list(rows)), "the rows are not the tasks that the facts tell of"
        drawn = {each.id: each for each in engine.tasks(state)} if is_open else {}
        assert {each for each, row in rows.items() if row.status == "open"} == set(drawn), "other tasks are open"
        for name, each in drawn.items():
            row = rows[name]
            assert (row.name, row.lane, row.element, row.form, row.due_at, row.path) == (
                each.name, each.lane, each.element, each.form, each.due, each.path,
            )  # fmt: skip
        for name, (how, fact) in closed.items():
            row = rows[name]
            assert (row.status, str(row.closed_by)) == (how, fact["command"])
            by = fact["actor"].get("id")
            assert row.done_by == (UUID(by) if how == "afgerond" and by else None)
        self._functions(rows)

    def _functions(self, rows: Mapping[str, Any]) -> None:
        ids = [UUID(each) for each in rows]
        found = _rows(self.work, t.task_function, t.task_function.c.task_id.in_(ids))
        assert {str(each.task_id) for each in found} == set(rows), "a task is open to nobody"
        for each in found:
            row = rows[str(each.task_id)]
            assert each.open == (row.status == "open")
            assert row.due_at is None or each.due_at == row.due_at

    def _timers(self, engine: Engine, state: Any, *, is_open: bool) -> None:
        stuck = {each.subject for each in self.incidents if each.kind == "termijn" and not each.resolved_at}
        due = [each.due for each in engine.timers(state) if each.id not in stuck] if is_open else []
        assert self.row.next_due == min(due, default=None), "the row waits for another timer"
        assert self.row.stuck == any(not each.resolved_at and each.kind != "niemand" for each in self.incidents)

    def _answers(self, key: bytes) -> None:
        rows = {
            (str(each.command_id), each.veldgroep): each
            for each in _rows(self.work, t.answer, t.answer.c.route_id == self.row.route_id)
        }
        told = {
            (fact["command"], group): digest for fact in self.facts for group, digest in fact.get("answers", {}).items()
        }
        assert {at: hashlib.sha256(each.sealed).hexdigest() for at, each in rows.items()} == told, "answers differ"
        for each in rows.values():
            task = each.task_id or self.row.route_id
            about = about_answers(self.row.route_id, task, each.command_id, each.veldgroep)
            assert json.loads(unseal(key, bytes(each.sealed), *about))

    def _attachments(self, key: bytes) -> None:
        """Each file is as it was put there, or gone with its name; the facts tell of each and of no other."""
        rows = {str(each.attachment_id): each for each in _rows(
            self.work, t.attachment, t.attachment.c.route_id == self.row.route_id
        )}  # fmt: skip
        told = {each["data"]["attachment"]: each for each in self.facts if each["kind"] == "AttachmentAdded"}
        gone = {each["data"]["attachment"] for each in self.facts if each["kind"] == "AttachmentRemoved"}
        assert rows.keys() == told.keys(), "files are not what the facts tell"
        assert {name for name, each in rows.items() if each.removed_at} == gone
        table = t.attachment_content
        for name, each in rows.items():
            kept = _rows(self.work, table, table.c.attachment_id == each.attachment_id)
            assert len(kept) == (name not in gone), "a file is there that was taken away, or is lost"
            for content in kept:
                assert hashlib.sha256(content.sealed).hexdigest() == told[name]["data"]["digest"]
                for part, sealed in (("content", content.sealed), ("details", each.sealed)):
                    about = about_attachment(self.row.route_id, each.task_id, each.attachment_id, part)
                    unseal(key, bytes(sealed), *about)
