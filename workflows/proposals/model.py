"""A proposal: what would take away findings, in a sentence, and what is asked first where one answer is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.editing import Sheet
from workflows.types import Finding


@dataclass(slots=True)
class Editing:
    """What a proposal changes: one drawing, and the files beside it that it adds."""

    sheet: Sheet
    files: Mapping[str, bytes]
    """Of the whole protocol, as they were."""
    added: dict[str, bytes] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether there is such a file already."""
        return name in self.files or name in self.added


Deed = Callable[[Editing, str], None]
"""Changes the drawing, with the answer that was given; empty where nothing is asked."""


class ProposalKind(StrEnum):
    """What a proposal does."""

    PEOPLE = "people"
    """A task of a program becomes a task for people."""
    QUESTION = "question"
    """A gateway that does not say by what it chooses becomes a question."""
    DEFAULT = "default"
    CONDITION = "condition"
    """A condition in another language is written in FEEL."""
    NO_CONDITION = "no condition"
    NO_DEFAULT = "no default"
    SPLIT = "split"
    """Several arrows out of one task become a gateway."""
    LANE = "lane"
    LANE_NAME = "lane name"
    NAME = "name"
    RUNS = "runs"
    IDS = "ids"
    FORM = "form"
    DECISION = "decision"
    CALL = "call"
    TERM = "term"
    TIMER = "timer"
    START = "start"
    END = "end"
    BUTTON = "button"
    """A process that nothing starts gets a start with a button."""
    MESSAGE = "message"
    ORDINARY = "ordinary"
    """An element of a kind that does not run becomes the ordinary one that is nearest."""
    DATA = "data"
    """What other modelers write about data, and what does nothing here."""
    DRAWN = "drawn"
    """A file without a drawing gets one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The one answer that a proposal needs."""

    label: str
    options: tuple[tuple[str, str], ...] = ()
    """Values with their words; none where a text is typed."""
    suggested: str = ""

    def takes(self, answer: str) -> bool:
        """Whether this is an answer to it."""
        if self.options:
            return any(answer == value for value, _ in self.options)
        return bool(answer.strip()) and len(answer) <= MAX_ANSWER and answer.isprintable()


MAX_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would take away one finding or more."""

    kind: ProposalKind
    file: str
    element: str
    """The element that it changes; empty where it is the file."""
    sentence: str
    """What it would do, as it is read beforehand."""
    about: frozenset[tuple[str, str]]
    """Element and code of the findings that it takes away."""
    deed: Deed = field(repr=False, compare=False)
    sure: bool = False
    """Whether it can be done without a person looking at each: nothing is asked, and there is one sensible way."""
    asked: Asked | None = None

    @property
    def key(self) -> str:
        """What it is known by in a request: the same for the same proposal about the same element."""
        parts = f"{self.kind}\0{self.file}\0{self.element}"
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def mends(self, finding: Finding) -> bool:
        """Whether it takes this finding away."""
        return finding.file == self.file and (finding.element, finding.code) in self.about
