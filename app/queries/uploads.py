"""What became of a file that somebody sent to be read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.places import SchoolAt, schools_for
from app.store.unit_of_work import Work
from app.store.uploads import find_upload


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    school: SchoolAt
    done: Mapping[str, Any] | None
    """What came of it: `counts`, `alerted`, `proposals`; None as long as it waits."""
    keeps: bool
    """Whether the asker may decide on functions that it proposes."""


def read_upload(work: Work, actor: Actor, upload: UUID) -> Upload | None:
    """One's own file, as long as it is kept and for a school of the asker."""
    row = find_upload(work, upload, actor.id)
    if row is None:
        return None
    school = next((each for each in schools_for(work, actor, Permission.IMPORT) if each.id == row.school_id), None)
    keeps = may(actor, Permission.KEEP_PEOPLE, Subject(school=row.school_id))
    return None if school is None else Upload(school, row.done, keeps)
