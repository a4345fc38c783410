"""How many steps a second: a process of twenty tasks against the library, and the real protocol carried out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import library
from tests.bench.measures import Contestant, Effort, Table, race
from tests.bench.processes import TASKS, Drawing, twenty_steps
from tests.bench.walks import MORNING, ROUTE, walk
from workflows.bundle import Bundle
from workflows.calendar import EMPTY
from workflows.engine import Engine
from workflows.spiff import Moment, canonical_bytes

PROTOCOL = Path(__file__).resolve().parents[2] / "bpmn" / "zorgdossier"
STARTS = (("ondersteuningsroute", "Zorg over leerling"), ("meldcode", "Vermoeden"), ("meldcode", "Acute onveiligheid"))
"""The walks through the real protocol: process, and the message that starts it."""
RE_EXECUTION = 1_000
"""Steps a second that re-execution should reach on one core (architecture, budgets)."""


def tables(effort: Effort) -> list[Table]:
    """Both tables of this subject."""
    return [_against_the_library(effort), _the_protocol(effort)]


def _against_the_library(effort: Effort) -> Table:
    drawing = twenty_steps()
    spec = library.parse(drawing.in_python)
    again = walk(drawing.bundle, "P", "").again
    contestants = [
        Contestant("Leidraad: load, complete, save", _saved(drawing), ours=True),
        Contestant("Leidraad: re-execution, every hash compared", again, ours=True),
        Contestant("SpiffWorkflow: load, complete, save", _library_saved(library.stock(), spec)),
        Contestant("SpiffWorkflow, specification kept in memory", _library_saved(library.without_spec(spec), spec)),
        Contestant("SpiffWorkflow, kept in memory and never saved", _library_kept(spec)),
    ]
    what = (
        f"{TASKS} user tasks in a row, a gateway with a condition after each fifth. One step is: JSON text to state, "
        "one task completed, state to JSON text. Every contestant gets the same answers."
    )
    floor = (
        "The last row is a floor that nothing durable can reach: the route lives in one process and is never written. "
        "In both rows of Leidraad the state hash, the open tasks and the report of what happened are included."
    )
    return Table("A process of twenty steps", "steps/s", race(contestants, "steps/s", effort), (what, floor))


def _saved(drawing: Drawing) -> Callable[[], int]:
    engine = Engine(drawing.bundle)

    def run() -> int:
        outcome = engine.start(Moment(ROUTE, 1, MORNING, EMPTY), "P")
        saved = canonical_bytes(outcome.state)
        for number in range(1, TASKS + 1):
            state = json.loads(saved)
            task = engine.tasks(state)[0]
            answers = dict.fromkeys(engine.bundle.form_fields(task.form), "ja")
            outcome = engine.complete(Moment(ROUTE, number + 1, MORNING, EMPTY), state, task.id, answers)
            saved = canonical_bytes(outcome.state)
        return _all(TASKS, done=outcome.status == "afgesloten")

    return run


def _library_saved(serializer: Any, spec: Any) -> Callable[[], int]:
    @library.timed
    def run() -> int:
        workflow = library.start(spec)
        saved = serializer.serialize_json(workflow)
        for number in range(1, TASKS + 1):
            workflow = serializer.deserialize_json(saved)
            library.complete(workflow, _answers(number))
            saved = serializer.serialize_json(workflow)
        return _all(TASKS, done=workflow.completed)

    return run


def _library_kept(spec: Any) -> Callable[[], int]:
    @library.timed
    def run() -> int:
        workflow = library.start(spec)
        for number in range(1, TASKS + 1):
            library.complete(workflow, _answers(number))
        return _all(TASKS, done=workflow.completed)

    return run


def _answers(number: int) -> dict[str, str]:
    return {f"antwoord_{number}": "ja"} if number % 5 == 0 else {}


def _all(steps: int, *, done: bool) -> int:
    if not done:
        text = "The process of twenty steps did not come to its end."
        raise RuntimeError(text)
    return steps


def _the_protocol(effort: Effort) -> Table:
    bundle = Bundle.load(PROTOCOL)
    walks = {f"{process}, from “{message}”": walk(bundle, process, message) for process, message in STARTS}
    contestants = [
        Contestant("All walks together", lambda: sum(each.again() for each in walks.values()), ours=True),
        *(Contestant(f"{name} ({len(each.commands)} steps)", each.again, ours=True) for name, each in walks.items()),
    ]
    note = (
        "Every recorded command of a route is carried out again, from its start to its end, and each state is held "
        "against the recorded hash. The walks take another answer each time that a question comes back. There is no "
        "figure of the library beside it: it cannot read the collaboration (see “Reading and checking”)."
    )
    figures = race(contestants, "steps/s", effort)
    return Table("The real protocol, re-executed", "steps/s", figures, (note,), budget=RE_EXECUTION)
