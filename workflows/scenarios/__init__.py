"""Scenarios in plain Dutch: a protocol tried out in memory, with a clock that is told the time and no side effects.

Pure: text in, results out. Keeps nothing, sends nothing, reads no file.
"""

from workflows.scenarios.answers import fill
from workflows.scenarios.clock import in_words as moment_in_words
from workflows.scenarios.clock import read_date
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.following import Followed, follow
from workflows.scenarios.golden import differences, written
from workflows.scenarios.listing import Entry, entries
from workflows.scenarios.quoting import quoting
from workflows.scenarios.runner import SENTENCE_EXAMPLES, Failure, Result, Results, Untaken, act_out, run_scenarios
from workflows.scenarios.thread import Mark, thread
from workflows.scenarios.world import Route, Work, World
from workflows.scenarios.writing import Said, feature_text, scenario_text

__all__ = [
    "SENTENCE_EXAMPLES",
    "Entry",
    "Failure",
    "Followed",
    "Mark",
    "MemoryDossier",
    "Result",
    "Results",
    "Route",
    "Said",
    "Untaken",
    "Work",
    "World",
    "act_out",
    "differences",
    "entries",
    "feature_text",
    "fill",
    "follow",
    "moment_in_words",
    "quoting",
    "read_date",
    "run_scenarios",
    "scenario_text",
    "thread",
    "written",
]  # fmt: skip
