"""What is different between two states of one file: what came, went and changed, as it is called."""

from __future__ import annotations

import json

import pytest

from tests.unit.workflows.merging.test_merging import (
    END,
    FORM,
    LANE,
    NAME,
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
from workflows import Between, between


def test_of_a_drawing_what_came_what_went_and_what_is_only_elsewhere() -> None:
    base = read(SMALL)
    made = between(SMALL, base, edited(base, renamed(TASK, "Melden"), added("nieuw", TASK, LANE), moved(END, 10, 0)))
    assert made is not None
    assert made.added[0] == "de taak “Taak nieuw”"
    assert made.removed == ()
    assert f"de taak “{NAME}”" in made.changed
    assert made.moved == 1
    gone = between(SMALL, base, edited(base, removed(END)))
    assert gone is not None
    assert "het einde “Afgehandeld”" in gone.removed
    assert between(SMALL, base, base) == Between()


def test_of_a_table_rules_and_columns_and_of_a_form_questions() -> None:
    table = read(TABLE)
    made = between(TABLE, table, columned(without_rule(table, "D1_rule_1"), "soort", 0, "-"))
    assert made is not None
    assert made.added == ("de kolom “soort”",)
    assert [each.partition(" (")[0] for each in made.removed] == ["regel 1"]
    assert made.changed == ()
    values = between(TABLE, table, table.replace(b'<text>"ja"', b'<text>"jawel"', 1))
    assert values is not None
    assert values.changed == ("de kolom “Is het gesprek gevoerd?”",)
    form = json.loads(read(FORM))
    label = form["components"][1]["label"]
    form["components"][1]["validate"] = {"required": False}
    assert between(FORM, read(FORM), json.dumps(form).encode()) == Between(changed=(f"de vraag “{label}”",))


@pytest.mark.parametrize("other", [b"", b"{", b"[" * 100_000, b"<a/>"])
def test_what_cannot_be_taken_apart_is_not_told(other: bytes) -> None:
    assert between(SMALL, read(SMALL), other) is None
    assert between(FORM, read(FORM), other) is None
