"""Rehearsals of a protocol, told again from what was done in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.queries.ahead import Ahead, ahead
from app.queries.calendars import school_calendars
from app.queries.drafts import WholeDraft, bundle_of, read_version, read_whole_draft
from app.queries.foreseen import Standing, foreseen
from app.store.drafts import files_of, find_draft
from app.store.overview import schools_with
from app.store.rehearsals import find_rehearsal, from_rows, rehearsals_of
from app.store.unit_of_work import Work
from workflows import Limits, Moment, Rehearsal, Said, date_in_words, holidays_said, local_day, rehearse
from workflows import Work as OpenWork

_START: Final = "09:00"


@dataclass(frozen=True, slots=True)
class RehearsalKept:
    """A rehearsal as it is kept, with the files on which it is played now."""

    id: UUID
    name: str
    """Of the draft or the version."""
    draft: UUID | None
    dropped: bool
    """Whether the draft was thrown away."""
    geheel: str
    """Of the version; empty for a draft."""
    files: Mapping[str, bytes]
    revisions: Mapping[str, int]
    """Of each file of a draft, as it was when the files were read."""
    digest: str
    changed: bool
    """Whether the files are others than when it was last played."""
    function: str
    revision: int
    given: tuple[Said, ...]
    acts: tuple[Said, ...]
    published_at: datetime | None
    """Of the version; None for a draft."""


def read_rehearsal(work: Work, actor: Actor, rehearsal_id: UUID) -> RehearsalKept:
    """One of somebody's own. Raises NotFoundError."""
    _check(actor)
    row = find_rehearsal(work, rehearsal_id, actor.id)
    if row is None:
        raise NotFoundError
    dropped, revisions, published_at = False, dict[str, int](), None
    if row.draft_id is not None:
        # Before the files themselves: who saves one in between is not overwritten.
        revisions = {each.name: each.revision for each in files_of(work, row.draft_id)}
        whole = read_whole_draft(work, actor, row.draft_id)
        draft = find_draft(work, row.draft_id)
        dropped = draft is not None and draft.dropped_at is not None
    else:
        version = read_version(work, row.geheel)
        whole, published_at = WholeDraft(version.shown.name, row.geheel, version.files), version.shown.published_at
    return RehearsalKept(
        row.rehearsal_id, whole.name, row.draft_id, dropped, row.geheel or "", whole.files, revisions,
        whole.digest, whole.digest != row.digest, row.function, row.revision, from_rows(row.given), from_rows(row.acts),
        published_at,
    )  # fmt: skip


def own_rehearsal(work: Work, actor: Actor, draft: UUID | None, geheel: str | None) -> UUID | None:
    """The rehearsal that somebody has on a draft or a version."""
    _check(actor)
    rows = rehearsals_of(work, actor.id)
    return next((row.rehearsal_id for row in rows if (row.draft_id, row.geheel) == (draft, geheel)), None)


def given_now(work: Work, actor: Actor) -> tuple[Said, ...]:
    """How a rehearsal begins that begins now: in the morning of today, with the free days of somebody's school."""
    today = local_day(work.clock.roughly())
    schools = [row.school_id for row in schools_with(work, actor.id)][:1]
    calendars = school_calendars(work, schools)
    free = [day for calendar in calendars.values() for day in calendar.school_free_days]
    return (Said(f"het is {date_in_words(today)} om {_START}"), *holidays_said(free, today))


_TOLD: Final = Recent[tuple[str, str, str], Rehearsal](32)


def told_again(kept: RehearsalKept, limits: Limits) -> Rehearsal | None:
    """The rehearsal as it stands; None where its files make no protocol that stands. Outside any transaction.

    The last few are kept, so that a step back and a step further are at once.
    """
    bundle = bundle_of(kept.files, kept.digest, limits)
    if bundle is None:
        return None
    key = _key(kept.digest, kept.given, kept.acts)
    return _TOLD.get(key, lambda: rehearse(bundle, kept.given, kept.acts))


def remember(kept: RehearsalKept, after: Rehearsal) -> None:
    """Keep how a rehearsal stands after one more step: the page that follows asks for it."""
    _TOLD.get(_key(kept.digest, kept.given, after.acts), lambda: after)


def ahead_of(rehearsal: Rehearsal, work: OpenWork) -> Ahead:
    """What comes after a task of a rehearsal, as the page of a real task tells it."""
    bundle, task, route = rehearsal.bundle, work.task, work.route
    drawn = ahead(bundle, task.process, task.element, task.path)
    others = (each.process for each in rehearsal.world.routes if each.is_open and each.id != route.id)
    world = rehearsal.world
    moment = Moment(route.id, route.sequence + 1, world.now, world.calendar, bundle.running(others))
    return foreseen(Standing(bundle, moment, route.state or {}), task, bundle.forms.get(task.form or ""), drawn)


def _key(digest: str, given: Sequence[Said], acts: Sequence[Said]) -> tuple[str, str, str]:
    return digest, _text(given), _text(acts)


def _text(said: Sequence[Said]) -> str:
    return json.dumps([(each.text, sorted(each.table.items())) for each in said])


def _check(actor: Actor) -> None:
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
