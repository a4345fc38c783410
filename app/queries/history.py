"""The history of a dossier as somebody may read it: facts of the dossier and of the routes that they may see.

Of a fact is shown what is theirs: no answers of a field group that is not, no word of a route that they may not see,
and of who is on the dossier only to who is on all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.facts import DenialLifted, DossierOpened, MemberJoined, MemberLeft, PersonDenied
from app.queries.answers import GroupAnswers, Reader
from app.queries.dossiers import seen_dossier
from app.queries.paging import Page, cursor, fact_place
from app.store.bundles import BundleCache
from app.store.chain import Link
from app.store.history import opened
from app.store.keys import KeysError
from app.store.past import answers_of_commands, facts_before
from app.store.people import names_of
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.sealing import SealError
from app.store.unit_of_work import Work
from app.store.visible import split
from workflows import Bundle

READ = "history"
_OF_PEOPLE: Final = frozenset(
    kind.__name__ for kind in (MemberJoined, MemberLeft, PersonDenied, DenialLifted)
)  # fmt: skip
_OPENED: Final = DossierOpened.__name__
"""Who opened the dossier began its first route: it is hidden from whom that route is."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who did something, with the functions held then; null stands for the clock."""

    id: UUID
    name: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision table that was asked."""

    name: str
    inputs: Mapping[str, object] | None
    """Null, as rows and outputs, where an input is not for this person."""
    rules: tuple[int, ...] | None
    """The rows that matched, from 1."""
    outputs: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact."""

    stream: UUID
    sequence: int
    entered: datetime
    """When it was written down."""
    kind: str | None
    """Null where its key was destroyed or it does not open; then only the times are known."""
    at: datetime | None
    """When it happened."""
    by: Who | None
    route: UUID | None
    name: str
    """Of the task, message or process that it is about."""
    data: Mapping[str, object]
    """The fields of its kind (docs/formats/history.md)."""
    answers: tuple[GroupAnswers, ...]
    decisions: tuple[DecisionShown, ...]
    milestones: tuple[str, ...]
    opened: tuple[str, ...]
    """Names of the tasks that it opened."""
    ends: tuple[str, ...]
    status: str | None
    """Of the route after it, where it moved one."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream of the dossier, and who reads it."""

    key_id: UUID
    route: Any = None
    """The row of its route; None for the dossier's own."""
    reader: Reader | None = None


def read_history(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID, *, limit: int, after: str | None
) -> Page[Entry] | None:  # fmt: skip
    """Part of the history, the last entered first; None where the dossier is not there or not for this person.

    Raises InvalidValueError for the cursor.
    """
    place = fact_place(after)
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    streams = _streams(work, actor, bundles, row)
    facts = facts_before(work, list(streams), place, limit + 1)
    shown = [(each, _document(work, streams[each.stream_id], each)) for each in facts[:limit]]
    if not (row.is_member or actor.holds(split(row.standing), row.school_id)):
        shown = [(each, document) for each, document in shown if (document or {}).get("kind") not in _OF_PEOPLE]
    if not any(each.route and each.route.number == 1 for each in streams.values()):
        shown = [(each, document) for each, document in shown if (document or {}).get("kind") != _OPENED]
    last = facts[limit - 1] if len(facts) > limit else None
    following = None if last is None else cursor(last.entered, last.stream_id, last.sequence)
    return Page(_Told(work, actor, streams).entries(shown), following)


def route_moved_by(work: Work, actor: Actor, dossier_id: UUID, command: UUID) -> Any:
    """The route, of those that this person may see, that a command of theirs moved itself; None where it is none."""
    for route in reversed(routes_seen(work, actor.id, dossier_id)):
        stream = _Stream(route.key_id, route)
        place: tuple[str, UUID, int] | None = None
        while rows := facts_before(work, [route.stream_id], place, 100):
            for each in rows:
                document = _document(work, stream, each) or {}
                if document.get("command") == str(command) and "do" in document and "cause" not in document:
                    return route
            place = (rows[-1].entered, rows[-1].stream_id, rows[-1].sequence)
    return None


def _streams(work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any) -> dict[UUID, _Stream]:
    found = {row.stream_id: _Stream(row.key_id)}
    for route in routes_seen(work, actor.id, row.dossier_id):
        reader = Reader.of(work, actor, bundles.get(work, route.bundle), route, row.school_id)
        found[route.stream_id] = _Stream(route.key_id, route, reader)
    return found


def _document(work: Work, stream: _Stream, row: Any) -> dict[str, Any] | None:
    link = Link(row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head))
    try:
        return opened(work.keys.get(work.board, stream.key_id), link)
    except (SealError, KeysError):
        return None


class _Told:
    """Facts being told to one person: what belongs beside them is read once for all of them."""

    def __init__(self, work: Work, actor: Actor, streams: Mapping[UUID, _Stream]) -> None:
        self._work, self._actor, self._streams = work, actor, streams
        self._names: Mapping[UUID, str] = {}
        self._answers: Mapping[tuple[str, UUID], Sequence[Any]] = {}

    def entries(self, facts: Sequence[tuple[Any, dict[str, Any] | None]]) -> tuple[Entry, ...]:
        documents = [document for _, document in facts if document]
        self._names = names_of(self._work, {made for each in documents for made in _people_in(each)})
        commands = {UUID(each["command"]) for each in documents if "answers" in each}
        answers: dict[tuple[str, UUID], list[Any]] = {}
        for row in answers_of_commands(self._work, commands):
            answers.setdefault((str(row.command_id), row.route_id), []).append(row)
        self._answers = answers
        return tuple(self._entry(row, document) for row, document in facts)

    def _entry(self, row: Any, document: dict[str, Any] | None) -> Entry:
        entered = datetime.fromisoformat(row.entered)
        stream = self._streams[row.stream_id]
        route = stream.route.route_id if stream.route else None
        if document is None:
            return Entry(
                row.stream_id, row.sequence, entered, None, None, None, route, "", {}, (), (), (), (), (), None
            )
        data, outcome = document["data"], document.get("outcome", {})
        return Entry(
            row.stream_id, row.sequence, entered, document["kind"], datetime.fromisoformat(document["at"]),
            self._who(document["actor"]), route, _name(data, stream), self._data(data), self._given(document, route),
            tuple(self._decision(stream, document, each) for each in outcome.get("decisions", ())),
            tuple(each["name"] for each in outcome.get("milestones", ())),
            tuple(each["name"] for each in outcome.get("opened", ())), tuple(outcome.get("ends", ())),
            outcome.get("status"),
        )  # fmt: skip

    def _who(self, actor: Mapping[str, Any]) -> Who | None:
        if "id" not in actor:
            return None
        made = UUID(actor["id"])
        return Who(made, self._names.get(made, ""), tuple(actor.get("functions", ())))

    def _data(self, data: Mapping[str, Any]) -> dict[str, object]:
        """The fields of the kind, with the name of the person whom they are about."""
        person = data.get("person")
        return dict(data) if person is None else {**data, "person_name": self._names.get(UUID(person), "")}

    def _given(self, document: Mapping[str, Any], route: UUID | None) -> tuple[GroupAnswers, ...]:
        if route is None or "answers" not in document:
            return ()
        reader = next(each.reader for each in self._streams.values() if each.route and each.route.route_id == route)
        rows = self._answers.get((document["command"], route), ())
        return tuple(reader.group(row) for row in rows) if reader else ()

    def _decision(self, stream: _Stream, document: Mapping[str, Any], each: Mapping[str, Any]) -> DecisionShown:
        own = document["actor"].get("id") == str(self._actor.id)
        phase = stream.route.phase if stream.route else ""
        names = frozenset(each["inputs"])
        if stream.reader is None or not stream.reader.reads_fields(names, phase, own=own):
            return DecisionShown(each["name"], None, None, None)
        return DecisionShown(each["name"], each["inputs"], tuple(each["rules"]), each["outputs"])


def _name(data: Mapping[str, Any], stream: _Stream) -> str:
    if "process" in data and stream.route:
        return str(stream.route.name)
    return str(data.get("name") or data.get("message") or "")


def _people_in(document: Mapping[str, Any]) -> set[UUID]:
    said = [document["actor"].get("id"), document["data"].get("person")]
    return {UUID(each) for each in said if each}
