"""What ends with a function or an employment: holdings, places on teams, tokens, sign-in. One door for all who leave.

Everything is locked before anything is written down: the board by whoever calls, then the dossiers in order of id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from app.commands.scope import Scope
from app.domain.actors import Holding
from app.domain.facts import FunctionEnded, MemberLeft, TokenRevoked
from app.domain.functions import ON_THE_DOSSIER
from app.store.access import revoke, tokens_of, void_invitations
from app.store.dossiers import lock_dossier
from app.store.loaded import LoadedDossier
from app.store.staff import close_sign_in, end_holdings
from app.store.streams import Stream
from app.store.teams import end_members
from app.store.visible import split

BY_FUNCTION: Final = frozenset({"taak", "bericht"})
"""Why somebody is on a team when they were put there for a function that they hold."""


def lock_dossiers(scope: Scope, ids: Iterable[UUID]) -> dict[UUID, LoadedDossier]:
    """Lock dossiers in order of id, each once."""
    found = ((each, lock_dossier(scope.work, each)) for each in sorted(set(ids)))
    return {each: dossier for each, dossier in found if dossier is not None}


def end_functions(scope: Scope, stream: Stream, held: Sequence[Any], reason: str) -> None:
    """Let holdings end, each with its fact in the stream of the board."""
    end_holdings(scope.work, [row.holding_id for row in held])
    for row in held:
        fact = FunctionEnded(
            holding=row.holding_id, person=row.person_id, function=row.function, school=row.school_id, reason=reason
        )
        scope.record(stream, fact)


def leave_teams(
    scope: Scope, dossiers: dict[UUID, LoadedDossier], members: Sequence[Any], reason: str
) -> None:  # fmt: skip
    """Take people off the teams of dossiers that are locked, each with its fact there."""
    end_members(scope.work, [row.member_id for row in members])
    for row in members:
        fact = MemberLeft(member=row.member_id, person=row.person_id, reason=reason)
        scope.record(dossiers[row.dossier_id].stream, fact)


def close_account(scope: Scope, stream: Stream, person: UUID) -> None:
    """Revoke all tokens, void the links, and let nobody sign in as this person."""
    tokens = tokens_of(scope.work, person)
    revoke(scope.work, [row.token_id for row in tokens])
    void_invitations(scope.work, person)
    close_sign_in(scope.work, person)
    for row in tokens:
        scope.record(stream, TokenRevoked(token=row.token_id, person=person))


def without_function(members: Sequence[Any], left: frozenset[Holding]) -> list[Any]:
    """Which places on teams somebody had for a function, when those that are left account for none of them."""
    return [row for row in members if row.reason in BY_FUNCTION and not _accounts_for(left, row)]


def _accounts_for(left: frozenset[Holding], row: Any) -> bool:
    there = {each.function for each in left if each.reaches(row.school_id)}
    asked = split(row.functions)
    return bool(there & asked) or (bool(there) and (not asked or ON_THE_DOSSIER in asked))
