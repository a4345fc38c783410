"""What people write in a cell or choose as a condition, and what the file says: both ways, by the scripts."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.school import protocol_files
from workflows import read_form, walk

SCRIPTS = Path(__file__).resolve().parents[4] / "app" / "web" / "js"
NODE = os.environ.get("LEIDRAAD_NODE") or "node"


def ran(script: str, calls: list[Any], told: str) -> list[Any]:
    """What a script makes of each of these."""
    code = (
        f"import * as it from {json.dumps((SCRIPTS / script).as_uri())};"
        f"console.log(JSON.stringify({json.dumps(calls)}.map({told})))"
    )
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", code], capture_output=True, text=True, timeout=60, check=True
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found


def cells_of_the_protocol() -> Iterator[tuple[str, str, bool]]:
    """Each cell as it stands, the type of its column, and whether that is an input."""
    for name, data in protocol_files().items():
        for table in etree.fromstring(data).iter("{*}decisionTable") if name.endswith(".dmn") else ():
            types = [each.get("typeRef", "") for each in table.iterfind("{*}input/{*}inputExpression")]
            made = [each.get("typeRef", "") for each in table.iterchildren("{*}output")]
            for rule in table.iterchildren("{*}rule"):
                for cell, kind in zip(rule.iterchildren("{*}inputEntry"), types, strict=True):
                    yield (cell.findtext("{*}text") or "").strip(), kind, True
                for cell, kind in zip(rule.iterchildren("{*}outputEntry"), made, strict=True):
                    yield (cell.findtext("{*}text") or "").strip(), kind, False


@pytest.mark.parametrize(
    ("feel", "kind", "entry", "words"),
    [
        ('"ja"', "string", "in", "ja"), ('"ja","nee"', "string", "in", "ja,nee"), ("-", "string", "in", ""),
        ('not("ja")', "string", "in", 'not("ja")'), ("andere", "string", "in", "= andere"),
        ('"Bel, nu"', "string", "out", "Bel, nu"), ('"Bel, nu"', "string", "in", '"Bel, nu"'),
        ("true", "boolean", "in", "ja"), (">= 12", "number", "in", ">= 12"), ("", "string", "out", ""),
        ('if a = 1 then "x" else "y"', "string", "out", 'if a = 1 then "x" else "y"'),
        ('"zegt \\"nee\\""', "string", "out", '"zegt \\"nee\\""'),
    ],
)  # fmt: skip
def test_a_cell_is_read_in_words_and_means_the_same_again(feel: str, kind: str, entry: str, words: str) -> None:
    told = "([feel, kind, entry]) => it.toWords(feel, kind, entry === 'in')"
    assert ran("tables/cells.js", [[feel, kind, entry]], told) == [words]
    back = "([words, kind, entry]) => it.toFeel(words, kind, entry === 'in')"
    assert ran("tables/cells.js", [[words, kind, entry]], back)[0].replace(" ", "") == feel.replace(" ", "")


def test_no_cell_of_the_protocol_changes_by_being_looked_at() -> None:
    cells = list(cells_of_the_protocol())
    assert len(cells) > 500
    told = "([feel, kind, input]) => it.toFeel(it.toWords(feel, kind, input), kind, input)"
    made = ran("tables/cells.js", [list(each) for each in cells], told)
    changed = [
        (feel, now) for (feel, _, _), now in zip(cells, made, strict=True)
        if now.replace(" ", "") != feel.replace(" ", "")
    ]  # fmt: skip
    assert changed == []


def test_every_condition_of_the_protocol_can_be_chosen_and_comes_back_as_it_was() -> None:
    hides = {
        part.hide.text
        for name, data in protocol_files().items() if name.endswith(".form")
        for part in walk(read_form(data, name).components) if part.hide
    }  # fmt: skip
    told = "hide => { const it_is = it.read(hide); return it_is ? it.write(it_is) : hide; }"
    texts = sorted(hides)
    assert len(texts) > 10
    made = ran("forms/conditions.js", texts, told)
    assert [each.lstrip("=") for each in made] == [each.lstrip("=") for each in texts]
    more = ['=a != "x" and a != "y"', '=a = "x" or a = "y"', '=a = "x" and b = "y"', "=a > 3", ""]
    read = ran("forms/conditions.js", more, "hide => it.read(hide) ?? null")
    assert read[0] == {"field": "a", "how": "is", "values": ["x", "y"]}
    assert read[1] == {"field": "a", "how": "not", "values": ["x", "y"]}
    assert read[2:] == [None, None, None]
