"""A change of a decision table is told by row and column; a row that moved is told as moved."""

from __future__ import annotations

import pytest

from tests.unit.workflows.differences.two import filed, the_one, told
from workflows import Bundle, Change, ChangeKind, ChangePart, Weight, compare

FILE = "decisions/zet.dmn"
ROWS = (("r1", '"laag"', "-", '"A"'), ("r2", '"hoog"', '"ja"', '"B"'), ("r3", '"hoog"', '"nee"', '"C"'),
        ("r4", '"midden"', "-", '"D"'))  # fmt: skip


def table(  # noqa: PLR0913 everything that may be otherwise about a table
    rows: tuple[tuple[str, ...], ...] = ROWS, *, policy: str = "UNIQUE",
    columns: tuple[str, ...] = ("ernst", "besluit"),
    label: str = "Ernst", remarks: tuple[str, ...] = (), name: str = "zet", key: str = "zet",
) -> Bundle:  # fmt: skip
    """The small protocol, with this table as the decision that it asks."""
    inputs = "".join(
        f'<input id="in_{each}" label="{label if each == "ernst" else each}"><inputExpression typeRef="string">'
        f"<text>{each}</text></inputExpression></input>"
        for each in columns
    )
    lines = ""
    for at, (row, *cells) in enumerate(rows):
        ends = len(columns)
        remark = f"<description>{remarks[at]}</description>" if at < len(remarks) else ""
        inner = "".join(f"<inputEntry><text>{each}</text></inputEntry>" for each in cells[:ends])
        outer = "".join(f"<outputEntry><text>{each}</text></outputEntry>" for each in cells[ends:])
        lines += f'<rule id="{row}">{remark}{inner}{outer}</rule>'
    xml = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://x.org">'
        f'<decision id="{key}" name="{name}"><variable name="zet"/><decisionTable hitPolicy="{policy}">{inputs}'
        f'<output id="uit" name="uitkomst" typeRef="string"/>{lines}</decisionTable></decision></definitions>'
    )
    return filed({FILE: xml.encode()})


BASE = table()


def moved(*order: int, ids: bool = True) -> tuple[tuple[str, ...], ...]:
    return tuple((ROWS[at][0] if ids else f"n{place}", *ROWS[at][1:]) for place, at in enumerate(order))


def deep(one: Change) -> Change:
    assert (one.part, one.weight, one.file, one.within) == (ChangePart.TABLE, Weight.BEHAVIOUR, FILE, "zet")
    return one


def test_a_cell() -> None:
    rows = (*ROWS[:2], ("r3", '"hoog"', '"nee"', '"X"'), ROWS[3])
    one = deep(the_one(BASE, table(rows)))
    assert one.sentence == 'Rij 3 van tabel *zet* zegt iets anders: *uitkomst* is nu "X" (was "C")'
    assert (one.what, one.element, one.name) == ("row", "r3", "rij 3")


def test_a_row_that_is_new_and_one_that_is_gone() -> None:
    more = table((*ROWS, ("r5", '"geen"', "-", '"E"')))
    assert deep(the_one(BASE, more)).sentence == (
        'Tabel *zet* heeft er een rij bij, rij 5: Ernst "geen" geeft uitkomst "E"'
    )
    gone = deep(the_one(more, BASE))
    assert (gone.kind, gone.sentence) == (
        ChangeKind.REMOVED, 'Tabel *zet* heeft rij 5 niet meer: Ernst "geen" geeft uitkomst "E"'
    )  # fmt: skip


@pytest.mark.parametrize("ids", [True, False])
def test_a_row_that_moved_is_told_as_moved(*, ids: bool) -> None:
    found = [each for each in compare(BASE, table(moved(1, 2, 3, 0, ids=ids))) if each.part is ChangePart.TABLE]
    assert [each.sentence for each in found] == ["Rij 1 van tabel *zet* staat nu als rij 4"]
    assert deep(found[0]).what == "row_moved"


def test_a_row_that_moved_and_says_something_else_is_one_difference() -> None:
    rows = (*ROWS[1:], ("r1", '"laag"', "-", '"Z"'))
    assert told(BASE, table(rows)) == ['Rij 1 van tabel *zet* staat nu als rij 4; *uitkomst* is nu "Z" (was "A")']


def test_a_row_without_its_id_is_known_by_most_of_its_cells() -> None:
    rows = (*ROWS[:1], ("nieuw", '"hoog"', '"misschien"', '"B"'), *ROWS[2:])
    assert told(BASE, table(rows)) == [
        'Rij 2 van tabel *zet* zegt iets anders: *besluit* is nu "misschien" (was "ja")'
    ]  # fmt: skip


def test_a_column_that_is_new_or_gone_is_no_change_of_every_row() -> None:
    rows = tuple((row, a, out) for row, a, _, out in ROWS)
    one = deep(the_one(BASE, table(rows, columns=("ernst",))))
    assert (one.what, one.kind, one.sentence) == (
        "column", ChangeKind.REMOVED, "Tabel *zet* heeft kolom *besluit* niet meer"
    )  # fmt: skip
    one = deep(the_one(table(rows, columns=("ernst",)), BASE))
    assert one.sentence == "Tabel *zet* heeft er een kolom bij: *besluit*, ingevuld in rij 2, 3"


def test_a_column_that_moved() -> None:
    rows = tuple((row, b, a, out) for row, a, b, out in ROWS)
    one = deep(the_one(BASE, table(rows, columns=("besluit", "ernst"))))
    assert (one.what, one.kind) == ("column_moved", ChangeKind.CHANGED)


def test_hit_policy_and_the_name_of_a_column() -> None:
    assert deep(the_one(BASE, table(policy="FIRST"))).sentence == (
        "In tabel *zet* geldt nu: de eerste rij die past geldt (was: precies één rij past)"
    )
    assert deep(the_one(BASE, table(label="Zwaarte"))).sentence == "Kolom *Ernst* van tabel *zet* heet nu *Zwaarte*"


def test_a_remark_and_the_name_of_the_table_are_wording() -> None:
    remark = the_one(BASE, table(remarks=("Let op",)))
    assert (remark.what, remark.weight, remark.new) == ("remark", Weight.WORDING, "Let op")
    name = the_one(BASE, table(name="anders"))
    assert (name.weight, name.sentence) == (Weight.WORDING, "Beslissing *zet* heet nu *anders*")
    assert BASE.gedrag == table(name="anders").gedrag == table(remarks=("Let op",)).gedrag


def test_a_decision_that_is_no_table_any_more() -> None:
    xml = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://x.org">'
        '<decision id="zet" name="zet"><variable name="zet"/><literalExpression><text>1 + 1</text></literalExpression>'
        "</decision></definitions>"
    )
    one = deep(the_one(BASE, filed({FILE: xml.encode()})))
    assert (one.what, one.sentence) == ("logic", "Beslissing *zet* rekent nu anders")


def test_decisions_that_are_new_and_gone() -> None:
    extra = FILE.replace("zet", "meer")
    more = filed({extra: table(key="meer", name="Meer").files[FILE], FILE: BASE.files[FILE]})
    assert told(BASE, more) == ["Beslissing *Meer* is nieuw, met 4 rijen"]
    assert told(more, BASE) == ["Beslissing *Meer* is vervallen"]


def test_a_table_under_another_id_in_another_file_or_explained_otherwise() -> None:
    xml = BASE.files[FILE]
    moved = the_one(BASE, filed({FILE: None, "decisions/ander.dmn": xml}))
    assert moved.sentence == "Beslissing *zet* staat nu in bestand decisions/ander.dmn (was decisions/zet.dmn)"
    ident = xml.replace(b'decision id="zet"', b'decision id="zet2"')
    drawing = BASE.files["klein.bpmn"].replace(b">zet<", b">zet2<")
    renamed = the_one(BASE, filed({FILE: ident, "klein.bpmn": drawing}))
    assert (renamed.what, renamed.weight) == ("id", Weight.BEHAVIOUR)
    said = xml.replace(b'<variable name="zet"/>', b'<description>Zo.</description><variable name="zet"/>')
    assert told(BASE, filed({FILE: said})) == ["De uitleg bij beslissing *zet* is gewijzigd"]


def test_the_head_of_a_column() -> None:
    xml = BASE.files[FILE]
    for old, new, what in (
        (b'typeRef="string"/>', b'typeRef="boolean"/>', "column_type"),
        (b"<text>ernst</text>", b"<text>besluit</text>", "column_field"),
        (b"</inputExpression>", b'</inputExpression><inputValues><text>"laag"</text></inputValues>', "column_values"),
        (b'typeRef="string"/>', b'typeRef="string"><defaultOutputEntry><text>"Z"</text></defaultOutputEntry></output>',
         "column_default"),
    ):  # fmt: skip
        one = deep(the_one(BASE, filed({FILE: xml.replace(old, new, 1)})))
        assert (one.what, one.kind) == (what, ChangeKind.CHANGED)


def test_what_a_decision_is_fed_with() -> None:
    xml = BASE.files[FILE]
    fed = xml.replace(
        b'<variable name="zet"/>', b'<variable name="zet"/><informationRequirement><requiredInput href="#bron"/>'
        b"</informationRequirement>",
    ).replace(b"</definitions>", b'<inputData id="bron" name="Bron"/></definitions>')  # fmt: skip
    one = the_one(BASE, filed({FILE: fed}))
    assert (one.what, one.weight) == ("requirement", Weight.WORDING)
    summed = filed({FILE: xml.replace(b'hitPolicy="UNIQUE"', b'hitPolicy="COLLECT" aggregation="COUNT"')})
    assert told(BASE, summed) == [
        "In tabel *zet* geldt nu: de rijen die passen worden geteld (was: precies één rij past)"
    ]


def test_a_rule_that_calculates_otherwise() -> None:
    def calculated(text: str, model: str) -> Bundle:
        return filed({FILE: (
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x:y">'
            f'<businessKnowledgeModel id="k" name="plus"><variable name="plus"/><encapsulatedLogic>'
            f'<formalParameter name="a"/><literalExpression><text>{model}</text></literalExpression>'
            "</encapsulatedLogic>"
            '</businessKnowledgeModel><decision id="zet" name="zet"><variable name="zet"/><knowledgeRequirement>'
            f'<requiredKnowledge href="#k"/></knowledgeRequirement><literalExpression><text>{text}</text>'
            "</literalExpression></decision></definitions>"
        ).encode()})  # fmt: skip

    base = calculated("plus(1)", "a + 1")
    assert told(base, calculated("plus(2)", "a + 1")) == ["Beslissing *zet* rekent nu met plus(2) (was plus(1))"]
    one = the_one(base, calculated("plus(1)", "a + 2"))
    assert (one.what, one.weight) == ("knowledge", Weight.BEHAVIOUR)
