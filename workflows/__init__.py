"""The engine of Leidraad: the drawn protocol as a program. Pure: no web, no database, no clock, no chance.

Front door. Values may be used by any layer of `app`; the verbs (`Engine`, `Bundle`, `check`, `run_scenarios`) by
commands, queries and the command line alone. Nothing deeper is anybody's business.
"""

from workflows.bundle import Bundle, read_folder
from workflows.calendar import EMPTY, Calendar, date_in_words, last_day
from workflows.diagram.protocol import FILE_NAME as PROTOCOL_FILE
from workflows.diagram.protocol import read_protocol
from workflows.engine import MAX_DELIVERIES, Delivered, Done, Dossier, Engine, barring, carry_out, deliver
from workflows.errors import (
    BundleError,
    FinishedError,
    IncidentError,
    NotOpenError,
    NotWaitingError,
    Refused,
    RoutingFieldError,
    ScenarioError,
    WorkflowError,
)  # fmt: skip
from workflows.forms import Cleaned, ComponentView, Form, FormView, walk
from workflows.rights import STARTER, Right, Rights
from workflows.scenarios import (
    Failure,
    Mark,
    MemoryDossier,
    Result,
    Results,
    Route,
    Said,
    Untaken,
    Work,
    World,
    act_out,
    feature_text,
    moment_in_words,
    run_scenarios,
    thread,
)
from workflows.spiff import Moment, State, canonical_bytes, state_hash
from workflows.types import (
    ENGINE_RULES,
    LEEG,
    Catch,
    Choice,
    ClosedTask,
    Closing,
    Decision,
    Finding,
    Level,
    Message,
    Milestone,
    Note,
    Notice,
    OpenTask,
    Outcome,
    RouteStatus,
    RoutingField,
    Step,
    StepKind,
    TaskKind,
    Timer,
)  # fmt: skip
from workflows.validator import Limits, check

__all__ = [
    "EMPTY", "ENGINE_RULES", "LEEG", "MAX_DELIVERIES", "PROTOCOL_FILE", "STARTER", "Bundle", "BundleError",
    "Calendar", "Catch", "Choice", "Cleaned", "ClosedTask", "Closing", "ComponentView", "Decision", "Delivered",
    "Done", "Dossier", "Engine", "Failure", "Finding", "FinishedError", "Form", "FormView", "IncidentError",
    "Level", "Limits", "Mark", "MemoryDossier", "Message", "Milestone", "Moment", "NotOpenError", "NotWaitingError",
    "Note", "Notice", "OpenTask", "Outcome", "Refused", "Result", "Results", "Right", "Rights", "Route",
    "RouteStatus", "RoutingField", "RoutingFieldError", "Said", "ScenarioError", "State", "Step", "StepKind",
    "TaskKind", "Timer", "Untaken", "Work", "WorkflowError", "World", "act_out", "barring", "canonical_bytes",
    "carry_out", "check", "date_in_words", "deliver", "feature_text", "last_day", "moment_in_words", "read_folder",
    "read_protocol", "run_scenarios", "state_hash", "thread", "walk",
]  # fmt: skip
