"""What a check of the history finds: which verdict it is about, how bad it is, and the place that it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Which(StrEnum):
    """The three verdicts."""

    INTEGRITY = "integriteit"
    """Chains and checkpoints are whole, and what stands beside the facts is what they say."""
    COMPLETENESS = "volledigheid"
    """Carrying the facts out again gives every state that was recorded."""
    CONFORMITY = "conformiteit"
    """Each rule of the protocol was kept, or departed from as it may be."""


class Sort(StrEnum):
    """How bad it is, the worst first."""

    WRONG = "geschonden"
    UNJUDGED = "niet te beoordelen"
    ERASED = "gewist"
    DEPARTED = "afgeweken"
    LATE = "te laat"
    UNSAID = "nog niet te zeggen"
    """A rule that no sentence can say yet; it is in no history by itself."""
    KEPT = "gehouden"
    """A rule that was kept in a route: told where one dossier is looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. Names ids, numbers and the drawing, never a child and nothing that was filled in."""

    which: Which
    sort: Sort
    sentence: str
    """In plain Dutch, with its full stop."""
    where: str = ""
    """Whose stream it is, for a line of text: `route …`."""
    dossier: UUID | None = None
    route: UUID | None = None
    number: int = 0
    """Of the route in its dossier; 0 for none."""
    stream: UUID | None = None
    sequence: int = 0
    element: str = ""
    rule: str = ""
    by: UUID | None = None
    """Who gave the reason, or did it."""
    second: UUID | None = None

    @property
    def line(self) -> str:
        """All of it as one line."""
        return f"{self.where}: {self.sentence}" if self.where else self.sentence

    def as_dict(self) -> dict[str, object]:
        """As JSON."""
        ids = {name: getattr(self, name) for name in ("dossier", "route", "stream", "by", "second")}
        said: dict[str, object] = {
            "verdict": str(self.which), "sort": str(self.sort), "sentence": self.sentence,
            "number": self.number or None, "sequence": self.sequence or None, "element": self.element or None,
            "rule": self.rule or None,
        }  # fmt: skip
        return said | {name: str(each) if each else None for name, each in ids.items()}


@dataclass(slots=True)
class Verdict:
    """What came of a check."""

    streams: int = 0
    facts: int = 0
    steps: int = 0
    """Facts that were carried out again."""
    rules: int = 0
    """Rules that were held against a route."""
    checkpoints: int = 0
    found: list[Found] = field(default_factory=list)

    def lines(self, *sorts: Sort) -> list[str]:
        """What was found of these sorts, a line each."""
        return [each.line for each in self.found if each.sort in sorts]

    @property
    def wrong(self) -> list[str]:
        """What does not hold, in Dutch, a line each."""
        return self.lines(Sort.WRONG)

    @property
    def unjudged(self) -> list[str]:
        """What could not be judged, because a key or protocol version is not here."""
        return self.lines(Sort.UNJUDGED)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong and all could be judged."""
        return not self.wrong and not self.unjudged

    def of(self, which: Which) -> Iterator[Found]:
        """What was found for one of the three."""
        return (each for each in self.found if each.which is which)

    def standing(self, which: Which) -> Sort | None:
        """The worst that was found for one of the three; None where it holds."""
        sorts = {each.sort for each in self.of(which)}
        return next((sort for sort in Sort if sort in sorts and sort not in (Sort.LATE, Sort.UNSAID, Sort.KEPT)), None)

    def add(self, other: Verdict) -> None:
        """Take in what came of another check."""
        self.streams += other.streams
        self.facts += other.facts
        self.steps += other.steps
        self.rules += other.rules
        self.checkpoints += other.checkpoints
        self.found += [each for each in other.found if each.sort is not Sort.UNSAID or each not in self.found]
