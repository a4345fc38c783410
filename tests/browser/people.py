"""Somebody who works with Leidraad in a browser, and does what people do: looks for words, fills in, presses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

PLAIN: Final = "Dat hebben we samen besproken en vastgelegd."
"""What somebody writes where something must be written and it does not matter what."""

_ASKED: Final = """() => [...document.querySelectorAll('main form .field:not(.reason)')]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
  .filter((each) => each.querySelector('label, legend') && !each.querySelector('label .optional, legend .optional'))
  .map((each) => [...each.querySelectorAll('input:not([type=hidden], [type=file]), select, textarea')])
  .filter((parts) => parts.length)
  .filter((parts) => parts[0].type === 'radio' || (parts[0].type === 'checkbox' && parts[0].closest('fieldset.field'))
    ? !parts.some((each) => each.checked)
    : parts[0].type === 'checkbox' ? parts[0].ariaRequired === 'true' && !parts[0].checked
    : !parts[0].value.trim())
  .map(([first]) => ({
    id: first.id,
    kind: ['radio', 'checkbox'].includes(first.type) ? 'choice' : first.tagName === 'SELECT' ? 'select' : 'text',
    hint: `${first.inputMode} ` + (first.getAttribute('aria-describedby') || '').split(' ')
        .map((id) => document.getElementById(id)?.innerText || '').join(' '),
  }))"""
"""What must be answered still, as people see it: what does not say that it may stay empty."""


_DAY: Final = """(later) => {
  const day = new Date(Date.now() + later * 86400000);
  return [day.getDate(), day.getMonth() + 1, day.getFullYear()].map((part) => String(part).padStart(2, '0')).join('-');
}"""


class Person:
    """Works with a mouse, or a finger."""

    def __init__(self, page: Page, login: str) -> None:
        self.page = page
        self.login = login

    # coming in and finding the way

    def sign_in(self, password: str) -> None:
        """Come in by name and password."""
        self.page.goto("/aanmelden")
        self.write(self.page.get_by_label("Aanmeldnaam"), self.login)
        self.write(self.page.get_by_label("Wachtwoord", exact=True), password)
        self.press(self.page.locator("main").get_by_role("button", name="Aanmelden"))
        expect(self.page).not_to_have_url(re.compile("/aanmelden"))

    def goto(self, path: str) -> Page:
        """An address that was kept."""
        self.page.goto(path)
        return self.page

    def follow(self, name: str, *, within: str = "body") -> None:
        """A link, by its words."""
        self.press(self.page.locator(within).get_by_role("link", name=name).first)

    def sees(self, text: str) -> None:
        """Whether some words are on the page; waits for them."""
        expect(self.page.locator("body")).to_contain_text(text)

    def open_dossier(self, pupil: str) -> None:
        """The dossier of a pupil, from the list."""
        self.goto("/dossiers")
        self.press(self.page.locator("main").get_by_role("link", name=pupil).first)
        expect(self.page).to_have_url(re.compile("/dossiers/"))

    # tasks

    def tasks(self, pupil: str, name: str) -> Locator:
        """What the list says there is to do for a pupil."""
        self.page.goto("/")
        words = re.compile(re.escape(name))
        return self.page.locator("main").get_by_role("listitem").filter(has_text=pupil).get_by_role("link", name=words)

    def open_task(self, name: str, pupil: str) -> None:
        """The page of a task, from the list."""
        found = self.tasks(pupil, name)
        expect(found.first, f"{self.login} has no task “{name}” for {pupil}").to_be_visible()
        self.press(found.first)
        expect(self.page).to_have_url(re.compile("/taken/"))

    def do(self, name: str, pupil: str, answers: Mapping[str, object] | None = None) -> None:
        """Do a task whole: open it, answer what matters, answer what must be answered, send."""
        self.open_task(name, pupil)
        self.fill(answers or {})
        self.fill_the_rest()
        self.send()

    def answer(self, question: str, pupil: str, *labels: str, reason: str = "") -> None:
        """Answer a question by the words of the choices."""
        self.open_task(question, pupil)
        for label in labels:
            said = self.page.get_by_text(label, exact=True)
            self.choose(self.page.locator(".question label.choice").filter(has=said).locator("input"))
        if reason:
            self.fill({"Waarom?": reason})
        self.fill_the_rest()
        self.send()

    def send(self) -> None:
        """The one button that goes on."""
        before = self.page.url
        self.press(self.page.locator("main form .utrecht-button--primary-action[type=submit]"))
        wrong = self.page.locator("main [role=alert]")
        for _ in range(200):  # asked from here, because a page without scripts answers no question of its own
            if self.page.url != before or wrong.count():
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state()
        said = wrong.all_inner_texts()
        assert said or self.page.url != before, f"{self.login} pressed the button of {before} and nothing happened"
        assert not said, f"{self.login} could not go on with {before}: {said}"

    def begin(self, pupil: str, button: str, answers: Mapping[str, object] | None = None) -> None:
        """Begin a dossier for a pupil with a button."""
        self.goto("/dossiers")
        self.follow("Nieuw dossier", within="main")
        self.write(self.page.get_by_label("Over welke leerling gaat het?"), pupil)
        self.press(self.page.get_by_role("button", name="Zoeken"))
        self.press(self.page.locator("#gevonden").get_by_role("link", name=pupil))
        self.press(self.page.locator("main").get_by_role("link", name=button))
        self.fill(answers or {})
        self.fill_the_rest()
        self.send()

    # forms

    def fill(self, answers: Mapping[str, object]) -> None:
        """Answer by the labels of a form: text, the label of a choice, or a list of them."""
        for label, value in answers.items():
            self._answer(label, value)
            self._settle()

    def fill_the_rest(self) -> None:
        """Answer what must be answered still, as plainly as can be; an answer may bring another question."""
        for _ in range(40):
            asked: list[dict[str, Any]] = self.page.evaluate(_ASKED)
            if not asked:
                return
            first = asked[0]
            at = self.page.locator(f"[id='{first['id']}']")
            if first["kind"] == "choice":
                self.choose(at)
            elif first["kind"] == "select":
                self.pick(at, at.locator("option:not([value=''])").first.inner_text())
            else:
                self.write(at, _plain(first["hint"], self.day()))
            self._settle()
        raise AssertionError(f"{self.page.url} goes on asking: {self.page.evaluate(_ASKED)}")

    def _settle(self) -> None:
        """An answer may bring other questions; a person sees them come."""
        if self.page.locator("main .questions[hx-post]").count():
            self.page.wait_for_timeout(120)
            expect(self.page.locator(".htmx-request")).to_have_count(0)

    def _answer(self, label: str, value: object) -> None:
        words = re.compile(rf"^\s*{re.escape(label)}")
        form = self.page.locator("main form")
        group = form.get_by_role("group", name=words).or_(form.get_by_role("radiogroup", name=words))
        if group.count():
            for each in _each(value):
                self.choose(group.first.get_by_label(each, exact=True))
            return
        at = form.get_by_label(words).first
        expect(at, f"there is no question “{label}” on {self.page.url}").to_be_visible()
        if at.evaluate("each => each.tagName") == "SELECT":
            self.pick(at, str(value))
        elif at.get_attribute("type") == "checkbox":
            self.choose(at)
        else:
            self.write(at, str(value))

    def day(self, later: int = 0) -> str:
        """Today, or some days later, as people write it."""
        return str(self.page.evaluate(_DAY, later))

    # hands

    def press(self, at: Locator) -> None:
        """Press a link or a button."""
        at.click()

    def write(self, at: Locator, text: str) -> None:
        """Put text where some may stand already."""
        at.fill(text)

    def choose(self, at: Locator) -> None:
        """Choose a radio or a checkbox."""
        at.check()

    def pick(self, at: Locator, label: str) -> None:
        """Choose from a list that folds out."""
        at.select_option(label=label)


class Keyboard(Person):
    """Works with the keyboard alone: what Tab does not come to is not there."""

    _MOST: Final = 300

    def press(self, at: Locator) -> None:
        self._go(at)
        self.page.keyboard.press("Enter")

    def write(self, at: Locator, text: str) -> None:
        self._go(at)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def choose(self, at: Locator) -> None:
        if at.is_checked():
            return
        if at.get_attribute("type") != "radio":
            self._go(at)
            self.page.keyboard.press("Space")
            return
        # Tab comes to a group once; its arrows go from one to the next.
        name = at.get_attribute("name") or ""
        self._go(self.page.locator(f"main input[type=radio][name='{name}']"), any_of=True)
        self.page.keyboard.press("Space")
        for _ in range(20):
            if at.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not come to {at}")

    def pick(self, at: Locator, label: str) -> None:
        self._go(at)
        self.page.keyboard.type(label)
        assert at.locator("option:checked").inner_text().strip() == label

    def _go(self, at: Locator, *, any_of: bool = False) -> None:
        expect(at.first).to_be_attached()
        for _ in range(self._MOST):
            one = at.locator(":scope:focus") if not any_of else self.page.locator(":focus").and_(at)
            if one.count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {at} on {self.page.url}")


def _each(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list) else []


def _plain(hint: str, today: str) -> str:
    if "14:05" in hint:
        # what happened today did so before now, at whatever hour this runs
        return f"{today} 00:00" if "dag-maand-jaar" in hint else "09:30"
    if "numeric" in hint:
        return today
    return "1" if "decimal" in hint else PLAIN
