"""Who is told that a proposal waits for somebody to agree, and what became of it."""

from __future__ import annotations

from uuid import UUID

from app.commands.scope import Scope
from app.domain.permissions import PUBLISHERS
from app.store.outbox import put_out, who_holds

DRAFT, VERSION, BACK = "voorstel", "voorstel-versie", "voorstel-terug"
"""What is proposed: a draft into force, a version that was published before, one taken back. Also the kind of mail."""
AGREED, REFUSED = "-ja", "-nee"
"""What became of it, behind that."""


def ask_colleagues(scope: Scope, what: str, name: str, subject: UUID, school: UUID | None) -> None:
    """Tell everybody who may agree, but who proposes it, that it waits."""
    others = who_holds(scope.work, PUBLISHERS, school) - {scope.actor.id}
    put_out(scope.work, others, what, scope.command, about=name, subject=subject)


def tell_proposer(
    scope: Scope, proposer: UUID, what: str, became: str, name: str, subject: UUID
) -> None:  # fmt: skip
    """Tell whoever proposed it what became of it; not of what they did themselves."""
    if proposer != scope.actor.id:
        put_out(scope.work, [proposer], what + became, scope.command, about=name, subject=subject)
