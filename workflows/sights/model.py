"""What a protocol says of who may see what: functions, field groups, phases and the right of each to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflows.rights import ANY_PHASE, Right, Rights
from workflows.validator.used import Naming


@dataclass(frozen=True, slots=True)
class Asking:
    """A step whose form asks fields of a group."""

    where: Naming
    functions: tuple[str, ...]
    """Who fills it in."""


@dataclass(frozen=True, slots=True)
class GroupAsked:
    """A field group, with what asks it."""

    key: str
    forms: tuple[str, ...] = ()
    """Names of the files."""
    steps: tuple[Asking, ...] = ()

    @property
    def spoken(self) -> str:
        """As people read it."""
        return spoken(self.key)

    def filled_by(self, function: str) -> tuple[Asking, ...]:
        """The steps that a function fills in; of some that are named alike in one process the first."""
        return _told_apart(each for each in self.steps if function in each.functions)

    def filled_by_others(self, function: str) -> tuple[Asking, ...]:
        """All other steps, so."""
        return _told_apart(each for each in self.steps if function not in each.functions)


def _told_apart(steps: Iterable[Asking]) -> tuple[Asking, ...]:
    found: dict[tuple[str, str], Asking] = {}
    for each in steps:
        found.setdefault((each.where.process, each.where.name), each)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """What one function may do with one field group."""

    everywhere: Right | None = None
    """In every phase, also in those that are still to be drawn and before the first."""
    apart: Mapping[str, Right] = field(default_factory=dict)
    """Phase to what is said of it by name."""

    def at(self, phase: str) -> Right | None:
        """What counts in a phase: the right that goes furthest."""
        found = [each for each in (self.everywhere, self.apart.get(phase)) if each is not None]
        return max(found, key=lambda each: each.reach, default=None)

    @property
    def by_name(self) -> bool:
        """Whether phases are told apart: some phase has more than every phase has."""
        return any(self.at(phase) is not self.everywhere for phase in self.apart)

    def told(self, phases: tuple[str, ...]) -> tuple[tuple[Right | None, tuple[str, ...]], ...]:
        """Each right with its phases, what goes furthest first; one of all phases where they do not differ."""
        found: dict[Right | None, list[str]] = {each: [] for each in (*Right, None)}
        for phase in phases:
            found[self.at(phase)].append(phase)
        return tuple((right, tuple(those)) for right, those in found.items() if those) or ((self.everywhere, ()),)


@dataclass(frozen=True, slots=True)
class Sights:
    """Who may see what."""

    functions: tuple[str, ...] = ()
    """Those of the protocol, then `starter`, then those that only the rights name."""
    known: frozenset[str] = frozenset()
    """Those that the protocol has, and `starter`."""
    groups: tuple[GroupAsked, ...] = ()
    phases: tuple[str, ...] = ()
    """Those of milestones in the order of the drawings, then those that only the rights name."""
    rights: Rights | None = None
    """None where the file cannot be read."""
    problem: str = ""
    """Why it cannot, with its line."""
    cure: str = ""
    routes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of a route to the field groups that it asks, with those of what it calls."""

    def cell(self, function: str, group: str) -> Cell:
        """What a function may do with a group."""
        apart: dict[str, Right] = {}
        grants = self.rights.grants if self.rights else ()
        for grant in grants:
            if (grant.function, grant.group) == (function, group):
                before = apart.get(grant.phase)
                apart[grant.phase] = grant.right if before is None or before.reach < grant.right.reach else before
        return Cell(apart.pop(ANY_PHASE, None), apart)

    def group(self, key: str) -> GroupAsked | None:
        """A group by its key."""
        return next((each for each in self.groups if each.key == key), None)


def spoken(group: str) -> str:
    """A field group as people read it: `eigen_verhaal` is Eigen verhaal."""
    words = " ".join(group.replace("_", " ").split())
    return words[:1].upper() + words[1:]
