"""Whether everything that rules name is drawn. Gives what is not; judges no behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import (
    END_EVENT,
    RULE_TASK,
    START_EVENT,
    SUBPROCESS,
    THROWING,
)  # fmt: skip
from workflows.feel import Decisions, DecisionTable
from workflows.forms import Form
from workflows.rules.model import EVERY_PROCESS, Item, Part, Rule, Rules, Sentence, What
from workflows.types import RUNS

_TO_PEOPLE: Final = "aan"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A name in a rule that is not drawn."""

    rule: Rule
    line: int | None
    message: str
    """What is wrong, to go behind the name of the file: `noemt in regel 3 …`."""
    name: str = ""
    """The name that is not there."""
    known: tuple[str, ...] = ()
    """What could have been meant."""


@dataclass(frozen=True)
class Drawing:
    """All that rules can name."""

    processes: Mapping[str, Process]
    decisions: Decisions = field(default_factory=lambda: Decisions(()))
    forms: Mapping[str, Form] = field(default_factory=dict)

    @cached_property
    def everything(self) -> tuple[Node, ...]:
        """The nodes of all processes."""
        return tuple(node for each in self.processes.values() for node in each.nodes.values())

    def within(self, process: str) -> tuple[Node, ...]:
        """The nodes of a process and of all that it calls."""
        return tuple(node for each in called_by(self.processes, process) for node in each.nodes.values())

    @cached_property
    def _known_as(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in self.everything:
            for name in {node.name, node.event.name, node.decision} - {""}:
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def known_as(self, name: str) -> tuple[Node, ...]:
        """All that has a name, throws or awaits a message of it, or asks a table of it."""
        return self._known_as.get(name, ())


def called_by(processes: Mapping[str, Process], process: str) -> tuple[Process, ...]:
    """A process and all processes that it calls, each once."""
    found, todo = dict[str, Process](), [process]
    while todo:
        name = todo.pop(0)
        if name in found or name not in processes:
            continue
        found[name] = processes[name]
        todo += [node.called for node in processes[name].nodes.values() if node.called]
    return tuple(found.values())


def throws(node: Node, message: str | None = None) -> bool:
    """Whether this throws a message to routes; with `message`, this one."""
    if node.tag not in THROWING or node.event.kind is not EventKind.MESSAGE or _TO_PEOPLE in node.properties:
        return False
    return message is None or node.event.name == message


@dataclass(frozen=True, slots=True)
class _Lack:
    """What is wrong with a name: the sentence, the name, and what could have been meant."""

    message: str
    name: str
    known: Iterable[str]


def flaws(rules: Rules, drawing: Drawing) -> Iterator[Flaw]:
    """Every name in these rules that is not drawn."""
    seen = set[str]()
    for rule in rules.rules:
        if rule.id in seen:
            yield Flaw(rule, rule.line, f"heeft twee keer een regel {rule.id}.")
        seen.add(rule.id)
        if rule.waits_for(drawing.processes):
            continue
        for part in rule.parts:
            line = rules.lines.get((rule.file, part.sentence.text)) or rule.line
            for lack in _of_part(part, drawing):
                message = f"noemt in regel {rule.id} {lack.message}"
                yield Flaw(rule, line, message, lack.name, tuple(sorted(lack.known)))
        yield from _people(rule, drawing)


def _people(rule: Rule, drawing: Drawing) -> Iterator[Flaw]:
    names = {node.name for node in drawing.everything if node.name}
    for name in (*rule.motive, *rule.consent):
        if name not in names:
            told = f'noemt in regel {rule.id} de taak "{name}", en die is er niet.'
            yield Flaw(rule, rule.line, told, name, tuple(sorted(names)))


def _of_part(part: Part, drawing: Drawing) -> Iterator[_Lack]:
    for process in part.processes:
        if process == EVERY_PROCESS:
            yield from _of_sentence(part.sentence, drawing.everything, drawing)
        elif process in drawing.processes:
            yield from _of_sentence(part.sentence, drawing.within(process), drawing)
        else:
            yield _Lack(f'het proces "{process}", en dat is er niet.', process, drawing.processes)


def _of_sentence(sentence: Sentence, nodes: tuple[Node, ...], drawing: Drawing) -> Iterator[_Lack]:
    items = [*sentence.x, *sentence.since, *sentence.until, *(item for chain in sentence.unless for item in chain)]
    for item in items:
        yield from _of_item(item, nodes, drawing)
    for item in sentence.y:
        # What follows over a message stands in the process that the message starts.
        yield from _of_item(item, drawing.everything if sentence.message else nodes, drawing)
    thrown = {node.event.name for node in nodes if throws(node)}
    if sentence.message and sentence.message not in thrown:
        told = f'het bericht "{sentence.message}", en dat wordt hier niet verstuurd.'
        yield _Lack(told, sentence.message, thrown)


def _of_item(item: Item, nodes: tuple[Node, ...], drawing: Drawing) -> Iterator[_Lack]:
    if item.within:
        known = {node.name for node in nodes if node.tag == SUBPROCESS}
        if item.within not in known:
            yield _Lack(f'het subproces "{item.within}", en dat is er niet.', item.within, known)
    for name, value in item.running:
        process = name.removeprefix(RUNS)
        if not name.startswith(RUNS) or process not in drawing.processes or value not in ("ja", "nee"):
            told = f'"{name} = {value}", en dat kan niet: schrijf loopt_ met het id van een proces, en ja of nee.'
            yield _Lack(told, name, {f"{RUNS}{each}" for each in drawing.processes})
    if not item.name:
        return
    known_as = (node for node in drawing.known_as(item.name) if names(item, node))
    named = [node for node in known_as if any(each is node for each in nodes)]
    if not named:
        what = "" if item.what is What.ELEMENT else f" wat een {item.what} is"
        yield _Lack(f'"{item.name}", en zo heet hier niets{what}.', item.name, _spelled(item, nodes))
    yield from _of_value(item, named, drawing) if named else ()


def _spelled(item: Item, nodes: tuple[Node, ...]) -> set[str]:
    if item.what is What.ELEMENT:
        return {node.name for node in nodes if node.name}
    if item.what is What.END:
        return {node.name for node in nodes if node.tag == END_EVENT}
    starts = {node.event.name for node in nodes if node.tag == START_EVENT and node.scope == node.process}
    return starts if item.what is What.START else {node.event.name for node in nodes if throws(node)}


def _of_value(item: Item, named: list[Node], drawing: Drawing) -> Iterator[_Lack]:
    known = {value for node in named for value in values_of(node, drawing)}
    if item.value is not None and item.value not in known:
        told = f'"{item.value}" als antwoord of uitkomst van "{item.name}", en die is er niet.'
        yield _Lack(told, item.value, known)
    fields = _fields(named, drawing) if item.fields else {}
    for key, value in item.fields:
        if key not in fields:
            yield _Lack(f'het veld "{key}" van "{item.name}", en dat vult daar niemand in.', key, fields)
        elif fields[key] and value not in fields[key]:
            yield _Lack(f'"{value}" bij het veld "{key}", en dat is daar geen keuze.', value, fields[key])
    called = {node.called for node in named if node.called in drawing.processes}
    ends = {n.name for each in called for n in drawing.processes[each].nodes.values() if n.tag == END_EVENT}
    if item.end and item.end not in ends:
        yield _Lack(f'"{item.end}" als einde van "{item.name}", en zo eindigt dat nooit.', item.end, ends)


def _fields(named: list[Node], drawing: Drawing) -> dict[str, tuple[str, ...]]:
    """The routing fields that the forms of these elements fill in, and what can be chosen for each."""
    forms = (drawing.forms.get(node.properties.get("formulier", "")) for node in named)
    return {each.name: each.values for form in forms if form is not None for each in form.routing_fields()}


def values_of(node: Node, drawing: Drawing) -> Iterator[str]:
    """The answers to a question, the labels behind a gateway, or the outcomes of a table."""
    """The answers to a question, the labels behind a gateway, or the outcomes of a table."""
    process = drawing.processes.get(node.process)
    if process is not None and node.is_gateway:
        yield from (flow.name for flow in process.outgoing(node) if flow.name)
    if node.tag == RULE_TASK and node.decision in drawing.decisions:
        table = drawing.decisions[node.decision].logic
        if isinstance(table, DecisionTable):
            cells = (cell for rule in table.rules for cell in rule.outputs)
            yield from (cell.text.strip().strip('"') for cell in cells if cell is not None)


def names(item: Item, node: Node) -> bool:
    """Whether this is what a sentence names, whatever else it asks."""
    if item.what is What.MESSAGE:
        return throws(node, item.name)
    if item.what is What.START:
        starts = node.tag == START_EVENT and node.scope == node.process
        return starts and node.event.kind is EventKind.MESSAGE and node.event.name == item.name
    if item.what is What.END:
        return node.tag == END_EVENT and node.name == item.name
    return node.name == item.name or (node.tag == RULE_TASK and node.decision == item.name)
