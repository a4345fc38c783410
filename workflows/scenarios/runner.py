"""Runs feature files against a bundle, each scenario in a dossier of its own. Text in, results out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import Flow, Process
from workflows.errors import ScenarioError, WorkflowError
from workflows.scenarios.checks import CHECKS
from workflows.scenarios.deeds import DEEDS
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.feature import Scenario, Unreadable, read_feature, table_of
from workflows.scenarios.sentences import perform
from workflows.scenarios.world import Commanded

SENTENCES = (*CHECKS, *DEEDS)
"""Every sentence of the language, the narrow ones first."""
SENTENCE_EXAMPLES: Final = tuple(each.example for each in (*DEEDS, *CHECKS))
"""One of each as people write it: what happens, then what is claimed."""

NO_STEPS = "Dit scenario heeft geen stappen. Een stap begint met Gegeven, Als, Dan, En of Maar."


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why a scenario stopped."""

    line: int
    step: str
    """The sentence; empty where the file itself cannot be read."""
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one scenario, or what is wrong with a file of which none can be run."""

    file: str
    feature: str
    name: str
    line: int
    tags: tuple[str, ...]
    failure: Failure | None
    commands: tuple[Commanded, ...] = ()
    flows: frozenset[str] = frozenset()
    readable: bool = True
    """False for a place in a file of which nothing was run."""

    @property
    def passed(self) -> bool:
        """Whether every step held."""
        return self.failure is None


@dataclass(frozen=True, slots=True)
class Untaken:
    """A sequence flow that no scenario took, as people would point at it."""

    process: str
    """Name of the process."""
    flow: str
    source: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Results:
    """What became of all scenarios."""

    scenarios: tuple[Result, ...]
    coverage: Mapping[str, frozenset[str]]
    """Process id to the sequence flows that were taken."""
    untaken: tuple[Untaken, ...]

    @property
    def passed(self) -> bool:
        """Whether every scenario held."""
        return all(result.passed for result in self.scenarios)


def run_scenarios(bundle: Bundle, files: Mapping[str, str]) -> Results:
    """Run the scenarios of feature files, name to text. Never raises for what stands in a file: that is a result."""
    results = tuple(result for file, text in files.items() for result in _run_file(bundle, file, text))
    taken = frozenset[str]().union(*(result.flows for result in results))
    coverage = {process.id: taken & set(process.flows) for process in bundle.processes.values()}
    untaken = [_untaken(process, flow) for process in bundle.processes.values()
               for flow in process.flows.values() if flow.id not in taken]  # fmt: skip
    return Results(results, coverage, tuple(untaken))


def _run_file(bundle: Bundle, file: str, text: str) -> Iterator[Result]:
    for found in read_feature(text):
        if isinstance(found, Unreadable):
            yield Result(file, "", "", found.line, (), Failure(found.line, "", found.message), readable=False)
        else:
            yield _run(bundle, file, found)


def _run(bundle: Bundle, file: str, scenario: Scenario) -> Result:
    dossier = MemoryDossier(bundle)
    failure = None if scenario.steps else Failure(scenario.line, "", NO_STEPS)
    for step in scenario.steps:
        try:
            act_out(dossier, step.text, table_of(step))
        except WorkflowError as error:
            failure = Failure(step.line, step.text, error.message)
            break
    world = dossier.world
    return Result(
        file, scenario.feature, scenario.name, scenario.line, scenario.tags, failure, world.commands, world.flows,
    )  # fmt: skip


def act_out(dossier: MemoryDossier, text: str, table: Mapping[str, str] | None = None) -> None:
    """Carry out one sentence on a dossier. Raises WorkflowError, after which the dossier is as it was.

    A fault of the program itself is one too, so that it hides nothing of what other sentences and scenarios do.
    """
    try:
        perform(SENTENCES, dossier, text, table)
    except WorkflowError:
        raise
    except Exception as error:
        message = f"Hier gaat Leidraad zelf de fout in ({type(error).__name__}: {error}). Meld dit met deze zin."
        raise ScenarioError(message) from error


def _untaken(process: Process, flow: Flow) -> Untaken:
    source, target = process.nodes[flow.source], process.nodes[flow.target]
    label = flow.name or (f"als {flow.condition}" if flow.condition else "")
    return Untaken(process.name, flow.id, source.name or source.id, label, target.name or target.id)
