"""From which route another one follows, as far as whoever asks may see that: so that two of one name are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.queries.why import told_by
from app.store.chain import Link
from app.store.history import opened
from app.store.keys import KeysError
from app.store.past import first_facts
from app.store.reading import routes_of_dossiers
from app.store.sealing import SealError
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Origin:
    """The route that began another one by a message."""

    route: UUID
    routes: Mapping[UUID, str]
    """Every route of that dossier that this person sees, the oldest first: by them its name is told apart."""


def origins_of(work: Work, actor: Actor, rows: Sequence[Any]) -> Mapping[UUID, Origin]:
    """By route where it came from, of rows with the ids, stream and key of routes that no person began.

    Left out are those that come from a route that this person may not see, and those whose first fact cannot be read.
    Two statements however many rows, and none where there are none.
    """
    if not rows:
        return {}
    causes = _causes(work, rows)
    seen: dict[UUID, dict[UUID, str]] = {}
    for each in routes_of_dossiers(work, actor.id, sorted({row.dossier_id for row in rows}, key=str)):
        seen.setdefault(each.dossier_id, {})[each.route_id] = each.name
    found = {}
    for row in rows:
        cause, routes = causes.get(row.route_id), seen.get(row.dossier_id, {})
        if cause is not None and cause in routes:
            found[row.route_id] = Origin(cause, routes)
    return found


def _causes(work: Work, rows: Sequence[Any]) -> Mapping[UUID, UUID]:
    """By route which route its first fact names as the one that set it off."""
    owners = {row.stream_id: row for row in rows}
    found = {}
    for each in first_facts(work, owners):
        row = owners[each.stream_id]
        link = Link(each.stream_id, each.sequence, each.entered, bytes(each.ciphertext), bytes(each.head))
        try:
            told = told_by(each, opened(work.keys.get(work.board, row.key_id), link))
        except (SealError, KeysError):  # one fact that was changed must not take the whole list away
            continue
        cause = told.document.get("cause", {}).get("route")
        if cause:
            found[row.route_id] = UUID(cause)
    return found
