"""Names that changed in a draft, and what still has the old ones: found in what was saved of it before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.recent import Recent
from app.queries.drafts import DraftShown, WholeDraft, read_draft_with_files, read_whole_draft
from app.store.drafts import opened
from app.store.merging import kept_over_time
from app.store.unit_of_work import Work
from workflows import Carried, Limits, carry

MOST_STATES: Final = 8
"""Saves that are looked back, beside the first: who renames a thing is offered at once to change the rest."""
MOST_REVISIONS: Final = 30
"""Of which these are looked for."""
_NAMING: Final = (".bpmn", ".dmn", ".form")


@dataclass(frozen=True, slots=True)
class Before:
    """A draft as it is, and states that it had, the last first."""

    whole: WholeDraft
    states: tuple[Mapping[str, bytes], ...] = field(repr=False)
    key: str = ""
    """The same for the same states."""


def read_before(work: Work, actor: Actor, draft_id: UUID) -> Before:
    """A draft with what it was. Raises NotFoundError."""
    whole = read_whole_draft(work, actor, draft_id)
    return before_of(work, draft_id, whole)


def read_draft_and_before(work: Work, actor: Actor, draft_id: UUID) -> tuple[DraftShown, Before]:
    """A draft as its page shows it, with the same. Raises NotFoundError."""
    shown, whole = read_draft_with_files(work, actor, draft_id)
    return shown, before_of(work, draft_id, whole)


def before_of(work: Work, draft_id: UUID, whole: WholeDraft) -> Before:
    """The same, of a draft that was read: the states in which files that name things were others."""
    at, states, contents = dict[str, str](), dict[int, dict[str, str]](), dict[str, bytes]()
    for row in kept_over_time(work, draft_id, MOST_REVISIONS):
        if row.name.endswith(_NAMING) and row.name in whole.files:
            at[row.name] = row.digest if row.packed is not None else ""
            if row.packed is not None:
                contents[row.digest] = row.packed
            states[row.number] = {name: digest for name, digest in at.items() if digest}
    wanted = _distinct([state for _number, state in sorted(states.items(), reverse=True)])
    made = tuple(
        {**whole.files, **{name: opened(contents[digest]) for name, digest in state.items()}} for state in wanted
    )
    return Before(whole, made, hashlib.sha256(repr(wanted).encode()).hexdigest())


def _distinct(states: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Those that differ from now and from each other: the last, and the first of all."""
    found = list(dict.fromkeys(tuple(sorted(state.items())) for state in states if state))
    return [dict(each) for each in (*found[:MOST_STATES], *found[MOST_STATES:][-1:])]


_CARRIED: Final = Recent[tuple[str, ...], Carried]()


def carried_in(before: Before, limits: Limits) -> Carried:
    """What the renames in a draft change elsewhere. Outside any transaction, and kept: it can take a second."""
    key = (before.whole.digest, before.key, repr(limits))
    return _CARRIED.get(key, lambda: carry(before.states, before.whole.files, limits))
