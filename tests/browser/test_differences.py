"""Two versions of the protocol beside each other in a browser: marked in both drawings, and told beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from app.store.protocols import Version, keep_version
from app.store.unit_of_work import transaction
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable
from tests.school import protocol_files
from workflows import Bundle

Visit = Callable[..., Person]
IB: Final = "s.devries"
FILES: Final = protocol_files()
FLOW: Final = "Flow_overleggen_met_collega_advies_van_buiten_nodig"
NEW: Final = (
    '<bpmn:intermediateThrowEvent id="overlegd" name="Overlegd"/><bpmn:sequenceFlow id="Flow_overlegd" '
    'sourceRef="overlegd" targetRef="advies_van_buiten_nodig"/>'
)
SHAPE: Final = (
    '<bpmndi:BPMNShape id="overlegd_di" bpmnElement="overlegd"><dc:Bounds x="{x}" y="{y}" width="36" height="36"/>'
    "</bpmndi:BPMNShape>"
)


def next_version() -> dict[str, bytes]:
    """A step more, a term that is longer, and a field that need not be filled in."""
    xml = FILES["zorgroutes.bpmn"].decode()
    flow = re.search(rf'<bpmn:sequenceFlow id="{FLOW}"[^>]*>', xml)
    edge = re.search(rf'<bpmndi:BPMNEdge [^>]*bpmnElement="{FLOW}"[^>]*>\s*<di:waypoint x="(\d+)" y="(\d+)"', xml)
    assert flow is not None
    assert edge is not None
    shape = SHAPE.format(x=int(edge[1]) + 2, y=int(edge[2]) - 60)
    xml = xml.replace(edge[0], shape + edge[0])
    xml = xml.replace(flow[0], NEW + flow[0].replace('targetRef="advies_van_buiten_nodig"', 'targetRef="overlegd"'))
    first = xml.index('<bpmn:userTask id="afwegingsvraag_1_vermoeden"')
    xml = xml[:first] + xml[first:].replace('value="5 werkdagen"', 'value="9 werkdagen"', 1)
    form = FILES["forms/letselduiding.form"].replace(b'"required": true', b'"required": false', 1)
    return {**FILES, "zorgroutes.bpmn": xml.encode(), "forms/letselduiding.form": form}


@pytest.fixture(scope="module")
def address(product: Product) -> str:
    """Where the version in use is laid beside one that was kept and is not in use."""
    old, new = Bundle.from_files(FILES), Bundle.from_files(next_version())
    with product.machine.parts() as parts:
        (board,) = parts.desk.boards()
        with transaction(board, parts.bus.keys, parts.bus.clock) as work:
            keep_version(work, Version(new.geheel, new.gedrag, new.name), new.files)
    return f"/protocollen/verschillen?van={old.geheel}&naar={new.geheel}"


def drawn(page: Page) -> None:
    expect(page.locator("[data-side=old] .djs-element").first).to_be_attached()
    expect(page.locator("[data-side=new] .diff-mark").first).to_be_attached()


@pytest.mark.parametrize("screen", ["desktop", "dark", "phone"])
def test_it_can_be_read_by_everybody(visit: Visit, address: str, screen: str) -> None:
    page = visit(IB, screen).goto(address)
    drawn(page)
    axe(page)
    no_overflow(page)
    if screen == "desktop":
        reachable(page)
    if screen == "phone":
        large_enough(page)


def test_a_sentence_leads_to_its_place_in_both_drawings(visit: Visit, address: str) -> None:
    page = visit(IB).goto(address)
    drawn(page)
    assert page.locator("[data-side=old] .diff-erbij.djs-element").count() == 0
    assert page.locator("[data-side=new] [data-element-id=overlegd].diff-erbij").count() == 1
    term = page.locator("[data-go]", has_text="termijn van 9 werkdagen (was 5 werkdagen)")
    term.focus()
    page.keyboard.press("Enter")
    for side in ("old", "new"):
        at = page.locator(f"[data-side={side}] [data-element-id=afwegingsvraag_1_vermoeden].diff-here")
        expect(at).to_be_in_viewport()
    expect(term).to_have_attribute("aria-current", "true")
    expect(term).to_be_focused()
    page.get_by_role("button", name="Over elkaar").click()
    page.locator("[data-go]", has_text="Mijlpaal").click()
    expect(page.locator("[data-side=new] [data-element-id=overlegd].diff-here")).to_be_in_viewport()
    boxes = [page.locator(f"[data-side={side}] .diff-view").bounding_box() for side in ("old", "new")]
    assert boxes[0] == boxes[1]


def test_kinds_that_are_not_asked_are_neither_told_nor_marked(visit: Visit, address: str) -> None:
    page = visit(IB).goto(address)
    drawn(page)
    page.get_by_label("Anders").uncheck()
    expect(page.locator("li[data-kind=anders]").first).to_be_hidden()
    expect(page.locator(".djs-element.diff-anders")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Er staat 1 verschil.")
    page.get_by_label("Anders").check()
    expect(page.locator(".djs-element.diff-anders").first).to_be_attached()


def test_without_scripts_the_sentences_and_the_choice_work(visit: Visit, address: str) -> None:
    page = visit(IB, "no scripts").goto(f"{address}&soort=erbij")
    expect(page.locator("li[data-kind]:visible")).to_have_count(1)
    page.get_by_label("Anders").check()
    page.get_by_role("button", name="Vergelijken").click()
    expect(page.locator("li[data-kind]:visible")).to_have_count(3)
