"""What an audit had judged of its dossiers, as rows: what waits, and what came of each. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Uuid, and_, bindparam, case, exists, func, or_, select

from app.store.audits import IN_IT, THIS
from app.store.checks import RUNS
from app.store.tables import audit, audit_dossier, check_finding, check_run, dossier
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, PERSON

_COUNTS: Final = exists().where(
    audit.c.board_id == BOARD, audit.c.audit_id == THIS, audit.c.person_id == PERSON, audit.c.ended_at.is_(None),
    audit.c.began_at <= NOW, audit.c.until > NOW,
)  # fmt: skip


def lock_audit(work: Work, audit_id: UUID) -> None:
    """Hold an audit: nobody else begins something for it, or ends it, until this transaction is over."""
    query = select(audit.c.audit_id).where(audit.c.board_id == work.board, audit.c.audit_id == audit_id)
    work.run(query.with_for_update())


def waiting(work: Work, audit_id: UUID) -> dict[UUID, UUID]:
    """The dossiers of an audit that are still to be judged, each with its check."""
    where = (check_run.c.board_id == work.board, check_run.c.audit_id == audit_id, check_run.c.status == RUNS)
    rows = work.rows(select(check_run.c.dossier_id, check_run.c.check_id).where(*where))
    return {row.dossier_id: row.check_id for row in rows}


def waits_since(work: Work, audit_id: UUID, dossier_id: UUID) -> datetime | None:
    """Since when one of them waits; None where it does not."""
    where = (
        check_run.c.board_id == work.board, check_run.c.audit_id == audit_id, check_run.c.dossier_id == dossier_id,
        check_run.c.status == RUNS,
    )  # fmt: skip
    found: datetime | None = work.run(select(func.min(check_run.c.begun_at)).where(*where)).scalar_one()
    return found


def may_still(work: Work, check: Row[Any]) -> bool:
    """Whether the audit that a check is for counts now, and its auditor may see the dossier now."""
    query = IN_IT.where(audit_dossier.c.dossier_id == bindparam("dossier", type_=Uuid()), _COUNTS)
    values = {
        "board": work.board, "person": check.begun_by, "now": work.clock.roughly(), "audit": check.audit_id,
        "dossier": check.dossier_id,
    }  # fmt: skip
    return work.row(query, values) is not None


def judged_in(work: Work, auditor: UUID, audit_id: UUID, sorts: Sequence[str]) -> Sequence[Row[Any]]:
    """The dossiers of an audit that its auditor may see, by number, each with its newest check for this audit.

    `begun_at` and `runs` of that check, null where there is none, and `worst`: the first of `sorts` that it found.
    """
    newest = (
        select(
            check_run.c.check_id, check_run.c.dossier_id, check_run.c.begun_at, check_run.c.status,
            func.row_number().over(
                partition_by=check_run.c.dossier_id, order_by=(check_run.c.begun_at.desc(), check_run.c.check_id)
            ).label("place"),
        )
        .where(
            check_run.c.board_id == BOARD, check_run.c.audit_id == THIS,
            or_(check_run.c.status == RUNS, check_run.c.done > 0),
        )
        .subquery()
    )  # fmt: skip
    rank = case({each: place for place, each in enumerate(sorts)}, value=check_finding.c.sort)
    worst = (
        select(func.min(rank))
        .where(check_finding.c.board_id == BOARD, check_finding.c.check_id == newest.c.check_id)
        .scalar_subquery()
    )
    mine = and_(newest.c.dossier_id == dossier.c.dossier_id, newest.c.place == 1)
    query = (
        IN_IT.with_only_columns(
            audit_dossier.c.number, newest.c.begun_at, (newest.c.status == RUNS).label("runs"),
            worst.label("worst"), maintain_column_froms=True,
        )
        .outerjoin(newest, mine)
        .order_by(audit_dossier.c.number)
    )  # fmt: skip
    who = {"board": work.board, "person": auditor, "now": work.clock.roughly(), "audit": audit_id}
    return work.rows(query, who)
