"""What is gone from a file is known without reading it: elements, columns and rules of a table, questions of a form."""

from __future__ import annotations

import json

import pytest

from tests.unit.workflows.merging.test_merging import (
    END,
    FORM,
    LANE,
    SMALL,
    TABLE,
    TASK,
    added,
    edited,
    moved,
    read,
    removed,
    renamed,
)
from tests.unit.workflows.merging.test_tables import columned, without_rule
from workflows import takes_away


def test_what_is_drawn() -> None:
    base = read(SMALL)
    assert takes_away(base, edited(base, removed(END)))
    assert not takes_away(base, edited(base, renamed(TASK, "Melden"), added("nieuw", TASK, LANE), moved(END, 10, 0)))


def test_a_rule_and_a_column_of_a_table_and_a_question_of_a_form() -> None:
    table = read(TABLE)
    wider = columned(table, "soort", 0, "-")
    assert takes_away(table, without_rule(table, "D1_rule_1"))
    assert takes_away(wider, table)
    assert not takes_away(table, wider)
    form = json.loads(read(FORM))
    form["components"][0]["label"] = "Anders"
    other = json.dumps(form).encode()
    del form["components"][0]
    assert not takes_away(read(FORM), other)
    assert takes_away(other, json.dumps(form).encode())


@pytest.mark.parametrize("left", [b"", b"{", b"<a/>", b"<" * 100_000])
def test_also_of_what_cannot_be_read(left: bytes) -> None:
    assert takes_away(b'<a id="een"><', left)
    assert not takes_away(left, b'<a id="een"><')
