"""SpiffWorkflow behind one door: nothing else in the product imports it.

May read diagrams, FEEL, forms' routing fields and calendars; keeps no route and touches no file.
"""

from workflows.spiff.canonical import canonical_bytes, state_hash
from workflows.spiff.moment import Moment
from workflows.spiff.parser import Program, compile_program
from workflows.spiff.reading import catches, choices_of, event_starts, open_tasks, places, process_starts, timers
from workflows.spiff.runtime import Runtime, State

__all__ = [
    "Moment", "Program", "Runtime", "State", "canonical_bytes", "catches", "choices_of", "compile_program",
    "event_starts", "open_tasks", "places", "process_starts", "state_hash", "timers",
]  # fmt: skip
