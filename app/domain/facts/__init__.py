"""Everything the history can hold: a closed set of kinds, each with its declared fields (R35, architecture section 8).

A name in here is data for ever: it is never changed, only added to. `docs/formats/history.md` lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.domain.facts.base import Fact, StreamOf
from app.domain.facts.of_boards import (
    BoardCreated,
    CalendarSet,
    EmploymentEnded,
    FunctionEnded,
    FunctionGranted,
    InvitationAccepted,
    ParentRecorded,
    PersonInvited,
    ProtocolPublished,
    RollImported,
    SchoolCreated,
    TokenCreated,
    TokenRevoked,
)  # fmt: skip
from app.domain.facts.of_dossiers import (
    DenialLifted,
    DossierClosed,
    DossierOpened,
    MemberJoined,
    MemberLeft,
    PersonDenied,
    PupilLeaves,
)  # fmt: skip
from app.domain.facts.of_routes import (
    AttemptRefused,
    DeviationProposed,
    IncidentResolved,
    MessageReceived,
    MessageUnheard,
    NobodyFound,
    QuestionAnswered,
    RouteDeviated,
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
        ParentRecorded, CalendarSet, ProtocolPublished,
    )
}  # fmt: skip
"""The closed set, by name."""

MOVING: Final = (
    RouteStarted, TaskCompleted, QuestionAnswered, TimerFired, MessageReceived, TaskCorrected,
    RouteWithdrawn, RouteDeviated,
)  # fmt: skip
"""The kinds that moved a route: each carries the hash of the state after it."""

__all__ = [
    "FACTS", "MOVING", "AttemptRefused", "BoardCreated", "CalendarSet", "DenialLifted", "DeviationProposed",
    "DossierClosed", "DossierOpened", "EmploymentEnded", "Fact", "FunctionEnded", "FunctionGranted",
    "IncidentResolved", "InvitationAccepted", "MemberJoined", "MemberLeft", "MessageReceived", "MessageUnheard",
    "NobodyFound", "ParentRecorded", "PersonDenied", "PersonInvited", "ProtocolPublished", "PupilLeaves",
    "QuestionAnswered", "RollImported", "RouteDeviated", "RouteStarted", "RouteStuck", "RouteWithdrawn",
    "SchoolCreated", "StreamOf", "TaskCompleted", "TaskCorrected", "TimerFired", "TokenCreated", "TokenRevoked",
]  # fmt: skip
