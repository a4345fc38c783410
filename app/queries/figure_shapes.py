"""What figures about routes are made of, as a page and a table show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.suppression import Figure
from app.queries.drawn_order import Drawn

NONE: Final = Figure(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures; None is all schools, and this school year."""

    school: UUID | None = None
    first: int | None = None
    last: int | None = None
    process: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A process and how many routes of it began."""

    id: str
    name: str
    routes: Figure


@dataclass(frozen=True, slots=True)
class Span:
    """How long something takes, in seconds."""

    median: float
    ninth: int | None
    """Within which nine of ten fall; None where they are too few to say."""
    term: float | None
    """The median of the terms; None where it had none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: how often it was done, how long that took and how long it waited."""

    id: str
    process: str
    element: str
    name: str
    """With its lane or a number, where others of the process have the same."""
    within: str
    """What the drawing calls the process that it lies in, where that is another."""
    done: Figure
    """Routes in which it was done."""
    lead: Span | None
    wait: Span | None
    share: int | None
    """Of those with a term, how many in a hundred were done within it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Steps that routes did in this order."""

    steps: tuple[str, ...]
    runs: bool
    """These have not ended, so that their order is not known yet."""
    routes: int


@dataclass(frozen=True, slots=True)
class Counted:
    """In how many routes something was so."""

    id: str
    name: str
    sort: str
    routes: Figure


@dataclass(frozen=True, slots=True)
class Judged:
    """What the last check found of the rules of the protocol."""

    at: datetime
    found: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a page."""

    now: datetime
    schools: Mapping[UUID, str]
    """That may be chosen."""
    school: UUID | None
    this_year: int
    first: int
    last: int
    processes: tuple[Process, ...]
    """The largest first."""
    process: Process | None
    steps: tuple[Step, ...] = ()
    orders: tuple[Order, ...] = ()
    others: Figure = NONE
    """Routes in another order than these."""
    moves: tuple[Counted, ...] = ()
    judged: Judged | None = None
    """None where no check went to its end."""
    drawn: Drawn | None = None
