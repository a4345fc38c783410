"""The frozen values that cross the border of this package, and no behaviour but their own reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
"""What a routing field holds: JSON scalars. A date is its ISO text, an unset field is the text `leeg`."""

Record: TypeAlias = Mapping[str, Scalar]
"""One item of a list that a multi-instance task runs over."""

FieldValue: TypeAlias = Scalar | Sequence[Record]


def plain_number(value: Scalar) -> Scalar:
    """A scalar with its number as the engine keeps it: whole, or with at most four decimals.

    So every number has one spelling, in Python's JSON as in RFC 8785, and a state one hash.
    """
    if not isinstance(value, float):
        return value
    rounded = round(value, 4)
    return int(rounded) if rounded.is_integer() else rounded


LEEG = "leeg"
"""The value of every declared routing field until something sets it (architecture section 3)."""

RUNS = "loopt_"
"""What a field begins with that says whether another route of that process is open in the dossier."""

ENGINE_RULES = 1
"""The meaning this engine gives to diagrams. Raised when a meaning changes, so old histories keep theirs."""


class Level(StrEnum):
    """How much a finding weighs."""

    FOUT = "fout"
    LET_OP = "let op"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the validator has to say, in the order of a JSON answer (architecture section 11)."""

    level: Level
    code: str
    """Stable kebab-case name of the rule, in English: `timer-text`, `unknown-lane`."""
    file: str
    """Name of the file within the bundle, as the person named it."""
    element: str
    """Id of the element, empty where the whole file is meant."""
    name: str
    """What the diagram calls the element, empty where it has no name."""
    line: int | None
    message: str
    """What is wrong, in plain Dutch, naming the element."""
    cure: str
    """What to do about it, in plain Dutch."""
    case: tuple[tuple[str, str], ...] = ()
    """Of a gap in a table, a case for which no rule is: label of each column that matters, and what comes in."""

    @property
    def matter(self) -> tuple[str, str, str, str]:
        """What it is about, in whichever line: that is another one as soon as a line goes above it."""
        return self.code, self.file, self.element, self.message.replace(f" (regel {self.line})", "")

    def as_dict(self) -> dict[str, object]:
        """The finding as the JSON of `flask protocol check --json`."""
        return {
            "level": str(self.level), "code": self.code, "file": self.file, "element": self.element,
            "name": self.name, "line": self.line, "message": self.message, "cure": self.cure,
        }  # fmt: skip


class FieldKind(StrEnum):
    """What values a routing field may hold."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date_time"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class RoutingField:
    """A name that routes: used by a condition, table, timer or multi-instance, set by a form or decision."""

    name: str
    kind: FieldKind
    values: tuple[str, ...] = ()
    """The allowed texts where the form offers a choice; empty means any."""
    label: str = ""
    columns: tuple[RoutingField, ...] = ()
    """The routing columns of one record, for `RECORDS`."""


class TaskKind(StrEnum):
    """Work for people: a user task of the diagram, or a gateway that is a question."""

    TAAK = "taak"
    VRAAG = "vraag"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its label and the sequence flow it takes."""

    label: str
    flow: str
    needs_reason: bool = False
    excludes: bool = False
    """True for *Niets* and *Nee* of an inclusive question: chosen alone or not at all."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task or question that is open for people."""

    id: str
    element: str
    path: str
    """Where in the route: scope elements and the element, joined by `/`; `[n]` marks item n of a multi-instance."""
    kind: TaskKind
    name: str
    lane: str | None
    form: str | None
    """Key of the form, or None."""
    entered: datetime
    due: datetime | None
    """The instant from which it is late; None where it has no term."""
    samen_met: str | None = None
    niet_door: tuple[str, ...] = ()
    """Names of tasks: who completed one of these in this route may not complete this one (R32)."""
    ook_door: tuple[str, ...] = ()
    """Functions beside those of the lane, escalation included."""
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    """True for an inclusive question: `antwoord` is a list of labels."""
    item: Mapping[str, Scalar] | None = None
    """The record of a multi-instance item."""
    item_number: int | None = None
    documentation: str = ""
    process: str = ""
    """Id of the process it is drawn in: the called one, inside a call activity."""


class Closing(StrEnum):
    """How a task stopped being open."""

    AFGEROND = "afgerond"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """A task that is no longer open."""

    id: str
    element: str
    name: str
    how: Closing
    item: Mapping[str, Scalar] | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """Something due at an instant; the id names it in `Engine.fire`."""

    id: str
    element: str
    path: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way to other routes of the dossier, with the routing fields it carries."""

    name: str
    element: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Word for a function: its holders are told that this happened, never why."""

    to: str
    name: str
    element: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the school's document that the route has reached."""

    element: str
    name: str
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision table that was asked, and what it said."""

    element: str
    decision: str
    """Id of the decision."""
    name: str
    inputs: Mapping[str, Scalar]
    rules: tuple[int, ...]
    """Row numbers that matched, from 1, in the order of the table."""
    outputs: Mapping[str, Scalar]


class StepKind(StrEnum):
    """What happened to an element, for the history and the replay."""

    ENTERED = "entered"
    LEFT = "left"
    CANCELLED = "cancelled"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a token: an element entered, left or cancelled, or a sequence flow taken."""

    kind: StepKind
    element: str
    path: str


class RouteStatus(StrEnum):
    """Where a route stands as a whole."""

    LOOPT = "loopt"
    AFGESLOTEN = "afgesloten"
    AFGEBROKEN = "afgebroken"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Catch:
    """A message that this route can receive now."""

    message: str
    element: str
    path: str
    knop: tuple[str, ...] = ()
    """Functions that may send it by hand; empty where only thrown messages reach it."""
    form: str | None = None
    starts: bool = False
    """True for a message start event of a process or event subprocess."""
    process: str = ""
    """Id of the process it is drawn in; of the start of a route, the process that it starts."""
    name: str = ""
    """What the diagram calls the event; the message where it says nothing."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth writing down that stopped nothing: an expression that gave null, an unheard escalation."""

    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did. `state` is the new canonical state; the rest is what happened, in order."""

    state: Mapping[str, object]
    state_hash: str
    """SHA-256 of the canonical bytes of `state`, hexadecimal."""
    status: RouteStatus
    ends: tuple[str, ...] = ()
    """Names of the end events of the process itself that were reached in this command."""
    steps: tuple[Step, ...] = ()
    opened: tuple[OpenTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    changed: tuple[OpenTask, ...] = ()
    """Tasks that stay open with another due instant or wider circle of people."""
    timers: tuple[Timer, ...] = ()
    """All timers that wait after this command, in order of due instant."""
    messages: tuple[Message, ...] = ()
    notices: tuple[Notice, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
