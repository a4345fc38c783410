"""The facts that the source knows are those that the format tells."""

from __future__ import annotations

import re
from dataclasses import fields

from app.domain.facts import FACTS
from tests.architecture.rules import ROOT

TABLE = (
    (ROOT / "docs/formats/history.md").read_text("utf-8").partition("## The kinds of facts")[2].partition("\n## ")[0]
)


def told() -> dict[str, tuple[str, set[str]]]:
    found = {}
    for line in TABLE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].startswith("`"):
            found[cells[0].strip("`")] = (cells[1].partition(" ")[0], set(re.findall(r"`(\w+)`", cells[2])))
    return found


def test_the_format_tells_every_kind_of_fact_with_its_fields_and_no_other() -> None:
    known = {name: (str(kind.stream), {each.name for each in fields(kind)}) for name, kind in FACTS.items()}
    assert told() == known
