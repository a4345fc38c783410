"""What comes of holding a sentence against a route: kept, departed from or broken, each with where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflows.rules.trace import Event, Recorded, RouteTrace


class Standing(StrEnum):
    """How a rule stands in a history."""

    KEPT = "gehouden"
    DEPARTED = "afgeweken"
    """With a reason, and by two people where the protocol asks for a second."""
    BROKEN = "geschonden"
    NOT_ASKED = "niet van toepassing"
    NOT_JUDGED = "niet te beoordelen"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that a verdict stands on. Names elements and people by id, and nothing that anybody filled in."""

    standing: Standing
    sentence: str
    """What is the matter, in plain Dutch."""
    rule: str = ""
    route: str = ""
    number: int = 0
    stream: str = ""
    sequence: int = 0
    element: str = ""
    name: str = ""
    at: datetime | None = None
    by: str | None = None
    """Who gave the reason, or did it."""
    second: str | None = None
    """Who agreed."""


@dataclass(frozen=True, slots=True)
class Late:
    """A task that was done after its term, or is not done and past it."""

    route: str
    number: int
    stream: str
    sequence: int
    element: str
    name: str
    due: datetime
    late: timedelta
    open: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Makes evidence of an event in a route."""

    trace: RouteTrace

    def at(self, standing: Standing, event: Event, sentence: str, **people: str | None) -> Evidence:
        """Evidence at an event."""
        return self.of(standing, event.fact, sentence, element=event.element, name=event.name or event.end, **people)

    def of(  # noqa: PLR0913  what evidence is made of
        self, standing: Standing, fact: Recorded, sentence: str, *, element: str = "", name: str = "",
        by: str | None = None, second: str | None = None,
    ) -> Evidence:  # fmt: skip
        """Evidence at a fact."""
        trace = self.trace
        return Evidence(
            standing, sentence, "", trace.route, trace.number, trace.stream, fact.sequence, element, name,
            fact.instant, by, second,
        )  # fmt: skip
