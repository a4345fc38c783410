"""Versions of a protocol: kept for ever once published, and which of them is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.store.bundles import packed
from app.store.tables import bundle, in_force
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Version:
    """What is kept of a version beside its files."""

    geheel: str
    gedrag: str
    name: str


def keep_version(work: Work, version: Version, files: Mapping[str, bytes]) -> bool:
    """Keep a version; False where it was published before and is here already."""
    where = (bundle.c.board_id == work.board, bundle.c.geheel == version.geheel)
    if work.row(select(bundle.c.geheel).where(*where)) is not None:
        return False
    work.add(
        bundle, geheel=version.geheel, gedrag=version.gedrag, name=version.name, files=packed(files),
        published_at=work.now,
    )  # fmt: skip
    return True


def bring_into_force(work: Work, geheel: str, by: UUID, second: UUID) -> UUID:
    """Let new routes start on a version from now on; the id of the row that says so."""
    made = work.new_id()
    work.add(
        in_force, in_force_id=made, geheel=geheel, since=work.now, published_by=by, seconded_by=second
    )  # fmt: skip
    return made
