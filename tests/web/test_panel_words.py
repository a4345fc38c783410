"""What a finding tells somebody to look for on screen is called so there: in the panel, a menu, or above a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.school import ROOT
from workflows.validator.panel import LABELS

WEB = ROOT / "app" / "web"
SAYING = ("workflows/validator", "workflows/forms", "workflows/feel")
QUOTED = re.compile(r"“([^”{}]+)”")
MENU = re.compile(r"'[^'\n]+': '([^'\n]+)'")
HEADING = re.compile(r'<h1>\{\{ _\("([^"]+)"\) \}\}</h1>')
PANEL = {
    "formulier": "form", "termijn": "term", "ook_door": "also_by", "samen_met": "together", "niet_door": "not_by",
    "lane": "item_lane", "knop": "button", "aan": "told_to", "mee": "carried", "fase": "phase", "in": "handed_in",
    "uit": "handed_out",
}  # fmt: skip


def constants(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_what_a_finding_quotes_from_the_screen_stands_there() -> None:
    shown = {text for file in WEB.glob("*_words.py") for text in constants(file)}
    shown |= set(MENU.findall((WEB / "js" / "modeler" / "catalogue.js").read_text("utf-8")))
    shown |= {name for page in WEB.rglob("templates/**/*.html") for name in HEADING.findall(page.read_text("utf-8"))}
    quoted = {
        text
        for folder in SAYING for file in (ROOT / folder).rglob("*.py") for said in constants(file)
        for text in QUOTED.findall(said)
    }  # fmt: skip
    assert {"Als er meer regels passen", "Deze pijl als geen andere past", "Wie doet het"} <= quoted
    assert sorted(quoted - shown) == []


def test_a_property_is_called_what_the_panel_calls_it() -> None:
    words = {
        key.value: value.args[0].value
        for node in ast.walk(ast.parse((WEB / "drawing_words.py").read_text("utf-8"))) if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Call) and isinstance(value.args[0], ast.Constant)
    }  # fmt: skip
    assert {name: words[key] for name, key in PANEL.items()} == LABELS
