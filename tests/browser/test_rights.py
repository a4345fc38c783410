"""Who sees what, and who is on every team, are looked at and changed in a browser, on wide screens and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.screen import SCRIPTLESS, sound
from tests.browser.test_workbench import IB, begin

Visit = Callable[..., Person]


@pytest.mark.parametrize("screen", ["desktop", "phone", "phone without scripts", "dark", "zoom"])
def test_the_pages_of_rights_are_whole_on_every_screen(visit: Visit, screen: str) -> None:
    person = visit(IB, screen)
    at = begin(person, f"Rechten {screen}").rpartition("/tekenen/")[0]
    page = person.goto(f"{at}/rechten")
    sound(page, screen)
    heads = page.locator(".sights thead th:visible")
    expect(heads).to_have_count(9 if screen in {"desktop", "dark"} else 2)
    page.goto(f"{at}/rechten/recht?functie=leerkracht&veldgroep=kindstem")
    sound(page, screen)
    page.goto(f"{at}/rechten/gevolg?functie=leerkracht&veldgroep=kindstem&recht=niets")
    sound(page, screen)
    assert (screen in SCRIPTLESS) == ("without" in screen)


def test_a_right_is_changed_by_keys_alone_and_undone(visit: Visit) -> None:
    person = visit(IB, keyboard=True)
    at = begin(person, "Rechten met toetsen").rpartition("/tekenen/")[0]
    page = person.goto(f"{at}/rechten")
    person.press(page.get_by_role("link", name="niets : MT, Uitzondering"))
    per_phase = page.get_by_label("begeleiden")
    expect(per_phase).to_be_hidden()
    page.get_by_label("Verschilt per fase").focus()
    page.keyboard.press("Space")
    per_phase.select_option("lezen")
    person.press(page.get_by_role("button", name="Bekijk wat dit betekent"))
    expect(page.locator(".consequence")).to_contain_text("kan dan lezen wat bij “Uitzondering” is ingevuld, in de fase")
    person.press(page.get_by_role("button", name="Zo bewaren"))
    expect(page.get_by_role("status").first).to_contain_text("Dit recht staat in dit ontwerp.")
    expect(page.locator("td").filter(has_text="in 1 fase, verder niets")).to_be_visible()
    person.press(page.get_by_role("button", name="Ongedaan maken"))
    expect(page.get_by_role("link", name="niets : MT, Uitzondering")).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop", "phone", "phone without scripts", "dark"])
def test_the_team_and_taking_a_function_away_are_whole_on_every_screen(visit: Visit, screen: str) -> None:
    person = visit(IB, screen)
    at = begin(person, f"Team {screen}").rpartition("/tekenen/")[0]
    page = person.goto(f"{at}/banen")
    sound(page, screen)
    page.get_by_label("Functie erbij").fill("tuinman")
    page.get_by_role("button", name="Erbij zetten").click()
    page.get_by_label("tuinman", exact=True).select_option("*")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status").first).to_contain_text("Zo staat het nu in dit ontwerp.")
    page.get_by_role("link", name="Weghalen : leerkracht").click()
    sound(page, screen)
    page.goto(f"{at}/banen/functie/weg?functie=tuinman")
    sound(page, screen)
    page.get_by_role("button", name="Functie weghalen").click()
    expect(page.get_by_role("status").first).to_contain_text("De functie is weggehaald")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_label("tuinman", exact=True)).to_have_value("*")
