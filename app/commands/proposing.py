"""A draft into force, by two people: one proposes it as it is, another looks at it and agrees.

What is saved after the proposal was not proposed: whoever agrees, agrees to the files as they were then. Proposing
begins a what-if of those files, and nobody agrees before it is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.commands.asking import AGREED, DRAFT, REFUSED, ask_colleagues, tell_proposer
from app.commands.batches import check_tried, try_on_routes
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.drafting import NOT_PROPOSED, open_draft
from app.commands.protocols import FILES, Published, judge, publish
from app.commands.putting import Deal, check_target
from app.commands.scope import Scope
from app.domain.errors import FormInvalidError, InvalidValueError, WrongStateError
from app.domain.in_force import EVERYBODY, Target
from app.store.drafts import change_draft, contents_of, revisions_of
from app.store.signing import SigningKey
from workflows import Limits

WHY: Final = "waarom"
_LONGEST: Final = 1_000
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class ProposeDraft(Unrecorded):
    """Ask a colleague to bring a draft into force as this person looked at it."""

    draft: UUID
    digest: str
    """Over the files that this person looked at."""
    why: str
    """What changes for the school, for whoever agrees."""
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""
    target: Target = EVERYBODY
    """For whom, and from which day."""


@dataclass(frozen=True, slots=True)
class RecallDraft(Unrecorded):
    """Take a proposal back."""

    draft: UUID


@dataclass(frozen=True, slots=True)
class AgreeDraft(Recorded):
    """Bring a draft into force that another proposed."""

    draft: UUID
    digest: str
    """Over the files that this person looked at."""
    limits: Limits = field(default_factory=Limits)
    turn: int | None = None
    """As of `PublishBundle`."""
    key: SigningKey | None = None
    """As of `PublishBundle`."""


def propose_draft(command: ProposeDraft, scope: Scope, _attempt: Attempt) -> None:
    """Propose it.

    Raises FormInvalidError with all that stands in the way, InvalidValueError without a reason, WrongStateError where
    somebody saved since it was looked at.
    """
    row = open_draft(command.draft, scope)
    if command.digest != revisions_of(scope.work, row.draft_id, 1)[0].digest:
        raise WrongStateError("Het ontwerp is veranderd sinds je het bekeek. Bekijk het opnieuw en stel het dan voor.")
    why = checked_why(command.why)
    check_target(scope, command.target)
    verdict = judge(contents_of(scope.work, command.draft), command.limits)
    if verdict.bundle is None or verdict.objections:
        raise FormInvalidError({FILES: verdict.objections})
    change_draft(
        scope.work, row.draft_id, proposed_by=scope.actor.id, proposed_at=scope.work.now, proposed_why=why,
        proposed_digest=command.digest, proposed_for=command.target.as_json(),
    )  # fmt: skip
    try_on_routes(scope, row.draft_id, command.digest)
    ask_colleagues(scope, DRAFT, row.name, row.draft_id, command.target.school)


def recall_draft(command: RecallDraft, scope: Scope, _attempt: Attempt) -> None:
    """Take it back; whoever may publish may."""
    row = open_draft(command.draft, scope)
    forget_proposal(row, scope, REFUSED)


def agree_draft(command: AgreeDraft, scope: Scope, _attempt: Attempt) -> Published:
    """Bring it into force.

    Raises WrongStateError where it changed, nobody proposes it or it was not tried on routes, and as publishing does.
    """
    row = open_draft(command.draft, scope)
    now = revisions_of(scope.work, row.draft_id, 1)[0].digest
    if row.proposed_by is None:
        raise WrongStateError("Dit voorstel is ingetrokken. Er is niets in gebruik genomen.")
    if not row.proposed_digest == command.digest == now:
        message = "Het ontwerp is veranderd sinds het is voorgesteld. Bekijk het opnieuw en stel het opnieuw voor."
        raise WrongStateError(message)
    check_tried(scope, row.draft_id, now)
    deal = Deal(
        Target.from_json(row.proposed_for or {}), row.proposed_by, scope.actor.id, row.proposed_why, command.turn,
        command.key,
    )  # fmt: skip
    published = publish(scope, contents_of(scope.work, row.draft_id), command.limits, deal)
    forget_proposal(row, scope, AGREED)
    return published


def checked_why(text: str) -> str:
    """What changes and why, with single spaces. Raises InvalidValueError where it says nothing, or too much."""
    why = " ".join(text.split())
    if not _SHORTEST <= len(why) <= _LONGEST:
        message = f"Schrijf in hooguit {_LONGEST} tekens op wat er verandert en waarom: wie instemt, leest dat."
        raise InvalidValueError(message, field=WHY)
    return why


def forget_proposal(row: Any, scope: Scope, became: str) -> None:
    """Let the proposal of a draft go, where there is one, and tell who made it what became of it."""
    change_draft(scope.work, row.draft_id, **NOT_PROPOSED)
    if row.proposed_by is not None:
        tell_proposer(scope, row.proposed_by, DRAFT, became, row.name, row.draft_id)
