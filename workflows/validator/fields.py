"""Routing fields: what sets each, in which process, of what kind and with which values. Judges nothing.

Source: docs/formats/bundle.md, "Routing fields". A process and each call of one has fields of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from workflows.diagram import Node, Process
from workflows.diagram.model import RULE_TASK
from workflows.errors import FeelError
from workflows.feel import DecisionModel, DecisionTable, compile_expression
from workflows.types import LEEG, RUNS, FieldKind, RoutingField
from workflows.validator.material import Material, throws_message
from workflows.validator.report import Place, at_node, quoted
from workflows.validator.syntax import literal, path_of
from workflows.validator.texts import Text, texts_of
from workflows.validator.words import BareWord, bare_words

YES_NO = ("ja", "nee")


@dataclass(frozen=True, slots=True)
class Setter:
    """One thing that sets a field in a process."""

    process: str
    field: RoutingField
    place: Place
    what: str
    certain: bool = True
    """Whether the kind is declared, and not only guessed."""
    alias: str = ""
    """Name of the field whose value it takes over, where it takes one over."""
    empties: bool = False
    """Whether it only ever makes the field `leeg`, which sets nothing."""


@dataclass(frozen=True, slots=True)
class Use:
    """A field used by a text, a decision, a message or a list."""

    name: str
    place: Place
    label: str
    strict: bool = True
    """False where `leeg` is a fair value: the input of a decision."""


class Fields:
    """All setters of a protocol, by name and by process."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._by_name: dict[str, list[Setter]] = {}
        self._by_process: dict[str, list[Setter]] = {}
        self._offers: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        self._texts: dict[int, tuple[Text, ...]] = {}
        self._asked: dict[str, list[Text]] = {}
        self._known: dict[str, list[Setter]] = {}
        self.emptied: set[str] = set()
        """Names of the fields that some decision or call makes `leeg`, and nothing else."""
        for process in material.processes:
            self._texts[id(process)] = tuple(texts_of(process, material))
            for text in self._texts[id(process)]:
                if text.process is not process:
                    self._asked.setdefault(text.process.id, []).append(text)
            for setter in _setters(process, material, self._texts[id(process)]):
                if setter.empties:
                    self.emptied.add(setter.field.name)
                    continue
                self._by_name.setdefault(setter.field.name, []).append(setter)
                self._by_process.setdefault(setter.process, []).append(setter)
                if not setter.alias:
                    offers = self._offers.setdefault((setter.process, setter.field.name), {})
                    offers[setter.what] = setter.field.values

    @property
    def count(self) -> int:
        """How many fields there are."""
        return len(self._by_name)

    def texts(self, process: Process) -> tuple[Text, ...]:
        """The texts of a process, gathered once."""
        return self._texts[id(process)]

    def asked_of(self, process: Process) -> tuple[Text, ...]:
        """The texts of callers that read the fields of this process when it ends."""
        return tuple(self._asked.get(process.id, ()))

    def offered(self, process: str, name: str) -> Iterator[tuple[str, str]]:
        """What gives a field which texts in a process: a form, a decision or a call of its own, each once."""
        for what, values in self._offers.get((process, name), {}).items():
            yield from ((what, value) for value in values if value != LEEG)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every field that anything sets; one that is only handed on has to come from somewhere."""
        return frozenset(name for name in self._by_name if self._sources(name))

    @cached_property
    def words(self) -> Mapping[str, list[BareWord]]:
        """The bare words in the cells of tables that are no field anywhere, each with where it stands."""
        found: dict[str, list[BareWord]] = {}
        for each in bare_words(self._material):
            if each.word not in self.names and each.word not in self.emptied and not each.word.startswith(RUNS):
                found.setdefault(each.word, []).append(each)
        return found

    def setters(self, name: str) -> tuple[Setter, ...]:
        """What sets a field, anywhere."""
        return tuple(self._by_name.get(name, ()))

    def set_in(self, process: str) -> frozenset[str]:
        """The fields that can have another value than `leeg` in a process."""
        return frozenset(
            setter.field.name for setter in self._by_process.get(process, ())
            if setter.alias != setter.field.name or setter.alias in self.names
        )  # fmt: skip

    def known(self, name: str) -> RoutingField:
        """A field as all its setters together declare it; without values where one of them takes any."""
        if name.startswith(RUNS):
            return RoutingField(name, FieldKind.TEXT, YES_NO)
        setters = self._sources(name)
        values = tuple(dict.fromkeys(value for setter in setters for value in setter.field.values))
        if not setters or any(not setter.field.values for setter in setters):
            values = ()
        first = next((s.field for s in setters if s.field.columns), RoutingField(name, FieldKind.TEXT))
        return replace(first, name=name, kind=self.kind(name) or FieldKind.TEXT, values=values)

    def kind(self, name: str) -> FieldKind | None:
        """The kind of a field, None where it is not certain."""
        kinds = {setter.field.kind for setter in self._sources(name) if setter.certain}
        return kinds.pop() if len(kinds) == 1 else None

    def _sources(self, name: str) -> list[Setter]:
        """The setters of a field, and of the fields whose values it takes over."""
        if name not in self._known:
            names, found = {name}, list[Setter]()
            todo = [name]
            while todo:
                for setter in self._by_name.get(todo.pop(), ()):
                    if not setter.alias:
                        found.append(setter)
                    elif setter.alias not in names:
                        names.add(setter.alias)
                        todo.append(setter.alias)
            self._known[name] = found
        return self._known[name]


def _setters(process: Process, material: Material, texts: tuple[Text, ...]) -> Iterator[Setter]:
    for node in process.nodes.values():
        place = at_node(process, node)
        yield from _form(process, node, place, material)
        if node.tag == RULE_TASK and node.decision in material.decisions:
            emptied = _emptied(material.decisions[node.decision])
            for field in material.decisions.outputs(node.decision):
                certain = field.kind is not FieldKind.TEXT or bool(set(field.values) - {LEEG})
                what, empties = f"de beslissing {quoted(node.decision)}", field.name in emptied
                yield Setter(process.id, field, place, what, certain, empties=empties)
        if throws_message(node):
            yield from _message(node, place, material)
    for text in texts:
        if text.field and text.node is not None:
            target = process.id if text.process is not process else text.node.called
            yield _copied(target, text.field, text.text, text.place, text.label)


def _emptied(model: DecisionModel) -> frozenset[str]:
    """The outputs of a table of which every cell is the constant `leeg`."""
    table = model.logic
    if not isinstance(table, DecisionTable) or not table.rules:
        return frozenset()
    made = {
        output.name or model.variable: [rule.outputs[index] for rule in table.rules] + [output.default]
        for index, output in enumerate(table.outputs)
    }
    return frozenset(
        name for name, cells in made.items()
        if all(cell.constant() == LEEG for cell in cells if cell is not None)
    )  # fmt: skip


def _form(process: Process, node: Node, place: Place, material: Material) -> Iterator[Setter]:
    file = material.forms.get(node.properties.get("formulier", ""))
    if file is not None and file.form is not None and not process.is_question(node):
        for field in file.form.routing_fields():
            yield Setter(process.id, field, place, f"het formulier {quoted(file.key)}")


def _message(node: Node, place: Place, material: Material) -> Iterator[Setter]:
    for name in node.listed("mee"):
        for receiver in material.hearers.get(node.event.name, ()):
            field = RoutingField(name, FieldKind.TEXT)
            yield Setter(receiver, field, place, f"het bericht {quoted(node.event.name)}", certain=False, alias=name)


def _copied(process: str, field: str, text: str, place: Place, what: str) -> Setter:
    """What `in.` or `uit.` sets: a constant, the value of another field, or anything."""
    unknown = RoutingField(field, FieldKind.TEXT)
    try:
        root = compile_expression(text).node.parts[0]
    except FeelError:
        return Setter(process, unknown, place, what, certain=False)
    value = literal(root) if root.kind == "string" else None
    if isinstance(value, str):
        return Setter(process, replace(unknown, values=(value,)), place, what, empties=value == LEEG)
    path = path_of(root)
    return Setter(process, unknown, place, what, certain=False, alias=path[0] if len(path) == 1 else "")


def uses_of(process: Process, material: Material, texts: tuple[Text, ...]) -> Iterator[Use]:
    """Every field that a process uses, with the element that does."""
    for text in texts:
        if text.process is process:
            yield from (Use(name, text.place, f"in {text.label}") for name in sorted(text.names()))
    for node in process.nodes.values():
        place = at_node(process, node)
        for name in node.listed("mee") if throws_message(node) else ():
            yield Use(name, place, "in de velden die meegaan")
        if node.loop is not None and node.loop.collection:
            yield Use(node.loop.collection, place, "als lijst")
        if node.tag == RULE_TASK and node.decision in material.decisions:
            names, label = sorted(material.decisions.names(node.decision)), f"in de beslissing {quoted(node.decision)}"
            yield from (Use(name, place, label, strict=False) for name in names)
