"""How long what is known of a child is kept, and on which grounds it may be destroyed (domain.md section 4a).

A dossier is kept until two years after the pupil left the school. A meldcode that ended without a suspicion goes one
year after its end: there is no reason to keep a suspicion that was none. Where the day of leaving is not known, the
latest day on which a pupil leaves primary education stands in for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Ground(StrEnum):
    """By what right something is destroyed."""

    RETENTION = "termijn"
    """Its time is over."""
    REQUEST = "verzoek"
    """The board decided so, because parents or pupil asked."""
    COURT = "rechter"
    """A court, or the supervisor, ordered it."""


class Kind(StrEnum):
    """What is kept, as far as its time depends on it."""

    SUPPORT = "ondersteuning"
    REPORTING_CODE = "meldcode"
    NO_SUSPICION = "meldcode zonder vermoeden"


class Begins(StrEnum):
    """From when the time is counted."""

    LEAVING = "vertrek"
    """The pupil left; or the end of what is kept, where that is later."""
    END = "einde"
    """It ended."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    years: int
    begins: Begins


RULES: Final[Mapping[Kind, Rule]] = {
    Kind.SUPPORT: Rule(2, Begins.LEAVING),
    Kind.REPORTING_CODE: Rule(2, Begins.LEAVING),
    Kind.NO_SUSPICION: Rule(1, Begins.END),
}
ROLL: Final = 1
"""Years after leaving for which a pupil without a dossier stays on the roll: long enough to come back by mistake."""
SHORTEST: Final = min(rule.years for rule in RULES.values())
"""Years before which the time of nothing is over."""
REPORTING_CODE: Final = "meldcode"
"""Id of the process; the small ones around it go with the dossier."""
WITHOUT_SUSPICION: Final = frozenset({"Afgesloten, gewone ondersteuning"})
"""How a meldcode ends in which there was no suspicion: names of end events."""
_OLDEST: Final = 14
"""A pupil leaves primary education at the end of the school year in which they become fourteen (WPO 39)."""
_AUGUST: Final = 8


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is known of when a pupil leaves."""

    left_on: date | None = None
    born: date | None = None

    @property
    def at_the_latest(self) -> date | None:
        """The day of leaving, or the latest that there can be; None where neither is known."""
        if self.left_on is not None or self.born is None:
            return self.left_on
        year = self.born.year + _OLDEST + (1 if self.born.month >= _AUGUST else 0)
        return date(year, _AUGUST - 1, 31)


def kind_of(process: str, ends: Collection[str]) -> Kind:
    """What a route is, by its process and how it ended."""
    if process != REPORTING_CODE:
        return Kind.SUPPORT
    return Kind.NO_SUSPICION if ends and set(ends) <= WITHOUT_SUSPICION else Kind.REPORTING_CODE


def kept_until(kind: Kind, ended: date, leaving: Leaving) -> date | None:
    """The last day on which it is kept, of what ended that day; None where that cannot be said yet."""
    rule = RULES[kind]
    if rule.begins is Begins.END:
        return _later(ended, rule.years)
    left = leaving.at_the_latest
    return None if left is None else _later(max(left, ended), rule.years)


def dossier_kept_until(closed: date, leaving: Leaving, routes: Iterable[tuple[Kind, date]]) -> date | None:
    """The same of a whole dossier that was closed that day: the latest of all that is in it."""
    days = [
        kept_until(Kind.SUPPORT, closed, leaving), *(kept_until(kind, ended, leaving) for kind, ended in routes),
    ]  # fmt: skip
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def roll_forgets_before(today: date) -> date:
    """Who left before this day and has no dossier is taken off the roll."""
    return _later(today, -ROLL)


def is_over(until: date | None, today: date) -> bool:
    """Whether the time is over: never where it is not known."""
    return until is not None and today > until


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
