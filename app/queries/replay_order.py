"""Where facts stand in the order in which things happened, though some were entered afterwards.

A route is only ever shown as the engine had it, which is after the facts of its stream in the order of entry, from the
first to some last one. So a fact stands where it happened, but never before what was entered before it in its own
stream: what was done before its route was there stands behind the beginning of that route.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID


def placed(facts: Iterable[tuple[UUID, datetime, datetime]]) -> list[datetime]:
    """Of each fact, told by entry as its stream, when it happened and when it was entered: as of when it counts.

    That is never after it was entered, so what another route sets off never comes before what set it off.
    """
    last: dict[UUID, datetime] = {}
    found = []
    for stream, happened, entered in facts:
        at = min(happened, entered)
        last[stream] = max(at, last.get(stream, at))
        found.append(last[stream])
    return found
