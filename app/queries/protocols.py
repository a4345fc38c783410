"""The protocol versions of a board, the buttons of the one in force, and the judgement of files that somebody sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.in_force import places
from app.queries.starts import Start, starts_of
from app.store.bundles import BundleCache
from app.store.in_force import all_put
from app.store.overview import published
from app.store.unit_of_work import Work
from workflows import Bundle, Finding, Limits, check


@dataclass(frozen=True, slots=True)
class Button:
    """What begins a route, and who has it; `iedereen` is every employee."""

    start: Start
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """For whom a version holds, or will."""

    school: UUID | None
    """Null for the whole board."""
    people: int
    """Of how many people it is the pilot; 0: of everybody there."""
    since: datetime


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """A protocol version."""

    geheel: str
    """SHA-256 over all its files."""
    gedrag: str
    """SHA-256 over what runs."""
    name: str
    published_at: datetime
    since: datetime | None
    """When it was last brought into force; null where it never was."""
    in_force: bool
    """Whether it holds somewhere."""
    holds: tuple[Holds, ...]
    starts: tuple[Button, ...]
    """Of the versions in force; empty for the others."""


def list_protocols(work: Work, bundles: BundleCache[Bundle]) -> tuple[ProtocolShown, ...]:
    """Every version, the last published first."""
    puts, now = all_put(work), work.clock.roughly()
    current = places(puts, now)
    counting = [*current, *(each for each in puts if each.is_planned(now))]
    in_force = {each.geheel for each in current}
    return tuple(
        ProtocolShown(
            row.geheel, row.gedrag, row.name, row.published_at, row.since, row.geheel in in_force,
            tuple(Holds(each.school, len(each.people), each.since) for each in counting if each.geheel == row.geheel),
            _buttons(work, bundles, row.geheel) if row.geheel in in_force else (),
        )
        for row in published(work)
    )  # fmt: skip


def judged(files: Mapping[str, bytes], limits: Limits) -> tuple[Finding, ...]:
    """What the validator finds in files; keeps nothing of them."""
    return check(files, limits)


def _buttons(work: Work, bundles: BundleCache[Bundle], geheel: str) -> tuple[Button, ...]:
    return tuple(Button(start, functions) for start, functions in starts_of(work, bundles.get(work, geheel)))
