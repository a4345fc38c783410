"""A file that nothing is drawn of gets a drawing: everything on it, in its lane, nothing upon something else."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from lxml import etree

from tests.school import protocol_files
from tests.unit.workflows.proposals.test_proposals import of_kind
from tests.unit.workflows.proposals.vendors import MODEL, adonis, bizagi, camunda, signavio
from workflows import ProposalKind, check, mend
from workflows.diagram import read_diagram
from workflows.picture import read_plane
from workflows.picture.plane import DI, Box, Point
from workflows.proposals.drawn import holds
from workflows.proposals.layers import columns

BLANK = {
    "signavio.bpmn": signavio(), "adonis.bpmn": adonis(), "bizagi.bpmn": bizagi(), "camunda.bpmn": camunda(),
    **{name: data for name, data in protocol_files().items() if name.endswith(".bpmn")},
}  # fmt: skip
MANY = f"""<definitions {MODEL} id="d" targetNamespace="urn:t"><collaboration id="c">
<participant id="ver" name="Ver weg"/><messageFlow id="post" sourceRef="t" targetRef="ver"/></collaboration>
<process id="leeg"/><process id="p" name="Werk"><laneSet id="s"><lane id="buiten" name="School"><childLaneSet id="s2">
<lane id="een" name="Een"><flowNodeRef>t</flowNodeRef></lane>
<lane id="twee" name="Twee"><flowNodeRef>g</flowNodeRef></lane></childLaneSet></lane></laneSet>
<userTask id="t" name="Doen"/><exclusiveGateway id="g" name="Nog eens?"/><endEvent id="e" name="Klaar"/>
<boundaryEvent id="b" name="Te laat" attachedToRef="t"/><subProcess id="sub" name="Los"><task id="in" name="Binnen"/>
<sequenceFlow id="rond" sourceRef="in" targetRef="in"/></subProcess><dataStoreReference id="kast" name="Kast"/>
<sequenceFlow id="f1" sourceRef="t" targetRef="g"/><sequenceFlow id="f2" name="ja" sourceRef="g" targetRef="t"/>
<textAnnotation id="noot"><text>Dit is nieuw.</text></textAnnotation>
<association id="bij" sourceRef="t" targetRef="noot"/><sequenceFlow id="f3" name="nee" sourceRef="g" targetRef="e"/>
<sequenceFlow id="f4" sourceRef="b" targetRef="e"/>
</process></definitions>"""


def blank(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for each in root.findall(f"{{{DI}}}BPMNDiagram"):
        root.remove(each)
    return bytes(etree.tostring(root))


def drawn(name: str, data: bytes) -> etree._Element:
    files = {name: blank(data)}
    proposal = of_kind(files, ProposalKind.DRAWN)
    assert proposal.sure
    after = mend(files, proposal)
    assert mend(files, proposal) == after
    assert not [each for each in check(after) if each.code == "not-drawn"]
    return etree.fromstring(after[name])


def places(root: etree._Element) -> tuple[dict[str, Box], dict[str, tuple[Point, ...]]]:
    plane = read_plane(root)
    boxes = {own: each.box for own, each in plane.shapes.items()}
    return boxes, {own: each.points for own, each in plane.edges.items()}


def apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("name", BLANK)
def test_all_of_it_is_drawn_and_nothing_lies_upon_something_else(name: str) -> None:
    root = drawn(name, BLANK[name])
    there, lines = places(root)
    for process in read_diagram(root, name).processes:
        for scope in {node.scope for node in process.nodes.values()}:
            free = [node for node in process.inside(scope) if not node.attached_to]
            assert all(apart(there[one.id], there[other.id]) for one, other in combinations(free, 2))
            assert scope not in there or all(holds(there[scope], there[node.id]) for node in free)
        for flow in process.flows.values():
            way = lines[flow.id]
            assert all(x == to_x or y == to_y for (x, y), (to_x, to_y) in pairwise(way))
            assert way[-1] == (there[flow.target].x, there[flow.target].middle)
            for node in process.inside(flow.scope):
                own = {flow.source, flow.target, process.nodes[flow.source].attached_to}
                if node.id not in own and not node.attached_to:
                    assert all(apart(there[node.id], part) for part in parts(way)), (flow.id, node.id)
        for lane in process.lanes:
            assert all(
                holds(there[lane.id], there[ref])
                for ref in lane.refs
                if ref in there and not process.nodes[ref].attached_to
            )


def parts(way: tuple[Point, ...]) -> list[Box]:
    return [Box(min(x, a), min(y, b), abs(x - a), abs(y - b)) for (x, y), (a, b) in pairwise(way)]


def test_pools_lanes_in_lanes_loops_and_what_stands_nowhere_are_drawn_too() -> None:
    root = drawn("veel.bpmn", MANY.encode())
    there, lines = places(root)
    assert [each.get("name") for each in root.iter("{*}participant")] == ["Ver weg", "Werk"]
    assert holds(there["buiten"], there["een"])
    assert holds(there["een"], there["t"])
    assert holds(there["twee"], there["g"])
    assert there["b"].middle == there["t"].bottom
    assert not holds(there["buiten"], there["kast"])
    assert lines["post"][-1][1] == there["ver"].bottom
    assert len(lines["f2"]) == 6
    assert there["noot"].y == lines["bij"][-1][1] > there["kast"].bottom
    assert there["t"].right < there["g"].x < there["e"].x


def test_a_drawing_of_many_processes_gets_a_pool_for_each_in_the_order_of_the_file() -> None:
    body = "".join(f'<process id="p{n}" name="Werk {n}"><task id="t{n}" name="Doen"/></process>' for n in (1, 2, 3))
    root = drawn("veel.bpmn", f'<definitions {MODEL} id="d" targetNamespace="urn:t">{body}</definitions>'.encode())
    pools = [(each.get("processRef"), each.get("id", "")) for each in root.iter("{*}participant")]
    assert [process for process, _ in pools] == ["p1", "p2", "p3"]
    there, _ = places(root)
    assert there[pools[0][1]].bottom < there[pools[1][1]].y < there[pools[2][1]].y


@pytest.mark.parametrize("body", [
    '<task id="t"/><boundaryEvent id="b" attachedToRef="t"/><boundaryEvent id="c" attachedToRef="b"/>',
    '<task id="t"/><boundaryEvent id="b" attachedToRef="b"/><sequenceFlow id="f" sourceRef="b" targetRef="t"/>',
    '<task id="t"/><subProcess id="p"><task id="in"/></subProcess>',
    '<task id="t"/><subProcess id="s"><subProcess id="p"><task id="in"/></subProcess></subProcess>',
    '<task id="t"/><subProcess id="s"><subProcess id="s"><task id="in"/></subProcess></subProcess>',
])  # fmt: skip
def test_what_stands_on_or_within_itself_keeps_nothing_else_from_being_drawn(body: str) -> None:
    data = f'<definitions {MODEL} id="d" targetNamespace="urn:t"><process id="p">{body}</process></definitions>'
    files = {"vreemd.bpmn": data.encode()}
    there, _ = places(etree.fromstring(mend(files, of_kind(files, ProposalKind.DRAWN))["vreemd.bpmn"]))
    assert "t" in there


def test_a_long_row_takes_no_depth_and_a_circle_is_cut_where_it_goes_back() -> None:
    names = [f"n{number}" for number in range(5000)]
    long = columns(names, zip(names, [*names[1:], "n0"], strict=True))
    assert long == {name: number for number, name in enumerate(names)}
