"""The replay of a dossier: all that happened in it, as one person may read it, with what each fact moved.

Facts lie on two lines of time: when they were entered, which is the order of `frames`, and when they happened
(`replay_order`). On both each route goes through the same moves, one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.queries.decided import Row, explained
from app.queries.dossiers import item, seen_dossier
from app.queries.drawings import Drawings
from app.queries.facts import documents
from app.queries.filled_in import FilledIn, filled_in
from app.queries.history import Entry, Part, history_of
from app.queries.items import PupilShown, status_of
from app.queries.replay import Drawn, Move, Place, fold, shown
from app.queries.replay_order import placed
from app.queries.versions import Versions
from app.store.bundles import BundleCache
from app.store.keys import KeysError
from app.store.past import facts_before
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Bundle, Process, RouteStatus

READ: Final = "replay"
MOST: Final = 5_000
"""Facts of one dossier; what lies before them is not played."""
LATE: Final = timedelta(minutes=5)
"""Between what happened and when it was entered, from which it counts as entered afterwards."""
Key = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Stage:
    """A drawing on which (part of) a route is played."""

    scope: str
    """The call activities that lead to it; empty for the drawing of the route itself."""
    process: str
    name: str
    file: str
    """Name of the drawing in the bundle, without what it ends on."""
    bundle: str
    """Hash *geheel* of the version of the drawing."""
    version: int
    """Which of the versions that the route ran on, from 0."""


@dataclass(frozen=True, slots=True)
class ReplayRoute:
    """A route that is played."""

    id: UUID
    number: int
    """Among those that this person sees."""
    name: str
    status: RouteStatus
    bundle: str
    """Hash *geheel* of the version that it runs on, or ran on last."""
    stages: tuple[Stage, ...]
    """Its own drawing first."""
    places: Mapping[str, Place]
    """By path of the engine where it is drawn: all at which a token stood."""
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One fact, and what it moved."""

    number: int
    """By time of entry, from 1."""
    entry: Entry
    route: int | None
    """Which of the routes; None for what is of the dossier."""
    move: Move | None
    places: tuple[str, ...]
    """What the drawing calls where the route stands after it."""
    element: str
    """What the drawing calls what the fact names by its id."""
    filled_in: FilledIn
    placed: datetime
    """As of when it counts in the order in which things happened: `happened`, or later where its route was not there
    yet, or not that far."""
    decided: tuple[Row, ...] = ()
    """What the tables said that were asked at it, as people call it."""

    @property
    def happened(self) -> datetime:
        """When, as far as that can still be read."""
        return self.entry.at or self.entry.entered

    @property
    def late(self) -> bool:
        """Whether it was entered afterwards."""
        return self.entry.entered - self.happened > LATE or self.is_behind

    @property
    def is_behind(self) -> bool:
        """Whether it stands behind what happened after it."""
        return self.happened < self.placed


@dataclass(frozen=True, slots=True)
class Replay:
    """What the page plays."""

    dossier: UUID
    pupil: PupilShown
    routes: tuple[ReplayRoute, ...]
    frames: tuple[Frame, ...]
    """By time of entry."""
    cut: bool
    """Whether there is more, before it."""
    known: datetime | None = None
    """Only what was entered before this."""

    def as_happened(self) -> tuple[Frame, ...]:
        """The frames in the order in which it happened."""
        return tuple(sorted(self.frames, key=lambda each: (each.placed, each.number)))

    def known_at(self, instant: datetime) -> Replay:
        """What was known before an instant."""
        frames = tuple(each for each in self.frames if each.entry.entered < instant)
        return replace(self, frames=frames, known=instant)


def read_replay(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> Replay | None:
    """The replay, and a line in the log of reads; None where the dossier is not there or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    return replay_of(work, actor, bundles, row, routes_seen(work, actor.id, dossier_id))


def replay_of(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any]
) -> Replay:  # fmt: skip
    """The same, of rows that are there already; what the actor may read of these routes is for them to judge."""
    rows: Sequence[Any] = facts_before(work, [row.stream_id, *(each.stream_id for each in routes)], None, MOST + 1)

    def read(streams: Sequence[UUID], _place: object, most: int) -> Sequence[Any]:
        return [each for each in rows if each.stream_id in streams][:most]

    told = history_of(work, actor, bundles, row, routes, Part(MOST, read=read)).items
    drawn = Drawings.of(work, bundles, routes)
    opened, moves, drawings = _moves(work, drawn, row, routes, rows[:MOST][::-1])
    making = _Making(drawn, routes, moves, drawings, work.clock.roughly())
    entries = _by_entry(told, opened)
    places = placed((each.stream, each.at or each.entered, each.entered) for each in entries)
    frames = [
        making.frame(number, each, at) for number, (each, at) in enumerate(zip(entries, places, strict=True), start=1)
    ]  # fmt: skip
    return Replay(row.dossier_id, item(work, row).pupil, tuple(making.routes(frames)), tuple(frames), len(rows) > MOST)


def _moves(
    work: Work, drawn: Drawings, row: Any, routes: Sequence[Any], rows: Sequence[Any]
) -> tuple[dict[Key, Mapping[str, Any]], dict[Key, Move], dict[UUID, Drawn]]:
    """By stream and sequence what each fact says, and what it moved; by route its drawings, of each version."""
    opened: dict[Key, Mapping[str, Any]] = {}
    moves: dict[Key, Move] = {}
    drawings: dict[UUID, Drawn] = {}
    for owner in (row, *routes):
        own = [each for each in rows if each.stream_id == owner.stream_id]
        for each in own:
            found = next(iter(documents(work, owner.key_id, [each])), None) if _has_key(work, owner.key_id) else None
            if found is not None:
                opened[each.stream_id, each.sequence] = found
        if owner is not row:
            keys = [(each.stream_id, each.sequence) for each in own]
            versions = Versions.of((key[1], opened[key]) for key in keys if key in opened).every()
            bundles = tuple(drawn.version(each) for each in versions) or (drawn[owner.route_id],)
            drawings[owner.route_id] = Drawn(bundles, owner.process)
            told = fold(bundles, owner.process, [opened.get(key) for key in keys])
            moves |= dict(zip(keys, told, strict=True))
    return opened, moves, drawings


def _has_key(work: Work, key_id: UUID) -> bool:
    try:
        work.keys.get(work.board, key_id)
    except KeysError:
        return False
    return True


def _by_entry(told: Sequence[Entry], opened: Mapping[Key, Mapping[str, Any]]) -> list[Entry]:
    """In the order of entry; of what was entered at one instant, what another fact set off comes after that."""
    depths: dict[Key, int] = {}
    streams = {each.route: each.stream for each in told}
    last: dict[UUID, tuple[datetime, int]] = {}
    for each in sorted(told, key=lambda one: (one.entered, one.sequence)):
        cause = opened.get((each.stream, each.sequence), {}).get("cause")
        depth = 0 if each.route is None else 1
        if cause is not None:
            by = streams.get(UUID(cause["route"]))
            depth = 1 + depths.get((by, int(cause["sequence"])), 1) if by else 1
        before = last.get(each.stream)
        if before is not None and before[0] == each.entered:
            depth = max(depth, before[1])
        depths[each.stream, each.sequence] = depth
        last[each.stream] = each.entered, depth
    return sorted(
        told, key=lambda one: (one.entered, depths[one.stream, one.sequence], str(one.stream), one.sequence)
    )  # fmt: skip


class _Making:
    """What belongs beside each fact, put together once."""

    def __init__(
        self, drawn: Drawings, routes: Sequence[Any], moves: Mapping[Key, Move], drawings: Mapping[UUID, Drawn],
        now: datetime,
    ) -> None:  # fmt: skip
        self._drawn, self._rows, self._moves, self._now = drawn, routes, moves, now
        self._drawings = drawings
        self._index = {each.route_id: number for number, each in enumerate(routes)}

    def frame(self, number: int, entry: Entry, at: datetime) -> Frame:
        move = self._moves.get((entry.stream, entry.sequence))
        bundle = self._drawn.at(entry)
        element = str(entry.data.get("element") or "")
        return Frame(
            number, entry, self._index.get(entry.route) if entry.route else None, move, self._places(entry, move),
            bundle.name_of(element) if bundle and element else "",
            filled_in(bundle, entry, self._now) if bundle and entry.answers else FilledIn(), at,
            explained(bundle, entry.decisions) if bundle else (),
        )  # fmt: skip

    def _places(self, entry: Entry, move: Move | None) -> tuple[str, ...]:
        if move is None or entry.route is None:
            return ()
        return _called(self._drawings[entry.route], move)

    def routes(self, frames: Sequence[Frame]) -> list[ReplayRoute]:
        return [self._route(number, row, _paths(row, frames)) for number, row in enumerate(self._rows, start=1)]

    def _route(self, number: int, row: Any, paths: Sequence[str]) -> ReplayRoute:
        status = status_of(row.status, stuck=row.stuck)
        places = {path: self._drawings[row.route_id].place(path) for path in paths}
        return ReplayRoute(
            row.route_id, number, row.name, status, row.bundle, self._stages(row, paths), places, row.started_at,
            row.ended_at,
        )  # fmt: skip

    def _stages(self, row: Any, paths: Sequence[str]) -> tuple[Stage, ...]:
        drawn = self._drawings[row.route_id]
        first = drawn.versions[0]
        found = {"": _stage("", first.processes[row.process], first)}
        for path in paths:
            scope = drawn.place(path).scope
            found.setdefault(
                scope, _stage(scope, drawn.process_at(path), drawn.bundle_at(path), drawn.version_at(path))
            )
        return tuple(found.values())


def _called(drawn: Drawn, move: Move) -> tuple[str, ...]:
    """What the drawing calls where the route stands after a move."""
    nodes = [drawn.node(path) for path in shown(move.marking)]
    return tuple(dict.fromkeys(node.name for node in nodes if node is not None and node.name))


def _paths(row: Any, frames: Sequence[Frame]) -> list[str]:
    """Where tokens of a route came to stand, the outermost first."""
    moves = [each.move for each in frames if each.entry.route == row.route_id and each.move is not None]
    return sorted({path for move in moves for path in move.change}, key=lambda each: (each.count("/"), each))


def _stage(scope: str, process: Process, bundle: Bundle, version: int = 0) -> Stage:
    return Stage(scope, process.id, process.name, process.file.removesuffix(".bpmn"), bundle.geheel, version)
