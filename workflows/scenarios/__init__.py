"""Scenarios in plain Dutch: a protocol tried out in memory, with a clock that is told the time and no side effects.

Pure: text in, results out. Keeps nothing, sends nothing, reads no file.
"""

from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.golden import differences, written
from workflows.scenarios.runner import Failure, Result, Results, Untaken, run_scenarios

__all__ = ["Failure", "MemoryDossier", "Result", "Results", "Untaken", "differences", "run_scenarios", "written"]
