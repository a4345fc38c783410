"""A history as people read it: what says the same twice is said once, and the beginning of a dossier lies undermost."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from app.web.chronology import Told

_FIRST = "DossierOpened"


def retold(told: Iterable[Told]) -> tuple[Told, ...]:
    """Facts of a page, the last first: of those of one instant the beginning of the dossier lies undermost."""
    found: list[Told] = []
    for _at, together in groupby(told, key=lambda each: each.entry.entered):
        found += sorted(together, key=lambda each: each.entry.kind == _FIRST)
    return tuple(each for place, each in enumerate(found) if not place or not _is_same(found[place - 1], each))


def _is_same(one: Told, other: Told) -> bool:
    """Whether a second line would tell nothing that the first does not."""
    if one.filled_in.lines or other.filled_in.lines or other.decided or other.task:
        return False
    return (one.sentence, one.reason, one.route, one.entry.entered, one.entry.milestones) == (
        other.sentence, other.reason, other.route, other.entry.entered, other.entry.milestones,
    )  # fmt: skip
