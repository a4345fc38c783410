"""What a file is while it is merged: parts by a key that both sides know, each with values that stand on their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

OWNER: Final = "^"
"""Name of the value that says in which part a part lies."""
KIND: Final = "*"
"""Name of the value that says what sort of thing a part is."""
EXISTS: Final = "?"
"""What a clash is about where one took away what the other changed or needs."""
WHOLE: Final = "="
"""What a clash is about where the file can only be taken as a whole."""


class Side(StrEnum):
    """Whose."""

    MINE = "mine"
    THEIRS = "theirs"

    @property
    def other(self) -> Side:
        """The other one."""
        return Side.THEIRS if self is Side.MINE else Side.MINE


class NotApartError(Exception):
    """A file that cannot be taken apart, or a merge that would not be sound: it is taken as a whole then."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a file."""

    key: str
    values: Mapping[str, str]
    slots: tuple[str, ...] = ()
    """What lies in it, in order: keys of parts and names of values."""
    refs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of the parts that a value leans on."""
    soft: bool = False
    """Whether it is nothing by itself: it is there as long as something is in it."""

    @property
    def owner(self) -> str:
        """Key of the part that it lies in; empty for the outermost."""
        return self.values.get(OWNER, "")


Parts: TypeAlias = dict[str, Part]
"""A file, by key, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What only a person can decide."""

    id: str
    """The same for the same question, and another one as soon as either side says something else."""
    element: str
    """Where it is drawn; empty for the file as a whole."""
    what: str
    """What it is about, as the beginning of a sentence: `De naam van “Wegen”`."""
    was: str
    mine: str
    theirs: str
    """What each would make of it, in words."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Two files made one."""

    data: bytes
    """Sound by itself, also while there are clashes: those stand in it as the other one has them."""
    clashes: tuple[Clash, ...] = ()
    taken: tuple[str, ...] = ()
    """Elements that are otherwise than in mine."""
    told: tuple[str, ...] = ()
    """The same in words, each thing that is shown once: `de taak “Wegen”`, `de pijl “ja” (weggehaald)`."""


Choices: TypeAlias = Mapping[str, Side]
"""Whose it is to be, by the id of a clash."""
