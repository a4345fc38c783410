"""The tasks and questions of a route, with their terms and how they closed, as its facts tell. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workflows.rules.trace import FIRED, Recorded, RouteTrace
from workflows.types import Closing


@dataclass(frozen=True, slots=True)
class Closed:
    """A task that closed, or did not yet."""

    name: str
    element: str
    opened: Recorded
    due: datetime | None
    closed: Recorded | None
    how: str
    timer: str
    """Element of the timer that closed it; empty where none did."""


def tasks_of(trace: RouteTrace) -> list[Closed]:
    """Every task and question of a route, with its term as it was last."""
    found: dict[str, Closed] = {}
    for fact in trace.facts:
        for each in (*fact.outcome.get("closed", ()),):
            if each["id"] in found:
                timer = (
                    str(fact.data.get("element", "")) if fact.kind == FIRED and each["how"] == Closing.VERVALLEN else ""
                )
                found[each["id"]] = replace(found[each["id"]], closed=fact, how=str(each["how"]), timer=timer)
        for each in fact.outcome.get("changed", ()):
            if each["id"] in found:
                # A migration may have given it another name.
                name, element = str(each["name"]), str(each["element"])
                found[each["id"]] = replace(found[each["id"]], name=name, element=element, due=_due(each))
        for each in fact.outcome.get("opened", ()):
            found[each["id"]] = Closed(str(each["name"]), str(each["element"]), fact, _due(each), None, "", "")
    return list(found.values())


def _due(task: Mapping[str, Any]) -> datetime | None:
    return None if task.get("due") is None else datetime.fromisoformat(str(task["due"]))
