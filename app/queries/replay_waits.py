"""What a route waits for: its open tasks, its timers, and the messages at which a token stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from app.queries.replay_drawn import Drawn, Place
from workflows import Node

_CATCHES: Final = frozenset({"intermediateCatchEvent", "receiveTask"})
_MESSAGE: Final = "message"


class WaitFor(StrEnum):
    """What a route waits for."""

    PERSON = "person"
    TIMER = "timer"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that the route waits for."""

    what: WaitFor
    scope: str
    element: str
    name: str
    lane: str = ""
    """Whose it is, of what waits for a person."""
    due: datetime | None = None
    """Until when; of a timer, when it goes off."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a route holds beside its tokens."""

    tasks: Mapping[str, Mapping[str, Any]]
    """The open tasks as the facts told them last, by id."""
    timers: Sequence[Mapping[str, Any]]
    prefix: str
    """Of the paths of the version that the route is on."""


def shown(marking: Mapping[str, int]) -> tuple[str, ...]:
    """The paths where people see a token: not on what stands around another one."""
    standing = [path for path, tokens in marking.items() if tokens > 0]
    return tuple(
        path for path in standing if not any(each.startswith((f"{path}/", f"{path}[")) for each in standing)
    )  # fmt: skip


def waits_at(drawn: Drawn, held: Held, marking: Mapping[str, int]) -> tuple[Wait, ...]:
    """All that a route waits for that holds this while its tokens stand there."""
    return tuple(_waits(drawn, held, marking))


def _waits(drawn: Drawn, held: Held, marking: Mapping[str, int]) -> Iterator[Wait]:
    standing = shown(marking)
    for task in held.tasks.values():
        at = _where(drawn, held, standing, task["element"])
        yield Wait(WaitFor.PERSON, at.scope, at.element, task["name"], task["lane"] or "", _instant(task["due"]))
    for timer in held.timers:
        at, node = _timer(drawn, held, marking, timer["element"])
        named = node.name if node else ""
        yield Wait(WaitFor.TIMER, at.scope, at.element, named, due=_instant(timer["due"]))
    for path in standing:
        node = drawn.node(path)
        if node is not None and node.tag in _CATCHES and node.event.kind == _MESSAGE:
            at = drawn.place(path)
            yield Wait(WaitFor.MESSAGE, at.scope, at.element, node.name or node.event.name)


def _where(drawn: Drawn, held: Held, paths: Iterable[str], element: str) -> Place:
    found = (place for place in map(drawn.place, paths) if place.element == element)
    return next(found, Place(held.prefix, element))


def _timer(drawn: Drawn, held: Held, marking: Mapping[str, int], element: str) -> tuple[Place, Node | None]:
    """Where a timer is drawn: a token stands on it, or on the activity whose edge it is on."""
    for path, tokens in marking.items():
        node = drawn.process_at(path).nodes.get(element)
        place = drawn.place(path)
        if tokens > 0 and node is not None and place.element in {element, node.attached_to}:
            return Place(place.scope, element), node
    return Place(held.prefix, element), drawn.process_at(held.prefix + element).nodes.get(element)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
