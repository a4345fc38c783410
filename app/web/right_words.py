"""The words of rights: what a function may do with what is filled in, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.web.words import _, lazy
from workflows import STARTER, Cell, Right

NOTHING: Final = "niets"
APART: Final = "apart"
_SHORT: Final = {
    Right.WRITE: lazy("schrijven"), Right.READ: lazy("lezen"), Right.OWN: lazy("eigen werk"), None: lazy("niets"),
}  # fmt: skip
_LONG: Final = {
    Right.WRITE: lazy("Lezen en schrijven"), Right.READ: lazy("Lezen"),
    Right.OWN: lazy("Alleen lezen wat hij of zij zelf schreef"), None: lazy("Niets"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A right with the phases in which it counts."""

    key: str
    name: str
    phases: tuple[str, ...]


def key_of(right: Right | None) -> str:
    """A right as a form says it."""
    return NOTHING if right is None else str(right)


def right_of(key: str) -> Right | None:
    """The right that a form says. Raises ValueError for what is none."""
    return None if key == NOTHING else Right(key)


def told(cell: Cell, phases: tuple[str, ...]) -> tuple[Told, ...]:
    """Each right of a cell with its phases, what goes furthest first."""
    return tuple(Told(key_of(right), _(_SHORT[right]), those) for right, those in cell.told(phases))


def choices() -> tuple[tuple[str, str], ...]:
    """What can be chosen for every phase."""
    return tuple((key_of(right), _(name)) for right, name in _LONG.items())


def short_choices() -> tuple[tuple[str, str], ...]:
    """What can be chosen for one phase."""
    return tuple((key_of(right), _(name)) for right, name in _SHORT.items())


def function_name(function: str) -> str:
    """A function as the screen calls it."""
    return _("wie de route begon") if function == STARTER else function
