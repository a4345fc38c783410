"""SpiffWorkflow behind one door: nothing else in the product imports it.

May read diagrams, FEEL, forms' routing fields and calendars; keeps no route and touches no file.
"""

from workflows.spiff.canonical import canonical_bytes, state_hash
from workflows.spiff.migrating import FORMER, Plan
from workflows.spiff.moment import Moment
from workflows.spiff.parser import Program, compile_program
from workflows.spiff.reading import catches, choices_of, event_starts, open_tasks, places, process_starts, timers
from workflows.spiff.runtime import Runtime, State, can_be_gone_to

__all__ = [
    "FORMER", "Moment", "Plan", "Program", "Runtime", "State", "can_be_gone_to", "canonical_bytes", "catches",
    "choices_of", "compile_program", "event_starts", "open_tasks", "places", "process_starts", "state_hash",
    "timers",
]  # fmt: skip
