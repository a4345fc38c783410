"""What the script of a replay works with, and the history beside it in words.

The script gets numbers and names of the drawing alone; all that people read is drawn here, in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.queries.origins import counted
from app.queries.replay import Move, Place, Wait, WaitFor
from app.queries.replay_page import Frame, Replay, ReplayRoute, Stage
from app.web.chronology import sentence
from app.web.words import HERE, _, lazy, moment, short_day

_STATUS: Final = {
    "loopt": lazy("loopt"), "afgesloten": lazy("afgerond"), "afgebroken": lazy("gestopt"),
    "incident": lazy("vastgelopen"),
}  # fmt: skip
_WORDS: Final = {
    "play": lazy("Speel af"), "pause": lazy("Pauze"), "at": lazy("Gebeurtenis %(n)s van %(all)s"),
    "known": lazy("Bekend op %(when)s"), "happened": lazy("gebeurd op %(when)s"),
    "empty": lazy("Op die dag was er nog niets bekend."),
    "ahead": lazy("Deze dag moet nog komen. Je ziet alles wat nu bekend is."),
}  # fmt: skip
"""What the script itself says."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a route is after a fact."""

    places: tuple[str, ...]
    waits: tuple[str, ...]
    status: str
    """Of the route, where it is over."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as the table tells it."""

    frame: Frame
    sentence: str
    reason: str
    """What somebody wrote with it; empty where they wrote nothing."""
    route: str
    erased: bool
    after: Stand
    """Of its route."""


def told(replay: Replay) -> dict[str, Any]:
    """What the templates of a replay show."""
    names = names_of_routes(replay)
    return {"it": replay, "rows": rows(replay, names), "names": names, "status": status_in_words}


def rows(replay: Replay, names: Mapping[int, str]) -> tuple[Row, ...]:
    """The history, in the order in which it happened."""
    return tuple(_row(each, names) for each in replay.as_happened())


def names_of_routes(replay: Replay) -> dict[int, str]:
    """What each route is called, so that two of one name are told apart."""
    return dict(enumerate(counted({each.id: each.name for each in replay.routes}).values()))


def status_in_words(status: str) -> str:
    """Where a route stands."""
    return _(_STATUS[status]) if status in _STATUS else ""


def _row(frame: Frame, names: Mapping[int, str]) -> Row:
    entry = frame.entry
    reason = "" if entry.kind == "AttemptRefused" else str(entry.data.get("reason") or "")
    return Row(
        frame, sentence(entry, frame.element), reason, names[frame.route] if frame.route is not None else "",
        entry.erased, _stand(frame),
    )  # fmt: skip


def _stand(frame: Frame) -> Stand:
    move = frame.move
    if move is None:
        return Stand(frame.places, (), "")
    over = move.status not in ("", "loopt")
    waits = tuple(wait_in_words(each) for each in move.waits)
    return Stand(frame.places, waits, status_in_words(move.status) if over else "")


def wait_in_words(wait: Wait) -> str:
    """What a route waits for, and until when."""
    when = moment(wait.due) if wait.due else ""
    if wait.what is WaitFor.PERSON:
        who = (
            _("“%(name)s” (%(lane)s)", name=wait.name, lane=wait.lane) if wait.lane else _("“%(name)s”", name=wait.name)
        )
        return _("%(who)s, uiterlijk %(when)s", who=who, when=when) if when else who
    if wait.what is WaitFor.TIMER and wait.name:
        return _("termijn “%(name)s”, gaat af op %(when)s", name=wait.name, when=when)
    if wait.what is WaitFor.TIMER:
        return _("een termijn, gaat af op %(when)s", when=when)
    return _("het bericht “%(name)s”", name=wait.name)


# for the script


def script(replay: Replay, diagram: Callable[[ReplayRoute, Stage], str]) -> dict[str, Any]:
    """The frames as the script plays them; `diagram` says where the drawing of a stage is found."""
    writing = _Writing(replay, diagram)
    frames = [writing.frame(each) for each in replay.frames]
    names = names_of_routes(replay)
    place = {each.number: index for index, each in enumerate(replay.frames)}
    return {
        "routes": [{"name": names[n], "stages": writing.stages_of(n)} for n in range(len(replay.routes))],
        "stages": writing.stages, "diagrams": list(writing.diagrams), "paths": writing.paths, "frames": frames,
        "order": [place[each.number] for each in replay.as_happened()],
        "statuses": {name: _(text) for name, text in _STATUS.items()},
        "words": {name: _(text) for name, text in _WORDS.items()},
    }  # fmt: skip


@dataclass(slots=True)
class _Writing:
    """Everything that comes back often is written once, and then meant by its number."""

    replay: Replay
    diagram: Callable[[ReplayRoute, Stage], str]
    diagrams: dict[str, int] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    paths: list[tuple[int, str, int]] = field(default_factory=list)
    """Stage, element, and the path around it (-1 for none)."""
    _stages: dict[tuple[int, str], int] = field(default_factory=dict)
    _paths: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, route in enumerate(self.replay.routes):
            for stage in route.stages:
                found = self.diagrams.setdefault(self.diagram(route, stage), len(self.diagrams))
                self._stages[number, stage.scope] = len(self.stages)
                name = stage.name if not stage.version else _(
                    "%(name)s, versie %(number)s", name=stage.name, number=stage.version + 1
                )  # fmt: skip
                self.stages.append({"process": stage.process, "name": name, "diagram": found, "route": number})

    def stages_of(self, route: int) -> list[int]:
        return [number for (own, _scope), number in self._stages.items() if own == route]

    def frame(self, frame: Frame) -> dict[str, Any]:
        told: dict[str, Any] = {"k": frame.entry.entered.astimezone(HERE).date().isoformat()}
        if frame.late:
            told["l"] = 1
        if frame.route is None or frame.move is None:
            return told
        return told | {"r": frame.route, **self._moved(frame.route, frame.move)}

    def _moved(self, route: int, move: Move) -> dict[str, Any]:
        told = {
            "d": [[self._path(route, path), tokens] for path, tokens in move.change.items()],
            "f": [[self._stage(route, each.scope), each.flow, each.wave] for each in move.flows],
            "w": [self._wait(route, each) for each in move.waits], "s": move.status,
            "a": self._place(route, move.about) if move.about else [],
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}

    def _wait(self, route: int, wait: Wait) -> list[object]:
        until = _("tot %(day)s", day=short_day(wait.due)) if wait.due else ""
        return [self._stage(route, wait.scope), wait.element, until, str(wait.what)]

    def _place(self, route: int, place: Place) -> list[object]:
        return [self._stage(route, place.scope), place.element]

    def _stage(self, route: int, scope: str) -> int:
        return self._stages.get((route, scope), self._stages[route, ""])

    def _path(self, route: int, path: str) -> int:
        if (route, path) not in self._paths:
            place = self.replay.routes[route].places[path]
            # what is around it stood there before: it was come to first
            outer = self._paths.get((route, place.host), -1) if place.host else -1
            self._paths[route, path] = len(self.paths)
            self.paths.append((self._stage(route, place.scope), place.element, outer))
        return self._paths[route, path]
