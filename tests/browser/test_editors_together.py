"""Two who edit one form or one table at the same time, and a page that closes before it could save."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import Watch, axe, no_overflow
from tests.browser.test_editors import FORM, TABLE, add, edit
from tests.browser.test_workbench import IB, LEADER, begin, saved

Visit = Callable[..., Person]
MERGED = re.compile("Opgeslagen, samen met wat Sanne de Vries net opsloeg")


def opened(page: Page, label: str) -> None:
    """The line of a question, opened; a second click would close it."""
    line = page.locator(".edit-name", has_text=label)
    if line.get_attribute("aria-expanded") == "false":
        line.click()
    expect(page.locator("#veld-label")).to_have_value(label)


def hears(page: Page) -> None:
    """What another saved is heard every few seconds, and when somebody comes back to the page."""
    page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")


def says(page: Page, label: str) -> None:
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    page.locator("#veld-label").fill(label)
    page.locator("#veld-label").blur()


def both_questions_are_there(first: Page, second: Page) -> None:
    add(first, "textfield", "Wie belde er?")
    second.locator("#erbij-").click()
    second.locator("[data-kind=textarea]").last.click()
    second.keyboard.type("Wat werd er gezegd?")
    second.locator("#veld-label").blur()
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    for label in ("Wie belde er?", "Wat werd er gezegd?"):
        expect(second.locator(".edit-label", has_text=label)).to_be_visible()
    expect(second.locator(".edit-taken .edit-label")).to_have_text("Wie belde er?")
    expect(second.locator("#veld-label")).to_have_value("Wat werd er gezegd?")  # what was open still is
    expect(second.locator("#hier")).to_contain_text("Sanne de Vries werkt hier nu ook")


def what_clashes_is_chosen_on_the_page(first: Page, second: Page) -> None:
    opened(first, "Wie belde er?")
    says(first, "Wie heeft er gebeld?")
    expect(first.locator("#bewaard")).to_have_text(re.compile("samen met wat Roel Postma net opsloeg"))
    opened(second, "Wie belde er?")
    says(second, "Wie was er aan de lijn?")
    clash = second.locator("#botsing")
    expect(clash).to_contain_text("Sanne de Vries en jij veranderden allebei hetzelfde")
    expect(clash).to_contain_text("Het opschrift van de vraag “Wie belde er?”")
    expect(second.locator(".edit-asked .edit-label")).to_have_text("Wie was er aan de lijn?")
    axe(second)
    second.get_by_role("button", name="Wijs aan").click()
    expect(second.locator("[aria-expanded=true]")).to_be_focused()
    second.get_by_role("button", name="Die van mij: “Wie was er aan de lijn?”").click()
    second.get_by_role("button", name="Zo samenvoegen").click()
    expect(clash).to_be_hidden()
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    expect(second.locator(".edit-label", has_text="Wie was er aan de lijn?")).to_be_visible()


def what_was_not_saved_comes_back(second: Page, person: Person, at: str) -> None:
    context = second.context
    context.set_offline(True)
    opened(second, "Wat werd er gezegd?")
    says(second, "Zonder verbinding")
    expect(second.locator("#bewaard")).to_contain_text("Geen verbinding")
    second.wait_for_function("() => Object.values(localStorage).some(each => each.includes('Zonder verbinding'))")
    second.close()
    context.set_offline(False)
    person.page = context.new_page()
    again = edit(person, at)
    expect(again.locator("#niet-bewaard")).to_contain_text("Je had hier nog iets dat niet is opgeslagen")
    axe(again)
    again.get_by_role("button", name="Terughalen").click()
    expect(again.locator("#bewaard")).to_have_text(re.compile("Opgeslagen"))
    expect(again.locator(".edit-label", has_text="Zonder verbinding")).to_be_visible()
    assert again.evaluate("() => Object.keys(localStorage).filter(each => each.includes('niet-bewaard')).length") == 0


def test_two_edit_one_form_and_neither_loses_anything(visit: Visit, watch: Watch) -> None:
    one, other = visit(IB), visit(LEADER)
    at = f"{begin(one, 'Samen vragen').partition('/tekenen')[0]}/{FORM}"
    first, second = edit(one, at), edit(other, at)
    both_questions_are_there(first, second)
    what_clashes_is_chosen_on_the_page(first, second)
    what_was_not_saved_comes_back(second, other, at)
    watch.complaints[:] = [each for each in watch.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_field_that_somebody_is_in_never_writes_back_what_another_changed(visit: Visit) -> None:
    one, other = visit(IB), visit(LEADER)
    at = f"{begin(one, 'In een veld').partition('/tekenen')[0]}/{FORM}"
    first, second = edit(one, at), edit(other, at)
    add(first, "textfield", "Wie belde er?")
    hears(second)
    expect(second.locator(".edit-label", has_text="Wie belde er?")).to_be_visible()
    opened(second, "Wie belde er?")
    second.locator("#veld-label").focus()
    says(first, "Wie heeft er gebeld?")
    saved(first)
    hears(second)
    expect(second.locator("#veld-label")).to_have_value("Wie heeft er gebeld?")
    expect(second.locator("#veld-label")).to_be_focused()
    second.locator("#veld-label").blur()
    second.locator(".edit-name").first.click()
    text = second.request.get(at.replace("/formulier/", "/bestand/")).text()
    assert "Wie heeft er gebeld?" in text


def test_a_rule_of_one_and_a_column_of_the_other_meet_in_one_table(visit: Visit) -> None:
    one, other = visit(IB), visit(LEADER, "phone")
    at = f"{begin(one, 'Samen beslissen').partition('/tekenen')[0]}/{TABLE}"
    first, second = edit(one, at), edit(other, at)
    first.locator("#invoer-erbij").click()
    first.locator("#veld-field").select_option("spoed")
    saved(first)
    second.locator("#regel-erbij").click()
    second.locator("#cel-5-0").fill("ja")
    second.keyboard.press("Enter")
    expect(second.locator("#bewaard")).to_have_text(MERGED)
    expect(second.locator("#regels thead")).to_contain_text("spoed")
    expect(second.locator("#cel-5-0")).to_have_value("ja")
    first.locator("#cel-0-0").fill("nee")
    first.locator("#cel-0-0").blur()
    expect(first.locator("#bewaard")).to_have_text(re.compile("samen met wat Roel Postma net opsloeg"))
    second.locator("#cel-0-0").fill("twijfel")
    second.locator("#cel-0-0").blur()
    expect(second.locator("#botsing")).to_contain_text("Regel 1")
    expect(second.locator("#regel-0.edit-asked")).to_be_visible()
    no_overflow(second)
    axe(second)
    second.get_by_role("button", name="Die van Sanne de Vries: “nee”").click()
    second.get_by_role("button", name="Zo samenvoegen").click()
    expect(second.locator("#botsing")).to_be_hidden()
    expect(second.locator("#cel-0-0")).to_have_value("nee")
