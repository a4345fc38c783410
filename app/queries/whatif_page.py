"""What became of all routes on a draft, for people: together as numbers, and one by one as far as somebody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.domain.suppression import may_split
from app.queries.batch_shapes import BatchSaid, said_of
from app.queries.dossiers import READ_LIST
from app.queries.whatif import Aside, Shown, Tally
from app.store.batches import (
    DONE,
    WHAT_IF,
    batches_of,
    count_seen,
    results_by_process,
    routes_seen,
)  # fmt: skip
from app.store.named import named_pupil
from app.store.passing import Which, count_routes
from app.store.people import names_of
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Fate

MOST_SHOWN: Final = 200
"""Routes that are listed, those that would go otherwise first."""
_FATES: Final = tuple(str(each) for each in Fate)


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """How the routes of one process would go."""

    name: str
    fates: Mapping[str, int]
    """By fate."""


@dataclass(frozen=True, slots=True)
class RouteShown:
    """How one route would go."""

    route: UUID
    dossier: UUID
    pupil: str
    name: str
    result: str
    """A fate, or why nothing can be said of it."""
    sentences: tuple[str, ...]
    """What would be different, in order; at the last it sticks, if it does."""


@dataclass(frozen=True, slots=True)
class WhatIfShown(BatchSaid):
    """The last what-if of a draft."""

    digest: str
    """Over the files as they were."""
    numbers: Shown | None = None
    """Only where it is done."""
    exact: bool = False
    """Whether this person may see each of these routes, so that no number is kept back."""
    processes: tuple[ProcessShown, ...] | None = None
    """None where a number in it would be too small to tell."""


def last_what_if(work: Work, actor: Actor, draft: UUID, digest: str | None = None) -> WhatIfShown | None:
    """The last what-if of a draft, or of the draft as it was by its digest; None where there is none.

    Raises NotFoundError for who may not publish.
    """
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
    row = next(iter(batches_of(work, [WHAT_IF], 1, subject=draft, digest=digest)), None)
    return None if row is None else _shown(work, actor, row)


def count_all(work: Work) -> int:
    """How many routes there are to tell again."""
    return count_routes(work, Which())


def routes_told(work: Work, actor: Actor, batch: UUID) -> tuple[RouteShown, ...]:
    """The routes that this person may see, and how each would go; it is written down that they looked."""
    log_read(work, actor.id, READ_LIST, None, found=True)
    return tuple(_route(work, row) for row in routes_seen(work, batch, actor.id, str(Fate.SAME), MOST_SHOWN))


def _shown(work: Work, actor: Actor, row: Any) -> WhatIfShown:
    head = (*said_of(row, names_of(work, [row.asked_by])), row.digest)
    if row.status != DONE:
        return WhatIfShown(*head)
    rows = results_by_process(work, row.batch_id)
    readable = sum(each.number for each in rows if each.result != Aside.ERASED)
    exact = readable > 0 and count_seen(work, row.batch_id, actor.id) == readable
    numbers = Tally.of(row.tally).shown(exact=exact)
    return WhatIfShown(*head, numbers, exact, _processes(rows, exact=exact))


def _processes(rows: Sequence[Any], *, exact: bool) -> tuple[ProcessShown, ...] | None:
    """By process. All numbers or none: what one row keeps back would follow from the others and the whole."""
    names: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = {}
    for each in rows:
        if each.result in _FATES:
            names.setdefault(each.process, each.name)
            of = counts.setdefault(each.process, dict.fromkeys(_FATES, 0))
            of[each.result] += each.number
    if not exact and not may_split(*(number for of in counts.values() for number in of.values())):
        return None
    return tuple(ProcessShown(names[each], counts[each]) for each in sorted(counts, key=lambda one: names[one]))


def _route(work: Work, row: Any) -> RouteShown:
    pupil = named_pupil(work, row.pupil_id, row.pupil_sealed).first
    sentences = tuple(each["sentence"] for each in row.told.get("places", ()))
    return RouteShown(row.route_id, row.dossier_id, pupil, row.name, row.result, sentences)
