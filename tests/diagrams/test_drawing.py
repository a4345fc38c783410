"""The layout program draws as a careful hand would, changes nothing but the drawing, and finds what is drawn badly."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "docs" / "drawing"))
board, geometry, grid, jogs, layout, model, quality, search = (
    import_module(name) for name in ("board", "geometry", "grid", "jogs", "layout", "model", "quality", "search")
)

SIZES = {"userTask": (120, 80), "exclusiveGateway": (50, 50), "parallelGateway": (50, 50), "subProcess": (400, 160)}
HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="urn:test">"""


@dataclass
class Sketch:
    """A rough drawing: nodes `(id, tag, name, centre, extra)`, flows `(source, target, label)`, lanes by their ids."""

    nodes: list[tuple[str, str, str, tuple[int, int], str]] = field(default_factory=list)
    flows: list[tuple[str, str, str]] = field(default_factory=list)
    lanes: dict[str, tuple[int, int, list[str]]] = field(default_factory=dict)
    """Lane with top, height and the ids in it."""
    pool: tuple[int, int, int, int] | None = None
    outside: bool = False
    """With a second pool, closed, that the last node sends to."""
    group: tuple[int, int, int, int] | None = None

    def root(self) -> etree._Element:
        collaboration = '<participant id="pool" name="School" processRef="p"/>' if self.pool else ""
        if self.outside:
            collaboration += '<participant id="ver" name="Ver weg"/>'
            collaboration += f'<messageFlow id="post" sourceRef="{self.nodes[-1][0]}" targetRef="ver"/>'
        lanes = "".join(
            f'<lane id="{i}" name="{i}">' + "".join(f"<flowNodeRef>{r}</flowNodeRef>" for r in refs) + "</lane>"
            for i, (_, _, refs) in self.lanes.items()
        )
        body = "".join(f'<{tag} id="{i}" name="{name}" {extra}/>' for i, tag, name, _, extra in self.nodes)
        body += "".join(
            f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}" name="{label}"/>'
            for n, (a, b, label) in enumerate(self.flows)
        )
        body += '<group id="stap" categoryValueRef="stap1"/>' if self.group else ""
        category = '<category id="c"><categoryValue id="stap1" value="Stap 1"/></category>' if self.group else ""
        return etree.fromstring(
            f"{HEAD}<collaboration id='c0'>{collaboration}</collaboration>"
            f"<process id='p'><laneSet id='ls'>{lanes}</laneSet>{body}</process>{category}"
            f"<bpmndi:BPMNDiagram id='dia'><bpmndi:BPMNPlane id='plane' bpmnElement='c0'>{self._shapes()}"
            "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
        )

    def _shapes(self) -> str:
        x, y, w, h = self.pool or (0, 0, 0, 0)
        boxes = {"pool": self.pool} if self.pool else {}
        boxes |= {i: (x + 30, top, w - 30, height) for i, (top, height, _) in self.lanes.items()}
        if self.outside:
            boxes["ver"] = (x, y + h + 40, w, 60)
        if self.group:
            boxes["stap"] = self.group
        for i, tag, _, (cx, cy), _ in self.nodes:
            width, height = SIZES.get(tag, (36, 36))
            boxes[i] = (cx - width // 2, cy - height // 2, width, height)
        edges = [f"f{n}" for n in range(len(self.flows))] + (["post"] if self.outside else [])
        return "".join(
            f'<bpmndi:BPMNShape id="{i}_di" bpmnElement="{i}">'
            f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></bpmndi:BPMNShape>'
            for i, (x, y, w, h) in boxes.items()
        ) + "".join(
            f'<bpmndi:BPMNEdge id="{i}_di" bpmnElement="{i}"><di:waypoint x="0" y="0"/><di:waypoint x="9" y="9"/>'
            "</bpmndi:BPMNEdge>"
            for i in edges
        )


def school() -> Sketch:
    """Two lanes, a question with a way back, a boundary timer, a closed pool."""
    return Sketch(
        nodes=[
            ("begin", "startEvent", "Vermoeden", (203, 178), ""),
            ("taak", "userTask", "Signalen in kaart brengen", (372, 181), ""),
            ("klok", "boundaryEvent", "Na 2 werkdagen", (340, 150), 'attachedToRef="taak"'),
            ("vraag", "exclusiveGateway", "Hoe verder na deze stap?", (540, 176), ""),
            ("mt", "userTask", "Overleggen met MT", (711, 341), ""),
            ("herinnerd", "endEvent", "Herinnerd", (540, 290), ""),
            ("klaar", "endEvent", "Afgesloten", (880, 180), ""),
        ],
        flows=[
            ("begin", "taak", ""), ("taak", "vraag", ""), ("vraag", "mt", "Overleg met anderen"),
            ("vraag", "taak", "Nog eens"), ("vraag", "klaar", "Klaar"), ("mt", "klaar", ""), ("klok", "herinnerd", ""),
        ],
        lanes={
            "leerkracht": (100, 220, ["begin", "taak", "vraag", "klaar", "klok", "herinnerd"]),
            "MT": (320, 60, ["mt"]),
        },
        pool=(100, 100, 900, 280),
        outside=True,
    )  # fmt: skip


def drawn(sketch: Sketch) -> etree._Element:
    root = sketch.root()
    layout.layout(root)
    return root


def picture(root: etree._Element):
    return model.read(root)[0]


def meaning(root: etree._Element) -> bytes:
    copy = etree.fromstring(etree.tostring(root))
    for diagram in copy.findall(f"{{{model.DI}}}BPMNDiagram"):
        copy.remove(diagram)
    return etree.tostring(copy, method="c14n")


def test_drawing_twice_changes_nothing():
    root = drawn(school())
    once = etree.tostring(root)
    layout.layout(root)
    assert etree.tostring(root) == once


def test_drawing_leaves_the_process_as_it_was():
    before = school().root()
    after = drawn(school())
    assert meaning(after) == meaning(before)
    assert etree.tostring(after) != etree.tostring(before)


def test_a_careful_drawing_has_no_faults():
    assert quality.measure(drawn(school())).faults == ()


def test_lines_are_level_or_upright_and_touch_their_shapes():
    seen = picture(drawn(school()))
    for edge in seen.edges.values():
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(edge.points)), edge.id
        for end, point in ((edge.source, edge.points[0]), (edge.target, edge.points[-1])):
            box = seen.shapes[end].rect
            assert box.grown(1).holds(point), edge.id
            assert not box.holds(point), edge.id


def test_what_stands_on_one_row_is_joined_by_a_straight_line_from_right_to_left():
    seen = picture(drawn(school()))
    first, task = seen.shapes["begin"].rect, seen.shapes["taak"].rect
    assert seen.edges["f0"].points == [(first.right, first.cy), (task.x, task.cy)]


def test_a_way_back_leaves_and_enters_at_top_or_bottom():
    seen = picture(drawn(school()))
    gateway, task, back = seen.shapes["vraag"].rect, seen.shapes["taak"].rect, seen.edges["f3"].points
    assert back[0][0] == gateway.cx
    assert back[-1][1] in (task.y, task.bottom)


def test_nearly_aligned_centres_come_on_one_line():
    seen = picture(drawn(school()))
    assert {seen.shapes[i].rect.cy for i in ("begin", "taak", "vraag", "klaar")} == {seen.shapes["taak"].rect.cy}


def test_a_boundary_event_stands_on_the_lower_edge_of_its_host():
    seen = picture(drawn(school()))
    assert seen.shapes["klok"].rect.cy == seen.shapes["taak"].rect.bottom


def test_several_boundary_events_do_not_touch_each_other():
    sketch = school()
    extra = [(f"klok{n}", "boundaryEvent", f"Dag {n}", (340, 200), 'attachedToRef="taak"') for n in range(2)]
    sketch.nodes[3:3] = extra
    seen = picture(drawn(sketch))
    boxes = sorted((s.rect for s in seen.nodes if s.host), key=lambda r: r.x)
    assert all(a.right < b.x for a, b in pairwise(boxes))


def test_pools_stand_under_each_other_and_are_equally_wide():
    seen = picture(drawn(school()))
    own, other = seen.shapes["pool"].rect, seen.shapes["ver"].rect
    assert (own.x, own.w) == (other.x, other.w)
    assert other.y > own.bottom


def test_lanes_fill_their_pool_and_hold_their_elements():
    seen = picture(drawn(school()))
    upper, lower, pool = seen.shapes["leerkracht"].rect, seen.shapes["MT"].rect, seen.shapes["pool"].rect
    assert (upper.y, upper.bottom, lower.bottom) == (pool.y, lower.y, pool.bottom)
    assert lower.around(seen.shapes["mt"].rect)


def test_a_task_in_no_lane_gets_a_strip_above_the_lanes():
    sketch = school()
    sketch.nodes.insert(0, ("los", "userTask", "Acuut handelen", (372, 60), ""))
    seen = picture(drawn(sketch))
    assert seen.shapes["pool"].rect.around(seen.shapes["los"].rect)
    assert seen.shapes["los"].rect.bottom < seen.shapes["leerkracht"].rect.y


def test_a_group_becomes_a_band_over_the_lanes_with_its_name_on_top():
    sketch = school()
    sketch.group = (180, 120, 260, 110)
    seen = picture(drawn(sketch))
    band = seen.shapes["stap"]
    assert band.rect.around(seen.shapes["taak"].rect)
    assert not band.rect.overlaps(seen.shapes["vraag"].rect)
    assert seen.shapes["leerkracht"].rect.y < band.rect.y < band.label.y < seen.shapes["taak"].rect.y
    assert seen.shapes["MT"].rect.y < band.rect.bottom < seen.shapes["MT"].rect.bottom


def test_a_message_flow_reaches_the_other_pool_without_passing_a_shape():
    seen = picture(drawn(school()))
    post = seen.edges["post"].points
    assert post[-1][1] == seen.shapes["ver"].rect.y
    assert quality.measure(drawn(school())).faults == ()


def test_two_flows_between_the_same_gateways_each_have_a_way_of_their_own():
    sketch = Sketch(
        nodes=[("a", "exclusiveGateway", "", (200, 200), ""), ("b", "exclusiveGateway", "", (400, 200), "")],
        flows=[("a", "b", "Ja"), ("a", "b", "Nee")],
    )
    seen = picture(drawn(sketch))
    assert seen.edges["f0"].points != seen.edges["f1"].points
    assert quality.measure(drawn(sketch)).faults == ()


def test_the_elements_of_a_subprocess_move_with_it_and_stay_inside():
    root = etree.fromstring(
        f"{HEAD}<process id='p'><subProcess id='sub' name='Nieuw signaal'><startEvent id='s'/><endEvent id='e'/>"
        "<sequenceFlow id='f' sourceRef='s' targetRef='e'/></subProcess></process>"
        "<bpmndi:BPMNDiagram id='dia'><bpmndi:BPMNPlane id='plane' bpmnElement='p'>"
        "<bpmndi:BPMNShape id='1' bpmnElement='sub'><dc:Bounds x='103' y='104' width='90' height='50'/>"
        "</bpmndi:BPMNShape>"
        "<bpmndi:BPMNShape id='2' bpmnElement='s'><dc:Bounds x='150' y='150' width='36' height='36'/>"
        "</bpmndi:BPMNShape>"
        "<bpmndi:BPMNShape id='3' bpmnElement='e'><dc:Bounds x='350' y='150' width='36' height='36'/>"
        "</bpmndi:BPMNShape><bpmndi:BPMNEdge id='4' bpmnElement='f'><di:waypoint x='1' y='1'/>"
        "</bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
    )
    layout.layout(root)
    seen = picture(root)
    assert all(seen.shapes["sub"].rect.around(seen.shapes[i].rect) for i in "se")
    assert quality.measure(root).faults == ()


def test_a_task_grows_wider_until_its_name_stays_clear_of_the_icon():
    sketch = school()
    sketch.nodes[1] = ("taak", "userTask", "Terugkoppeling Veilig Thuis vastleggen", (372, 181), "")
    before, after = picture(sketch.root()).shapes["taak"].rect, picture(drawn(sketch)).shapes["taak"].rect
    assert (after.w, after.h) == (140, before.h)
    assert picture(drawn(school())).shapes["taak"].rect.w == before.w


def test_a_name_too_long_for_the_widest_task_makes_it_higher():
    sketch = school()
    sketch.nodes[1] = ("taak", "userTask", "Terugkoppeling " * 4, (372, 181), "")
    assert picture(drawn(sketch)).shapes["taak"].rect.h == 100


def test_an_answer_keeps_a_line_away_from_the_name_of_its_question():
    sketch = Sketch(
        nodes=[
            ("a", "userTask", "Gesprek openen", (300, 300), ""),
            ("g", "exclusiveGateway", "Welk gesprek is dit?", (420, 300), 'default="f1"'),
            ("b", "userTask", "", (700, 100), ""), ("c", "userTask", "", (700, 300), ""),
        ],
        flows=[("a", "g", ""), ("g", "b", "Ondersteuning"), ("g", "c", "Meldcode")],
    )  # fmt: skip
    seen = picture(drawn(sketch))
    names = [seen.shapes["g"].label, seen.edges["f1"].label, seen.edges["f2"].label]
    over = [(a, b) for a, b in permutations(names, 2) if a.x < b.right and b.x < a.right and a.y < b.y]
    assert over
    assert all(b.y - a.bottom >= 8 for a, b in over)


def test_several_arrows_into_an_end_come_from_different_sides():
    notes = [(f"n{y}", "userTask", "Noteren", (200, y), "") for y in (100, 300, 500)]
    sketch = Sketch(
        nodes=[*notes, ("z", "endEvent", "Genoteerd", (500, 300), "")],
        flows=[(note[0], "z", "") for note in notes],
    )
    seen = picture(drawn(sketch))
    assert len({edge.points[-1] for edge in seen.edges.values()}) == len(notes)


def test_the_name_of_a_group_makes_way_for_a_line_into_its_first_event():
    sketch = Sketch(
        nodes=[
            ("begin", "startEvent", "", (200, 200), ""), ("acuut", "intermediateThrowEvent", "Acuut", (400, 200), ""),
            ("klaar", "endEvent", "Klaar", (600, 200), ""), ("ver", "intermediateThrowEvent", "", (560, 60), ""),
        ],
        flows=[("begin", "acuut", ""), ("acuut", "klaar", ""), ("ver", "acuut", "")],
        lanes={"leerkracht": (20, 300, ["begin", "acuut", "klaar", "ver"])},
        pool=(100, 20, 900, 300),
        group=(360, 150, 280, 100),
    )  # fmt: skip
    seen = picture(drawn(sketch))
    event, name = seen.shapes["acuut"].rect, seen.shapes["stap"].label
    assert seen.edges["f2"].points[-1] == (event.cx, event.y)
    assert not name.x < event.cx < name.right
    assert quality.measure(drawn(sketch)).faults == ()


def test_a_name_on_the_name_of_a_group_is_a_fault():
    sketch = school()
    sketch.group = (180, 120, 260, 110)
    root = drawn(sketch)
    seen = picture(root)
    seen.shapes["vraag"].label = seen.shapes["stap"].label
    model.write(seen)
    assert "naam van vraag ligt op naam van stap" in quality.measure(root).faults


def test_a_message_leaves_on_the_side_where_its_pool_lies():
    seen = picture(drawn(school()))
    source, other, post = seen.shapes["klaar"], seen.shapes["ver"].rect, seen.edges["post"]
    assert post.points[0] == (source.rect.cx, source.rect.bottom)
    costs = {port.out: port.cost for port in grid.Grid(seen).ports(source, post, other, leaving=True)}
    assert costs[grid.DOWN] == 0
    assert costs[grid.UP] > costs[grid.LEFT] > 0


def test_a_line_right_along_the_border_of_a_lane_costs_more():
    seen = picture(drawn(school()))
    lines, lane = grid.Grid(seen), seen.shapes["leerkracht"].rect
    along = range(lines.ys.index(lane.bottom - 20) * lines.width, (lines.ys.index(lane.bottom - 20) + 1) * lines.width)
    within = [vertex for vertex in along if lane.x < lines.point(vertex)[0] < lane.right]
    assert within
    assert all(lines.base[0][vertex] > 0 for vertex in within)


def test_an_end_in_a_subprocess_has_room_for_its_name_below():
    root = etree.fromstring(
        f"{HEAD}<process id='p'><subProcess id='sub' name='Weging vervangen'><endEvent id='e' name='Opnieuw begonnen'/>"
        "</subProcess></process><bpmndi:BPMNDiagram id='dia'><bpmndi:BPMNPlane id='plane' bpmnElement='p'>"
        "<bpmndi:BPMNShape id='1' bpmnElement='sub'><dc:Bounds x='100' y='100' width='90' height='50'/>"
        "</bpmndi:BPMNShape><bpmndi:BPMNShape id='2' bpmnElement='e'>"
        "<dc:Bounds x='150' y='150' width='36' height='36'/></bpmndi:BPMNShape>"
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
    )
    layout.layout(root)
    seen = picture(root)
    assert seen.shapes["e"].label.y >= seen.shapes["e"].rect.bottom
    assert seen.shapes["sub"].rect.grown(-2).around(seen.shapes["e"].label)


@pytest.mark.parametrize(
    ("points", "steps"),
    [
        ([(0, 0), (90, 0), (90, 20), (200, 20)], [1]),
        ([(0, 0), (0, 90), (30, 90), (30, 200), (90, 200)], [1]),
        ([(0, 0), (90, 0), (90, 40), (200, 40)], []),
        ([(0, 0), (90, 0), (90, 20), (10, 20)], []),
    ],
    ids=["level", "upright", "a real turn", "back again"],
)
def test_a_small_step_aside_is_seen(points, steps):
    assert geometry.jogs(points) == steps


def test_a_step_aside_and_back_gives_way_to_the_straight_line():
    sketch = Sketch(
        nodes=[
            ("a", "userTask", "", (200, 200), ""), ("b", "userTask", "", (600, 200), ""),
            ("c", "userTask", "", (400, 300), ""),
        ],
        flows=[("a", "b", "")],
    )  # fmt: skip
    seen = picture(drawn(sketch))
    lying, edge = board.Board(seen), seen.edges["f0"]
    straight = search.Search(lying, edge).run()
    astray = jogs._laid(lying, edge, straight, [(260, 200), (330, 200), (330, 220), (470, 220), (470, 200), (540, 200)])
    assert lying.cost(edge, astray) > lying.cost(edge, straight) + 2 * 200
    assert straight in jogs.straighter(lying, edge, astray)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=2, max_size=8, unique=True),
    st.data(),
)
@settings(max_examples=12, deadline=None)
def test_any_sketch_on_a_grid_is_drawn_once_and_for_all(cells, data):
    nodes = [(f"n{k}", "userTask", f"Taak {k}", (200 + 170 * c, 200 + 110 * r), "") for k, (c, r) in enumerate(cells)]
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda p: p[0] != p[1])
    flows = [(a[0], b[0], "") for a, b in data.draw(st.lists(pairs, max_size=8))]
    root = drawn(Sketch(nodes=nodes, flows=flows))
    once = etree.tostring(root)
    layout.layout(root)
    assert etree.tostring(root) == once
    assert not [f for f in quality.measure(root).faults if "loopt door" in f]


def spoiled(edge: str = "", shape: str = "", **how: object) -> str:
    """The faults of the careful drawing after one thing in it was spoiled, as one text."""
    root = drawn(school())
    seen = picture(root)
    thing = seen.edges[edge] if edge else seen.shapes[shape]
    for key, value in how.items():
        setattr(thing, key, value)
    model.write(seen)
    return "\n".join(quality.measure(root).faults)


def test_a_line_through_a_shape_is_a_fault():
    seen = picture(drawn(school()))
    start, end = seen.shapes["begin"].rect, seen.shapes["vraag"].rect
    assert "f0 loopt door taak" in spoiled("f0", points=[(start.right, start.cy), (end.x, end.cy)])


def test_a_name_on_a_shape_is_a_fault():
    box = picture(drawn(school())).shapes["taak"].rect
    assert "naam van vraag ligt op taak" in spoiled(shape="vraag", label=box)


def test_two_lines_on_one_track_are_a_fault():
    points = picture(drawn(school())).edges["f1"].points
    assert "f1 en f6 lopen over elkaar" in spoiled("f6", points=points)


def test_an_element_outside_its_lane_is_a_fault():
    box = picture(drawn(school())).shapes["mt"].rect
    assert "mt staat buiten baan MT" in spoiled(shape="mt", rect=box.moved(0, -40))


def test_two_shapes_on_each_other_are_a_fault():
    box = picture(drawn(school())).shapes["mt"].rect
    assert "staat op" in spoiled(shape="herinnerd", rect=box)


def test_a_flow_to_the_left_that_closes_no_loop_is_named():
    sketch = Sketch(
        nodes=[("a", "userTask", "", (400, 200), ""), ("b", "userTask", "", (200, 200), "")], flows=[("a", "b", "")]
    )
    assert quality.measure(drawn(sketch)).leftward == ("f0",)
    sketch.flows.append(("b", "a", ""))
    assert quality.measure(drawn(sketch)).leftward == ()


def test_a_crossing_is_counted_once():
    sketch = Sketch(
        nodes=[
            ("a", "userTask", "", (200, 310), ""), ("b", "userTask", "", (600, 310), ""),
            ("c", "parallelGateway", "", (400, 200), ""), ("d", "parallelGateway", "", (400, 420), ""),
        ],
        flows=[("a", "b", "")],
    )  # fmt: skip
    assert quality.measure(drawn(sketch)).crossings == 0
    root = drawn(sketch)
    seen = picture(root)
    other = model.Edge("x", "sequenceFlow", "", "c", "d", "p", seen.edges["f0"].di, [(400, 225), (400, 395)])
    assert quality._crossings(seen.edges["f0"], other) == 1


def test_the_commands_tell_how_they_are_used_and_what_they_did(tmp_path, capsys):
    assert layout.main([]) == quality.main([]) == 2
    file = tmp_path / "school.bpmn"
    file.write_bytes(etree.tostring(school().root()))
    assert quality.main([str(file)]) == 1
    assert layout.main([str(file), str(file)]) == 0
    assert quality.main([str(file)]) == 0
    assert layout.main([str(tmp_path / "nergens.bpmn"), str(file)]) == 1
    told = capsys.readouterr().out
    assert "opnieuw getekend" in told
    assert "stond al goed" in told
    assert "0 fouten" in told


@pytest.mark.parametrize("file", sorted((ROOT / "bpmn").glob("*/*.bpmn")), ids=lambda f: f.stem)
def test_the_diagrams_of_the_bundles_are_drawn_with_care(file):
    found = quality.measure(etree.parse(str(file)).getroot())
    assert found.faults == ()
    assert found.bends <= 1.2 * found.edges


@pytest.mark.parametrize("file", sorted((ROOT / "bpmn").glob("*/*.bpmn")), ids=lambda f: f.stem)
def test_no_line_of_the_bundles_steps_aside_by_a_slip(file):
    [seen] = model.read(etree.parse(str(file)).getroot())
    assert [edge.id for edge in seen.edges.values() if geometry.jogs(edge.points)] == []
