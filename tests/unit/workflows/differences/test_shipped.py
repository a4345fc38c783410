"""The shipped protocol: no difference with itself, and none of what makes it behave otherwise goes untold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from workflows import Bundle, Change, ChangeKind, Node, Process, Weight, compare
from workflows.diagram import Event, EventKind, Flow, Loop, TimerKind
from workflows.feel import Decisions

ROOT = Path(__file__).resolve().parents[4]
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
NODE: dict[str, Callable[[Node], Node]] = {
    "id": lambda n: replace(n, id=f"{n.id}_x"),
    "tag": lambda n: replace(n, tag="receiveTask" if n.tag != "receiveTask" else "userTask"),
    "lane": lambda n: replace(n, lane="Elders" if n.lane else "Leerkracht"),
    "no lane": lambda n: replace(n, lane=None) if n.lane else n,
    "property": lambda n: replace(n, properties={**n.properties, "termijn": "P9D"}),
    "other property": lambda n: replace(n, properties={**n.properties, "zomaar": "iets"}),
    "no property": lambda n: replace(n, properties=dict(list(n.properties.items())[1:])),
    "empty property": lambda n: replace(n, properties={**n.properties, "formulier": ""}),
    "decision": lambda n: replace(n, decision="D1" if n.decision != "D1" else ""),
    "message": lambda n: replace(n, event=Event(EventKind.MESSAGE, "Iets anders")),
    "timer": lambda n: replace(n, event=Event(EventKind.TIMER, timer=TimerKind.DURATION, text="P77D")),
    "attached": lambda n: replace(n, attached_to=f"{n.attached_to}_x"),
    "interrupting": lambda n: replace(n, interrupting=not n.interrupting),
    "called": lambda n: replace(n, called="meldcode" if n.called != "meldcode" else "advies"),
    "default": lambda n: replace(n, default=n.outgoing[-1]) if n.outgoing else n,
    "loop": lambda n: replace(n, loop=None if n.loop else Loop(standard=False, sequential=True, collection="acties")),
    "name": lambda n: replace(n, name="Anders"),
    "scope": lambda n: replace(n, scope=f"{n.scope}_x"),
}
FLOW: dict[str, Callable[[Flow], Flow]] = {
    "id": lambda f: replace(f, id=f"{f.id}_x"),
    "condition": lambda f: replace(f, condition="1 = 1"),
    "name": lambda f: replace(f, name=f"{f.name} x"),
    "source": lambda f: replace(f, source=f.target),
    "target": lambda f: replace(f, target=f.source),
}


@cache
def shipped() -> Bundle:
    return Bundle.load(ROOT / "bpmn" / "zorgdossier")


def alone(process: Process) -> Bundle:
    """The shipped protocol with one process: nothing else can tell what is otherwise in it."""
    return replace(shipped(), processes={process.id: process}, forms={}, decisions=Decisions(()), files={})


def with_nodes(process: Process, nodes: dict[str, Node]) -> Process:
    return replace(process, nodes={each.id: each for each in nodes.values()})


def checked(old: Bundle, new: Bundle) -> tuple[Change, ...]:
    """The differences, after what must hold of them always."""
    found = compare(old, new)
    assert len(set(found)) == len(found)
    for each in found:
        assert each.sentence.strip() == each.sentence
        assert len(each.sentence) > 10
        assert "**" not in each.sentence.replace("*nee*", "")
        assert "None" not in each.sentence
        assert (each.kind is ChangeKind.LAYOUT) is (each.weight is Weight.LAYOUT)
        assert each.old != each.new or not each.old or each.kind is ChangeKind.LAYOUT, each
    if old.gedrag != new.gedrag:
        assert any(each.weight is Weight.BEHAVIOUR for each in found), [each.sentence for each in found]
    return found


def test_no_version_differs_from_itself() -> None:
    bundle = shipped()
    assert compare(bundle, bundle) == ()
    assert compare(bundle, Bundle.from_files(dict(bundle.files))) == ()


def drawn_anew(process: Process, node: str) -> Process:
    """What pointed to an element points to it again, under its other id."""

    def now(key: str) -> str:
        return f"{key}_x" if key == node else key

    nodes = [replace(each, scope=now(each.scope), attached_to=now(each.attached_to)) for each in process.nodes.values()]
    flows = [replace(each, source=now(each.source), target=now(each.target)) for each in process.flows.values()]
    return replace(process, nodes={each.id: each for each in nodes}, flows={each.id: each for each in flows})


def one_of_each(process: Process) -> Iterator[Node]:
    """An element of each kind."""
    seen = set()
    for node in process.nodes.values():
        kind = (node.tag, node.event.kind, bool(node.lane), bool(node.name))
        if kind not in seen:
            seen.add(kind)
            yield node


@pytest.mark.parametrize("how", NODE)
def test_no_change_of_an_element_goes_untold(how: str) -> None:
    told = 0
    for key in ("meldcode", "oudergesprek"):
        process = shipped().processes[key]
        for node in one_of_each(process):
            now = with_nodes(process, {**process.nodes, node.id: NODE[how](node)})
            if how == "id":
                now = drawn_anew(now, node.id)
            old, new = alone(process), replace(alone(now), files={"x.md": b""})
            found = checked(old, new)
            told += old.gedrag != new.gedrag and len(found) > 1
    assert told or how == "name"


@pytest.mark.parametrize("how", FLOW)
def test_no_change_of_an_arrow_goes_untold(how: str) -> None:
    process = shipped().processes["meldcode"]
    for flow in list(process.flows.values())[::9]:
        changed = FLOW[how](flow)
        flows = {each.id: each for each in (changed if each is flow else each for each in process.flows.values())}
        nodes = {
            node.id: replace(
                node, outgoing=tuple(each.id for each in flows.values() if each.source == node.id),
                incoming=tuple(each.id for each in flows.values() if each.target == node.id),
            )
            for node in process.nodes.values()
        }  # fmt: skip
        new = replace(alone(replace(process, nodes=nodes, flows=flows)), files={"x.md": b""})
        checked(alone(process), new)


def test_elements_that_are_left_out_and_put_in_are_told() -> None:
    process = shipped().processes["meldcode"]
    for node in one_of_each(process):
        less = with_nodes(process, {key: each for key, each in process.nodes.items() if each is not node})
        old, new = alone(process), replace(alone(less), files={"x.md": b""})
        assert node.id in {each.element for each in checked(old, new) if each.kind is ChangeKind.REMOVED}
        assert node.id in {each.element for each in checked(new, old) if each.kind is ChangeKind.ADDED}


def changed_file(name: str, change: Callable[[Any], Any]) -> Bundle:
    files = dict(shipped().files)
    if name.endswith(".form"):
        content = json.loads(files[name])
        change(content["components"])
        files[name] = json.dumps(content).encode()
    else:
        root = etree.fromstring(files[name])
        change(root)
        files[name] = etree.tostring(root)
    return Bundle.from_files(files)


@pytest.mark.parametrize("file", ["d1_oudergesprek", "d2b_afwegingskader", "d3_wie_meldt"])
def test_no_change_of_a_table_goes_untold(file: str) -> None:
    name = f"decisions/{file}.dmn"

    def cell(root: Any, tag: str) -> None:
        root.findall(f".//{{{DMN}}}{tag}/{{{DMN}}}text")[1].text = '"iets"'

    def turned(root: Any) -> None:
        table = root.find(f".//{{{DMN}}}decisionTable")
        rules = table.findall(f"{{{DMN}}}rule")
        rules.append(rules.pop(0))
        for rule in rules:
            table.remove(rule)
            table.append(rule)

    def without(root: Any) -> None:
        table = root.find(f".//{{{DMN}}}decisionTable")
        table.remove(table.find(f"{{{DMN}}}rule"))

    for change in (lambda root: cell(root, "inputEntry"), lambda root: cell(root, "outputEntry"), turned, without):
        new = changed_file(name, change)
        assert shipped().gedrag != new.gedrag
        assert {each.part for each in checked(shipped(), new)} == {"beslissing"}
    kinds = {each.what for each in checked(shipped(), changed_file(name, turned))}
    assert kinds == {"row_moved"}


def test_no_change_of_a_form_goes_untold() -> None:
    for name in sorted(each for each in shipped().files if each.startswith("forms/"))[::20]:
        for change in (lambda parts: parts.pop(), lambda parts: parts.pop(0), lambda parts: parts.reverse(),
                       lambda parts: parts[0].update(label="Anders")):  # fmt: skip
            new = changed_file(name, change)
            found = checked(shipped(), new)
            assert found or new.files[name] == shipped().files[name]
            assert {each.file for each in found} <= {name}


def test_a_choice_that_routes_is_told_as_behaviour() -> None:
    fields = {each.key: (form.key, each) for form in shipped().forms.values() for each in form.components}
    routing = [key for key, field in shipped().fields.items() if field.values and key in fields]
    assert routing
    for key in routing[:5]:
        form, part = fields[key]
        if not part.options:
            continue

        def less(parts: Any, key: str = key) -> None:
            next(each for each in parts if each.get("key") == key)["values"].append({"value": "zz", "label": "Zz"})

        checked(shipped(), changed_file(f"forms/{form}.form", less))
