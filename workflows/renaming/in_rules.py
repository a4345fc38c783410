"""Rules that name what has another name now. Every byte that is not such a name stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from workflows.diagram import Node
from workflows.diagram.model import END_EVENT, SUBPROCESS
from workflows.errors import SourceError, WorkflowError
from workflows.renaming.model import Change, Edit, Log, Names, Place, RenamedIn, change_of, edited
from workflows.renaming.naming import Naming, messages, named
from workflows.rules import Item, Part, Rule, What, parse, read_rules_file, spell_item, with_rule
from workflows.rules.drawn import names, throws
from workflows.rules.model import EVERY_PROCESS
from workflows.rules.sentences import spots
from workflows.toml_text import blocks_of, elements


class Rulewise:
    """Two states of a protocol, as rules look at them."""

    def __init__(self, was: Naming, now: Naming, log: Log) -> None:
        self.was, self.now, self.log = was, now, log

    def file(self, name: str, data: bytes) -> bytes:
        """A file of rules with the new names; as it was where it cannot be read, or cannot be changed."""
        try:
            rules = read_rules_file(data, name)
        except SourceError:
            return data
        for rule in rules.rules:
            made = self._rule(rule)
            if made != rule:
                try:
                    data = with_rule(data, made)
                except WorkflowError:
                    continue
        return self._not_ends(name, data) if rules.not_ends else data

    def _rule(self, rule: Rule) -> Rule:
        place = Place(RenamedIn.RULE, rule.file, rule.id)
        parts = tuple(self._part(part, place) for part in rule.parts)
        motive, consent = (
            tuple(self._made(change_of(each, named(self.was.nodes()), named(self.now.nodes())), each, place)
                  for each in those)
            for those in (rule.motive, rule.consent)
        )  # fmt: skip
        return replace(rule, parts=parts, motive=motive, consent=consent)

    def _made(self, change: Change | None, name: str, place: Place) -> str:
        return change.now if change is not None and self.log.add(change, place) else name

    def _part(self, part: Part, place: Place) -> Part:
        sentence = part.sentence
        edits = set[Edit]()
        for found, start, end in spots(sentence.text):
            if isinstance(found, str):

                def thrown(nodes: Iterable[Node]) -> Names:
                    return messages(nodes, throws)

                said = self._renamed(found, part.processes, thrown, place)
                new = f'"{said}"' if '"' not in said else f"“{said}”"
                changed = said != found
            else:
                everywhere = bool(sentence.message) and found in sentence.y
                made = self._item(found, (EVERY_PROCESS,) if everywhere else part.processes, place)
                changed, new = made != found, spell_item(made) if made != found else ""
            if changed:
                edits.add(Edit(start, end, new))
        return Part(part.processes, parse(edited(sentence.text, edits))) if edits else part

    def _nodes(self, naming: Naming, processes: Iterable[str]) -> tuple[Node, ...]:
        if EVERY_PROCESS in processes:
            return naming.nodes()
        return tuple({node.id: node for each in processes for node in naming.nodes(each)}.values())

    def _renamed(
        self, name: str, processes: Iterable[str], space: Callable[[tuple[Node, ...]], Names], place: Place
    ) -> str:  # fmt: skip
        was, now = (space(self._nodes(each, processes)) for each in (self.was, self.now))
        return self._made(change_of(name, was, now), name, place)

    def _item(self, item: Item, processes: tuple[str, ...], place: Place) -> Item:
        was, now = (
            [node for node in self._nodes(naming, processes) if names(item, node)] for naming in (self.was, self.now)
        )
        meant = {node.id for node in (*was, *now)}
        made = replace(item, name=self._renamed(item.name, processes, _space(item), place)) if item.name else item
        before, after = (
            [node for node in self._nodes(naming, processes) if node.id in meant] for naming in (self.was, self.now)
        )
        if item.value is not None:
            made = replace(made, value=self._value(item.value, before, after, place))
        if item.fields:
            keys = self.was.fields(before, "key"), self.now.fields(after, "key")
            made = replace(made, fields=tuple(
                (self._made(change_of(key, *keys), key, place), value) for key, value in item.fields
            ))  # fmt: skip
        if item.end:
            ends = _ends(self.was, before), _ends(self.now, after)
            made = replace(made, end=self._made(change_of(item.end, *ends), item.end, place))
        if item.within:
            made = replace(made, within=self._renamed(item.within, processes, _subprocesses, place))
        return made

    def _value(self, value: str, before: list[Node], after: list[Node], place: Place) -> str:
        spaces = (
            {**naming.labels(nodes), **naming.outcomes(node.decision for node in nodes if node.decision)}
            for naming, nodes in ((self.was, before), (self.now, after))
        )
        was, now = spaces
        return self._made(change_of(value, was, now), value, place)

    def _not_ends(self, name: str, data: bytes) -> bytes:
        text = data.decode()
        key = blocks_of(text)[0].key("geen_einde")
        places = elements(text, key) if key and text[key.value] == "[" else []
        was, now = named(self.was.nodes(), _is_end), named(self.now.nodes(), _is_end)
        edits = set[Edit]()
        for start, end in places:
            said = text[start:end]
            old = said.strip("\"'")
            new = self._made(change_of(old, was, now), old, Place(RenamedIn.RULE, name, "geen_einde"))
            if new != old:
                edits.add(Edit(start, end, json.dumps(new, ensure_ascii=False)))
        return edited(text, edits).encode()


def _space(item: Item) -> Callable[[Iterable[Node]], Names]:
    if item.what is What.MESSAGE:
        return lambda nodes: messages(nodes, throws)
    if item.what is What.START:
        return lambda nodes: messages(nodes, lambda node: node.tag == "startEvent" and node.scope == node.process)
    if item.what is What.END:
        return lambda nodes: named(nodes, _is_end)
    return lambda nodes: {**named(nodes), **{f"{n.id}/tabel": n.decision for n in nodes if n.decision}}


def _is_end(node: Node) -> bool:
    return node.tag == END_EVENT


def _subprocesses(nodes: Iterable[Node]) -> Names:
    return named(nodes, lambda node: node.tag == SUBPROCESS)


def _ends(naming: Naming, nodes: Iterable[Node]) -> Names:
    called = [naming.processes[node.called] for node in nodes if node.called in naming.processes]
    return {node.id: node.name for process in called for node in process.nodes.values() if _is_end(node) and node.name}
