"""Packs for somebody outside, as people see them: what waits for a second person, what was made, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries.items import PupilShown
from app.store.keys import KeysError
from app.store.named import named_pupil
from app.store.packs import ASKED, CONFIRMED, GONE, READY, content_of, find_pack, packs_at, packs_of, why_asked
from app.store.people import names_of
from app.store.reading import shown_dossier, shown_dossiers
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.sealing import SealError
from app.store.unit_of_work import Work

READ: Final = "pack"
"""In the log of reads: somebody fetched a pack."""
READ_LIST: Final = "packs"
_MOST: Final = 30
"""Packs on the page, the last asked first."""
_LOOKED: Final = 200


@dataclass(frozen=True, slots=True)
class AskShown:
    """The dossier about which a pack is asked."""

    id: UUID
    pupil: PupilShown
    waits: bool
    """Whether one waits already."""


@dataclass(frozen=True, slots=True)
class PackItem:
    """A pack."""

    id: UUID
    dossier: UUID
    pupil: PupilShown
    status: str
    recipient: str
    names: bool
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    made_at: datetime | None
    until: datetime | None
    size: int
    done: int
    mine: bool
    """Whether this person asked for it; then it is for somebody else to agree."""
    manifest: str
    fetches: bool
    """Whether this person may fetch it: who asked and who agreed. Others may not read all that is in it."""

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.status == ASKED

    @property
    def is_being_made(self) -> bool:
        """Whether two people agreed, and it is not there yet."""
        return self.status == CONFIRMED

    @property
    def is_there(self) -> bool:
        """Whether it can be fetched."""
        return self.status == READY


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack as a file."""

    name: str
    data: bytes


def read_asking(work: Work, actor: Actor, dossier_id: UUID) -> AskShown | None:
    """The dossier, for who may ask; None else."""
    row = _seen(work, actor, dossier_id)
    log_read(work, actor.id, "dossier", dossier_id, found=row is not None)
    if row is None:
        return None
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    waits = any(each.status in (ASKED, CONFIRMED) for each in packs_of(work, [dossier_id], _MOST))
    return AskShown(dossier_id, PupilShown(row.pupil_id, name.first, row.group_name or ""), waits)


def list_packs(work: Work, actor: Actor) -> tuple[PackItem, ...]:
    """The packs of dossiers about which this person may ask for one, the last asked first."""
    log_read(work, actor.id, READ_LIST, None, found=True)
    schools = {holding.school for holding in actor.holdings}
    where = None if None in schools else {each for each in schools if each is not None}
    rows = packs_at(work, where, _LOOKED)
    dossiers = shown_dossiers(work, actor.id, {row.dossier_id for row in rows})
    shown = {each.dossier_id: each for each in dossiers if may(actor, Permission.PACK, subject_of(each))}
    mine = [row for row in rows if row.dossier_id in shown][:_MOST]
    return _items(work, actor, mine, shown)


def read_pack(work: Work, actor: Actor, pack_id: UUID) -> PackItem | None:
    """One of them; None where it is not there or not for this person."""
    row = find_pack(work, pack_id)
    dossier = _seen(work, actor, row.dossier_id) if row is not None else None
    log_read(work, actor.id, READ_LIST, row.dossier_id if row is not None else None, found=dossier is not None)
    if row is None or dossier is None:
        return None
    return _items(work, actor, [row], {row.dossier_id: dossier})[0]


def read_file(work: Work, actor: Actor, pack_id: UUID) -> PackFile | None:
    """A pack that is kept, and a line in the log of reads; None where it is not there, gone, or not for this person."""
    row = find_pack(work, pack_id)
    dossier = _seen(work, actor, row.dossier_id) if row is not None else None
    mine = row is not None and dossier is not None and actor.id in (row.asked_by, row.decided_by)
    try:
        data = content_of(work, row) if row is not None and mine else None
    except (KeysError, SealError):  # something of what it tells was destroyed
        data = None
    log_read(work, actor.id, READ, row.dossier_id if row is not None else pack_id, found=data is not None)
    return None if row is None or data is None else PackFile(f"pakket-{str(row.pack_id)[:8]}.zip", data)


def _seen(work: Work, actor: Actor, dossier_id: UUID) -> Any:
    """The row of a dossier about which this person may ask for a pack; None of any other."""
    row = shown_dossier(work, actor.id, dossier_id)
    return row if row is not None and may(actor, Permission.PACK, subject_of(row)) else None


def _items(work: Work, actor: Actor, rows: Sequence[Any], dossiers: dict[UUID, Any]) -> tuple[PackItem, ...]:
    people = names_of(work, {each for row in rows for each in (row.asked_by, row.decided_by) if each})
    now = work.clock.roughly()
    return tuple(_item(work, actor, row, dossiers[row.dossier_id], people, now) for row in rows)


def _item(work: Work, actor: Actor, row: Any, dossier: Any, people: Any, now: datetime) -> PackItem:
    name = named_pupil(work, dossier.pupil_id, dossier.pupil_sealed)
    try:
        reason = why_asked(work, dossier.key_id, row)
    except KeysError:
        reason = ""
    gone = row.status == READY and row.until <= now
    return PackItem(
        row.pack_id, row.dossier_id, PupilShown(dossier.pupil_id, name.first, dossier.group_name or ""),
        GONE if gone else row.status, row.recipient, row.names, reason, people.get(row.asked_by, ""), row.asked_at,
        people.get(row.decided_by, "") if row.decided_by else "", row.decided_at, row.made_at, row.until,
        row.size or 0, row.done, row.asked_by == actor.id, row.manifest or "",
        actor.id in (row.asked_by, row.decided_by),
    )  # fmt: skip
