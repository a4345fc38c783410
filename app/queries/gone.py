"""What a check must know of keys that are destroyed: whether people decided it, and whether it is finished."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from app.queries.found import Found, Sort, Which
from app.store.erasure import begun_erasures, decided_keys
from app.store.history import Owner, UnreadableError
from app.store.keys import KeysError
from app.store.unit_of_work import Work

UNDECIDED: Final = (
    "de sleutel is vernietigd, en in de geschiedenis van het bestuur staat geen besluit daarover; de keten is heel"
)
"""What is said of a key that is gone without two people who agreed. A backup of the database that was put back says
this too: the decision was made after it."""


def decided(work: Work) -> frozenset[UUID]:
    """The keys that people decided to destroy; none where the board's stream cannot be read, of which it tells itself.

    Reads all of the board's stream, so it is asked only where a key is gone.
    """
    try:
        return decided_keys(work)
    except (UnreadableError, KeysError):
        return frozenset()


def unfinished_of(work: Work, owner: Owner) -> Iterator[Found]:
    """What is begun to be destroyed in a dossier and not yet done: the machine died on the way, or is at it now."""
    if owner.route is not None or owner.dossier is None:
        return
    for row in begun_erasures(work, owner.dossier):
        what = f"route {row.route_id}" if row.route_id else f"dossier {owner.dossier}"
        yield Found(
            Which.COMPLETENESS, Sort.UNJUDGED, "de vernietiging is begonnen en nog niet af.", what, owner.dossier,
            row.route_id,
        )  # fmt: skip
