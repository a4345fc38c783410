"""How large a route is: half way, and after years of going round."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from tests.bench import library
from tests.bench.measures import Effort, Measure, Table
from tests.bench.processes import TASKS, loop, twenty_steps
from tests.bench.steps import PROTOCOL, STARTS
from tests.bench.walks import MORNING, ROUTE, walk
from workflows.bundle import Bundle
from workflows.calendar import EMPTY
from workflows.engine import Engine
from workflows.spiff import Moment, canonical_bytes

COMMENT = "Besproken in het overleg van deze week, akkoord"
STATE = 4_096
"""Bytes of a compressed state half way that should not be passed (architecture, budgets)."""
LATE = 500
"""A round to weigh at; what the library still has by then is measured."""


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    return [*_half_way(), *_the_protocol(), *_growth(effort.rounds)]


def _half_way() -> list[Table]:
    drawing = twenty_steps()
    spec = library.parse(drawing.in_python)
    ours = canonical_bytes(walk(drawing.bundle, "P", "").half_way)
    bare, commented = _library_half_way(spec, ""), _library_half_way(spec, COMMENT)
    saved = {
        "SpiffWorkflow": library.stock().serialize_json(bare).encode(),
        "SpiffWorkflow, specification left out": library.without_spec(spec).serialize_json(bare).encode(),
        "SpiffWorkflow, a comment of 47 characters with each task": library.stock().serialize_json(commented).encode(),
    }
    note = (
        "Answers that do not route never enter the state of Leidraad, so a comment does not change its size; they are "
        "kept by task, outside the engine."
    )
    return [
        Table("Twenty steps, half way: as text", "bytes", _weighed(ours, saved), (note,)),
        Table("Twenty steps, half way: compressed with zlib", "bytes",
              _weighed(zlib.compress(ours), {name: zlib.compress(text) for name, text in saved.items()}), budget=STATE),
    ]  # fmt: skip


def _library_half_way(spec: Any, comment: str) -> Any:
    with library.own_clock():
        workflow = library.start(spec)
        for number in range(1, TASKS // 2 + 1):
            data = {f"antwoord_{number}": "ja"} if number % 5 == 0 else {}
            library.complete(workflow, data | ({f"opmerking_{number}": f"{comment} {number}"} if comment else {}))
    return workflow


def _weighed(ours: bytes, others: Mapping[str, bytes]) -> tuple[Measure, ...]:
    theirs = (Measure(name, (len(text),)) for name, text in others.items())
    return (Measure("Leidraad", (len(ours),), ours=True), *theirs)


def _the_protocol() -> list[Table]:
    bundle = Bundle.load(PROTOCOL)
    states = {message: canonical_bytes(walk(bundle, process, message).half_way) for process, message in STARTS[::-1]}
    return [
        Table("The real routes, half way: as text", "bytes",
              tuple(Measure(f"Leidraad, from “{name}”", (len(text),), ours=True) for name, text in states.items())),
        Table("The real routes, half way: compressed with zlib", "bytes", budget=STATE, measures=tuple(
            Measure(f"Leidraad, from “{name}”", (len(zlib.compress(text)),), ours=True) for name, text in states.items()
        )),
    ]  # fmt: skip


def _growth(rounds: int) -> list[Table]:
    marks = tuple(sorted({1, min(rounds, 250), min(rounds, LATE), rounds}))
    ours, theirs = _our_loop(marks), _library_loop(marks)
    lost = max(theirs)
    figures = [Measure(f"Leidraad, after round {mark:,}", (ours[mark],), ours=True) for mark in marks[::-1]]
    figures += [Measure(f"SpiffWorkflow, after round {mark:,}", (theirs[mark],)) for mark in sorted(theirs)]
    fate = f"The library still had its task after {rounds} rounds."
    if lost < rounds:
        fate = f"After round {lost} the library has lost its task: nothing is ready, nothing is completed or raised."
    note = "One user task and a gateway that leads back to it, kept in memory and weighed on the way. " + fate
    return [Table("A loop that goes on", "bytes", tuple(figures), (note,))]


def _our_loop(marks: tuple[int, ...]) -> dict[int, int]:
    engine, sizes = Engine(loop().bundle), dict[int, int]()
    state = engine.start(Moment(ROUTE, 1, MORNING, EMPTY), "P").state
    for number in range(1, marks[-1] + 1):
        task = engine.tasks(state)[0]
        state = engine.complete(Moment(ROUTE, number + 1, MORNING, EMPTY), state, task.id, {"klaar": "nee"}).state
        if number in marks:
            sizes[number] = len(canonical_bytes(state))
    return sizes


def _library_loop(marks: tuple[int, ...]) -> dict[int, int]:
    """Bytes after each mark and after the last round that the library could do."""
    serializer, sizes, number = library.stock(), dict[int, int](), 0
    with library.own_clock():
        workflow = library.start(library.parse(loop().in_python))
        while number < marks[-1] and library.complete(workflow, {"klaar": "nee"}):
            number += 1
            if number in marks:
                sizes[number] = len(serializer.serialize_json(workflow))
    return sizes | {number: len(serializer.serialize_json(workflow))}
