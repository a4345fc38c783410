"""The scenarios of a protocol as they come out on its drawings, and the arrows that they take (workbench 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.queries.drafts import bundle_of
from app.store.tried import PLAYED
from workflows import SENTENCE_EXAMPLES, Bundle, Limits, Process, Result, Untaken, run_scenarios

FOLDER: Final = "scenarios/"
FEATURE: Final = ".feature"


@dataclass(frozen=True, slots=True)
class FeatureTried:
    """A file of scenarios."""

    file: str
    title: str
    """As its first line calls it; empty where it cannot be read."""
    results: tuple[Result, ...]

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that do not hold."""
        return tuple(each for each in self.results if not each.passed)


@dataclass(frozen=True, slots=True)
class DrawingCovered:
    """How much of a drawing the scenarios take."""

    file: str
    taken: frozenset[str]
    """Sequence flows, all its processes together."""
    untaken: tuple[tuple[str, Untaken], ...]
    """Those that none takes: id, and the arrow as people point at it."""

    @property
    def total(self) -> int:
        """Sequence flows that are drawn."""
        return len(self.taken) + len(self.untaken)


@dataclass(frozen=True, slots=True)
class ScenariosTried:
    """What became of all scenarios."""

    features: tuple[FeatureTried, ...]
    drawings: tuple[DrawingCovered, ...]

    @property
    def count(self) -> int:
        """Scenarios that were played, or that cannot be."""
        return sum(len(each.results) for each in self.features)

    @property
    def failed(self) -> int:
        """Scenarios that do not hold."""
        return sum(len(each.failed) for each in self.features)

    @property
    def untaken(self) -> int:
        """Sequence flows that none takes."""
        return sum(len(each.untaken) for each in self.drawings)


@dataclass(frozen=True, slots=True)
class ProcessWords:
    """The words of one process that a sentence can name."""

    name: str
    tasks: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    """The question and its answers."""


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """What sentences are made of: their kinds, and the words of these drawings."""

    sentences: tuple[str, ...]
    buttons: tuple[str, ...]
    functions: tuple[str, ...]
    processes: tuple[ProcessWords, ...]


def scenarios_of(files: Mapping[str, bytes], digest: str, limits: Limits) -> ScenariosTried | None:
    """Play the scenarios that lie in these files; None where they make no protocol that stands.

    Outside any transaction: it takes seconds. `digest` is over the files.
    """
    return _tried(bundle_of(files, digest, limits), files)


def feature_of(bundle: Bundle, file: str, text: str) -> FeatureTried:
    """Play the scenarios of one file; outside any transaction."""
    return _feature(file, list(run_scenarios(bundle, {file: text}).scenarios))


def scenario_words(bundle: Bundle | None) -> ScenarioWords:
    """The words to write a scenario with; only kinds of sentences where there is no protocol that stands."""
    if bundle is None:
        return ScenarioWords(SENTENCE_EXAMPLES, (), (), ())
    processes = sorted(bundle.processes.values(), key=lambda each: each.name)
    functions = bundle.protocol.functies
    return ScenarioWords(SENTENCE_EXAMPLES, tuple(sorted(bundle.starts)), functions, tuple(map(_words, processes)))


def completing(bundle: Bundle | None) -> dict[str, Any]:
    """The same words for who completes them while writing: names by the place where they fit."""
    words = scenario_words(bundle)
    nodes = [node for each in bundle.processes.values() for node in each.nodes.values()] if bundle else []
    return {
        "sentences": words.sentences, "functions": words.functions, "starts": words.buttons,
        "tasks": sorted({task for each in words.processes for task in each.tasks}),
        "questions": {question: answers for each in words.processes for question, answers in each.questions},
        "routes": sorted({each.name for each in words.processes if each.name}),
        "steps": sorted({each.name for each in nodes if each.is_milestone}),
        "ends": sorted({each.name for each in nodes if each.tag == "endEvent" and each.name}),
        "messages": sorted({each.event.name for each in nodes if each.event.kind == "message" and each.event.name}),
    }  # fmt: skip


def is_feature(name: str) -> bool:
    """Whether this is the path of a file of scenarios."""
    return name.startswith(FOLDER) and name.endswith(FEATURE) and name.count("/") == 1


def feature_text_of(data: bytes) -> str:
    """What stands in a file of scenarios, whatever its bytes are."""
    return data.decode("utf-8-sig", "replace")


def _tried(bundle: Bundle | None, files: Mapping[str, bytes]) -> ScenariosTried | None:
    if bundle is None:
        return None
    texts = {name: feature_text_of(files[name]) for name in sorted(files) if name.endswith(FEATURE)}
    found = PLAYED.get(bundle.geheel, lambda: run_scenarios(bundle, texts))
    features = [_feature(name, [each for each in found.scenarios if each.file == name]) for name in texts]
    unseen = {(each.process, each.flow): each for each in found.untaken}
    drawings = sorted({each.file for each in bundle.processes.values()})
    covered = [
        _covered(name, [each for each in bundle.processes.values() if each.file == name], found.coverage, unseen)
        for name in drawings
    ]
    return ScenariosTried(tuple(sorted(features, key=lambda each: not each.failed)), tuple(covered))


def _feature(file: str, results: list[Result]) -> FeatureTried:
    return FeatureTried(file, next((each.feature for each in results if each.feature), ""), tuple(results))


def _covered(
    file: str, processes: list[Process], taken: Mapping[str, frozenset[str]], unseen: Mapping[tuple[str, str], Untaken]
) -> DrawingCovered:  # fmt: skip
    return DrawingCovered(
        file, frozenset[str]().union(*(taken[each.id] for each in processes)),
        tuple(
            (flow, unseen[each.name, flow]) for each in processes for flow in each.flows
            if (each.name, flow) in unseen
        ),
    )  # fmt: skip


def _words(process: Process) -> ProcessWords:
    tasks = {each.name for each in process.nodes.values() if each.tag == "userTask" and each.name}
    questions = {
        each.name: tuple(dict.fromkeys(flow.name for flow in process.outgoing(each) if flow.name))
        for each in process.nodes.values() if process.is_question(each)
    }  # fmt: skip
    return ProcessWords(process.name, tuple(sorted(tasks)), tuple(sorted(questions.items())))
