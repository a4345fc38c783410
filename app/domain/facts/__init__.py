"""Everything the history can hold: a closed set of kinds, each with its declared fields (R35, architecture section 8).

A name in here is data for ever: it is never changed, only added to. `docs/formats/history.md` lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.domain.facts.base import Fact, StreamOf
from app.domain.facts.of_boards import (
    AuditBegun,
    AuditEnded,
    BoardCreated,
    CalendarSet,
    DeputyNamed,
    DossierErased,
    EmploymentEnded,
    ErasureBegun,
    FunctionDeclined,
    FunctionEnded,
    FunctionGranted,
    InvitationAccepted,
    ParentRecorded,
    PasswordChanged,
    PersonInvited,
    ProtocolPublished,
    ProtocolWithdrawn,
    PseudonymLifted,
    RollForgotten,
    RollImported,
    SchoolCreated,
    TokenCreated,
    TokenRevoked,
)  # fmt: skip
from app.domain.facts.of_dossiers import (
    FOR_THE_WHOLE,
    DenialLifted,
    DeputyJoined,
    DossierClosed,
    DossierOpened,
    ErasureDeclined,
    ErasureProposed,
    HoldLifted,
    HoldSet,
    MemberJoined,
    MemberLeft,
    PackAsked,
    PackConfirmed,
    PackDeclined,
    PackMade,
    PersonDenied,
    PupilLeaves,
    RouteErased,
)  # fmt: skip
from app.domain.facts.of_routes import (
    AttachmentAdded,
    AttachmentRemoved,
    AttemptRefused,
    DeviationDropped,
    DeviationProposed,
    IncidentResolved,
    MessageReceived,
    MessageUnheard,
    MigrationUndone,
    NobodyFound,
    QuestionAnswered,
    RouteDeviated,
    RouteMigrated,
    RouteStarted,
    RouteStuck,
    RouteWithdrawn,
    TaskCompleted,
    TaskCorrected,
    TimerFired,
)  # fmt: skip

FACTS: Final[Mapping[str, type[Fact]]] = {
    kind.__name__: kind
    for kind in (
        RouteStarted, TaskCompleted, QuestionAnswered, TimerFired, MessageReceived, TaskCorrected,
        RouteWithdrawn, RouteDeviated, DeviationProposed, AttemptRefused, RouteStuck, IncidentResolved,
        NobodyFound, DossierOpened, DossierClosed, MemberJoined, MemberLeft, PersonDenied, DenialLifted,
        MessageUnheard, PupilLeaves, BoardCreated, SchoolCreated, PersonInvited, InvitationAccepted,
        TokenCreated, TokenRevoked, FunctionGranted, FunctionEnded, EmploymentEnded, RollImported,
        ParentRecorded, CalendarSet, ProtocolPublished, AttachmentAdded, AttachmentRemoved, PasswordChanged,
        DeputyNamed, FunctionDeclined, HoldSet, HoldLifted, ErasureProposed, ErasureDeclined, ErasureBegun,
        RouteErased, DossierErased, RollForgotten, PackAsked, PackDeclined, PackConfirmed, PackMade, AuditBegun,
        AuditEnded, PseudonymLifted, DeviationDropped, DeputyJoined, RouteMigrated, MigrationUndone, ProtocolWithdrawn,
    )
}  # fmt: skip
"""The closed set, by name."""

MOVING: Final = (
    RouteStarted, TaskCompleted, QuestionAnswered, TimerFired, MessageReceived, TaskCorrected,
    RouteWithdrawn, RouteDeviated, RouteMigrated, MigrationUndone,
)  # fmt: skip
"""The kinds that moved a route: each carries the hash of the state after it."""

__all__ = [
    "FACTS", "FOR_THE_WHOLE", "MOVING", "AttachmentAdded", "AttachmentRemoved", "AttemptRefused", "AuditBegun",
    "AuditEnded", "BoardCreated", "CalendarSet", "DenialLifted", "DeputyJoined", "DeputyNamed", "DeviationDropped",
    "DeviationProposed", "DossierClosed", "DossierErased", "DossierOpened", "EmploymentEnded", "ErasureBegun",
    "ErasureDeclined", "ErasureProposed", "Fact", "FunctionDeclined", "FunctionEnded", "FunctionGranted", "HoldLifted",
    "HoldSet", "IncidentResolved", "InvitationAccepted", "MemberJoined", "MemberLeft", "MessageReceived",
    "MessageUnheard", "MigrationUndone", "NobodyFound", "PackAsked", "PackConfirmed", "PackDeclined", "PackMade",
    "ParentRecorded", "PasswordChanged", "PersonDenied", "PersonInvited", "ProtocolPublished",
    "ProtocolWithdrawn", "PseudonymLifted", "PupilLeaves", "QuestionAnswered",
    "RollForgotten", "RollImported", "RouteDeviated", "RouteErased",
    "RouteMigrated", "RouteStarted", "RouteStuck", "RouteWithdrawn", "SchoolCreated", "StreamOf", "TaskCompleted",
    "TaskCorrected", "TimerFired", "TokenCreated", "TokenRevoked",
]  # fmt: skip
