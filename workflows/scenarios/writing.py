"""From what was done to a feature file: Gherkin in Dutch that `feature` reads back. Writes text, no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workflows.calendar import ZONE, date_in_words
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.words import spoken
from workflows.scenarios.world import Work
from workflows.types import RouteStatus


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that was carried out."""

    text: str
    table: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def naming(cls, pattern: str, *names: str, table: Mapping[str, str] | None = None) -> Said:
        """A sentence in which each `§` is the next of these names, however they are spelled."""
        return cls(spoken(pattern, *names), table or {})


def feature_text(
    name: str, begin: MemoryDossier, done: Sequence[Said], end: MemoryDossier, given: Sequence[Said] = ()
) -> str:  # fmt: skip
    """A feature file with one scenario: how the dossier began, what was done, and how it then stood."""
    return f"# language: nl\nFunctionaliteit: {name}\n\n{scenario_text(name, begin, done, end, given)}"


def scenario_text(
    name: str, begin: MemoryDossier, done: Sequence[Said], end: MemoryDossier, given: Sequence[Said] = ()
) -> str:  # fmt: skip
    """The same as one scenario, to stand in a feature file. `given` is what was so before anything was done."""
    local = begin.now.astimezone(ZONE)
    lines = [
        f"  Scenario: {name}", "    Gegeven een dossier voor een leerling",
        f"    En het is {date_in_words(local.date())} om {local:%H:%M}", *(f"    En {each.text}" for each in given),
    ]  # fmt: skip
    for number, each in enumerate(done):
        lines += [f"    {'En' if number else 'Als'} {each.text}{' met' if each.table else ''}", *_rows(each.table)]
    lines += [f"    {'En' if number else 'Dan'} {claim}" for number, claim in enumerate(claims(end))]
    return "\n".join(lines) + "\n"


def claims(dossier: MemoryDossier) -> Iterator[str]:
    """What is true of a dossier as it stands, as sentences for after *Dan*."""
    latest = {route.process: route for route in dossier.world.routes}
    for process, route in latest.items():
        name = dossier.bundle.processes[process].name
        if route.is_open:
            yield spoken("loopt de route §", name)
        elif route.status is RouteStatus.AFGESLOTEN:
            closed = spoken("is de route § afgesloten", name)
            yield closed + (spoken(" met §", route.ends[0]) if any(route.ends[:1]) else "")
    for work in {(work.task.kind, work.task.name): work for work in dossier.work()}.values():
        yield spoken(f"heeft § de {work.task.kind} §", _somebody(dossier, work), work.task.name)


def _somebody(dossier: MemoryDossier, work: Work) -> str:
    functions = dossier.people.functions
    return next((each for each in functions if dossier.refusal(each, work) is None), functions[0])


def _rows(table: Mapping[str, str]) -> Iterator[str]:
    width = max((len(_cell(name)) for name in table), default=0)
    return (f"      | {_cell(name):{width}} | {_cell(value)} |" for name, value in table.items())


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")
