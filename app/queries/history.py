"""The history of a dossier as somebody may read it: facts of the dossier and of the routes that they may see.

Of a fact is shown what is theirs: no answers of a field group that is not, no word of a route that they may not see,
and of who is on the dossier only to who is on all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NoBundleError
from app.domain.facts import FACTS, FOR_THE_WHOLE, DossierOpened
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
_OF_ALL: Final = frozenset(kind.__name__ for kind in FOR_THE_WHOLE)
_ABOUT: Final = ("person", "proposed_by")
_STEPS: Final = FACTS.keys() & {
    "DossierOpened", "DossierClosed", "RouteStarted", "RouteWithdrawn", "RouteDeviated", "RouteMigrated",
    "MigrationUndone",
}  # fmt: skip
_REACH: Final = 500
"""Facts that are looked through for the steps among them."""
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
    on_behalf: Who | None = None
    """Who had it done, where somebody else did it."""
    erased: bool = False
    """Whether its key was destroyed; any other that does not open is to be looked into."""
    version: str = ""
    """Hash *geheel* of the version on which it moved its route; empty where it moved none."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a history."""

    limit: int
    after: str | None = None
    route: UUID | None = None
    """Of one route only."""
    steps: bool = False
    """Only where a route began, ended, was moved by people, or came to another step."""
    read: Callable[..., Sequence[Any]] | None = None
    """Asked as `facts_before` is, where facts were read already."""


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
    fact_place(after)
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    return history_of(work, actor, bundles, row, routes_seen(work, actor.id, dossier_id), Part(limit, after))


def history_of(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any], part: Part
) -> Page[Entry]:  # fmt: skip
    """The same, of rows that are there already. Raises InvalidValueError for the cursor."""
    place = fact_place(part.after)
    streams = _streams(work, actor, bundles, row, routes)
    asked = [stream for stream, each in streams.items() if part.route in {None, each.route and each.route.route_id}]
    most = _REACH if part.steps else part.limit
    facts = (part.read or partial(facts_before, work))(asked, place, most + 1)
    hidden = _hidden(actor, row, streams)
    shown: list[tuple[Any, dict[str, Any] | None]] = []
    last = None
    for each in facts[:most]:
        document = _document(work, streams[each.stream_id], each)
        last = each
        kind = (document or {}).get("kind")
        if kind not in hidden and (not part.steps or _is_step(document or {})):
            shown.append((each, document))
        if len(shown) == part.limit:
            break
    more = last is not None and last is not facts[-1]
    following = cursor(last.entered, last.stream_id, last.sequence) if last is not None and more else None
    return Page(_Told(work, actor, streams, bundles).entries(shown), following)


def _hidden(actor: Actor, row: Any, streams: Mapping[UUID, _Stream]) -> frozenset[str]:
    """Kinds of facts that are not for this person."""
    whole = row.is_member or actor.holds(split(row.standing), row.school_id)
    first = any(each.route and each.route.number == 1 for each in streams.values())
    return (frozenset() if whole else _OF_ALL) | (frozenset() if first else frozenset({_OPENED}))


def _is_step(document: Mapping[str, Any]) -> bool:
    outcome = document.get("outcome", {})
    return document.get("kind") in _STEPS or bool(outcome.get("milestones") or outcome.get("ends"))


def _streams(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any]
) -> dict[UUID, _Stream]:  # fmt: skip
    found = {row.stream_id: _Stream(row.key_id)}
    for route in routes:
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

    def __init__(
        self, work: Work, actor: Actor, streams: Mapping[UUID, _Stream], bundles: BundleCache[Bundle]
    ) -> None:  # fmt: skip
        self._work, self._actor, self._streams, self._bundles = work, actor, streams, bundles
        self._names: Mapping[UUID, str] = {}
        self._answers: Mapping[tuple[str, UUID], Sequence[Any]] = {}
        self._erased: dict[UUID, bool] = {}

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
                row.stream_id, row.sequence, entered, None, None, None, route, "", {}, (), (), (), (), (), None,
                erased=self._is_erased(stream.key_id),
            )  # fmt: skip
        data, outcome = document["data"], document.get("outcome", {})
        return Entry(
            row.stream_id, row.sequence, entered, document["kind"], datetime.fromisoformat(document["at"]),
            self._who(document["actor"]), route, _name(data, stream), self._data(data), self._given(document, route),
            tuple(self._decision(stream, document, each) for each in outcome.get("decisions", ())),
            tuple(each["name"] for each in outcome.get("milestones", ())),
            tuple(each["name"] for each in outcome.get("opened", ())), tuple(outcome.get("ends", ())),
            outcome.get("status"), self._other(document.get("on_behalf")),
            version=str(document.get("moment", {}).get("bundle", "")),
        )  # fmt: skip

    def _is_erased(self, key: UUID) -> bool:
        """Whether a key was destroyed, asked once; not known, and told as not, while nobody can reach the keys."""
        if key not in self._erased:
            try:
                self._erased[key] = self._work.keys.is_destroyed(self._work.board, key)
            except KeysError:
                self._erased[key] = False
        return self._erased[key]

    def _who(self, actor: Mapping[str, Any]) -> Who | None:
        if "id" not in actor:
            return None
        made = UUID(actor["id"])
        return Who(made, self._names.get(made, ""), tuple(actor.get("functions", ())))

    def _other(self, made: str | None) -> Who | None:
        return None if made is None else Who(UUID(made), self._names.get(UUID(made), ""), ())

    def _data(self, data: Mapping[str, Any]) -> dict[str, object]:
        """The fields of the kind, with the names of the people whom they are about."""
        named: dict[str, object] = {
            f"{each}_name": self._names.get(UUID(data[each]), "") for each in _ABOUT if data.get(each)
        }  # fmt: skip
        if data.get("beside"):
            named["beside_names"] = [self._names.get(UUID(each), "") for each in data["beside"]]
        return {**data, **named}

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
        hidden = DecisionShown(each["name"], None, None, None)
        if stream.reader is None:
            return hidden
        # What was asked then is judged by the forms of then: one that is no more would close nothing.
        try:
            asked = self._bundles.get(self._work, document["moment"]["bundle"])
        except NoBundleError:
            return hidden
        if not stream.reader.reads_fields(names, phase, own=own, asked=asked):
            return hidden
        return DecisionShown(each["name"], each["inputs"], tuple(each["rules"]), each["outputs"])


def _name(data: Mapping[str, Any], stream: _Stream) -> str:
    if "process" in data and stream.route:
        return str(stream.route.name)
    return str(data.get("name") or data.get("message") or "")


def _people_in(document: Mapping[str, Any]) -> set[UUID]:
    data = document["data"]
    said = [document["actor"].get("id"), document.get("on_behalf"), *(data.get(each) for each in _ABOUT)]
    said += data.get("beside", ())
    return {UUID(each) for each in said if each}
