"""What routes, by reading the diagrams: the names they use, and of a list only the columns they use."""

from __future__ import annotations

import json

from tests.playing import Play, bundle
from workflows.routing import names_in
from workflows.types import FieldKind

FORM = json.dumps({
    "type": "default", "schemaVersion": 18, "id": "f",
    "components": [
        {"type": "textfield", "key": "wie", "label": "Wie"},
        {"type": "textarea", "key": "verhaal", "label": "Verhaal"},
        {"type": "dynamiclist", "path": "acties", "label": "Acties", "components": [
            {"type": "number", "key": "nr", "label": "Nummer"}, {"type": "textfield", "key": "lane", "label": "Wie"},
            {"type": "textfield", "key": "wat", "label": "Wat"},
        ]},
    ],
}).encode()  # fmt: skip
TEXT = """
    start s
    user a formulier=f
    xor g
    user b
    end e
    s -> a -> g
    g -> b {count(acties[lane = wie]) > 0}
    g -> e default
    b -> e
"""


def test_the_names_of_a_text_are_those_of_its_feel_or_term() -> None:
    assert names_in("=uitkomst = 'x' or a.b > 1") == frozenset()
    assert names_in('= uitkomst = "x" or a.b > 1') == {"uitkomst", "a"}
    assert names_in("5 werkdagen na gemeld_op") == {"gemeld_op"}
    assert names_in("P5D") == frozenset()


def test_a_field_used_inside_a_filter_routes_and_a_column_is_no_field() -> None:
    of = bundle({"forms/f.form": FORM}, P=TEXT)
    assert {name: field.kind for name, field in of.fields.items()} == {
        "acties": FieldKind.RECORDS,
        "wie": FieldKind.TEXT,
    }
    assert [column.name for column in of.fields["acties"].columns] == ["nr", "lane"]
    play = Play(of)
    play.do("a", **of.routing("f", {"wie": "MT", "acties": [{"lane": "MT", "wat": "KANARIE"}], "verhaal": "KANARIE"}))
    assert play.open == ["b"]
    assert "KANARIE" not in json.dumps(play.state)
