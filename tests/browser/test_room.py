"""The drawing begins beside the tools, and the panel has the height that it needs."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import choose
from tests.browser.test_imported import read_in
from tests.browser.test_workbench import IB, TASK, begin, draw

Visit = Callable[..., Person]
COVERED = """() => {
  const tools = document.querySelector('.djs-palette').getBoundingClientRect();
  return [...document.querySelectorAll('.djs-shape .djs-visual')].map(each => each.getBoundingClientRect())
    .filter(each => each.width && each.left < tools.right).length;
}"""


def beside_the_tools(page: Page) -> None:
    assert page.evaluate(COVERED) == 0
    page.get_by_role("button", name="Groter", exact=True).click()
    page.get_by_role("button", name="Alles", exact=True).click()
    assert page.evaluate(COVERED) == 0


def test_a_small_drawing_begins_beside_the_tools_and_so_does_all_of_it(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Naast het gereedschap")
    beside_the_tools(draw(person, at))
    read = read_in(person)
    beside_the_tools(draw(person, f"{read}/tekenen/verlof.bpmn"))


def test_the_panel_has_the_height_while_findings_scroll_under_it_or_are_folded(visit: Visit) -> None:
    person = visit(IB)
    page = draw(person, begin(person, "Alles zien"))
    choose(page, TASK)
    panel, found = page.locator(".draw-panel"), page.locator(".draw-found")
    high = "each => each.clientHeight"
    side = page.locator(".draw-side").evaluate(high)
    assert panel.evaluate(high) > 0.75 * side
    assert found.evaluate(high) > 120
    page.get_by_role("heading", name="Te verbeteren").click()
    expect(page.locator("#bevindingen")).to_be_hidden()
    expect(page.locator("#bevindingen-aantal")).to_be_visible()
    assert panel.evaluate(high) > 0.85 * side
    page.get_by_role("heading", name="Te verbeteren").click()
    expect(page.locator("#bevindingen")).to_be_visible()
