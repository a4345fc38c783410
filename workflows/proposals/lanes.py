"""Who does it: one answer places all work that stands in no lane, and gives a lane the name of a function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import Node, Process, local_name
from workflows.editing import Sheet, bare, bpmn, elements, first_place
from workflows.proposals.drawn import add_shape, around, lane_in, show_instead
from workflows.proposals.known import Known, called
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
_GROUPS: Final = ("candidateGroups", "assignee")
_FLOW_TAGS: Final = ("subProcess", "callActivity", "transaction", "adHocSubProcess", "task")


def lanes(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """For each process: where its work goes that has no lane, and what its lanes are called."""
    for process in sheet.diagram.processes:
        yield from _placed(sheet, known, process)
        for lane in process.lanes:
            codes = known.codes(lane.id, "lane-without-name", "unknown-lane")
            if codes:
                what = f"De baan {called(lane.name)}" if lane.name else "De baan zonder naam"
                yield Proposal(
                    ProposalKind.LANE_NAME, sheet.name, lane.id, f"{what} krijgt de naam van wie het werk doet.",
                    frozenset((lane.id, code) for code in codes), _named(lane.id),
                    asked=Asked(
                        "Wie doet het werk in deze baan?", _options(known.functions), known.function(lane.name)
                    ),
                )  # fmt: skip


def _placed(sheet: Sheet, known: Known, process: Process) -> Iterator[Proposal]:
    loose = [node for node in process.nodes.values() if known.codes(node.id, "no-lane")]
    if not loose:
        return
    groups = {node.id: group for node in loose if (group := group_of(sheet, known, node))}
    by_name = {lane.name.casefold(): lane.id for lane in process.lanes if lane.name}
    sure = [node for node in loose if groups.get(node.id, "").casefold() in by_name]
    for node in sure:
        name = groups[node.id]
        yield Proposal(
            ProposalKind.LANE, sheet.name, node.id,
            f"{called(node.name)} komt in de baan {called(name)}, zoals het bestand zelf zegt.",
            frozenset({(node.id, "no-lane")}), _into(by_name[name.casefold()], (node.id,)), sure=True,
        )  # fmt: skip
    rest = [node for node in loose if node not in sure]
    if rest:
        common = Counter(groups[node.id] for node in rest if node.id in groups).most_common(1)
        there = tuple(lane.name for lane in process.lanes if lane.name)
        yield Proposal(
            ProposalKind.LANE, sheet.name, process.id,
            f"{_counted(rest)} in het proces {called(process.name)}, nu in geen baan, komt in één baan te staan.",
            frozenset((node.id, "no-lane") for node in rest),
            _into_new(process.id, tuple(node.id for node in rest)),
            asked=Asked(
                "Wie doet dit werk?", _options((*there, *(f for f in known.functions if f.casefold() not in by_name))),
                common[0][0] if common else "",
            ),
        )  # fmt: skip


def _options(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in dict.fromkeys(names))


def _counted(nodes: list[Node]) -> str:
    return "Het werk" if len(nodes) > 1 else called(nodes[0].name)


def group_of(sheet: Sheet, known: Known, node: Node) -> str:
    """The function that a task of Camunda or Activiti names as its group, where it is exactly one of the school."""
    element = sheet.find(node.id)
    if element is None:
        return ""
    named = [value for name in _GROUPS for value in _values(element, name)]
    functions = {known.function(part) for value in named for part in value.split(",")}
    return functions.pop() if len(functions) == 1 else ""


def _values(element: etree._Element, name: str) -> Iterator[str]:
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name and etree.QName(key).namespace:
            yield str(value)
    for child in element.iter(f"{{{_ZEEBE}}}assignmentDefinition"):
        if child.get(name):
            yield str(child.get(name)).removeprefix("=").strip('" ')


def _named(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        lane = editing.sheet.find(own)
        if lane is not None:
            lane.set("name", answer)

    return deed


def _into(lane_id: str, nodes: tuple[str, ...]) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        lane = editing.sheet.find(lane_id)
        if lane is not None:
            _refer(editing.sheet, lane, nodes)

    return deed


def _into_new(process_id: str, nodes: tuple[str, ...]) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        sheet = editing.sheet
        process = sheet.find(process_id)
        if process is None:
            return
        found = [
            lane for lane in elements(process, "lane")
            if " ".join(lane.get("name", "").split()).casefold() == answer.casefold()
        ]  # fmt: skip
        if found:
            _refer(sheet, found[0], nodes)
        elif any(True for _ in elements(process, "lane")):
            _refer(sheet, _lane(sheet, process, answer), nodes)
        else:
            _first_lane(sheet, process, answer)

    return deed


def _refer(sheet: Sheet, lane: etree._Element, nodes: tuple[str, ...]) -> None:
    there = {bare(reference.text or "") for reference in lane.iterchildren(bpmn("flowNodeRef"))}
    for own in nodes:
        if own not in there:
            inner = lane.find(bpmn("childLaneSet"))
            at = len(lane) if inner is None else lane.index(inner)
            sheet.add(lane, "flowNodeRef", at).text = own


def _lane(sheet: Sheet, process: etree._Element, name: str) -> etree._Element:
    lane_set = process.find(bpmn("laneSet"))
    if lane_set is None:
        before = ("documentation", "extensionElements", "ioSpecification", "property")
        at = sum(1 for child in process if child.tag in {bpmn(each) for each in before})
        lane_set = sheet.add(process, "laneSet", at, id=sheet.new_id("LaneSet"))
    return sheet.add(lane_set, "lane", id=sheet.new_id("Lane"), name=name)


def _first_lane(sheet: Sheet, process: etree._Element, name: str) -> None:
    """A process without lanes gets one, around all of it, in the pool that it stands in or in one of its own."""
    own = process.get("id", "")
    lane = _lane(sheet, process, name)
    inside = tuple(
        child.get("id", "") for child in process.iterchildren("*")
        if child.get("id") and local_name(child).endswith(("Event", "Task", "Gateway", *_FLOW_TAGS))
    )  # fmt: skip
    _refer(sheet, lane, inside)
    room = around(sheet, set(inside))
    participant = next((p for p in elements(sheet.root, "participant") if bare(p.get("processRef", "")) == own), None)
    if participant is None:
        collaboration, participant = add_pool(sheet, process, name)
        if room is not None:
            show_instead(sheet, own, collaboration.get("id", ""))
            add_shape(sheet, lane.get("id", ""), lane_in(room), lying=True)
            add_shape(sheet, participant.get("id", ""), room, lying=True)
    elif room is not None:
        add_shape(sheet, lane.get("id", ""), lane_in(room), participant.get("id", ""), lying=True)


def add_pool(sheet: Sheet, process: etree._Element, name: str = "") -> tuple[etree._Element, etree._Element]:
    """The collaboration, and a pool for a process behind those that there are; `name` is for one without a name."""
    collaboration = next(elements(sheet.root, "collaboration"), None)
    if collaboration is None:
        at = sheet.root.index(next(elements(sheet.root, "process")))
        collaboration = sheet.add(sheet.root, "collaboration", at, id=sheet.new_id("Collaboration"))
    title = process.get("name") or name
    own = {"id": sheet.new_id("Participant"), "name": title, "processRef": process.get("id", "")}
    last = next(collaboration.iterchildren(bpmn("participant"), reversed=True), None)
    at = first_place(collaboration, "extensionElements") if last is None else collaboration.index(last) + 1
    return collaboration, sheet.add(collaboration, "participant", at, **own)
