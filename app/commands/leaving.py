"""What ends with a function or an employment: holdings, places on teams, tokens, sign-in. One door for all who leave.

Everything is locked before anything is written down: the board by whoever calls, then the dossiers in order of id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.commands.progress import BY_TASK, MAIL_TASK, Progress
from app.commands.scope import Scope
from app.domain.circle import anybody_left, find
from app.domain.facts import FunctionEnded, MemberLeft, TokenRevoked
from app.domain.functions import INTERN_BEGELEIDER, ON_THE_DOSSIER
from app.store.access import revoke, tokens_of, void_invitations
from app.store.dossiers import lock_dossier
from app.store.incidents import NOBODY, open_incidents
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.sessions import end_sessions
from app.store.staff import close_sign_in, end_holdings
from app.store.streams import Stream
from app.store.tasks import give_to
from app.store.teams import end_members
from workflows import OpenTask


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


def hand_over(scope: Scope, dossiers: Mapping[UUID, LoadedDossier]) -> None:
    """Give the intern begeleider what nobody can do any more in these dossiers, now that somebody left them."""
    for made in sorted(dossiers):
        progress = Progress(scope, dossiers[made])
        known = {row.subject for row in open_incidents(scope.work, made, NOBODY)}
        for route in dossiers[made].open_routes():
            circles_of = scope.bundle(route.bundle).circles
            for each in scope.engine(route.bundle).tasks(route.state or {}):
                if each.id not in known and not anybody_left(circles_of(each), progress.circle, route.id):
                    _to_the_helper(progress, route, each, circles_of(each))


def _to_the_helper(
    progress: Progress, route: LoadedRoute, each: OpenTask, circles: Sequence[Sequence[str]]
) -> None:  # fmt: skip
    drawn = {name for functions in circles for name in functions} or {ON_THE_DOSSIER}
    helper = frozenset({INTERN_BEGELEIDER})
    found = replace(find([tuple(helper)], progress.circle, route.id), instead=helper)
    made, school = UUID(each.id), progress.dossier.school_id
    give_to(progress.work, made, school, each.due, helper - drawn, joined=found.joining)
    progress.join(found.joining, route.id, BY_TASK, made, by=helper)
    progress.nobody(route, each, sorted(drawn | helper), found, afterwards=True)
    progress.mail(found.people, MAIL_TASK)


def close_account(scope: Scope, stream: Stream, person: UUID) -> None:
    """Revoke all tokens, void the links, end all sessions, and let nobody sign in as this person."""
    tokens = tokens_of(scope.work, person)
    revoke(scope.work, [row.token_id for row in tokens])
    void_invitations(scope.work, person)
    close_sign_in(scope.work, person)
    end_sessions(scope.work, person)
    for row in tokens:
        scope.record(stream, TokenRevoked(token=row.token_id, person=person))
