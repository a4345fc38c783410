"""What a step did to the tasks of its route, as far as whoever did it may see that, told from what it had in hand.

Lists ask the database who sees what (`store.visible`); a step knows that already, and asking again cost a seventh
of it. A test holds both answers equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.domain.circle import Circle
from app.domain.functions import ON_THE_DOSSIER
from app.domain.roll import PersonName


class Listed(NamedTuple):
    """A task with what lists show beside it: the columns of `store.inbox.item_query`."""

    task_id: UUID
    version: int
    kind: str
    name: str
    lane: str | None
    dossier_id: UUID
    route_id: UUID
    due_at: datetime | None
    form: str | None
    status: str
    process: str
    route_name: str
    route_status: str
    stuck: bool
    pupil_id: UUID
    group_name: str | None


@dataclass(frozen=True, slots=True)
class Stepped:
    """A task that was done, and those that this opened, in the order of the lists."""

    done: Listed
    opened: tuple[Listed, ...]
    pupil: PersonName


@dataclass(frozen=True, slots=True)
class Opened:
    """A task that a step opened."""

    values: Mapping[str, Any]
    """Its columns."""
    functions: Sequence[str]
    """Whom it is open to."""

    def is_for(self, person: UUID, circle: Circle) -> bool:
        """Whether it is for somebody who is on its route: the twin of `visible.task_is_for`."""
        return any(
            name == ON_THE_DOSSIER or person in circle.holders.get(name, ()) for name in self.functions
        )  # fmt: skip

    def columns(self) -> dict[str, Any]:
        """What lists show of itself."""
        shown = {name: self.values[name] for name in ("task_id", "kind", "name", "lane", "form")}
        due = self.values["due_at"]
        return {**shown, "due_at": None if due is None else due.astimezone(UTC)}
