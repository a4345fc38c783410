"""A version that was published before: into force again or for more people, and out of force, by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.commands.asking import AGREED, BACK, REFUSED, VERSION, ask_colleagues, tell_proposer
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.proposing import checked_why
from app.commands.protocols import FILES, Published, judge, publish
from app.commands.putting import Deal, call_off, check_pair, check_target, find_put, take_back
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import FormInvalidError, NotFoundError, WrongStateError
from app.domain.in_force import Put, Target
from app.domain.permissions import Permission, Subject
from app.store.bundles import unpacked
from app.store.dossiers import bundle_files
from app.store.in_force import add_proposal, all_put, drop_proposal, find_proposal
from app.store.protocols import name_of
from app.store.signing import SigningKey
from workflows import Limits


@dataclass(frozen=True, slots=True)
class ProposeVersion(Unrecorded):
    """Ask a colleague to bring a published version into force; the id of the proposal."""

    geheel: str
    target: Target
    why: str
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""


@dataclass(frozen=True, slots=True)
class ProposeWithdrawal(Unrecorded):
    """Ask a colleague to take back what is in force; the id of the proposal."""

    put: UUID
    why: str


@dataclass(frozen=True, slots=True)
class RecallProposal(Unrecorded):
    """Take a proposal back."""

    proposal: UUID


@dataclass(frozen=True, slots=True)
class AgreeProposal(Recorded):
    """Do what another proposed."""

    proposal: UUID
    turn: int
    """How often something had been put in force or taken back when it was looked at."""
    limits: Limits = field(default_factory=Limits)
    key: SigningKey | None = None
    """What signs it, where there is one; never taken from a request."""


@dataclass(frozen=True, slots=True)
class CallOff(Recorded):
    """Take back what has not begun yet."""

    put: UUID


def propose_version(command: ProposeVersion, scope: Scope, _attempt: Attempt) -> UUID:
    """Propose it. Raises NotFoundError for a version that was never published, and as publishing does."""
    scope.require(Permission.PUBLISH)
    files = _files(scope, command.geheel)
    why = checked_why(command.why)
    check_target(scope, command.target)
    verdict = judge(files, command.limits)
    if verdict.bundle is None or verdict.objections:
        raise FormInvalidError({FILES: verdict.objections})
    made = add_proposal(scope.work, command.geheel, None, command.target.as_json(), why, scope.actor.id)
    ask_colleagues(scope, VERSION, verdict.bundle.name, made, command.target.school)
    return made


def propose_withdrawal(command: ProposeWithdrawal, scope: Scope, _attempt: Attempt) -> UUID:
    """Propose it. Raises WrongStateError where it was taken back already."""
    put = _own(command.put, scope)
    if put.withdrawn_at is not None:
        raise WrongStateError("Dit is al teruggenomen.")
    target = Target(put.school, put.people)
    why = checked_why(command.why)
    made = add_proposal(scope.work, put.geheel, put.id, target.as_json(), why, scope.actor.id)
    ask_colleagues(scope, BACK, name_of(scope.work, put.geheel), made, put.school)
    return made


def recall_proposal(command: RecallProposal, scope: Scope, _attempt: Attempt) -> None:
    """Take it back; whoever may publish may. Raises NotFoundError."""
    _gone(_proposal(command.proposal, scope), scope, REFUSED)


def agree_proposal(command: AgreeProposal, scope: Scope, _attempt: Attempt) -> Published | Put:
    """Do it. Raises WrongStateError where it was taken back or something else was done meanwhile."""
    scope.require(Permission.PUBLISH)
    row = find_proposal(scope.work, command.proposal, lock=True)
    if row is None:
        raise WrongStateError("Dit voorstel staat er niet meer: het is ingetrokken, of er is al mee ingestemd.")
    done: Published | Put
    if row.in_force_id is None:
        deal = Deal(Target.from_json(row.target), row.proposed_by, scope.actor.id, row.why, command.turn, command.key)
        done = publish(scope, _files(scope, row.geheel), command.limits, deal)
    else:
        board = locked_board(scope)
        put = _own(row.in_force_id, scope)
        check_pair(scope, row.proposed_by, scope.actor.id, put.school)
        done = take_back(scope, board.stream, put.id, row.proposed_by, command.turn)
    _gone(row, scope, AGREED)
    return done


def call_off_planned(command: CallOff, scope: Scope, _attempt: Attempt) -> Put:
    """Take it back before its day. Raises WrongStateError."""
    board = locked_board(scope)
    return call_off(scope, board.stream, _own(command.put, scope).id)


def _gone(row: Any, scope: Scope, became: str) -> None:
    """Let a proposal go, and tell who made it what became of it."""
    drop_proposal(scope.work, row.proposal_id)
    what = VERSION if row.in_force_id is None else BACK
    tell_proposer(scope, row.proposed_by, what, became, name_of(scope.work, row.geheel), row.proposal_id)


def _own(put_id: UUID, scope: Scope) -> Put:
    """Something that was put in force where the actor may publish. Raises NotFoundError."""
    scope.require(Permission.PUBLISH)
    put = find_put(all_put(scope.work), put_id)
    scope.require(Permission.PUBLISH, Subject(school=put.school))
    return put


def _files(scope: Scope, geheel: str) -> Mapping[str, bytes]:
    found = bundle_files(scope.work, geheel)
    if found is None:
        raise NotFoundError
    return unpacked(found)


def _proposal(proposal_id: UUID, scope: Scope) -> Any:
    scope.require(Permission.PUBLISH)
    row = find_proposal(scope.work, proposal_id)
    if row is None:
        raise NotFoundError
    return row
