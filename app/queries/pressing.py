"""A button of a dossier or for a pupil as its own page shows it: its form, and what happens when it is pressed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.queries.dossiers import seen_dossier
from app.queries.items import PupilShown
from app.queries.starts import READ, ForPupil, Start, buttons_of, quiet, starts_for_pupil
from app.queries.why import without_sources
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_in_force
from app.store.named import named_pupil
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Bundle, Form

_RULE: Final = re.compile(r"\s*\(R\d+[^)]*\)")
"""By which a drawing names the rule that it follows: for who draws, not for who presses."""


LINKED: Final = "start-"
"""How a link in the text of a form begins that leads to a button."""


@dataclass(frozen=True, slots=True)
class Press:
    """One button."""

    start: Start
    form: Form | None
    explanation: str
    """What the drawing says of it."""
    route: str
    """Name of the route that begins, or that hears it."""
    now: datetime


@dataclass(frozen=True, slots=True)
class InDossier:
    """A button of a dossier."""

    dossier: UUID
    pupil: PupilShown
    press: Press


def press_in_dossier(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID, message: str
) -> InDossier | None:  # fmt: skip
    """None where the dossier or the button is not there, or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    routes = routes_seen(work, actor.id, dossier_id)
    geheel = bundle_in_force(work, row.school_id, actor.id)
    buttons = buttons_of(work, actor, bundles, row, routes, geheel)
    versions = [bundles.get(work, each) for each in dict.fromkeys([geheel, *(r.bundle for r in routes)]) if each]
    press = _press(work, buttons, versions, message)
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    pupil = PupilShown(row.pupil_id, name.first, row.group_name or "")
    return None if press is None else InDossier(dossier_id, pupil, press)


def presses_for_pupil(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], pupil_id: UUID
) -> tuple[ForPupil, tuple[Press, ...]] | None:
    """A pupil of this person's and every button that is theirs, but the acute one, which every page has."""
    found = starts_for_pupil(work, actor, bundles, pupil_id)
    if found is None:
        return None
    bundle = bundles.get(work, found.geheel) if found.geheel else None
    shown = quiet(found.starts, bundle)
    return found, tuple(press_of(work, bundle, each) for each in shown if bundle is not None)


def press_for_pupil(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], pupil_id: UUID, message: str
) -> tuple[ForPupil, Press] | None:
    """None where the pupil or the button is not there, or not for this person."""
    found = starts_for_pupil(work, actor, bundles, pupil_id)
    if found is None or found.geheel is None:
        return None
    press = _press(work, found.starts, [bundles.get(work, found.geheel)], message)
    return None if press is None else (found, press)


def press_of(work: Work, bundle: Bundle, start: Start) -> Press:
    """The page of a button of this protocol."""
    process = bundle.processes[start.process]
    heard = [node for node in process.nodes.values() if node.event.name == start.message and node.documentation]
    meant = [node for node in heard if (node.scope == process.id) == start.starts] or heard
    said = _RULE.sub("", without_sources(meant[0].documentation)) if meant else ""
    return Press(start, bundle.forms.get(start.form or ""), said, process.name, work.clock.roughly())


def _asked_as(start: Start) -> tuple[str, ...]:
    """By what a button is asked for: its message, or as texts of forms link to it, by the route that it begins."""
    return (start.message, f"{LINKED}{start.process}") if start.starts else (start.message,)


def _press(work: Work, buttons: Sequence[Start], versions: Sequence[Bundle], message: str) -> Press | None:
    start = next((each for each in buttons if message in _asked_as(each)), None)
    bundle = next((each for each in versions if start and start.process in each.processes), None)
    return press_of(work, bundle, start) if start and bundle else None
