"""What of one dossier belongs in ParnasSys, on a page of its own: to copy, and to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.queries.dossiers import seen_dossier
from app.queries.items import PupilShown
from app.queries.parnassys import StepDone, steps_done
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Bundle

READ: Final = "parnassys"


@dataclass(frozen=True, slots=True)
class ForParnassys:
    """The steps of a dossier that were done, with who took them over."""

    id: UUID
    """Of the dossier."""
    pupil: PupilShown
    steps: tuple[StepDone, ...]
    routes: Mapping[UUID, str]
    """Their names by id, of those that whoever looks may see: never to be written in ParnasSys."""


def read_parnassys(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> ForParnassys | None:
    """The steps, and a line in the log of reads; None where the dossier is not there or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    pupil = PupilShown(row.pupil_id, name.first, row.group_name or "")
    routes = routes_seen(work, actor.id, dossier_id)
    names = {each.route_id: each.name for each in routes}
    return ForParnassys(dossier_id, pupil, steps_done(work, bundles, routes), names)
