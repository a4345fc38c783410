"""Two who change one file: what both did is in it, what clashes is asked, and nothing ever points nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from workflows import Side, merge
from workflows.diagram import read_diagram
from workflows.merging.apart import Apart
from workflows.merging.together import missing
from workflows.sources import read_xml

BUNDLE = Path(__file__).resolve().parents[4] / "bpmn" / "zorgdossier"
DRAWING, SMALL, TABLE, FORM = (
    "oudergesprek.bpmn",
    "medewerker.bpmn",
    "decisions/d1_oudergesprek.dmn",
    "forms/vermoeden.form",
)
B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAY = "{http://www.omg.org/spec/DD/20100524/DI}"
TASK = "medewerker_meld_overleg_en_aangifteplicht"
NAME = "Meld-, overleg- en aangifteplicht"
START, END = "medewerker_start_vermoeden_over_medewerker", "medewerker_einde_afgehandeld"
LANE = "baan_medewerker_bestuur"

Edit = Callable[[etree._Element], None]


def read(name: str) -> bytes:
    return (BUNDLE / name).read_bytes()


def edited(data: bytes, *edits: Edit) -> bytes:
    root = read_xml(data)
    for edit in edits:
        edit(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def by_id(root: etree._Element, element: str) -> etree._Element | None:
    return next((each for each in root.iter(f"{B}*") if each.get("id") == element), None)


def drawn(root: etree._Element, element: str) -> etree._Element | None:
    return next(
        (each for each in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge") if each.get("bpmnElement") == element), None
    )


def renamed(element: str, name: str) -> Edit:
    def edit(root: etree._Element) -> None:
        found = by_id(root, element)
        if found is not None:
            found.set("name", name)

    return edit


def moved(element: str, right: int, down: int) -> Edit:
    def edit(root: etree._Element) -> None:
        shape = drawn(root, element)
        if shape is not None:
            bounds = shape.find(f"{DC}Bounds")
            bounds.set("x", str(int(float(bounds.get("x"))) + right))
            bounds.set("y", str(int(float(bounds.get("y"))) + down))

    return edit


def removed(element: str) -> Edit:
    """As the modeler does: with its arrows and what hangs on it, and with what is drawn of it."""

    def edit(root: etree._Element) -> None:
        found = by_id(root, element)
        gone = {each.get("id") for each in found.iter(f"{B}*") if each.get("id")} if found is not None else set()
        leaning = True
        while leaning:
            leaning = {each.get("id") for each in root.iter(f"{B}*") if _leans(each, gone)} - gone
            gone |= leaning
        for each in list(root.iter(etree.Element)):
            named = each.tag in {f"{B}incoming", f"{B}outgoing", f"{B}flowNodeRef"} and each.text in gone
            if named or each.get("id") in gone or each.get("bpmnElement") in gone:
                each.getparent().remove(each)
            elif each.get("default") in gone:
                del each.attrib["default"]

    return edit


def _leans(each: etree._Element, gone: set[str]) -> bool:
    return any(each.get(end) in gone for end in ("sourceRef", "targetRef", "attachedToRef"))


def added(new: str, after: str, lane: str | None = None, x: int = 900) -> Edit:
    """A task, and an arrow to it from what is there."""

    def edit(root: etree._Element) -> None:
        before = by_id(root, after)
        if before is None or by_id(root, new) is not None:
            return
        scope, flow = before.getparent(), f"Flow_{new}"
        task = etree.SubElement(scope, f"{B}userTask", id=new, name=f"Taak {new}")
        etree.SubElement(task, f"{B}incoming").text = flow
        etree.SubElement(before, f"{B}outgoing").text = flow
        etree.SubElement(scope, f"{B}sequenceFlow", id=flow, sourceRef=after, targetRef=new)
        for each in root.iter(f"{B}lane"):
            if each.get("id") == lane:
                etree.SubElement(each, f"{B}flowNodeRef").text = new
        plane = next(root.iter(f"{DI}BPMNPlane"))
        shape = etree.SubElement(plane, f"{DI}BPMNShape", id=f"{new}_di", bpmnElement=new)
        etree.SubElement(shape, f"{DC}Bounds", x=str(x), y="100", width="100", height="80")
        edge = etree.SubElement(plane, f"{DI}BPMNEdge", id=f"{flow}_di", bpmnElement=flow)
        for at in (600, x):
            etree.SubElement(edge, f"{WAY}waypoint", x=str(at), y="140")

    return edit


def said(element: str, text: str | None) -> Edit:
    def edit(root: etree._Element) -> None:
        found = by_id(root, element)
        if found is None:
            return
        for each in found.findall(f"{B}documentation"):
            found.remove(each)
        if text is not None:
            made = etree.Element(f"{B}documentation")
            made.text = text
            found.insert(0, made)

    return edit


def says(data: bytes) -> dict[str, object]:
    """What a file says, whatever the order of it and the course of its arrows."""
    parts = Apart(read_xml(data)).take()
    return {
        key: {name: value for name, value in each.values.items() if name[0] != "~" and name != "@route"}
        for key, each in parts.items()
    }


def sound(data: bytes) -> None:
    root = read_xml(data)
    assert not missing(root)
    read_diagram(root, "x.bpmn")
    ids = {each.get("id") for each in root.iter(f"{B}*")}
    shown = {each.get("bpmnElement") for each in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    assert shown <= ids
    flows = {each.get("id"): each for each in root.iter(f"{B}sequenceFlow")}
    assert set(flows) <= shown
    for sort, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        named = {(each.text, each.getparent().get("id")) for each in root.iter(f"{B}{sort}")}
        assert named == {(name, flow.get(end)) for name, flow in flows.items()}
    lanes = [each.text for each in root.iter(f"{B}flowNodeRef")]
    assert len(set(lanes)) == len(lanes)


NODES = sorted(
    each.get("id") for each in read_xml(read(DRAWING)).iter(f"{B}userTask", f"{B}endEvent", f"{B}exclusiveGateway")
)
LANES = sorted(each.get("id") for each in read_xml(read(DRAWING)).iter(f"{B}lane"))
node, lane = st.sampled_from(NODES), st.sampled_from(LANES)


def edits(who: str) -> st.SearchStrategy[list[Edit]]:
    one = st.one_of(
        st.builds(renamed, node, st.sampled_from([f"{who} een", f"{who} twee", "Samen"])),
        st.builds(moved, node, st.integers(-50, 50), st.integers(-50, 50)),
        st.builds(removed, node), st.builds(removed, lane),
        st.builds(added, st.sampled_from([f"{who}_1", f"{who}_2"]), node, lane, st.integers(600, 900)),
        st.builds(said, node, st.sampled_from([f"Uitleg van {who}", None])),
    )  # fmt: skip
    return st.lists(one, max_size=4)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits("anne"), edits("bas"), st.sampled_from([None, Side.MINE, Side.THEIRS]))
def test_whatever_two_do_what_comes_of_it_is_sound(mine: list[Edit], theirs: list[Edit], side: Side | None) -> None:
    base = read(DRAWING)
    one, other = edited(base, *mine), edited(base, *theirs)
    made = merge(DRAWING, base, one, other)
    sound(made.data)
    assert not any(each.what.startswith("Het hele bestand") for each in made.clashes)
    back = merge(DRAWING, base, other, one)
    assert {(each.element, each.what, each.mine, each.theirs) for each in made.clashes} == {
        (each.element, each.what, each.theirs, each.mine) for each in back.clashes
    }
    if not made.clashes:
        assert says(made.data) == says(back.data)
    asked, chosen = made.clashes, {}
    while asked and side is not None:
        chosen |= {each.id: side for each in asked}
        made = merge(DRAWING, base, one, other, chosen)
        sound(made.data)
        assert not {each.id for each in made.clashes} & set(chosen)
        asked = made.clashes


@settings(max_examples=15, deadline=None)
@given(edits("anne"))
def test_where_only_one_did_something_it_is_that(mine: list[Edit]) -> None:
    base = read(DRAWING)
    one = edited(base, *mine)
    assert merge(DRAWING, base, one, base).data == one
    assert merge(DRAWING, base, base, one).data == one
    other = edited(base, renamed("oudergesprek", "Anders"))  # and what only reads otherwise is no change
    if says(one) != says(base):
        assert says(merge(DRAWING, base, one, edited(base)).data) == says(one)
    both = merge(DRAWING, base, one, other)
    assert not both.clashes
    assert says(both.data) == says(edited(base, *mine, renamed("oudergesprek", "Anders")))


def test_what_two_did_to_different_things_and_to_different_sides_of_one_is_all_in_it() -> None:
    base = read(SMALL)
    mine = edited(base, renamed(TASK, "Van mij"), added("mijn", TASK, LANE))
    theirs = edited(base, said(TASK, "Van Anne"), moved(TASK, 0, 20), added("haar", TASK, LANE, 1000))
    made = merge(SMALL, base, mine, theirs)
    assert made.clashes == ()
    sound(made.data)
    root = read_xml(made.data)
    task = by_id(root, TASK)
    assert (task.get("name"), task.findtext(f"{B}documentation")) == ("Van mij", "Van Anne")
    assert {each.text for each in by_id(root, LANE)} >= {"mijn", "haar", TASK}
    assert next(each.tag for each in task) == f"{B}documentation"
    edge = [each.get("y") for each in drawn(root, "Flow_mijn").iter(f"{WAY}waypoint")]
    assert edge[0] == "160"  # my arrow begins where she put the task
    assert set(made.taken) == {TASK, "haar", "Flow_haar", *made.taken}
    assert "mijn" not in made.taken
    arrow = "de pijl van de taak “Van mij” naar de taak “Taak haar”"
    assert made.told[:3] == ("de taak “Van mij”", "de taak “Taak haar”", arrow)
    assert not [each for each in made.told if "het proces" in each or "de baan" in each]


def test_one_thing_said_by_both_in_two_ways_is_asked_in_words_and_chosen() -> None:
    base = read(SMALL)
    mine = edited(base, renamed(TASK, "Melden"), moved(TASK, 30, 0))
    theirs = edited(base, renamed(TASK, "Bellen"), moved(TASK, 5, -8))
    made = merge(SMALL, base, mine, theirs)
    name, place = sorted(made.clashes, key=lambda each: each.what)
    assert name.element == place.element == TASK
    assert (name.what, name.was) == (f"De naam van de taak “{NAME}”", f"“{NAME}”")
    assert (name.mine, name.theirs) == ("“Melden”", "“Bellen”")
    assert (place.mine, place.theirs) == ("30 naar rechts", "5 naar rechts en 8 naar boven")
    both = merge(SMALL, base, mine, theirs, {name.id: Side.MINE, place.id: Side.THEIRS})
    assert both.clashes == ()
    root = read_xml(both.data)
    assert by_id(root, TASK).get("name") == "Melden"
    assert drawn(root, TASK).find(f"{DC}Bounds").get("x") == "435"
    said_otherwise = merge(SMALL, base, edited(mine, renamed(TASK, "Mailen")), theirs, {name.id: Side.MINE})
    assert name.what in {each.what for each in said_otherwise.clashes}


@pytest.mark.parametrize("side", [Side.MINE, Side.THEIRS])
def test_an_arrow_of_mine_to_what_the_other_took_away_is_asked(side: Side) -> None:
    base = read(SMALL)
    mine, theirs = edited(base, added("mijn", TASK, LANE)), edited(base, removed(TASK))
    made = merge(SMALL, base, mine, theirs)
    [clash] = made.clashes
    assert clash.element == TASK
    assert (clash.mine, clash.theirs) == ("laten staan", "weghalen")
    sound(made.data)
    chosen = merge(SMALL, base, mine, theirs, {clash.id: side})
    assert chosen.clashes == ()
    sound(chosen.data)
    root = read_xml(chosen.data)
    assert (by_id(root, TASK) is not None) == (side is Side.MINE)
    assert (by_id(root, "Flow_mijn") is not None) == (side is Side.MINE)
    assert by_id(root, "mijn") is not None
    assert (drawn(root, TASK) is not None) == (side is Side.MINE)
    assert (f"de taak “{NAME}” (weggehaald)" in chosen.told) == (side is Side.THEIRS)


def test_what_another_modeler_wrote_stays_whole() -> None:
    vendor = (
        b'<bpmn:extensionElements xmlns:v="http://vendor.example"><v:thing a="1"><v:deep>tekst<v:x/></v:deep></v:thing>'
        b"</bpmn:extensionElements>"
    )
    before, _, after = read(SMALL).rpartition(b"<bpmn:incoming>")
    base = before + vendor + b"<bpmn:incoming>" + after
    made = merge(SMALL, base, edited(base, renamed(END, "Klaar")), edited(base, renamed(START, "Begin")))
    assert made.clashes == ()
    assert b'<v:thing a="1"><v:deep>tekst<v:x/></v:deep></v:thing>' in made.data.replace(
        b' xmlns:v="http://vendor.example"', b""
    ).replace(b"\n", b"").replace(b"  ", b"")


def test_a_form_is_merged_by_its_components() -> None:
    base = read(FORM)
    form = json.loads(base)

    def but(at: int, **values: object) -> bytes:
        parts = [{**each, **values} if number == at else each for number, each in enumerate(form["components"])]
        return json.dumps({**form, "components": parts}).encode()

    extra = {"type": "textfield", "key": "extra", "label": "Nog iets", "id": "Field_extra"}
    mine = json.dumps({**form, "components": [*form["components"], extra]}).encode()
    made = merge(FORM, base, mine, but(1, label="Wat zag je?", validate={"required": True, "maxLength": 99}))
    assert made.clashes == ()
    assert made.told == ("de vraag “Wat zag je?”",)
    after = json.loads(made.data)
    assert [each["id"] for each in after["components"]] == [
        "Text_medewerker",
        "Field_aanleiding",
        "Field_kind_zei",
        "Field_extra",
    ]
    said = {"label": "Wat zag je?", "validate": {"required": True, "maxLength": 99}}
    assert after["components"][1] == {**form["components"][1], **said}
    [clash] = merge(FORM, base, but(1, label="A"), but(1, label="B")).clashes
    assert (clash.element, clash.mine, clash.theirs) == ("Field_aanleiding", "“A”", "“B”")
    assert (clash.what, clash.was) == (f"Het opschrift van de vraag “{form['components'][1]['label']}”", (
        f"“{form['components'][1]['label']}”"
    ))  # fmt: skip
    assert merge(FORM, b"", mine, b"{").clashes[0].element == ""


def test_two_who_add_a_question_under_one_name_keep_both_and_fields_without_ids_are_known_by_their_place() -> None:
    base = json.loads(read(FORM))
    for each in base["components"]:
        each.pop("id", None)

    def with_one(own: str, label: str) -> bytes:
        extra = {"type": "textfield", "key": "extra", "label": label, "id": own}
        return json.dumps({**base, "components": [*base["components"], extra]}).encode()

    made = merge(FORM, json.dumps(base).encode(), with_one("een", "Van mij"), with_one("twee", "Van de ander"))
    assert made.clashes == ()
    after = json.loads(made.data)["components"]
    assert [each["label"] for each in after[-2:]] == ["Van de ander", "Van mij"]
    assert [each["key"] for each in after[-2:]] == ["extra", "extra"]  # the check of the draft says so


@pytest.mark.parametrize("name", [FORM, TABLE, "rules/regels.toml"])
def test_a_file_that_is_nested_without_end_is_asked_as_a_whole(name: str) -> None:
    deep = b"[" * 100_000
    [clash] = merge(name, read(name), read(name) + b" ", deep).clashes
    assert clash.element == ""
    assert merge(name, read(name), read(name) + b" ", deep, {clash.id: Side.THEIRS}).data == deep


def test_rules_and_scenarios_are_merged_by_block_and_all_else_is_asked_as_a_whole() -> None:
    rules = read("rules/regels.toml")
    mine = rules.replace(b"Eerst een oudergesprek, dan wegen", b"Eerst praten")
    theirs = rules.replace(b"Een oudergesprek tussen elke twee stappen", b"Altijd een gesprek")
    assert mine != rules != theirs
    made = merge("rules/regels.toml", rules, mine, theirs)
    assert made.clashes == ()
    assert made.data == mine.replace(b"Een oudergesprek tussen elke twee stappen", b"Altijd een gesprek")
    [clash] = merge("rules/regels.toml", rules, mine, rules.replace(b"Eerst een oudergesprek, dan wegen", b"X")).clashes
    assert clash.what.startswith("De tekst van")
    [clash] = merge("rechten.csv", b"a\n", b"b\n", b"c\n").clashes
    assert merge("rechten.csv", b"a\n", b"b\n", b"c\n").data == b"c\n"
    assert merge("rechten.csv", b"a\n", b"b\n", b"c\n", {clash.id: Side.MINE}).data == b"b\n"


def test_two_who_make_a_lane_larger_or_move_neighbours_are_not_asked() -> None:
    base = read(SMALL)

    def wider(root: etree._Element) -> None:
        drawn(root, LANE).find(f"{DC}Bounds").set("width", "700")

    def higher(root: etree._Element) -> None:
        bounds = drawn(root, LANE).find(f"{DC}Bounds")
        bounds.set("height", "200")
        bounds.set("width", "650")

    made = merge(SMALL, base, edited(base, wider, moved(TASK, 0, 30)), edited(base, higher, moved(END, 50, 0)))
    assert made.clashes == ()
    bounds = drawn(read_xml(made.data), LANE).find(f"{DC}Bounds")
    assert (bounds.get("width"), bounds.get("height")) == ("700", "200")


def test_two_rules_above_an_exception_leave_it_there_once():
    """The exceptions stand behind the last rule, whoever adds one."""
    rule = '[[regel]]\nnummer = "%s"\nniet_te_zeggen = "Om te proberen."\n\n'
    exempt = '[[uitzondering]]\nregel = "1"\nreden = "Zo is het."\n'
    base, mine, theirs = ((rule % "1" + more + exempt).encode() for more in ("", rule % "2", rule % "3"))
    merged = merge("rules/regels.toml", base, mine, theirs)
    assert merged.clashes == ()
    assert merged.data.count(b"[[uitzondering]]") == 1
    assert sorted(re.findall(rb'nummer = "(.)"', merged.data)) == [b"1", b"2", b"3"]
    assert merged.data.decode().endswith(exempt)


@pytest.mark.parametrize("side", Side)
def test_rules_that_would_not_be_read_again_are_asked_as_a_whole(side: Side) -> None:
    """A quotation that one opened above a line that the other changed: each reads, what comes of both would not."""
    rule = '[[regel]]\nnummer = "%s"\nniet_te_zeggen = "x"\n\n'
    base = (rule % "1" + rule % "2").encode()
    split = base.replace(
        b'niet_te_zeggen = "x"\n\n[[regel]]\nnummer = "2"', b'tekst = """\n[[regel]]\nnummer = "2"\n"""'
    )
    other = base.replace(b'nummer = "2"\nniet_te_zeggen = "x"', b'nummer = "2"\nniet_te_zeggen = "y"')
    made = merge("rules/regels.toml", base, split, other)
    [clash] = made.clashes
    assert clash.element == ""
    chosen = merge("rules/regels.toml", base, split, other, {clash.id: side}).data
    assert chosen == (split if side is Side.MINE else other)
