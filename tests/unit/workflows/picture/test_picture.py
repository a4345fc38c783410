"""Diagrams as pictures: every kind of element has its own sign, and a part shows what it must and no more."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from tests.unit.workflows.picture.placed import placed, read
from workflows.bundle import Bundle
from workflows.diagram import Process
from workflows.picture import Plane, part, read_plane
from workflows.picture.letters import width_of, wrapped
from workflows.sources import read_xml

SCHOOL = Path("bpmn/zorgdossier")
SVG = "{http://www.w3.org/2000/svg}"
ROUTE = 'start s\nuser a "Werk"\nend e\ns -> a -> e'

# Every element of docs/formats/bundle.md, "Diagram elements", in a process of its own; what is looked at is `x`.
KINDS = {
    "none start": "start x",
    "message start": 'start x message="M"',
    "quiet message start": 'esp w "Onderweg"\nstart x message="M" interrupting=no\ndone',
    "user task": 'user x ""',
    "rule task": "rule x decision=d",
    "call": "call x calls=Q",
    "send task": "send x message=M",
    "receive task": "receive x message=M",
    "subprocess": "sub x\nstart i\ndone",
    "event subprocess": 'esp x\nstart i message="M"\ndone',
    "milestone": 'throw x "Stap 1"',
    "message throw": "throw x message=M",
    "message catch": "catch x message=M",
    "timer catch": "catch x timer=duration:PT1H",
    "none end": "end x",
    "message end": "end x message=M",
    "terminate end": "end x terminate=yes",
    "error end": "end x error=E",
    "escalation end": "end x escalation=E",
    "timer boundary": "user a\nboundary x on=a timer=duration:PT1H",
    "quiet timer boundary": "user a\nboundary x on=a timer=duration:PT1H interrupting=no",
    "message boundary": "user a\nboundary x on=a message=M",
    "error boundary": "call a calls=Q\nboundary x on=a error=E",
    "escalation boundary": "call a calls=Q\nboundary x on=a escalation=E interrupting=no",
    "exclusive gateway": "xor x",
    "inclusive gateway": "or x",
    "parallel gateway": "and x",
    "event gateway": "event x",
    "several at once": "user x each=lijst item=i",
    "several in turn": "user x each=lijst item=i sequential=yes",
}


def drawn(data: bytes) -> str:
    return whole(*read(data))


def whole(plane: Plane, process: Process) -> str:
    (picture,) = part(plane, process, plane.shapes, {}, widest=100_000)
    return picture.svg


def alone(text: str) -> str:
    """The picture of element `x`, and of nothing else."""
    plane, process = read(placed(text))
    (picture,) = part(plane, process, ["x"], {}, widest=900)
    return picture.svg


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_element_that_runs_is_drawn(kind):
    root = etree.fromstring(alone(KINDS[kind]))
    assert len(list(root.iter(f"{SVG}circle", f"{SVG}rect", f"{SVG}path"))) > 0


def test_no_two_kinds_of_element_look_alike():
    pictures = {kind: alone(text) for kind, text in KINDS.items()}
    # On their own these two differ by what they lie on.
    beside = {("message catch", "message boundary"), ("timer catch", "timer boundary")}
    alike = {pair for pair in combinations(pictures, 2) if pictures[pair[0]] == pictures[pair[1]]}
    assert alike <= beside


def test_a_question_looks_other_than_a_choice_of_the_route():
    ends = "\nend e\nend f\n"
    asked = placed(f'xor x "Verder?"{ends}x -> e "Ja"\nx -> f "Nee"')
    chosen = placed(f'xor x "Verder?"{ends}x -> e "Ja" {{a = 1}}\nx -> f "Nee" default')
    pictures = [part(*read(data), ["x"], {}, widest=900)[0].svg for data in (asked, chosen)]
    assert "#fdf3dc" in pictures[0]
    assert "#fdf3dc" not in pictures[1]


def test_an_arrow_has_its_name_and_the_default_its_stroke():
    plain, default = (
        drawn(placed(f'xor x\nend e\nend f\nx -> e "Ja" {{a = 1}}\nx -> f{tail}')) for tail in ("", " default")
    )
    assert "Ja" in words(plain)
    assert default.count("<path") == plain.count("<path") + 1


EXTRA = """
<bpmn:textAnnotation id="note"><bpmn:text>Let op de datum</bpmn:text></bpmn:textAnnotation>
<bpmn:association id="line" sourceRef="note" targetRef="a"/>
<bpmn:dataObjectReference id="data" name="Acties"/>
<bpmn:laneSet id="set">
<bpmn:lane id="lane" name="Leerkracht"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>
</bpmn:laneSet>
<bpmn:group id="group"/>
"""


def box(element: str, x: int, y: int, width: int = 100, height: int = 40) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<di:BPMNShape id="{element}_di" bpmnElement="{element}">{bounds}</di:BPMNShape>'


def test_what_only_explains_is_drawn_too():
    line = ('<di:BPMNEdge id="line_di" bpmnElement="line"><dd:waypoint x="1" y="1"/><dd:waypoint x="9" y="9"/>'
            "</di:BPMNEdge>")  # fmt: skip
    shapes = box("note", 0, 0) + box("data", 0, 300, 36, 50) + box("lane", 0, 100, 900, 200) + box("group", 0, 90)
    plane, process = read(placed(ROUTE, extra=EXTRA, shapes=shapes + line))
    svg = whole(plane, process)
    assert {"Let op de datum", "Acties", "Werk"} <= set(words(svg))
    assert set(plane.shapes) >= {"note", "data", "lane", "group"}
    assert "line" in plane.edges


def test_a_part_ends_its_arrows_in_words():
    data = placed('start s\nuser a "Werk"\nuser b "Later"\nend e\ns -> a\na -> b "Ja"\nb -> e')
    plane, process = read(data)
    (picture,) = part(plane, process, ["a"], {"b": "Stap 2"}, widest=900)
    said = " ".join(words(picture.svg))
    assert "Werk" in said
    assert "Ja → Stap 2" in said
    assert "Later" not in said


def test_a_wide_part_is_cut_between_its_elements_into_strips_that_fit():
    names = [f"n{index}" for index in range(12)]
    text = "\n".join(f'user {name} "Taak {name}"' for name in names) + "\n" + " -> ".join(names)
    plane, process = read(placed(text))
    pictures = part(plane, process, names, {}, widest=500)
    assert len(pictures) > 2
    assert all(picture.width <= 500 for picture in pictures)
    for name in names:
        assert any(f"Taak {name}" in words(picture.svg) for picture in pictures), name


def test_empty_room_is_taken_away_and_the_order_stays():
    plane, process = read(placed('user a "Een"\nuser b "Twee"\nuser c "Drie"\na -> c'))
    (picture,) = part(plane, process, ["a", "c"], {}, widest=900)
    said = [text for text in words(picture.svg) if text in ("Een", "Drie")]
    assert said == ["Een", "Drie"]
    assert picture.width < 340


def test_names_cannot_break_out_of_the_picture():
    name = "<script>x</script>&'"
    root = etree.fromstring(drawn(placed(f'start s\nuser a "{name}"\ns -> a')))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>" in "".join(root.itertext())


def test_letters_of_any_language_stay_as_they_are():
    assert "Ğ ĳ ŷ ë" in " ".join(words(drawn(placed('start s\nuser a "Ğ ĳ ŷ ë"\ns -> a'))))


@pytest.mark.parametrize("bounds", ['x="NaN" y="0"', 'x="a" y="0"', 'x="1e9" y="0"', 'y="0"'])
def test_a_place_that_is_no_place_is_left_out(bounds):
    shapes = f'<di:BPMNShape id="q" bpmnElement="a"><dc:Bounds {bounds} width="1" height="1"/></di:BPMNShape>'
    data = placed(ROUTE).replace(b'bpmnElement="a"', b'bpmnElement="niets"')
    root = read_xml(data.replace(b"</bpmn:definitions>", _named(shapes) + b"</bpmn:definitions>"))
    assert "a" not in read_plane(root).shapes


def _named(shapes: str) -> bytes:
    spaces = ('xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
              'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"')  # fmt: skip
    return shapes.replace("<di:BPMNShape", f"<di:BPMNShape {spaces}", 1).encode()


def test_a_file_without_a_drawing_gives_no_picture():
    plane, process = read(placed(ROUTE).replace(b"bpmnElement", b"anders"))
    assert part(plane, process, ["s", "a", "e"], {}, widest=900) == ()


def test_the_whole_school_s_drawing_shows_every_name():
    bundle = Bundle.load(SCHOOL)
    for process in bundle.processes.values():
        svg = whole(read_plane(read_xml(bundle.files[process.file])), process)
        letters = "".join(words(svg)).replace(" ", "").replace("-", "")
        for node in process.nodes.values():
            assert node.name.replace(" ", "").replace("-", "") in letters or not node.name, node.name


def test_a_line_breaks_between_words_and_long_words_at_a_hyphen():
    assert wrapped("HGW-groeidocument invullen", 90) == ("HGW-", "groeidocument", "invullen")
    broken = wrapped("onderwijszorgarrangementsverantwoordelijke", 80)
    assert len(broken) > 1
    assert "".join(part.removesuffix("-") for part in broken) == "onderwijszorgarrangementsverantwoordelijke"
    assert all(width_of(line) <= 80 for line in broken)
