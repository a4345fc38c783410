"""The engine of Leidraad: the drawn protocol as a program. Pure: no web, no database, no clock, no chance.

Front door. Values may be used by any layer of `app`; the verbs (`Engine`, `Bundle`, `check`, `run_scenarios`) by
commands, queries and the command line alone. Nothing deeper is anybody's business.
"""

from workflows.bundle import Bundle, read_folder
from workflows.calendar import EMPTY, Calendar, date_in_words, last_day, local_day
from workflows.diagram import Node, Place, PlaceKind, Process, places
from workflows.diagram.protocol import FILE_NAME as PROTOCOL_FILE
from workflows.diagram.protocol import FROM_THE_START, read_protocol
from workflows.differences import Change, ChangeKind, ChangePart, Weight, compare
from workflows.document import (
    Document,
    EntryKind,
    Proven,
    Section,
    Written,
    WrittenDraft,
    WrittenProcess,
    WrittenStep,
    document_of,
    leaflet_of,
    written_out,
)
from workflows.editing import Grants, Marks, Sheet, Texts, is_term, rewritten, texts_of
from workflows.engine import MAX_DELIVERIES, Delivered, Done, Dossier, Engine, barring, carry_out, deliver, done_beside
from workflows.errors import (
    BundleError,
    FinishedError,
    FormError,
    IncidentError,
    NotOpenError,
    NotWaitingError,
    Refused,
    RoutingFieldError,
    ScenarioError,
    WorkflowError,
)  # fmt: skip
from workflows.forms import Cleaned, ComponentType, ComponentView, Form, FormComponent, FormView, read_form, walk
from workflows.merging import Between, Clash, Merged, Side, between, merge, takes_away
from workflows.migration import ByHand, Stands, Target, Trial, stands_of, targets_of, try_out
from workflows.proof import (
    Proof,
    ProofStanding,
    Shown,
    TokenDeed,
    TokenMove,
    TokenSimulation,
    prove,
    prove_rule,
    simulate,
)
from workflows.proposals import Proposal, ProposalKind, beside, drawn, ids_of, mend, mend_sure, propose
from workflows.rehearsal import (
    Happening,
    Rehearsal,
    Told,
    ToldKind,
    added,
    answering,
    clock_at,
    coming_in,
    completing,
    holidays_said,
    next_moment,
    passing,
    pressing,
    rehearse,
    scenario_of,
)  # fmt: skip
from workflows.renaming import Carried, Renamed, RenamedIn, carry
from workflows.rights import ANY_PHASE, STARTER, Right, Rights, read_rights
from workflows.rights import FILE_NAME as RIGHTS_FILE
from workflows.rules import FOLDER as RULES_FOLDER
from workflows.rules import (
    Conformity,
    Evidence,
    Item,
    Judged,
    Late,
    Part,
    Recorded,
    RouteTrace,
    Rule,
    RuleError,
    Rules,
    Sentence,
    Standing,
    WordGroup,
    WritingError,
    conform,
    example_of,
    is_rules_file,
    messages_of,
    people_of,
    read_item,
    running_of,
    spell_item,
    with_exemption,
    with_rule,
    within_of,
    without_exemption,
    without_rule,
    words_of,
)  # fmt: skip
from workflows.rules import Kind as RuleKind
from workflows.rules import parse as read_sentence
from workflows.rules import spell as spell_sentence
from workflows.scenarios import (
    SENTENCE_EXAMPLES,
    Entry,
    Failure,
    Followed,
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
    entries,
    feature_text,
    follow,
    moment_in_words,
    quoting,
    run_scenarios,
    thread,
)
from workflows.sights import Cell, GroupAsked, Meant, Sights, Uses, meant_by, sights_of, team_of, uses_of
from workflows.sources import as_utf8
from workflows.spiff import FORMER, Moment, State, canonical_bytes, state_hash
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
from workflows.validator import (
    DRAWABLE,
    REPEATABLE,
    Leaving,
    Limits,
    Meaning,
    Meanings,
    Naming,
    Rulebook,
    check,
    fields_in,
    inventory,
    leaving,
    meanings,
    named_by,
    rulebook,
)
from workflows.whatif import Course, Fate, Past, what_if
from workflows.words import in_words

__all__ = [
    "ANY_PHASE", "DRAWABLE", "EMPTY", "ENGINE_RULES", "FORMER", "FROM_THE_START", "LEEG", "MAX_DELIVERIES",
    "PROTOCOL_FILE", "REPEATABLE", "RIGHTS_FILE", "RULES_FOLDER", "SENTENCE_EXAMPLES", "STARTER", "Between", "Bundle",
    "BundleError", "ByHand", "Calendar", "Carried", "Catch", "Cell", "Change", "ChangeKind", "ChangePart", "Choice",
    "Clash", "Cleaned", "ClosedTask", "Closing", "ComponentType", "ComponentView", "Conformity", "Course", "Decision",
    "Delivered", "Document", "Done", "Dossier", "Engine", "Entry", "EntryKind", "Evidence", "Failure", "Fate",
    "Finding", "FinishedError", "Followed", "Form", "FormComponent", "FormError", "FormView", "Grants", "GroupAsked",
    "Happening", "IncidentError", "Item", "Judged", "Late", "Leaving", "Level", "Limits", "Mark", "Marks", "Meaning",
    "Meanings", "Meant", "MemoryDossier", "Merged", "Message", "Milestone", "Moment", "Naming", "Node", "NotOpenError",
    "NotWaitingError", "Note", "Notice", "OpenTask", "Outcome", "Part", "Past", "Place", "PlaceKind", "Process",
    "Proof", "ProofStanding", "Proposal", "ProposalKind", "Proven", "Recorded", "Refused", "Rehearsal", "Renamed",
    "RenamedIn", "Result", "Results", "Right", "Rights", "Route", "RouteStatus", "RouteTrace", "RoutingField",
    "RoutingFieldError", "Rule", "RuleError", "RuleKind", "Rulebook", "Rules", "Said", "ScenarioError", "Section",
    "Sentence", "Sheet", "Shown", "Side", "Sights", "Standing", "Stands", "State", "Step", "StepKind", "Target",
    "TaskKind", "Texts", "Timer", "TokenDeed", "TokenMove", "TokenSimulation", "Told", "ToldKind", "Trial", "Untaken",
    "Uses", "Weight", "WordGroup", "Work", "WorkflowError", "World", "WritingError", "Written", "WrittenDraft",
    "WrittenProcess", "WrittenStep", "act_out", "added", "answering", "as_utf8", "barring", "beside", "between",
    "canonical_bytes", "carry", "carry_out", "check", "clock_at", "coming_in", "compare", "completing", "conform",
    "date_in_words", "deliver", "document_of", "done_beside", "drawn", "entries", "example_of", "feature_text",
    "fields_in", "follow", "holidays_said", "ids_of", "in_words", "inventory", "is_rules_file", "is_term", "last_day",
    "leaflet_of", "leaving", "local_day", "meanings", "meant_by", "mend", "mend_sure", "merge", "messages_of",
    "moment_in_words", "named_by", "next_moment", "passing", "people_of", "places", "pressing", "propose", "prove",
    "prove_rule", "quoting", "read_folder", "read_form", "read_item", "read_protocol", "read_rights", "read_sentence",
    "rehearse", "rewritten", "rulebook", "run_scenarios", "running_of", "scenario_of", "sights_of", "simulate",
    "spell_item", "spell_sentence", "stands_of", "state_hash", "takes_away", "targets_of", "team_of", "texts_of",
    "thread", "try_out", "uses_of", "walk", "what_if", "with_exemption", "with_rule", "within_of", "without_exemption",
    "without_rule", "words_of", "written_out",
]  # fmt: skip
