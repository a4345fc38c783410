"""Carrying out what two people agreed to destroy: keys first, then rows, then the fact and the certificate.

Whenever it is broken off it is begun again from the start, and comes out the same: a key that is destroyed stays so,
and all else is one transaction.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.commands.checkpoints import SigningKey
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.facts import DossierErased, RollForgotten, RouteErased
from app.domain.permissions import Permission
from app.domain.retention import roll_forgets_before
from app.store.chain import check
from app.store.documents import as_instant_text, fact_bytes
from app.store.dossiers import lock_dossier
from app.store.erasing import (
    Doomed,
    Sample,
    blank_dossier,
    blank_routes,
    doomed,
    forget_left,
    forget_pupil,
    opens,
    samples,
)
from app.store.erasure import BEGUN, DONE, begun_fact, change_erasure, find_erasure
from app.store.history import links
from app.store.loaded import LoadedDossier
from app.store.notes import verifier_key
from app.store.people import names_of
from app.store.retained import day_of
from app.store.streams import Stream

CERTIFICATE: Final = "leidraad-certificate-v1"
"""What is signed of a certificate is framed(this, its bytes)."""


@dataclass(frozen=True, slots=True)
class CarryOutErasure(Recorded):
    """Destroy what two people agreed on, or finish what was broken off."""

    erasure: UUID


@dataclass(frozen=True, slots=True)
class CloseErasure(Unrecorded):
    """Mark what was wiped from the database's own files, and sign the certificate."""

    erasure: UUID
    wiped: bool
    key: SigningKey | None = None


@dataclass(frozen=True, slots=True)
class ForgetRoll(Unrecorded):
    """Take pupils off the roll who left long ago and have no dossier; where there are none, no fact is left."""


def carry_out(command: CarryOutErasure, scope: Scope, _attempt: Attempt) -> UUID:
    """Destroy; the id of the dossier. Raises WrongStateError where it is not begun, or the board's history says so not.

    Raises KeysError where remains of a key may still lie in the key store.
    """
    scope.require(Permission.FIRE)
    board = locked_board(scope)
    row = find_erasure(scope.work, command.erasure)
    if row is None or row.status != BEGUN:
        raise WrongStateError("Deze vernietiging is niet begonnen, of al klaar.")
    dossier = lock_dossier(scope.work, row.dossier_id)
    if dossier is None:
        raise NotFoundError
    streams = doomed(scope.work, row.dossier_id, row.route_id)
    keys = _told(scope, board.stream, row, streams)
    sealed = list(samples(scope.work, streams))
    scope.work.keys.drop(scope.work.board, keys, scope.work.now)
    deed = _Deed(
        scope, row, dossier, keys, _tried(scope, row, sealed), [_chain(scope, each) for each in streams]
    )  # fmt: skip
    deed.take_away()
    certificate = fact_bytes(deed.certificate())
    change_erasure(scope.work, row.erasure_id, status=DONE, done_at=scope.work.now, certificate=certificate.decode())
    deed.record(board.stream, hashlib.sha256(certificate).hexdigest())
    made: UUID = row.dossier_id
    return made


def close(command: CloseErasure, scope: Scope, _attempt: Attempt) -> None:
    """Mark and sign; a signature that is there stays."""
    scope.require(Permission.FIRE)
    row = find_erasure(scope.work, command.erasure)
    if row is None or row.status != DONE:
        return
    values: dict[str, object] = {"wiped_at": scope.work.now} if command.wiped and row.wiped_at is None else {}
    if command.key is not None and row.signature is None:
        values["signature"] = command.key.sign_as(CERTIFICATE, row.certificate.encode())
        values["signed_by"] = verifier_key(scope.work.board, command.key.public)
    if values:
        change_erasure(scope.work, row.erasure_id, **values)


def forget_roll(command: ForgetRoll, scope: Scope, _attempt: Attempt) -> int:
    """Some of them; how many, so that who sends this can go on until there are none."""
    _ = command
    scope.require(Permission.FIRE)
    board = locked_board(scope)
    gone = forget_left(scope.work, roll_forgets_before(day_of(scope.work.now)))
    if gone:
        scope.record(board.stream, RollForgotten(pupils=gone))
    return gone


def _told(scope: Scope, stream: Stream, row: Any, streams: Sequence[Doomed]) -> tuple[UUID, ...]:
    """The keys that the board's history says must go. Raises WrongStateError where it says nothing of this."""
    document = begun_fact(scope.work, stream, row.begun_in)
    data: Mapping[str, Any] = document["data"] if document else {}
    same = (data.get("erasure"), data.get("dossier"), data.get("route")) == (
        str(row.erasure_id), str(row.dossier_id), str(row.route_id) if row.route_id else None,
    )  # fmt: skip
    keys = tuple(UUID(each) for each in data.get("keys", ()))
    if not same or not {each.key_id for each in streams} <= set(keys):
        message = "Deze vernietiging staat niet zo in de geschiedenis van het bestuur. Er wordt niets vernietigd."
        raise WrongStateError(message)
    return keys


def _tried(scope: Scope, row: Any, sealed: Sequence[Sample]) -> list[dict[str, object]]:
    """The trial: what opened before opens no more. Raises RuntimeError where something still does."""
    before = {each["sha256"]: each["opened"] for each in row.tried}
    found = [
        {
            "what": each.what, "stream": str(each.stream), "sha256": each.digest,
            "opened_before": bool(before.get(each.digest)), "opens_after": opens(scope.work, each),
        }
        for each in sealed
    ]  # fmt: skip
    if any(each["opens_after"] for each in found):
        message = "something still opens with a key that was destroyed"
        raise RuntimeError(message)
    return found


def _chain(scope: Scope, each: Doomed) -> dict[str, object]:
    """A stream as it stays: whose it was, where it ends, and whether its chain holds without its key."""
    found = links(scope.work, each.stream)
    whole = check(found) is None and (len(found), found[-1].head if found else bytes(32)) == (each.facts, each.head)
    return {
        "stream": str(each.stream), "route": str(each.route) if each.route else None, "facts": each.facts,
        "head": each.head.hex(), "holds": whole,
    }  # fmt: skip


@dataclass(slots=True)
class _Deed:
    """What is done behind the trial, in one transaction."""

    scope: Scope
    row: Any
    dossier: LoadedDossier
    keys: tuple[UUID, ...]
    tried: Sequence[Mapping[str, object]]
    chains: Sequence[Mapping[str, object]]
    gone: Counter[str] = field(default_factory=Counter)
    forgotten: tuple[str, ...] = ()

    def take_away(self) -> None:
        """All rows and columns that tell of it."""
        work = self.scope.work
        if self.row.route_id is not None:
            self.gone = blank_routes(work, self.dossier.id, [self.row.route_id], work.now)
            return
        self.gone = blank_dossier(work, self.dossier.id, work.now)
        self.forgotten = forget_pupil(work, self.dossier.pupil_id, day_of(work.now))

    def certificate(self) -> dict[str, object]:
        """What was destroyed, when, by whom and by what right. Of the child nothing is in it, not even initials."""
        work, row = self.scope.work, self.row
        names = names_of(work, {row.proposed_by, row.decided_by})
        at = {each.id: as_instant_text(each.at) for each in work.keys.destroyed() if each.board == work.board}
        return {
            "v": 1, "format": CERTIFICATE, "board": str(work.board), "school": str(row.school_id),
            "erasure": str(row.erasure_id), "dossier": str(row.dossier_id),
            "route": str(row.route_id) if row.route_id else None, "ground": row.ground,
            "kept_until": row.kept_until.isoformat() if row.kept_until else None,
            "proposed": _person(row.proposed_by, names, as_instant_text(row.proposed_at)),
            "confirmed": _person(row.decided_by, names, as_instant_text(row.decided_at)),
            "done": as_instant_text(work.now),
            "keys": [{"key": str(each), "destroyed": at[each]} for each in self.keys],
            "streams": list(self.chains), "trial": list(self.tried),
            "rows": {name: self.gone[name] for name in ("answer", "attachment", "draft", "task")},
            "forgotten": list(self.forgotten),
        }  # fmt: skip

    def record(self, board: Stream, digest: str) -> None:
        """The fact, in the stream that can still be read."""
        row, said = self.row, {"proposed_by": self.row.proposed_by, "confirmed_by": self.row.decided_by}
        if row.route_id is None:
            self.scope.record(board, DossierErased(
                erasure=row.erasure_id, dossier=self.dossier.id, ground=row.ground, keys=self.keys,
                certificate=digest, forgotten=self.forgotten, **said,
            ))  # fmt: skip
            return
        self.scope.record(self.dossier.stream, RouteErased(
            erasure=row.erasure_id, route=row.route_id, ground=row.ground, keys=self.keys, certificate=digest, **said,
        ))  # fmt: skip


def _person(made: UUID, names: Mapping[UUID, str], at: str) -> dict[str, object]:
    return {"person": str(made), "name": names.get(made, ""), "at": at}
