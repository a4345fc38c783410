"""Scenarios in plain Dutch: a protocol tried out in memory, with a clock that is told the time and no side effects.

Pure: text in, results out. Keeps nothing, sends nothing, reads no file.
"""

from workflows.scenarios.clock import in_words as moment_in_words
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.golden import differences, written
from workflows.scenarios.runner import Failure, Result, Results, Untaken, act_out, run_scenarios
from workflows.scenarios.thread import Mark, thread
from workflows.scenarios.world import Route, Work, World
from workflows.scenarios.writing import Said, feature_text

__all__ = [
    "Failure",
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
    "feature_text",
    "moment_in_words",
    "run_scenarios",
    "thread",
    "written",
]  # fmt: skip
