"""Whether the chain of one stream is whole: what can be seen without its key. Judges and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.queries.projection import WrongError
from app.store.chain import GENESIS, Flaw, Link, check
from app.store.history import Owner

_FLAWS: Final = {
    Flaw.GAP: "ontbreekt, staat dubbel of staat niet op zijn plaats",
    Flaw.CHANGED: "is veranderd nadat het werd opgeschreven",
    Flaw.LINK: "hangt niet aan het feit ervoor",
}


def check_chain(owner: Owner, found: Sequence[Link]) -> None:
    """Raises WrongError for the first link that does not hold, or where the tail is not what the owner says."""
    broken = check(found)
    if broken is not None:
        raise WrongError(f"feit {broken.sequence} {_FLAWS[broken.flaw]}", broken.sequence)
    # A board's own stream may go back where the machine's clock was set right; in a dossier nothing is entered earlier.
    back = next((two for one, two in pairwise(found) if two.entered < one.entered), None)
    if back is not None and owner.dossier is not None:
        raise WrongError(f"feit {back.sequence} is opgeschreven met een klok die terug was gezet", back.sequence)
    last = found[-1].head if found else GENESIS
    if owner.count >= 0 and (len(found), last) != (owner.count, owner.head):
        raise WrongError(f"er staan {len(found)} feiten, en er hoorden er {owner.count} te staan", len(found))
