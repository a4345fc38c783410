"""What a rename asks elsewhere: names that stand in other texts, and whether it is sure what each of them means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RenamedIn(StrEnum):
    """In what a name stands."""

    SCENARIO = "scenario"
    RULE = "regel"
    DRAWING = "diagram"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Place:
    """Something in which an old name stands."""

    kind: RenamedIn
    file: str
    which: str = ""
    """The number of a rule, the line of a scenario, the id of an element."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """One name that became another, with all that names it."""

    was: str
    now: str
    places: tuple[Place, ...]

    def count(self, kind: RenamedIn) -> int:
        """In how many of a kind it stands."""
        return len({(each.file, each.which) for each in self.places if each.kind is kind})


@dataclass(frozen=True, slots=True)
class Carried:
    """What a rename changes elsewhere."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """Those that change, as they become."""
    renamed: tuple[Renamed, ...] = ()
    unsure: tuple[Renamed, ...] = ()
    """What is left as it is: another has the name still, or has the new one too."""


@dataclass(frozen=True, slots=True)
class Change:
    """A name that stands somewhere, and what it becomes."""

    was: str
    now: str
    sure: bool = True


Names = Mapping[str, str]
"""Things by what they are known by whatever they are called, to what they are called."""


def equal(one: str, other: str) -> bool:
    """Whether two names are one, to the letter."""
    return one == other


def change_of(name: str, was: Names, now: Names, alike: Callable[[str, str], bool] = equal) -> Change | None:
    """What a name becomes that meant one of the first and should mean one of the second.

    None where it means nothing that was renamed. Sure only where all that it meant has one new name, nothing else has
    that name, and nothing has the old one any more.
    """
    meant = [own for own, called in was.items() if alike(called, name)]
    moved = {own: now[own] for own in meant if now.get(own, "") and not alike(now[own], name)}
    if not moved:
        return None
    called = next(iter(moved.values()))
    still = any(alike(each, name) for each in now.values())
    others = any(alike(each, called) for own, each in now.items() if own not in moved)
    whole = len(moved) == len(meant) and len(set(moved.values())) == 1
    return Change(name, called, whole and not still and not others)


class Log:
    """What was found, under way."""

    def __init__(self) -> None:
        self._found: dict[tuple[bool, str, str], dict[Place, None]] = {}
        self._doubtful: frozenset[str] = frozenset()

    def add(self, change: Change, place: Place) -> bool:
        """Write one down; whether it is to be made."""
        sure = change.sure and change.was not in self._doubtful
        self._found.setdefault((sure, change.was, change.now), {})[place] = None
        return sure

    def earlier(self) -> None:
        """Go on with an earlier state: what was not sure by a later one is not made sure by it."""
        self._doubtful = frozenset(was for sure, was, _now in self._found if not sure)

    def told(self, *, sure: bool) -> tuple[Renamed, ...]:
        """All of one kind."""
        return tuple(
            Renamed(was, now, tuple(places)) for (each, was, now), places in self._found.items() if each is sure
        )  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A piece of a text and what comes in its place."""

    start: int
    end: int
    text: str


def edited(text: str, edits: set[Edit]) -> str:
    """The text with these made; where two are about one place in two ways, neither."""
    places = [(each.start, each.end) for each in edits]
    for each in sorted(edits, reverse=True):
        if places.count((each.start, each.end)) == 1:
            text = f"{text[: each.start]}{each.text}{text[each.end :]}"
    return text
