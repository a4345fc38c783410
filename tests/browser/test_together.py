"""Two who draw in one diagram at the same time, a connection that drops, a page that closes before it could save."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import Watch, axe, choose

Visit = Callable[..., Person]
IB, LEADER = "s.devries", "r.postma"
TASK, END = "medewerker_meld_overleg_en_aangifteplicht", "medewerker_einde_afgehandeld"
START = "medewerker_start_vermoeden_over_medewerker"
MERGED = re.compile("Opgeslagen, samen met wat Sanne de Vries net opsloeg")


def begun(person: Person) -> str:
    """A draft, and the address of the modeler of one of its drawings."""
    page = person.goto("/protocollen")
    page.get_by_label("Hoe noem je het nieuwe ontwerp?").fill("Samen tekenen")
    page.get_by_role("button", name="Nieuw ontwerp beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Samen tekenen")
    return f"{page.url.partition('?')[0]}/tekenen/medewerker.bpmn"


def draw(person: Person, at: str) -> Page:
    page = person.goto(at)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")


def rename(page: Page, element: str, name: str) -> None:
    choose(page, element)
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    page.locator("#veld-naam").fill(name)
    page.locator("#veld-naam").blur()


def saved(page: Page) -> None:
    expect(page.locator("#bewaard")).to_have_text(re.compile(r"Opgeslagen \d\d:\d\d"))


def what_both_did_is_saved_and_shown(first: Page, second: Page) -> None:
    rename(first, TASK, "Van de een")
    saved(first)
    rename(second, END, "Van de ander")
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    expect(second.locator("#bewaard")).to_contain_text("Overgenomen: de taak “Van de een”.")
    expect(second.locator(f"[data-element-id={TASK}].draw-taken").first).to_contain_text("Van de een")
    expect(second.locator("#veld-naam")).to_have_value("Van de ander")  # what was chosen still is


def what_clashes_is_chosen_on_the_diagram(first: Page, second: Page) -> None:
    rename(first, TASK, "Toch bellen")
    expect(first.locator("#bewaard")).to_have_text(re.compile("samen met wat Roel Postma net opsloeg"))
    rename(second, TASK, "Toch mailen")
    expect(second.locator("#botsing")).to_contain_text("Sanne de Vries en jij veranderden allebei hetzelfde")
    expect(second.locator(".draw-mark", has_text="1 ?")).to_be_visible()
    together = second.get_by_role("button", name="Zo samenvoegen")
    expect(together).to_have_attribute("aria-disabled", "true")
    axe(second)
    second.get_by_role("button", name="Die van Sanne de Vries: “Toch bellen”").click()
    second.get_by_role("button", name="Die van mij: “Toch mailen”").click()
    together.click()
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    expect(second.locator("#botsing")).to_be_hidden()
    expect(second.locator(f"[data-element-id={TASK}]").first).to_contain_text("Toch mailen")


def what_was_not_saved_comes_back(first: Page, second: Page, person: Person, at: str) -> None:
    context = second.context
    context.set_offline(True)
    rename(second, END, "Offline")
    expect(second.locator("#bewaard")).to_contain_text("Geen verbinding")
    second.wait_for_function("() => Object.values(localStorage).some(each => each.includes('Offline'))")
    second.close()
    context.set_offline(False)
    rename(first, START, "Intussen")
    expect(first.locator("#bewaard")).to_have_text(re.compile("Opgeslagen"))
    person.page = context.new_page()
    again = draw(person, at)
    expect(again.locator("#niet-bewaard")).to_contain_text("Je had hier nog iets dat niet is opgeslagen")
    axe(again)
    again.get_by_role("button", name="Terughalen").click()
    expect(again.locator("#bewaard")).to_have_text(MERGED)
    for name in ("Offline", "Intussen", "Toch"):
        expect(again.locator("#tekening")).to_contain_text(name)
    assert again.evaluate("() => Object.keys(localStorage).filter(each => each.includes('niet-bewaard')).length") == 0


def test_two_draw_in_one_diagram_and_neither_loses_anything(visit: Visit, watch: Watch) -> None:
    one, other = visit(IB), visit(LEADER)
    at = begun(one)
    first, second = draw(one, at), draw(other, at)
    what_both_did_is_saved_and_shown(first, second)
    what_clashes_is_chosen_on_the_diagram(first, second)
    what_was_not_saved_comes_back(first, second, other, at)
    watch.complaints[:] = [each for each in watch.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def undone(page: Page, key: str = "Control+z") -> None:
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    page.locator("#tekening svg[tabindex]").focus()
    page.keyboard.press(key)
    saved(page)


def shows(page: Page, *names: str) -> None:
    for name in names:
        expect(page.locator("#tekening")).to_contain_text(name)


def test_what_one_did_oneself_is_undone_after_the_work_of_another_came_in(visit: Visit) -> None:
    one, other = visit(IB), visit(LEADER)
    at = begun(one)
    first, second = draw(one, at), draw(other, at)
    rename(second, END, "Eerst dit")
    saved(second)
    rename(first, TASK, "Van de een")
    expect(first.locator("#bewaard")).to_have_text(re.compile("samen met wat Roel Postma net opsloeg"))
    rename(second, START, "Dan dit")
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    undo, redo = (second.get_by_role("button", name=name, exact=True) for name in ("Ongedaan maken", "Opnieuw"))
    expect(undo).to_have_attribute("aria-disabled", "false")
    undone(second)
    expect(second.locator("#tekening")).not_to_contain_text("Dan dit")
    shows(second, "Van de een")
    shows(second, "Eerst dit")
    expect(redo).to_have_attribute("aria-disabled", "false")
    undone(second)
    expect(second.locator("#tekening")).not_to_contain_text("Eerst dit")
    shows(second, "Van de een")
    expect(undo).to_have_attribute("aria-disabled", "true")
    undone(second, "Control+y")
    shows(second, "Eerst dit")
    second.reload()
    ready(second)
    shows(second, "Eerst dit")
    shows(second, "Van de een")


def test_what_another_changed_after_it_is_not_undone_and_that_is_said(visit: Visit) -> None:
    one, other = visit(IB), visit(LEADER)
    at = begun(one)
    first, second = draw(one, at), draw(other, at)
    rename(second, TASK, "Van de ander")
    saved(second)
    first.reload()
    ready(first)
    rename(first, END, "Iets anders")
    saved(first)
    rename(second, START, "Nog iets")
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    rename(first, TASK, "Van de een")
    expect(first.locator("#bewaard")).to_have_text(re.compile("samen met wat Roel Postma net opsloeg"))
    undone(second)
    second.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    second.keyboard.press("Control+z")
    expect(second.locator("#bewaard")).to_contain_text("daarna is hetzelfde veranderd")
    undo = second.get_by_role("button", name="Ongedaan maken", exact=True)
    expect(undo).to_have_attribute("aria-disabled", "true")
