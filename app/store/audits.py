"""Audits as they lie in the database: who looks into what, until when, what was opened. Decides nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Select, Uuid, and_, bindparam, func, or_, select, tuple_, update

from app.store.boards import seal_personal, unseal_personal
from app.store.chain import Link
from app.store.erasing import NOBODY
from app.store.history import opened
from app.store.keys import KeysError
from app.store.loaded import ERASED
from app.store.past import facts_before
from app.store.sealing import SealError, seal_reason, unseal_reason
from app.store.tables import audit, audit_dossier, audit_lift, dossier, outbox, person, read_log, route, school
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, denied, sees_dossier

REASON, LIFT = "audit", "lift"
"""Under which names reasons are sealed."""
AUDIT: Final = "audit"
"""How the actions of auditors in the log of reads begin."""
THIS: Final = bindparam("audit", type_=Uuid())
_MAIL: Final = "bericht"
_MOST: Final = 5_000
"""Facts of a stream that are looked through."""
Place = tuple[datetime, UUID]


# giving one


def dossiers_to_draw(work: Work, school_id: UUID, auditor: UUID) -> list[UUID]:
    """The dossiers of a school that were not destroyed, without those that somebody is kept off."""
    query = select(dossier.c.dossier_id).where(
        dossier.c.board_id == BOARD, dossier.c.school_id == school_id, dossier.c.pupil_id != NOBODY, ~denied(),
    )  # fmt: skip
    return list(work.run(query, {"board": work.board, "person": auditor, "now": work.now}).scalars())


def add_audit(work: Work, made: UUID, reason: str, dossiers: Sequence[UUID], values: dict[str, Any]) -> None:
    """Keep an audit; its dossiers are numbered in the order in which they are given."""
    sealed = seal_personal(work, REASON, made, {"reason": reason})
    work.add(audit, audit_id=made, given_at=work.now, ended_at=None, size=len(dossiers), sealed=sealed, **values)
    for number, each in enumerate(dossiers, start=1):
        work.add(audit_dossier, audit_id=made, number=number, dossier_id=each)


def find_audit(work: Work, audit_id: UUID) -> Row[Any] | None:
    """An audit, whoever it is for."""
    return work.row(select(audit).where(audit.c.board_id == work.board, audit.c.audit_id == audit_id))


def end_audit(work: Work, audit_id: UUID) -> None:
    """Let it count no longer."""
    where = (audit.c.board_id == work.board, audit.c.audit_id == audit_id)
    work.run(update(audit).where(*where).values(ended_at=work.now))


def add_lift(work: Work, key_id: UUID, reason: str, values: dict[str, Any]) -> tuple[UUID, bytes]:
    """Keep that something was opened in an audit; the id of that, and the reason sealed under a key of the dossier."""
    made = work.new_id()
    sealed = seal_reason(work.keys.get(work.board, key_id), reason, LIFT, values["dossier_id"], made)
    work.add(audit_lift, lift_id=made, at=work.now, sealed=sealed, **values)
    return made, sealed


def add_mail(work: Work, people: Collection[UUID], command: UUID) -> None:
    """Put a mail out for each, which says nothing of what it is about."""
    for each in sorted(people):
        work.add(
            outbox, mail_id=work.new_id(), person_id=each, kind=_MAIL, command_id=command, created_at=work.now,
            next_at=work.now, attempts=0, failed=False,
        )  # fmt: skip


def reason_of(work: Work, row: Any) -> str:
    """Why an audit is done; empty where the row was changed."""
    try:
        return str(unseal_personal(work, REASON, row.audit_id, row.sealed)["reason"])
    except SealError:
        return ""


def why_lifted(work: Work, row: Any) -> str:
    """Why something was opened; empty where the row was changed, or what it was about is destroyed."""
    try:
        key = work.keys.get(work.board, row.route_key_id or row.key_id)
        return unseal_reason(key, row.sealed, LIFT, row.dossier_id, row.lift_id)
    except (SealError, KeysError):
        return ""


# who gives them, and the school


def audits_at(work: Work, schools: Collection[UUID], place: Place | None, most: int) -> Sequence[Row[Any]]:
    """The audits of schools, the last given first, with the name of the auditor, the giver and the school."""
    giver = person.alias("giver")
    query = (
        select(audit, person.c.name, giver.c.name.label("giver_name"), school.c.name.label("school_name"))
        .join_from(audit, person, and_(person.c.board_id == audit.c.board_id, person.c.person_id == audit.c.person_id))
        .outerjoin(giver, and_(giver.c.board_id == audit.c.board_id, giver.c.person_id == audit.c.given_by))
        .join(school, and_(school.c.board_id == audit.c.board_id, school.c.school_id == audit.c.school_id))
        .where(audit.c.board_id == work.board, audit.c.school_id.in_(list(schools)))
    )
    return work.rows(_before(query, audit.c.given_at, audit.c.audit_id, place, most))


def lifts_of(work: Work, audits: Collection[UUID], viewer: UUID) -> Sequence[Row[Any]]:
    """What was opened in audits, the last first, with `sees` where the viewer may see the dossier.

    Not that of dossiers that the viewer is kept off.
    """
    if not audits:
        return ()
    query = (
        select(audit_lift, sees_dossier().label("sees"), dossier.c.key_id, route.c.key_id.label("route_key_id"))
        .join_from(
            audit_lift, dossier,
            and_(dossier.c.board_id == audit_lift.c.board_id, dossier.c.dossier_id == audit_lift.c.dossier_id),
        )
        .outerjoin(route, and_(route.c.board_id == audit_lift.c.board_id, route.c.route_id == audit_lift.c.about))
        .where(audit_lift.c.board_id == BOARD, audit_lift.c.audit_id.in_(list(audits)), ~denied())
        .order_by(audit_lift.c.at.desc(), audit_lift.c.lift_id)
    )  # fmt: skip
    return work.rows(query, _who(work, viewer))


def lifts_in(work: Work, dossier_id: UUID) -> Sequence[Row[Any]]:
    """What was opened of one dossier, in whatever audit, the last first, with who opened it and how long it is open."""
    query = (
        select(
            audit_lift, person.c.name, audit.c.person_id, audit.c.until, audit.c.ended_at, dossier.c.key_id,
            route.c.key_id.label("route_key_id"),
        )
        .join_from(
            audit_lift, audit,
            and_(audit.c.board_id == audit_lift.c.board_id, audit.c.audit_id == audit_lift.c.audit_id),
        )
        .join(person, and_(person.c.board_id == audit.c.board_id, person.c.person_id == audit.c.person_id))
        .join(
            dossier,
            and_(dossier.c.board_id == audit_lift.c.board_id, dossier.c.dossier_id == audit_lift.c.dossier_id),
        )
        .outerjoin(route, and_(route.c.board_id == audit_lift.c.board_id, route.c.route_id == audit_lift.c.about))
        .where(audit_lift.c.board_id == work.board, audit_lift.c.dossier_id == dossier_id)
        .order_by(audit_lift.c.at.desc(), audit_lift.c.lift_id)
    )  # fmt: skip
    return work.rows(query)


# the auditor


_OWN: Final[Select[Any]] = (
    select(audit, school.c.name.label("school_name"))
    .join_from(audit, school, and_(school.c.board_id == audit.c.board_id, school.c.school_id == audit.c.school_id))
    .where(audit.c.board_id == BOARD, audit.c.person_id == PERSON)
)
IN_IT: Final[Select[Any]] = (
    select(audit_dossier.c.number, audit_dossier.c.dossier_id, dossier.c.opened_at, dossier.c.closed_at)
    .join_from(
        audit_dossier, dossier,
        and_(dossier.c.board_id == audit_dossier.c.board_id, dossier.c.dossier_id == audit_dossier.c.dossier_id),
    )
    .where(
        audit_dossier.c.board_id == BOARD, audit_dossier.c.audit_id == THIS, dossier.c.pupil_id != NOBODY, ~denied(),
    )
)  # fmt: skip


def audits_for(work: Work, auditor: UUID) -> Sequence[Row[Any]]:
    """The audits that somebody does or did, the last first."""
    return work.rows(_OWN.order_by(audit.c.began_at.desc(), audit.c.audit_id), _who(work, auditor))


def audit_for(work: Work, auditor: UUID, audit_id: UUID) -> Row[Any] | None:
    """One of them."""
    return work.row(_OWN.where(audit.c.audit_id == THIS), {**_who(work, auditor), "audit": audit_id})


def dossiers_in(
    work: Work, auditor: UUID, audit_id: UUID, after: int = 0, most: int | None = None
) -> Sequence[Row[Any]]:  # fmt: skip
    """The dossiers of an audit that still are there and from which the auditor is not kept off, by number."""
    query = IN_IT.where(audit_dossier.c.number > bindparam("after", type_=Integer())).order_by(audit_dossier.c.number)
    return work.rows(query.limit(most), {**_who(work, auditor), "audit": audit_id, "after": after})


def dossier_in(work: Work, auditor: UUID, audit_id: UUID, number: int) -> Row[Any] | None:
    """One of them."""
    query = IN_IT.where(audit_dossier.c.number == bindparam("number", type_=Integer()))
    return work.row(query, {**_who(work, auditor), "audit": audit_id, "number": number})


def all_routes(work: Work, dossiers: Collection[UUID]) -> Sequence[Row[Any]]:
    """Every route of dossiers that was not destroyed, the oldest first, whoever may see it."""
    where = (route.c.board_id == work.board, route.c.dossier_id.in_(list(dossiers)), route.c.status != ERASED)
    return work.rows(select(route).where(*where).order_by(route.c.dossier_id, route.c.number)) if dossiers else ()


def lifted(work: Work, audit_id: UUID) -> Sequence[Row[Any]]:
    """What was opened in an audit."""
    where = (audit_lift.c.board_id == work.board, audit_lift.c.audit_id == audit_id)
    return work.rows(select(audit_lift.c.what, audit_lift.c.about).where(*where))


def staff_of(work: Work) -> Sequence[Row[Any]]:
    """The id and first day of everybody who ever was on the board, in a fixed order."""
    query = select(person.c.person_id, person.c.created_at).where(person.c.board_id == work.board)
    return work.rows(query.order_by(person.c.created_at, person.c.person_id))


def looked_at(work: Work, row: Row[Any], place: Place | None, most: int) -> Sequence[Row[Any]]:
    """What the auditor of an audit opened in it, the last first: with the number of the dossier, where it was one."""
    query = (
        select(read_log.c.read_id, read_log.c.at, read_log.c.action, audit_dossier.c.number)
        .join_from(
            read_log, audit_dossier,
            and_(
                audit_dossier.c.board_id == read_log.c.board_id, audit_dossier.c.audit_id == row.audit_id,
                audit_dossier.c.dossier_id == read_log.c.subject,
            ),
            isouter=True,
        )
        .where(
            read_log.c.board_id == work.board, read_log.c.person_id == row.person_id, read_log.c.at >= row.given_at,
            read_log.c.found, read_log.c.action.like(f"{AUDIT}%"),
            or_(read_log.c.subject == row.audit_id, audit_dossier.c.number.is_not(None)),
        )
    )  # fmt: skip
    if row.ended_at is not None:
        query = query.where(read_log.c.at <= row.ended_at)
    return work.rows(_before(query, read_log.c.at, read_log.c.read_id, place, most))


def occurs(work: Work, owners: Sequence[tuple[UUID, UUID]], who: UUID) -> bool:
    """Whether somebody is in facts of streams, which are given with the ids of their keys."""
    for stream, key_id in owners:
        try:
            key = work.keys.get(work.board, key_id)
        except KeysError:
            continue
        for row in facts_before(work, [stream], None, _MOST):
            link = Link(row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head))
            if str(who) in _text(key, link):
                return True
    return False


def _text(key: bytes, link: Link) -> str:
    """All of a fact; nothing where it does not open."""
    try:
        return json.dumps(opened(key, link))
    except SealError:
        return ""


def auditors_at(work: Work, people: Collection[UUID]) -> Sequence[Row[Any]]:
    """Those of these people who can sign in, by name."""
    where = (person.c.board_id == work.board, person.c.person_id.in_(list(people)), person.c.active)
    return work.rows(select(person.c.person_id, person.c.name).where(*where).order_by(func.lower(person.c.name)))


def _before(query: Select[Any], at: Any, made: Any, place: Place | None, most: int) -> Select[Any]:
    if place is not None:
        instant, last = place
        query = query.where(
            tuple_(at, made)
            < tuple_(bindparam("place_at", instant, type_=at.type), bindparam("place_id", last, type_=Uuid()))
        )
    return query.order_by(at.desc(), made.desc()).limit(most)


def _who(work: Work, who: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": who, "now": work.clock.roughly()}
