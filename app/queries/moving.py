"""Running routes to another version, for the worker: what comes next of a dry run, of the deed, of the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries.batches import Halted, Step
from app.queries.desk import Desk
from app.queries.migration import Plan, Tried, back_now, route_tried, tried_now
from app.store.batches import BACK, RUNS, Gone, find_batch, routes_after_in
from app.store.passing import Which, routes_after, standing_of
from app.store.people import load_actor
from app.store.unit_of_work import Work
from workflows import ByHand

CAN, CANNOT = "kan mee", "kan niet mee"
"""What a dry run says of a route."""
OVER, TAKEN_BACK, STAYS = "over", "terug", "blijft"
"""What came of a route that was to be moved, or taken back."""
_MOVED_ON: Final = "Er is intussen iets gebeurd in deze route, of ze kwam van een andere versie. Ze blijft waar ze is."
_LEFT: Final = (
    "Wie dit begon, mag geen routes meer overzetten. Wat al over is, blijft zo. Begin opnieuw: wat over is, wordt "
    "overgeslagen."
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """The next route of a batch that moves."""

    batch: UUID
    after: UUID | None
    back: bool
    by: Actor
    route: UUID | None
    """None at the end."""
    gone: Gone | None
    """What will have come of it; None where it needs nothing: its version does the same."""
    fits: bool


def next_of_trial(desk: Desk, board: UUID, batch: UUID, most: int) -> Step | None:
    """Try the next few routes, each in a look of its own; None where the dry run does not run any more."""
    with desk.reading(board) as work:
        row = find_batch(work, batch)
        rows = routes_after(work, which_of(row), row.cursor, most) if row is not None and row.status == RUNS else ()
    if row is None or row.status != RUNS:
        return None
    plan = plan_of(row)
    found = [(each, route_tried(desk, board, plan, each)) for each in rows]
    gone = tuple(_tried(each, tried) for each, tried in found if tried is not None)
    upto = rows[-1].route_id if rows else None
    return Step(batch, row.cursor, upto, len(rows), gone, {}, last=len(rows) < most)


def next_turn(desk: Desk, board: UUID, batch: UUID) -> Turn | Halted | None:
    """The next route, tried first, so that what cannot go is no refusal in its history; all in one look."""
    with desk.reading(board) as work:
        row = find_batch(work, batch)
        if row is None or row.status != RUNS:
            return None
        by = load_actor(work, row.asked_by)
        if by is None or not may(by, Permission.PUBLISH):
            return Halted(batch, _LEFT)
        return _back(work, row, by) if row.kind == BACK else _onward(work, desk, row, by)


def which_of(row: Any) -> Which:
    """The routes that a batch goes by."""
    return Which(frozenset(UUID(each) for each in row.asked["schools"]), running=True, off=row.digest)


def plan_of(row: Any) -> Plan:
    """What a batch was asked."""
    return Plan(row.digest, ByHand.of(dict(row.asked.get("mapping", {}))))


def _onward(work: Work, desk: Desk, row: Any, by: Actor) -> Turn:
    each = next(iter(routes_after(work, which_of(row), row.cursor, 1)), None)
    if each is None:
        return Turn(row.batch_id, row.cursor, False, by, None, None, False)
    tried = tried_now(work, desk, plan_of(row), each)
    if tried is None:
        return Turn(row.batch_id, row.cursor, False, by, each.route_id, None, False)
    gone = _gone(each, OVER if tried.fits else STAYS, _told(tried))
    return Turn(row.batch_id, row.cursor, False, by, each.route_id, gone, tried.fits)


def _back(work: Work, row: Any, by: Actor) -> Turn:
    each = next(iter(routes_after_in(work, row.subject_id, OVER, row.cursor, 1)), None)
    if each is None:
        return Turn(row.batch_id, row.cursor, True, by, None, None, False)
    found = standing_of(work, each.route_id)
    tried = back_now(work, found) if found is not None and found.bundle == row.digest else None
    fits = tried is not None and tried.fits
    reasons = () if fits else tried.reasons if tried is not None else (_MOVED_ON,)
    gone = _gone(each, TAKEN_BACK if fits else STAYS, {} if fits else {"reasons": [on_screen(one) for one in reasons]})
    return Turn(row.batch_id, row.cursor, True, by, each.route_id, gone, fits)


def _tried(row: Any, tried: Tried) -> Gone:
    return _gone(row, CAN if tried.fits else CANNOT, {**_told(tried), "version": row.bundle})


def _told(tried: Tried) -> dict[str, Any]:
    told: dict[str, Any] = {
        "reasons": [on_screen(each) for each in tried.reasons], "notes": list(tried.notes), "at": list(tried.at),
        "stands": [[each.process, each.element, each.name] for each in tried.stands],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _gone(row: Any, result: str, told: Mapping[str, Any]) -> Gone:
    return Gone(row.route_id, row.dossier_id, row.process, row.name, result, told)


def on_screen(sentence: str) -> str:
    """A reason without what only the command line has."""
    return sentence.replace(" (--map)", "").replace(" met flask history verify", " bij Nakijken")
