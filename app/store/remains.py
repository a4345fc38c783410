"""What other parts keep of a dossier that is destroyed: findings, results of batches, packs, reasons of auditors."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update

from app.store.packs import ASKED, CONFIRMED, DESTROYED, READY
from app.store.tables import audit_lift, batch_route, check_finding, pack, pack_content
from app.store.unit_of_work import Work


def forget_routes(work: Work, dossier_id: UUID, routes: Collection[UUID]) -> None:
    """Of routes: what was found names their steps; a pack holds all of the dossier, so it goes, and is asked anew."""
    ids = list(routes)
    where = (check_finding.c.board_id == work.board, check_finding.c.route_id.in_(ids))
    work.run(delete(check_finding).where(*where))
    mine = (batch_route.c.board_id == work.board, batch_route.c.route_id.in_(ids))
    work.run(delete(batch_route).where(*mine))
    lifted = (audit_lift.c.board_id == work.board, audit_lift.c.about.in_(ids))
    work.run(update(audit_lift).where(*lifted).values(sealed=b""))
    _drop_packs(work, dossier_id)


def forget_all(work: Work, dossier_id: UUID) -> None:
    """Of the dossier as a whole."""
    where = (check_finding.c.board_id == work.board, check_finding.c.dossier_id == dossier_id)
    work.run(delete(check_finding).where(*where))
    work.run(delete(batch_route).where(batch_route.c.board_id == work.board, batch_route.c.dossier_id == dossier_id))
    lifted = (audit_lift.c.board_id == work.board, audit_lift.c.dossier_id == dossier_id)
    work.run(update(audit_lift).where(*lifted).values(sealed=b""))
    _drop_packs(work, dossier_id)
    mine = (pack.c.board_id == work.board, pack.c.dossier_id == dossier_id)
    # One that is still to be made cannot be any more.
    work.run(update(pack).where(*mine, pack.c.status.in_((ASKED, CONFIRMED))).values(status=DESTROYED))
    work.run(update(pack).where(*mine).values(sealed=b""))


def _drop_packs(work: Work, dossier_id: UUID) -> None:
    mine = (pack.c.board_id == work.board, pack.c.dossier_id == dossier_id)
    ids = select(pack.c.pack_id).where(*mine)
    work.run(delete(pack_content).where(pack_content.c.board_id == work.board, pack_content.c.pack_id.in_(ids)))
    # What was past its week is gone for that.
    lay_ready = (pack.c.status == READY, pack.c.until > work.now)
    work.run(update(pack).where(*mine, *lay_ready).values(status=DESTROYED))
