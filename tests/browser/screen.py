"""Screens on which a page is looked at, and what is measured there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from types import MappingProxyType
from typing import Any, Final

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, expect

ROOT: Final = Path(__file__).resolve().parents[2]
CHROMIUM: Final = os.environ.get("LEIDRAAD_CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
AXE: Final = ROOT / "app" / "web" / "node_modules" / "axe-core" / "axe.min.js"

_DESK: Final = {"width": 1400, "height": 900}
SCREENS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "desktop": {"viewport": _DESK},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
              "device_scale_factor": 2},
    "no scripts": {"viewport": _DESK, "java_script_enabled": False},
    "phone without scripts": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
    "dark": {"viewport": _DESK, "color_scheme": "dark"},
    "reduced motion": {"viewport": _DESK, "reduced_motion": "reduce"},
    # twice as large on a screen of 1400 wide leaves room for 700
    "zoom": {"viewport": {"width": 700, "height": 450}, "device_scale_factor": 2},
})  # fmt: skip
"""Kinds of screen; every page has to do on each."""
SCRIPTLESS: Final = frozenset(name for name, said in SCREENS.items() if not said.get("java_script_enabled", True))


def launch(playwright: Playwright) -> Browser:
    """Chromium. Raises RuntimeError, telling what to do, where there is none."""
    if not os.access(CHROMIUM, os.X_OK):
        raise RuntimeError(
            f"There is no Chromium at {CHROMIUM}, so no page was looked at. "
            "`make setup` installs it; LEIDRAAD_CHROMIUM says where it is otherwise."
        )
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@dataclass
class Watch:
    """What a page complains of while it is used: scripts that fall, what the policy held back, parts not there."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._console)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, said: ConsoleMessage) -> None:
        # That a page is a 404 or 422 is told by the test that went there; a part that is missing is heard below.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {said.text}")

    def _response(self, answer: Response) -> None:
        kind = answer.request.resource_type
        if answer.status >= 500 or (answer.status >= 400 and kind not in ("document", "fetch", "xhr")):
            self.complaints.append(f"{answer.status} for {kind} {answer.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left stops what it was still asking for
            self.complaints.append(f"{request.failure}: {request.url}")


def axe(page: Page, *rules: str) -> None:
    """Fail with a readable list where axe finds something on the page as it is now; with `rules`, by these alone.

    Handed over by the debugger, so that the policy of the page stays as strict as it is for everybody.
    """
    assert AXE.exists(), f"{AXE} is not there: `make setup` puts it there."
    page.wait_for_load_state()  # a page that only begins to come has nothing in it yet
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"(() => {{ {AXE.read_text('utf-8')} }})()")
    options = {"resultTypes": ["violations"], "preload": False, **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    lines = [
        f"{each['impact']} {each['id']}: {each['help']}\n"
        + "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in each["nodes"][:5])
        for each in found
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


_WIDE: Final = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const held = (each) => {  // what scrolls within a part of its own widens no page
    for (let at = each.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > width + 1 && !held(each))
    .map((each) => `${each.tagName.toLowerCase()}.${each.className} ${Math.round(each.getBoundingClientRect().right)}`);
  return wide.length ? wide.slice(0, 8) : ['the page as a whole'];
}"""


def no_overflow(page: Page) -> None:
    """Fail where the page has to be pushed aside to be read."""
    wide = page.evaluate(_WIDE)
    assert not wide, f"{page.url} is wider than the screen: {wide}"


_FOCUS: Final = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const again = window.lastStop === at;  // the parts of a date are stops within one field
  window.lastStop = at;
  const own = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
    && box.top < innerHeight && box.left < innerWidth;
  const label = at.getAttribute('aria-label') || (at.labels && at.labels.length ? at.labels[0].innerText : '')
    || at.innerText || at.name || at.id;
  const ring = own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) >= 2;
  const grouped = at.type === 'radio' ? `radio ${at.name}` : '';
  return {label: label.trim().replace(/\\s+/g, ' '), tag: at.tagName, ring, seen, grouped, again};
}"""
_STOPS: Final = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, '
      + '[tabindex="0"]')]
    .filter((each) => {
      if (each.disabled || !each.checkVisibility({visibilityProperty: true}) || each.tabIndex < 0) return false;
      if (each.closest('[inert]')) return false;
      if (each.type !== 'radio') return true;
      if (groups.has(each.name)) return false;
      groups.add(each.name);
      return true;
    }).length;
}"""


@dataclass(frozen=True)
class Stop:
    """Where Tab comes."""

    label: str
    tag: str
    ring: bool
    seen: bool
    grouped: str


def tab_order(page: Page, most: int = 400) -> list[Stop]:
    """Where Tab comes, from the top of the page to its end."""
    page.evaluate("() => { document.activeElement?.blur(); getSelection()?.removeAllRanges(); scrollTo(0, 0); }")
    page.evaluate("window.lastStop = null")
    count = page.evaluate(_STOPS)
    stops: list[Stop] = []
    for _ in range(min(most, count * 2 + 10)):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUS)
        if found is None:
            break
        if not found.pop("again"):
            stops.append(Stop(**found))
        if len(stops) == count:
            break
    return stops


def reachable(page: Page) -> list[Stop]:
    """Fail where Tab does not come, or where it cannot be seen that it is there."""
    count = page.evaluate(_STOPS)
    stops = tab_order(page)
    assert len(stops) == count, f"{page.url}: Tab comes at {len(stops)} of {count}: {[each.label for each in stops]}"
    unseen = [each.label for each in stops if not (each.ring and each.seen)]
    assert not unseen, f"{page.url}: no ring around, or out of sight: {unseen}"
    return stops


_SMALL: Final = """(least) => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,'
    + 'summary')]
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.closest('[aria-hidden=true]'))
  .filter((each) => !(each.tagName === 'A' && getComputedStyle(each).display === 'inline'))
  .filter((each) => !(each.type === 'radio' || each.type === 'checkbox'))
  .map((each) => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.bottom > 0 && (box.height < least || box.width < least))
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""


def large_enough(page: Page, least: int = 24) -> None:
    """Fail where a target is too small for a finger; a link within a sentence is as high as its line (WCAG 2.5.8)."""
    small = page.evaluate(_SMALL, least)
    assert not small, f"{page.url}: smaller than {least}: {small}"


def sound(page: Page, screen: str = "desktop") -> None:
    """What holds for every page on every screen."""
    if screen not in SCRIPTLESS:  # axe is a script itself; the same page with scripts is looked at on another screen
        axe(page)
    no_overflow(page)
    large_enough(page)
    reachable(page)


def choose(page: Page, element: str) -> None:
    """Choose what is drawn, by the mouse; a click that comes while the drawing is busy is not heard, so once more."""
    chosen = page.locator(f"[data-element-id='{element}'].selected")
    for _ in range(3):
        if chosen.count():  # one more click would let it go
            return
        page.locator(f"[data-element-id='{element}'] .djs-hit").first.click(force=True)
        page.wait_for_timeout(0 if chosen.count() else 500)
    expect(chosen.first).to_be_attached()
