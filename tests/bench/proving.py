"""How long it takes to decide all rules of the real protocol, and how that grows with a drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.bench.measures import Contestant, Effort, Table, race
from tests.bench.steps import PROTOCOL
from tests.playing import bundle
from workflows import Bundle, Limits, prove, read_folder
from workflows.proof.kept import forget

SHIPPED = 2_000.0
"""Milliseconds for every rule of the shipped protocol."""
_RULE = """[[regel]]
nummer = "1"
naam = "De laatste na de eerste"
tekst = "De laatste taak komt na de eerste."
proces = "P"
zinnen = ['nooit "Werk {last}" zonder "Werk 1" ervoor']
"""


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    few = replace(effort, loops=1)
    made = Bundle.load(PROTOCOL)
    rules = f"{len(made.rules.rules)} rules and soundness, over all behaviours of {len(made.processes)} processes."
    shipped = Table(
        "Every rule of the real protocol", "ms",
        race([
            Contestant("Leidraad", _proving(made), ours=True),
            Contestant("Leidraad, read and proven again when a task got another name", _proving_again(PROTOCOL)),
        ], "ms", few),
        (rules, "A space that hangs on nothing that changed is taken as it was."), budget=SHIPPED, compared=False,
    )  # fmt: skip
    large = _row(500 if effort.runs > 1 else 20)
    elements = len(large.processes["P"].nodes)
    grown = Table(
        "One rule of a long drawing", "ms", race([Contestant("Leidraad", _proving(large), ours=True)], "ms", few),
        (f"A process of {elements} elements: tasks in a row, each behind a choice.",), compared=False,
    )  # fmt: skip
    return [shipped, grown]


def _proving(made: Bundle) -> Callable[[], int]:
    def run() -> int:
        forget()
        return len(prove(made, Limits())) and 1

    return run


def _proving_again(folder: Path) -> Callable[[], int]:
    """A task of one of the drawings gets another name each time, as while somebody draws."""
    files, names = read_folder(folder), count()
    drawing, name = "medewerker.bpmn", b"Meld-, overleg- en aangifteplicht"

    def run() -> int:
        renamed = {**files, drawing: files[drawing].replace(name, f"Naam {next(names)}".encode())}
        return len(prove(Bundle.from_files(renamed), Limits())) and 1

    return run


def _row(elements: int) -> Bundle:
    """Tasks in a row, each with a question whether to skip the next."""
    number = elements // 2
    lines = ["start s"]
    for at in range(1, number + 1):
        lines += [f'user t{at} "Werk {at}"', f'xor g{at} "Verder {at}?"']
    lines += ["end e", "s -> t1"]
    for at in range(1, number + 1):
        following, beyond = (f"t{n}" if n <= number else "e" for n in (at + 1, at + 2))
        lines += [f"t{at} -> g{at}", f'g{at} -> {following} "Ja"', f'g{at} -> {beyond} "Nee"']
    rules = _RULE.format(last=number).encode()
    return bundle({"rules/regels.toml": rules}, P="\n".join(lines))
