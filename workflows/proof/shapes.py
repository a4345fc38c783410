"""What comes of proving: how a rule stands, and the behaviour that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProofStanding(StrEnum):
    """What is known of a rule."""

    PROVEN = "bewezen"
    """It holds in every behaviour of the drawing."""
    BROKEN = "geschonden"
    """There is a behaviour that breaks it."""
    UNDECIDED = "niet beslist"
    """Neither could be shown; never to be taken for proven."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of one sentence in one process."""

    standing: ProofStanding
    sentence: str = ""
    process: str = ""
    """Id of the process in which the path lies."""
    why: str = ""
    """What is the matter, in plain Dutch; empty where it is proven."""
    path: tuple[str, ...] = ()
    """Elements and sequence flows in the order in which a token comes there, up to where it shows."""
    about: bool = True
    """Whether anything that the sentence is about can happen in the process."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one rule, or of one part of soundness; its worst part first."""

    id: str
    """Number of the rule; of soundness a word."""
    name: str
    standing: ProofStanding
    parts: tuple[Shown, ...] = ()
    sound: bool = False
    """Whether this is a part of soundness and no rule that somebody wrote."""

    @property
    def worst(self) -> Shown:
        """The part that decides."""
        return self.parts[0] if self.parts else Shown(self.standing)
