"""What a sentence can name, in the words of the drawing, to choose from: nobody has to know how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from workflows.diagram import Node, Process
from workflows.diagram.model import (
    BOUNDARY_EVENT,
    CALL_ACTIVITY,
    CATCH_EVENT,
    END_EVENT,
    RULE_TASK,
    START_EVENT,
    SUBPROCESS,
    USER_TASK,
)  # fmt: skip
from workflows.forms import ComponentType, Form, walk
from workflows.rules.drawn import Drawing, called_by, throws, values_of
from workflows.rules.model import EVERY_PROCESS, Item, Kind, Sentence, What
from workflows.rules.sentences import RuleError
from workflows.rules.spelling import spell_item
from workflows.types import RUNS

_ANY: Final = ((What.ANY_TASK, "elke taak"), (What.ANY_OTHER_TASK, "elke andere taak, die de zin niet noemt"),
               (What.ANY_STEP, "elke stap"), (What.ANY_END, "elk einde van de route"))  # fmt: skip
_CHOSEN: Final = (ComponentType.SELECT, ComponentType.RADIO)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to choose."""

    text: str
    """As it stands in a sentence."""
    label: str
    """As people call it."""


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words of one sort of one process."""

    name: str
    words: tuple[Word, ...]


def words_of(drawing: Drawing, processes: Sequence[str]) -> tuple[WordGroup, ...]:
    """All that can happen in these processes and what they call; in every process where none is said."""
    chosen = [each for each in processes if each in drawing.processes]
    if not chosen or EVERY_PROCESS in processes:
        found = list(drawing.processes.values())
    else:
        found = list({each.id: each for process in chosen for each in called_by(drawing.processes, process)}.values())
    seen = set[str]()
    groups = [_group("In elk proces", (_word(Item(what), label) for what, label in _ANY), seen)]
    for process in found:
        for sort, words in _sorts(process, drawing):
            groups.append(_group(f"{process.name or process.id}: {sort}", words, seen))
    return tuple(each for each in groups if each.words)


def running_of(drawing: Drawing) -> tuple[Word, ...]:
    """That another route runs beside it, or does not, for every process."""
    return tuple(
        Word(f'terwijl {RUNS}{process.id} = "{answer}"', f"{how} “{process.name or process.id}” open staat")
        for process in drawing.processes.values() for answer, how in (("ja", "er een"), ("nee", "er geen"))
    )  # fmt: skip


def within_of(drawing: Drawing, processes: Sequence[str]) -> tuple[Word, ...]:
    """The subprocesses in which something can stand."""
    chosen = processes if processes and EVERY_PROCESS not in processes else tuple(drawing.processes)
    names = {node.name for each in chosen for node in drawing.within(each) if node.tag == SUBPROCESS and node.name}
    return tuple(Word(f'binnen "{name}"', name) for name in sorted(names) if '"' not in name)


def messages_of(drawing: Drawing, processes: Sequence[str]) -> tuple[str, ...]:
    """The messages that these processes send."""
    chosen = processes if processes and EVERY_PROCESS not in processes else tuple(drawing.processes)
    return tuple(sorted({node.event.name for each in chosen for node in drawing.within(each) if throws(node)}))


def people_of(drawing: Drawing) -> tuple[WordGroup, ...]:
    """The tasks and questions in which somebody can give a reason, or agree to one."""
    groups = list[WordGroup]()
    for process in drawing.processes.values():
        names = {n.name for n in process.nodes.values() if n.name and (n.tag == USER_TASK or process.is_question(n))}
        groups.append(WordGroup(process.name or process.id, tuple(Word(name, name) for name in sorted(names))))
    return tuple(each for each in groups if each.words)


def example_of(kind: Kind, drawing: Drawing) -> Sentence | None:
    """A sentence of this kind in words of this drawing, to show what such a one is; None where too little is drawn."""
    biggest = max(drawing.processes.values(), key=lambda each: len(each.nodes), default=None)
    nodes = list(biggest.nodes.values()) if biggest else []
    tasks = [Item(What.ELEMENT, each.name) for each in nodes if each.tag == USER_TASK and each.name]
    if kind in (Kind.TERM, Kind.CLOSES):
        return Sentence(kind, "", (Item(What.ANY_TASK),))
    if len(tasks) < 3:
        return None
    first, second, third = (tasks[0],), (tasks[1],), (tasks[2],)
    if kind is Kind.NEVER:
        return Sentence(kind, "", (Item(What.ANY_TASK, running=((f"{RUNS}{biggest.id}", "ja"),)),)) if biggest else None
    if kind is Kind.COUNT:
        return Sentence(kind, "", second, since=first, until=third, count=2)
    if kind is Kind.BETWEEN:
        return Sentence(kind, "", (*first, *third), second)
    thrown = next((each.event.name for each in nodes if throws(each)), "")
    if kind is Kind.MESSAGE:
        return Sentence(kind, "", first, second, message=thrown) if thrown else None
    return Sentence(kind, "", second, first) if kind is not Kind.AFTER else Sentence(kind, "", first, second)


def _group(name: str, words: Iterable[Word | None], seen: set[str]) -> WordGroup:
    found = list[Word]()
    for word in words:
        if word is not None and word.text not in seen:
            seen.add(word.text)
            found.append(word)
    return WordGroup(name, tuple(found))


def _word(item: Item, label: str) -> Word | None:
    try:
        return Word(spell_item(item), label)
    except RuleError:
        return None  # no sentence can name it


def _sorts(process: Process, drawing: Drawing) -> Iterator[tuple[str, list[Word | None]]]:
    nodes = [each for each in process.nodes.values() if each.name]
    yield "taken", [word for each in nodes if each.tag == USER_TASK for word in _of_task(each, drawing)]
    asked = [each for each in nodes if each.is_gateway or each.tag == RULE_TASK]
    yield "antwoorden en uitkomsten", [word for each in asked for word in _of_answers(each, drawing)]
    called = [each for each in nodes if each.tag == CALL_ACTIVITY]
    yield "wat het laat doen", [word for each in called for word in _of_call(each, drawing)]
    yield "stappen", [_word(Item(What.ELEMENT, each.name), each.name) for each in nodes if each.is_milestone]
    parts = [each for each in nodes if each.tag in (SUBPROCESS, BOUNDARY_EVENT, CATCH_EVENT)]
    yield "onderdelen en termijnen", [_word(Item(What.ELEMENT, each.name), each.name) for each in parts]
    yield "begin, berichten en einde", list(_of_events(process))


def _of_task(node: Node, drawing: Drawing) -> Iterator[Word | None]:
    yield _word(Item(What.ELEMENT, node.name), node.name)
    form = drawing.forms.get(node.properties.get("formulier", ""))
    for key, label, value, answer in _choices(form) if form else ():
        told = f"{node.name}, met bij “{label}”: {answer}"
        yield _word(Item(What.ELEMENT, node.name, fields=((key, value),)), told)


def _choices(form: Form) -> Iterator[tuple[str, str, str, str]]:
    routing = {each.name for each in form.routing_fields()}
    for part in walk(form.components):
        if part.type in _CHOSEN and part.key in routing:
            yield from ((part.key, part.name, option.value, option.label) for option in part.options)


def _of_answers(node: Node, drawing: Drawing) -> Iterator[Word | None]:
    yield _word(Item(What.ELEMENT, node.name), f"{node.name} (wat het ook wordt)")
    for value in dict.fromkeys(values_of(node, drawing)):
        yield _word(Item(What.ELEMENT, node.name, value), f"{node.name} → {value}")


def _of_call(node: Node, drawing: Drawing) -> Iterator[Word | None]:
    yield _word(Item(What.ELEMENT, node.name), node.name)
    called = drawing.processes.get(node.called)
    ends = {each.name for each in called.nodes.values() if each.tag == END_EVENT and each.name} if called else set()
    for end in sorted(ends):
        yield _word(Item(What.ELEMENT, node.name, end=end), f"{node.name}, dat eindigt met “{end}”")


def _of_events(process: Process) -> Iterator[Word | None]:
    nodes = process.nodes.values()
    for each in nodes:
        if each.tag == START_EVENT and each.scope == process.id and each.event.name:
            yield _word(Item(What.START, each.event.name), f"begint met “{each.event.name}”")
    for name in sorted({each.event.name for each in nodes if throws(each) and each.event.name}):
        yield _word(Item(What.MESSAGE, name), f"stuurt het bericht “{name}”")
    for each in nodes:
        if each.tag == END_EVENT and each.name:
            yield _word(Item(What.END, each.name), f"eindigt met “{each.name}”")
