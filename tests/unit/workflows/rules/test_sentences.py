from __future__ import annotations

import pytest

from workflows.errors import SourceError
from workflows.rules import Item, Kind, RuleError, What, parse, read_rules_file

A, B, C = (Item(What.ELEMENT, name) for name in "ABC")


@pytest.mark.parametrize(("text", "kind", "x", "y"), [
    ('nooit "A"', Kind.NEVER, (A,), ()),
    ('nooit "A" zonder "B" ervoor', Kind.BEFORE, (A,), (B,)),
    ('nooit "A" of "C" zonder "B" ervoor, sinds "C"', Kind.BEFORE, (A, C), (B,)),
    ('tussen elke twee "A" of "B" ligt "C"', Kind.BETWEEN, (A, B), (C,)),
    ('tussen "A" en "B" ligt 2 keer "C"', Kind.COUNT, (C,), ()),
    ('"A" altijd gevolgd door "B", voor "C", behalve als "C" en daarna "A"', Kind.AFTER, (A,), (B,)),
    ('"A" over bericht "M" gevolgd door "B"', Kind.MESSAGE, (A,), (B,)),
    ('bij twijfel "A" hoort "B" ervoor of erna, sinds "C"', Kind.DOUBT, (A,), (B,)),
    ('vier ogen: "A" nooit door wie "B" deed', Kind.FOUR_EYES, (A,), (B,)),
    ('"A" heeft een termijn', Kind.TERM, (A,), ()),
    ("“A” sluit nooit vanzelf, behalve als “C”", Kind.CLOSES, (A,), ()),
])  # fmt: skip
def test_a_sentence_is_read_as_its_kind(text, kind, x, y):
    found = parse(text)
    assert (found.kind, found.x, found.y, found.text) == (kind, x, y, text)


def test_what_is_named_can_be_narrowed():
    (item,) = parse('nooit "A" met veld = "w" met einde "E" terwijl loopt_x = "ja" binnen "S"').x
    assert item == Item(What.ELEMENT, "A", None, (("veld", "w"),), "E", (("loopt_x", "ja"),), "S")
    (answer,) = parse('nooit "A?" = "Ja, met reden"').x
    assert (answer.name, answer.value) == ("A?", "Ja, met reden")
    assert [each.what for each in parse('nooit elke taak of elk einde of bericht "M" of begin "M"').x] == [
        What.ANY_TASK, What.ANY_END, What.MESSAGE, What.START,
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), [
    ("", "altijd gevolgd door"), ('nooit "A" zonder "B"', "ervoor"), ("nooit A", "aanhalingstekens"),
    ('"A" altijd gevolgd door "B" misschien', "het einde van de zin"),
    ('tussen "A" en "B" ligt vaak keer "C"', "getal"),
    ('nooit "A', "aanhalingsteken"), ('"A"', "heeft een termijn"), ("nooit " + '"A" of ' * 300 + '"A"', "te lang"),
])  # fmt: skip
def test_what_is_no_sentence_is_told_with_what_may_stand_there(text, asked):
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert asked in caught.value.message or "hoort" in caught.value.message


def rules(text: str):
    return read_rules_file(text.encode(), "rules/r.toml")


WHOLE = """
[[regel]]
nummer = "1"
naam = "Naam"
tekst = "Tekst."
"""


def test_a_rule_that_cannot_be_said_stands_in_the_file_as_text():
    (rule,) = rules(WHOLE + 'niet_te_zeggen = "Nog niet getekend."').rules
    assert (rule.parts, rule.unsaid) == ((), "Nog niet getekend.")


@pytest.mark.parametrize(("text", "line"), [
    ("geen toml", None), (WHOLE, 3), (WHOLE + "vreemd = 1", 6), (WHOLE + "proces = 1", 6),
    (WHOLE + 'zinnen = ["nooit"]', 6), (WHOLE + 'proces = "p"\nzinnen = ["nooit"]', 7), ("regel = 1", 1),
    ('[[regel]]\nnummer = ""', 2),
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(text, line):
    with pytest.raises(SourceError) as caught:
        rules(text)
    assert caught.value.code == "rules"
    assert caught.value.line == line or (line == 6 and caught.value.line is None), caught.value.message
