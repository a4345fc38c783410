"""What is different between two states of one file, by its parts and in words."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.errors import WorkflowError
from workflows.merging.combining import says
from workflows.merging.merging import parts_of
from workflows.merging.model import NotApartError, Parts
from workflows.merging.tables import is_cell
from workflows.merging.telling import Telling


@dataclass(frozen=True, slots=True)
class Between:
    """What is different, as things are called."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: int = 0
    """How many are only drawn elsewhere."""


def between(name: str, old: bytes, new: bytes) -> Between | None:
    """What is different in a file of this name; None where it can only be looked at as a whole. Never raises."""
    try:
        before, after = parts_of(name, [old, new])
    except (NotApartError, WorkflowError, RecursionError):
        return None
    telling = Telling(before, after, after)
    other: dict[str, None] = {}
    drawn: dict[str, None] = {}
    for key in dict.fromkeys([*before, *after]):
        if says(before.get(key)) != says(after.get(key)) and not _follows(key, before, after):
            (drawn if key.startswith("%") else other)[telling.shown(key)] = None
    known = [each for each in other if each != "/"]
    sorts = (
        [each for each in known if each not in before], [each for each in known if each not in after],
        [each for each in known if each in before and each in after],
    )  # fmt: skip
    added, removed, changed = (tuple(dict.fromkeys(telling.called(each) for each in those)) for those in sorts)
    return Between(added, removed, changed, len([each for each in drawn if each in before and each not in other]))


def _follows(key: str, before: Parts, after: Parts) -> bool:
    """Whether a cell came or went with its column or its rule."""
    return is_cell(key) and not (key in before and key in after)
