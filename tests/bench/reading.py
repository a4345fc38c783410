"""How long it takes to read a protocol, and to say all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from tests.bench import library
from tests.bench.expressions import forget
from tests.bench.measures import Contestant, Effort, Table, race
from tests.bench.processes import Drawing, at_the_limits, twenty_steps
from tests.bench.steps import PROTOCOL
from workflows.bundle import Bundle, read_folder
from workflows.validator import anew, check


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    few = replace(effort, loops=1)
    return [_the_protocol(few), _both_read(few), _drawn("Twenty steps", twenty_steps(), effort),
            _drawn("A diagram at the limits", at_the_limits(effort.blocks), few)]  # fmt: skip


def _loading(files: Mapping[str, bytes]) -> Callable[[], int]:
    def run() -> int:
        forget()
        return 1 if Bundle.from_files(files).processes else 0

    return run


def _checking(files: Mapping[str, bytes]) -> Callable[[], int]:
    def run() -> int:
        forget()
        anew()
        check(files)
        return 1

    return run


def _the_protocol(effort: Effort) -> Table:
    files = read_folder(PROTOCOL)
    refused = refusals(files)
    contestants = [
        Contestant("Leidraad: load", _loading(files), ours=True),
        Contestant("Leidraad: check", _checking(files), ours=True),
    ]
    kilobytes, drawn = sum(map(len, files.values())) // 1_000, len(_diagrams(files))
    whole = (
        f"The whole folder: {len(files)} files, {kilobytes} kB. Loading reads and compiles it; checking judges it and "
        "gives every finding. Both with empty caches of FEEL."
    )
    reasons = "; ".join(f"`{name}`: {reason}" for name, reason in refused.items())
    theirs = f"The library reads {drawn - len(refused)} of its {drawn} diagrams. It refuses {reasons}."
    return Table("The real protocol", "ms", race(contestants, "ms", effort), (whole, theirs))


def _diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.endswith(".bpmn")}


def _parsed(files: Mapping[str, bytes], names: Iterable[str]) -> int:
    parser = SpiffBpmnParser()
    for other, data in files.items():
        if other.endswith(".dmn"):
            parser.add_dmn_str(data)
    for name in names:
        parser.add_bpmn_str(files[name])
    return min(1, len(parser.find_all_specs()))


def refusals(files: Mapping[str, bytes]) -> dict[str, str]:
    """The diagrams that the library cannot read, each with the first sentence of its reason."""
    found: dict[str, str] = {}
    for name in _diagrams(files):
        try:
            _parsed(files, [name])
        except ValidationException as error:
            found[name] = str(error).strip().split(". ")[0].rstrip(". ")
    return found


def _both_read(effort: Effort) -> Table:
    files = read_folder(PROTOCOL)
    names = [name for name in _diagrams(files) if name not in refusals(files)]
    own = {name: files[name] for name in names}
    contestants = [
        Contestant("Leidraad: load", _loading(own), ours=True),
        Contestant("SpiffWorkflow: parse", lambda: _parsed(own, names)),
    ]
    note = f"The {len(names)} small diagrams of the protocol that the library reads too; none asks a decision table."
    return Table("The diagrams that both read", "ms", race(contestants, "ms", effort), (note,))


def _drawn(title: str, drawing: Drawing, effort: Effort) -> Table:
    process, in_python = drawing.bundle.processes["P"], drawing.in_python

    def parse(*, schema: bool = False) -> int:
        return 1 if library.parse(in_python, schema=schema).task_specs else 0

    contestants = [
        Contestant("Leidraad: load", _loading(drawing.files), ours=True),
        Contestant("Leidraad: check", _checking(drawing.files), ours=True),
        Contestant("SpiffWorkflow: parse, conditions in Python", parse),
        Contestant("SpiffWorkflow: the same, held against the schema", lambda: parse(schema=True)),
    ]
    note = (
        f"{len(process.nodes)} elements, {len(process.flows)} sequence flows, {len(drawing.bpmn) // 1_000} kB. What "
        "the library offers beside a check is the XML schema of BPMN, left off unless asked for."
    )
    return Table(title, "ms", race(contestants, "ms", effort), (note,))
