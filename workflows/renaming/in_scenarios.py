"""Scenarios that name what has another name now. Every other byte of a feature file stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from workflows.diagram import EventKind, Node
from workflows.diagram.model import END_EVENT
from workflows.renaming.in_text import ANSWER, FIELD, Mention, mentions
from workflows.renaming.model import Change, Edit, Log, Names, Place, RenamedIn, change_of, edited
from workflows.renaming.naming import Naming, gone, messages, named
from workflows.scenarios.feature import Scenario, read_feature
from workflows.scenarios.words import key, same

_ARTICLES: Final = ("de ", "het ", "een ")
_CELL: Final = re.compile(r"(.+\[\d{1,6}\]\.)(.+)")
"""A field of a list: `acties[0].wie`."""
Pair = tuple[Names, Names]


class Played:
    """Two states of a protocol, as scenarios look at them."""

    def __init__(self, was: Naming, now: Naming, log: Log) -> None:
        self.was, self.now, self.log = was, now, log
        self._gone = gone(was.files, now.files)

    def file(self, name: str, data: bytes) -> bytes:
        """A feature file with the new names; as it was where it cannot be read."""
        text = data.decode("utf-8", errors="replace")
        if text.encode() != data:
            return data
        scenarios = [each for each in read_feature(text) if isinstance(each, Scenario)]
        lines = text.split("\n")
        edits: dict[int, set[Edit]] = {}
        for scenario in scenarios:
            for step in scenario.steps:
                for said, new in self._step(mentions(lines, scenario, step), Place(RenamedIn.SCENARIO, name)):
                    edits.setdefault(said.line, set()).add(Edit(said.start, said.end, said.written(new)))
        for line, those in edits.items():
            lines[line] = edited(lines[line], those)
        return "\n".join(lines).encode()

    def _step(self, said: list[Mention], file: Place) -> Iterator[tuple[Mention, str]]:
        names = {each.role: each.name for each in reversed(said)}
        for each in said:
            change = self._change(each, names)
            place = Place(file.kind, file.file, str(each.line + 1))
            if change is not None and self.log.add(change, place):
                yield each, change.now

    def _change(self, said: Mention, names: dict[str, str]) -> Change | None:
        if said.role == "wie":
            return self._speaker(said.name)
        cell = _CELL.fullmatch(said.name) if said.role == FIELD else None
        name = cell[2] if cell else said.name
        if key(name) not in self._gone:
            return None
        found = change_of(name, *_SPACES[said.role](self, names), same)
        return found if cell is None else found and Change(said.name, cell[1] + found.now, found.sure)

    def _speaker(self, name: str) -> Change | None:
        """A lane; with an article before it, as people say it."""
        if any(same(name, each) for each in (*self.now.protocol.functies, *self.now.lanes.values())):
            return None  # it is somebody still, and whoever that is may well be meant
        found = change_of(name, self.was.lanes, self.now.lanes, same)
        for article in _ARTICLES if found is None else ():
            if key(name).startswith(article):
                bare = self._speaker(name[len(article) :])
                return bare and Change(name, name[: len(article)] + bare.now, bare.sure)
        return found

    # what can be meant

    def _both(self, made: Callable[[Naming], Names]) -> Pair:
        return made(self.was), made(self.now)

    def _known(self, names: dict[str, str], counts: Callable[[Naming, Node], bool]) -> frozenset[str]:
        """The elements that a step is about, by the name that they had or have."""
        asked = names.get("werk") or names.get("knop") or ""
        return frozenset(
            node.id for naming in (self.was, self.now) for node in naming.nodes()
            if counts(naming, node) and (same(node.name, asked) or same(node.event.name, asked))
        )  # fmt: skip

    def _processes(self, name: str) -> frozenset[str]:
        return frozenset(
            each.id for naming in (self.was, self.now) for each in naming.processes.values()
            if same(each.name, name) or same(each.id, name)
        )  # fmt: skip

    def work(self, names: dict[str, str]) -> Pair:
        """Tasks and questions, those of a route where one is said."""
        route = self._processes(names["route"]) if "route" in names else None

        def nodes(naming: Naming) -> Iterable[Node]:
            if route is None:
                return naming.nodes()
            return [node for each in route for node in naming.nodes(each)]

        return self._both(lambda naming: named(nodes(naming), naming.is_work))

    def routes(self, _names: dict[str, str]) -> Pair:
        """Processes."""
        return self._both(lambda naming: {
            **{each.id: each.name for each in naming.processes.values()},
            **{f"id {each}": each for each in naming.processes},
        })  # fmt: skip

    def buttons(self, _names: dict[str, str]) -> Pair:
        """Messages, and the events that have one."""
        return self._both(lambda naming: {
            **{f"{own}/bericht": name for own, name in messages(naming.nodes()).items()},
            **named(naming.nodes(), lambda node: node.event.kind is EventKind.MESSAGE),
        })  # fmt: skip

    def heard(self, _names: dict[str, str]) -> Pair:
        """Messages."""
        return self._both(lambda naming: messages(naming.nodes()))

    def steps(self, _names: dict[str, str]) -> Pair:
        """Milestones."""
        return self._both(lambda naming: named(naming.nodes(), lambda node: node.is_milestone))

    def lanes(self, _names: dict[str, str]) -> Pair:
        """Lanes."""
        return self._both(lambda naming: naming.lanes)

    def ends(self, names: dict[str, str]) -> Pair:
        """The ends of the route that a claim is about."""
        processes = self._processes(names.get("route", ""))
        return self._both(lambda naming: {
            node.id: node.name for each in processes if each in naming.processes
            for node in naming.processes[each].nodes.values() if node.tag == END_EVENT and node.name
        })  # fmt: skip

    def tables(self, _names: dict[str, str]) -> Pair:
        """Decisions, by id and by name."""
        return self._both(lambda naming: {
            **{own: table.get("name", "") for own, table in naming.tables.items()},
            **{f"id {own}": own for own in naming.tables},
        })  # fmt: skip

    def outcomes(self, names: dict[str, str]) -> Pair:
        """What the table of a claim gives."""
        asked = names.get("beslistabel", "")
        found = {
            own for naming in (self.was, self.now) for own, table in naming.tables.items()
            if same(own, asked) or same(table.get("name", ""), asked)
            or key(table.get("name", "")).startswith(f"{key(asked)} ")
        }  # fmt: skip
        return self._both(lambda naming: naming.outcomes(found))

    def answers(self, names: dict[str, str]) -> Pair:
        """The answers to the question of a step."""
        known = self._known(names, Naming.is_work)
        return self._both(lambda naming: naming.labels(node for node in naming.nodes() if node.id in known))

    def fields(self, names: dict[str, str]) -> Pair:
        """The fields of the form of a step, by key and by label."""
        known = self._known(names, lambda _naming, _node: True)

        def both(naming: Naming) -> Names:
            nodes = [node for node in naming.nodes() if node.id in known]
            keys, labels = naming.fields(nodes, "key"), naming.fields(nodes, "label")
            return {**{f"{own} key": name for own, name in keys.items()}, **labels}

        return self._both(both)


_SPACES: Final[dict[str, Callable[[Played, dict[str, str]], Pair]]] = {
    "werk": Played.work, "route": Played.routes, "lane": Played.lanes, "knop": Played.buttons,
    "bericht": Played.heard, "stap": Played.steps, "einde": Played.ends, "beslistabel": Played.tables,
    "uitkomst": Played.outcomes, ANSWER: Played.answers, FIELD: Played.fields,
}  # fmt: skip
