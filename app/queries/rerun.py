"""Carrying one fact out again, on the version and the calendar that it is pinned to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.errors import NoBundleError, OtherBundleError
from app.queries.projection import IncompleteError, Told
from app.store.calendars import calendar_days
from app.store.history import readable
from app.store.unit_of_work import Work
from workflows import ENGINE_RULES, Bundle, Calendar, Engine, Moment, Outcome, WorkflowError, carry_out


class CannotJudge(Exception):
    """Something that is needed for a judgement is not here."""


def again(work: Work, pinned: Callable[[str], Bundle], fact: Told, state: Any) -> tuple[Engine, Outcome]:
    """What a fact that moved its route does to this state now; `pinned` gives a version by its hash.

    Raises IncompleteError where that is not what was recorded, CannotJudge where it is of other rules of the engine.
    """
    number, do = fact.sequence, fact.document["do"]
    bundle, moment = pinned_to(work, pinned, number, fact.document["moment"])
    engine = Engine(bundle)
    try:
        ran = carry_out(engine, moment, state, do["verb"], do["arguments"])
    except WorkflowError as error:
        raise IncompleteError(f"feit {number} kan niet nog eens zo gebeuren", number) from error
    if ran.state_hash != fact.document["outcome"]["state_hash"]:
        raise IncompleteError(f"feit {number} geeft nu een andere toestand dan toen", number)
    return engine, ran


def pinned_to(
    work: Work, pinned: Callable[[str], Bundle], number: int, at: Mapping[str, Any]
) -> tuple[Bundle, Moment]:  # fmt: skip
    """The version and the moment, with its calendar, of a fact that moved its route. Raises as `again`."""
    if at["engine_rules"] != ENGINE_RULES:
        message = f"feit {number} is van motorregels {at['engine_rules']}, en hier gelden {ENGINE_RULES}"
        raise CannotJudge(message)
    try:
        bundle = pinned(at["bundle"])
        with readable(f"de kalender van feit {number}"):
            public, free = calendar_days(work, at["calendar"])
    except OtherBundleError as error:
        raise IncompleteError(f"het protocol van feit {number} is niet wat toen in gebruik was", number) from error
    except NoBundleError as error:
        raise IncompleteError(f"het protocol van feit {number} is weg", number) from error
    except LookupError as error:
        raise IncompleteError(f"de kalender van feit {number} is weg", number) from error
    calendar = Calendar(public, free)
    if calendar.digest() != at["calendar"]:
        raise IncompleteError(f"de kalender van feit {number} is veranderd", number)
    instant = datetime.fromisoformat(at["instant"])
    return bundle, Moment(UUID(at["route"]), at["sequence"], instant, calendar, frozenset(at["running"]))
