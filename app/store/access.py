"""Who can get in: one-time links and tokens, by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from app.store.bearer import Bearer
from app.store.tables import invitation, person, token
from app.store.unit_of_work import Work


def invite(work: Work, person_id: UUID, secret: Bearer, until: datetime) -> None:
    """Keep a one-time link; those that the person had before no longer work."""
    void_invitations(work, person_id)
    work.add(invitation, invitation_id=work.new_id(), person_id=person_id, hash=secret.hash, until=until, used_at=None)


def void_invitations(work: Work, person_id: UUID) -> None:
    """Let no link of this person work any more."""
    where = (invitation.c.board_id == work.board, invitation.c.person_id == person_id, invitation.c.used_at.is_(None))
    work.run(update(invitation).where(*where).values(used_at=work.now))


def find_invitation(work: Work, secret: Bearer) -> Row[Any] | None:
    """The link that still works, with the person whom it is for."""
    return work.row(
        select(invitation.c.invitation_id, person)
        .join(person, (person.c.board_id == invitation.c.board_id) & (person.c.person_id == invitation.c.person_id))
        .where(
            invitation.c.board_id == work.board, invitation.c.hash == secret.hash, invitation.c.used_at.is_(None),
            invitation.c.until > work.now, person.c.active,
        )
    )  # fmt: skip


def use_invitation(work: Work, invitation_id: UUID) -> bool:
    """Use a link up; False where somebody was quicker."""
    where = (
        invitation.c.board_id == work.board, invitation.c.invitation_id == invitation_id,
        invitation.c.used_at.is_(None),
    )  # fmt: skip
    used: int = work.run(update(invitation).where(*where).values(used_at=work.now)).rowcount
    return used == 1


def add_token(work: Work, person_id: UUID, secret: Bearer, until: datetime | None) -> UUID:
    """Keep a token; its id."""
    made = work.new_id()
    work.add(
        token, token_id=made, person_id=person_id, hash=secret.hash, created_at=work.now, until=until, revoked_at=None
    )
    return made


def find_token(work: Work, token_id: UUID) -> Row[Any] | None:
    """A token that was not revoked, by its id."""
    where = (token.c.board_id == work.board, token.c.token_id == token_id, token.c.revoked_at.is_(None))
    return work.row(select(token).where(*where))


def tokens_of(work: Work, person_id: UUID) -> Sequence[Row[Any]]:
    """The tokens of a person that were not revoked, the oldest first."""
    where = (token.c.board_id == work.board, token.c.person_id == person_id, token.c.revoked_at.is_(None))
    return work.rows(select(token).where(*where).order_by(token.c.created_at, token.c.token_id))


def revoke(work: Work, ids: Sequence[UUID]) -> None:
    """Let these tokens count no longer."""
    if ids:
        where = (token.c.board_id == work.board, token.c.token_id.in_(list(ids)))
        work.run(update(token).where(*where).values(revoked_at=work.now))
