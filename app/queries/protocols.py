"""The protocol versions of a board, the buttons of the one in force, and the judgement of files that somebody sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.queries.starts import Start, starts_of
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_in_force
from app.store.overview import published
from app.store.unit_of_work import Work
from workflows import Bundle, Finding, Limits, check


@dataclass(frozen=True, slots=True)
class Button:
    """What begins a route, and who has it; `iedereen` is every employee."""

    start: Start
    functions: tuple[str, ...]


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
    starts: tuple[Button, ...]
    """Of the version in force; empty for the others."""


def list_protocols(work: Work, bundles: BundleCache[Bundle]) -> tuple[ProtocolShown, ...]:
    """Every version, the last published first."""
    current = bundle_in_force(work)
    return tuple(
        ProtocolShown(
            row.geheel, row.gedrag, row.name, row.published_at, row.since, row.geheel == current,
            _buttons(work, bundles, row.geheel) if row.geheel == current else (),
        )
        for row in published(work)
    )  # fmt: skip


def judged(files: Mapping[str, bytes], limits: Limits) -> tuple[Finding, ...]:
    """What the validator finds in files; keeps nothing of them."""
    return check(files, limits)


def _buttons(work: Work, bundles: BundleCache[Bundle], geheel: str) -> tuple[Button, ...]:
    return tuple(Button(start, functions) for start, functions in starts_of(work, bundles.get(work, geheel)))
