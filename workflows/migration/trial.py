"""A dry run: the plan is made, and carried out on a copy that nobody keeps."""

from __future__ import annotations

from typing import Final

from workflows.bundle import Bundle
from workflows.engine import Engine
from workflows.errors import FinishedError, IncidentError, Refused
from workflows.migration.model import ByHand, Obstacle, Trial, Versions
from workflows.migration.planning import draft_of
from workflows.spiff import Moment, State
from workflows.types import Outcome, RouteStatus

_STAY: Final = "Laat deze route op haar versie, of zeg met de hand waar ze heen gaat (--map)."


def try_out(before: Bundle, after: Bundle, state: State, at: Moment, by_hand: ByHand | None = None) -> Trial:
    """Whether a route that runs on `before` can go to `after`, and what that would do; it stays where it is."""
    if state["status"] != RouteStatus.LOOPT:
        return Trial(obstacles=(Obstacle("", "", FinishedError().message),))
    draft = draft_of(Versions(before, after, by_hand or ByHand()), state)
    plan = draft.plan().arguments()
    if draft.obstacles:
        return Trial(plan, None, _once(draft.obstacles), tuple(dict.fromkeys(draft.notes)))
    try:
        outcome = Engine(after).migrate(at, state, plan, before.geheel)
    except IncidentError as error:
        name = after.name_of(error.element) if error.element else ""
        stuck = Obstacle(error.element, name, f"Bij “{name or 'deze route'}” kan de route daar niet verder.", _STAY)
        return Trial(plan, None, (stuck,), tuple(draft.notes))
    except Refused as error:
        return Trial(plan, None, (Obstacle("", "", error.message, _STAY),), tuple(draft.notes))
    notes = tuple(dict.fromkeys((*draft.notes, *_told(before, after, at, outcome))))
    return Trial(plan, outcome, (), notes)


def _once(found: list[Obstacle]) -> tuple[Obstacle, ...]:
    return tuple(dict.fromkeys(found))


def _told(before: Bundle, after: Bundle, at: Moment, outcome: Outcome) -> list[str]:
    said = [f"“{before.name_of(each.element)}” vervalt." for each in outcome.closed]
    said += [f"“{each.name}” komt erbij." for each in outcome.opened]
    said += [f"“{after.name_of(each.element)}” gaat meteen af." for each in outcome.timers if each.due <= at.instant]
    if outcome.status is not RouteStatus.LOOPT:
        said.append("De route is dan af.")
    said += [f"“{each.name}” wordt verstuurd." for each in outcome.messages]
    return said
