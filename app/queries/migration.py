"""Which running routes can go to another version, tried one by one: a dry run that keeps nothing.

Tells of a route its number and name, and of the drawing its names; of what was filled in nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.domain.errors import NoBundleError
from app.queries.desk import Desk
from app.queries.passing import each_row
from app.store.calendars import calendar_days
from app.store.dossiers import bundle_in_force
from app.store.keys import KeysError
from app.store.passing import Which, standing_of
from app.store.protocols import versions_like
from app.store.reading import processes_running
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import FORMER, Bundle, ByHand, Calendar, Moment, Stands, State, Trial, WorkflowError, stands_of, try_out

__all__ = [
    "Plan", "Tried", "Which", "back_now", "each_back", "each_tried", "route_back", "route_tried", "tried_now",
    "version_meant",
]  # fmt: skip

UNREADABLE: Final = "Deze route is niet te lezen. Kijk haar na met flask history verify."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: the version to go to, and what was decided by hand."""

    to: str
    by_hand: ByHand = ByHand()  # noqa: RUF009  a frozen value
    alike: bool = False
    """Also routes on versions that do the same."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A running route and whether it can go."""

    route: UUID
    dossier: UUID
    number: int
    name: str
    fits: bool
    reasons: tuple[str, ...] = ()
    """Why it cannot, in Dutch, each with what to do."""
    notes: tuple[str, ...] = ()
    """What it would do."""
    readable: bool = True
    at: tuple[str, ...] = ()
    """Elements and fields that keep it."""
    stands: tuple[Stands, ...] = ()
    """Where one that cannot go waits."""


def version_meant(desk: Desk, board: UUID, said: str | None) -> str | None:
    """The published version whose hash begins so, or that in force; None where there is not exactly one."""
    with desk.reading(board) as work:
        if said is None:
            return bundle_in_force(work)
        found = versions_like(work, said)
    return found[0] if len(found) == 1 else None


def each_tried(desk: Desk, board: UUID, plan: Plan, which: Which) -> Iterator[Tried | None]:
    """Each route of `which`, tried in a look of its own; None for one on a version that does the same."""
    for row in each_row(desk, board, which):
        yield route_tried(desk, board, plan, row)


def route_tried(desk: Desk, board: UUID, plan: Plan, row: Any) -> Tried | None:
    """One route, by its row; None for one on a version that does the same."""
    with desk.reading(board) as work:
        return tried_now(work, desk, plan, row)


def each_back(desk: Desk, board: UUID, which: Which) -> Iterator[Tried | None]:
    """Each route of `which` and whether it can go back to where it came from; None for one that came from nowhere."""
    for row in each_row(desk, board, which):
        yield route_back(desk, board, row)


def route_back(desk: Desk, board: UUID, row: Any) -> Tried | None:
    """Whether one route can go back, by its row; None for one that came from nowhere."""
    with desk.reading(board) as work:
        found = standing_of(work, row.route_id)
        return _unreadable(row) if found is None else back_now(work, found)


def back_now(work: Work, found: Any) -> Tried | None:
    """The same, in a look that is had already, by where the route stands."""
    state = _state(work, found)
    if state is None:
        return _unreadable(found)
    return Tried(found.route_id, found.dossier_id, found.number, found.name, True) if FORMER in state else None


def tried_now(work: Work, desk: Desk, plan: Plan, row: Any) -> Tried | None:
    """One route, in a look that is had already; None for one on a version that does the same."""
    try:
        before, after = (desk.bundles.get(work, each) for each in (row.bundle, plan.to))
        if before.gedrag == after.gedrag and not plan.alike:
            return None
        found = standing_of(work, row.route_id)
        state = _state(work, found)
        if state is None:
            return _unreadable(row)
        trial = _trial(work, before, after, plan.by_hand, found, state)
    except (NoBundleError, LookupError, WorkflowError):
        return _unreadable(row)
    reasons = tuple(each.sentence for each in trial.obstacles)
    return Tried(
        row.route_id, row.dossier_id, row.number, row.name, trial.fits, reasons, trial.notes,
        at=tuple(each.element for each in trial.obstacles if each.element),
        stands=() if trial.fits else stands_of(before, state),
    )  # fmt: skip


def _unreadable(row: Any) -> Tried:
    return Tried(row.route_id, row.dossier_id, row.number, row.name, False, (UNREADABLE,), readable=False)


def _trial(work: Work, before: Bundle, after: Bundle, by_hand: ByHand, found: Any, state: State) -> Trial:
    running = after.running(processes_running(work, found.dossier_id, found.route_id))
    calendar = Calendar(*calendar_days(work, found.calendar))
    at = Moment(found.route_id, found.version + 1, work.clock.roughly(), calendar, running)
    return try_out(before, after, state, at, by_hand)


def _state(work: Work, found: Any) -> State | None:
    if found is None:
        return None
    try:
        return unseal_state(work.keys.get(work.board, found.key_id), found.route_id, found.version, bytes(found.state))
    except (KeysError, SealError):
        return None
