"""Versions of a protocol: kept for ever once published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def brought_in(work: Work, geheel: str) -> Any:
    """The row that says when a version was last brought into force and by whom, or None."""
    where = (in_force.c.board_id == work.board, in_force.c.geheel == geheel)
    return work.row(select(in_force).where(*where).order_by(in_force.c.since.desc(), in_force.c.number.desc()).limit(1))


def name_of(work: Work, geheel: str) -> str:
    """What a published version is called; empty where there is none."""
    where = (bundle.c.board_id == work.board, bundle.c.geheel == geheel)
    return str(work.run(select(bundle.c.name).where(*where)).scalar_one_or_none() or "")


def versions_like(work: Work, begin: str) -> list[str]:
    """The hashes *geheel* of published versions that begin so."""
    where = (bundle.c.board_id == work.board, bundle.c.geheel.startswith(begin, autoescape=True))
    return list(work.run(select(bundle.c.geheel).where(*where).order_by(bundle.c.geheel)).scalars())
