"""A task put behind something or dropped on an arrow: between where one thing follows, and over nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.test_together import IB, Visit, draw

FILE = "zorgroutes.bpmn"
OVERLAPS = """id => {
  const box = each => each.querySelector('.djs-visual').getBoundingClientRect();
  const mine = box(document.querySelector(`[data-element-id="${id}"].djs-shape`));
  const around = /participant|lane|group|pool|proces/i;
  return [...document.querySelectorAll('.djs-shape')]
    .filter(each => each.dataset.elementId !== id && box(each).width < 400 && !around.test(each.dataset.elementId))
    .filter(each => { const it = box(each); return it.left < mine.right - 2 && it.right > mine.left + 2 &&
      it.top < mine.bottom - 2 && it.bottom > mine.top + 2; })
    .map(each => each.dataset.elementId);
}"""
SHAPES = "() => [...document.querySelectorAll('.djs-shape')].map(each => each.dataset.elementId)"


def begun(person: Person) -> str:
    page = person.goto("/protocollen")
    page.get_by_label("Hoe noem je het nieuwe ontwerp?").fill("Erachter")
    page.get_by_role("button", name="Nieuw ontwerp beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erachter")
    return page.url.partition("?")[0]


def drawn(page: Page) -> str:
    """The file as the server has it."""
    return str(page.evaluate("async () => (await fetch(location.pathname.replace('/tekenen/', '/bestand/'))).text()"))


def flows(text: str, element: str) -> tuple[list[str], list[str]]:
    """From where arrows come to an element, and where they go."""
    ends = re.findall(r'<bpmn:sequenceFlow [^>]*sourceRef="([^"]*)" targetRef="([^"]*)"', text)
    return [one for one, other in ends if other == element], [other for one, other in ends if one == element]


def saved(page: Page) -> None:
    expect(page.locator("#bewaard")).to_have_text(re.compile(r"Opgeslagen \d\d:\d\d"))


# element, and whether the new task comes between it and what follows
CASES = [
    ("signalen_in_kaart_brengen", True), ("ouders_gehoord", True), ("verder_na_stap_1", False),
    ("voorbereiding_begint", False), ("melding_veilig_thuis_doen_intern_begeleider_na_4_uur", True),
    ("weging_bekrachtigen_eerste_termijn_voorbij", True), ("afgesproken_actie_uitvoeren_evaluatiedatum", True),
]  # fmt: skip


def test_it_comes_where_one_expects_it_over_nothing_that_is_drawn_and_as_one_step(visit: Visit) -> None:
    person = visit(IB)
    at = begun(person)
    for element, between in CASES:
        page = draw(person, f"{at}/tekenen/{FILE}#{element}")
        before, was = drawn(page), set(page.evaluate(SHAPES))
        lane = page.locator("#veld-baan")
        mine = lane.input_value() if lane.count() else ""
        page.locator("#tekening svg[tabindex]").focus()
        page.keyboard.press("t")
        page.keyboard.press("Escape")
        (made,) = [each for each in page.evaluate(SHAPES) if each not in was and "label" not in each]
        assert page.evaluate(OVERLAPS, made) == [], element
        if mine:
            expect(lane).to_have_value(mine)
        saved(page)
        text = drawn(page)
        came, goes = flows(text, made)
        followed = flows(before, element)[1]
        assert came == [element]
        assert goes == (followed if between else []), element
        assert flows(text, element)[1] == ([made] if between else [*followed, made]), element
        assert "<bpmn:categoryValueRef" not in text
        undo = page.get_by_role("button", name="Ongedaan maken", exact=True).first
        page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
        undo.click()
        expect(undo).to_have_attribute("aria-disabled", "true")
        saved(page)
        assert made not in drawn(page)


# arrow, from where it comes, and where it goes
SHORT = [
    ("Flow_observeren_en_begeleiden_verder_na_stap_1", "observeren_en_begeleiden", "verder_na_stap_1"),
    ("Flow_stap_1_openen_observeren_en_begeleiden", "stap_1_openen", "observeren_en_begeleiden"),
]  # fmt: skip
HALF_WAY = """id => {
  const box = document.querySelector(`.djs-connection[data-element-id="${id}"] .djs-hit`).getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
LEFT_TO_RIGHT = """ids => ids.map(id => {
  const box = document.querySelector(`[data-element-id="${id}"].djs-shape .djs-visual`).getBoundingClientRect();
  return [box.left, box.right];
})"""


def test_what_is_dropped_on_a_short_arrow_gets_room_and_is_undone_with_it(visit: Visit) -> None:
    person = visit(IB)
    at = begun(person)
    for arrow, source, target in SHORT:
        page = draw(person, f"{at}/tekenen/{FILE}#{source}")
        before, was = drawn(page), set(page.evaluate(SHAPES))
        page.locator("[data-action='create.user-task']").click()
        x, y = page.evaluate(HALF_WAY, arrow)
        page.mouse.move(x - 30, y - 30)
        page.mouse.move(x, y, steps=4)
        page.mouse.click(x, y)
        page.keyboard.press("Escape")
        (made,) = [each for each in page.evaluate(SHAPES) if each not in was and "label" not in each]
        assert page.evaluate(OVERLAPS, made) == []
        (_, ends), (begins, stops), (next_begins, _) = page.evaluate(LEFT_TO_RIGHT, [source, made, target])
        assert ends + 10 < begins
        assert stops + 10 < next_begins
        saved(page)
        text = drawn(page)
        assert flows(text, made) == ([source], [target])
        assert len(re.findall("<bpmn:sequenceFlow ", text)) == len(re.findall("<bpmn:sequenceFlow ", before)) + 1
        page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
        undo = page.get_by_role("button", name="Ongedaan maken", exact=True).first
        undo.click()
        expect(undo).to_have_attribute("aria-disabled", "true")
        saved(page)
        assert made not in drawn(page)
