"""Two who change one table: by rule, column and cell, and every rule keeps a cell in every column."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.unit.workflows.merging.test_merging import TABLE, read
from workflows import Side, check, merge
from workflows.sources import read_xml


def test_a_table_is_merged_by_row_and_cell() -> None:
    base = read(TABLE)
    first, second = base.index(b'<rule id="D1_rule_1">'), base.index(b'<rule id="D1_rule_2">')
    row = base[first:second].replace(b"D1_rule_1", b"D1_rule_nieuw")
    mine = base[:second] + row + base[second:]
    theirs = base.replace(b'label="Uitkomst"', b'label="De uitkomst"')
    made = merge(TABLE, base, mine, theirs)
    assert made.clashes == ()
    assert b"D1_rule_nieuw" in made.data
    assert b"De uitkomst" in made.data
    assert not [each for each in check({"d.dmn": made.data}) if each.code in {"xml", "not-xml"}]
    cell = b'<inputEntry id="D1_rule_1_grond">\n          <text>-</text>'
    assert cell in base
    two = [base.replace(cell, cell.replace(b"-<", each + b"<")) for each in (b'"leeg"', b'"geen"')]
    [clash] = merge(TABLE, base, *two).clashes
    lost = merge(TABLE, base, *two, {clash.id: Side.THEIRS})
    assert lost.told == ("regel 1 (ja, geen, DOORGAAN)",)
    assert (clash.was, clash.mine, clash.theirs) == ("maakt niet uit", "“leeg”", "“geen”")
    assert (clash.element, clash.what) == (
        "D1_rule_1", "Regel 1 (ja, leeg, DOORGAAN), de kolom “Grond om zonder gesprek verder te gaan”",
    )  # fmt: skip
    extra = b'<output id="D1_out_extra" name="extra" typeRef="string" />\n      <rule id="D1_rule_1">'
    lopsided = base.replace(b'<rule id="D1_rule_1">', extra)
    [whole] = merge(TABLE, base, mine, lopsided).clashes
    assert whole.element == ""
    assert merge(TABLE, base, mine, lopsided, {whole.id: Side.MINE}).data == mine


def squares(data: bytes) -> dict[str, dict[str, str]]:
    """What a table says: by rule and by column, as long as every rule has a cell in every column."""
    [table] = read_xml(data).iter("{*}decisionTable")
    found: dict[str, dict[str, str]] = {}
    for rule in table.iter("{*}rule"):
        cells: dict[str, str] = {}
        for sort in ("input", "output"):
            columns, entries = table.findall(f"{{*}}{sort}"), rule.findall(f"{{*}}{sort}Entry")
            cells |= {
                each.get("id"): cell.findtext("{*}text") or "" for each, cell in zip(columns, entries, strict=True)
            }
        found[rule.get("id")] = cells
    return found


def columned(data: bytes, new: str, at: int, said: str) -> bytes:
    """With a column more, looking at a field of that name."""
    root = read_xml(data)
    [table] = root.iter("{*}decisionTable")
    space = etree.QName(table).namespace
    column = etree.Element(f"{{{space}}}input", id=new, label=new)
    asked = etree.SubElement(column, f"{{{space}}}inputExpression", id=f"{new}_expr", typeRef="string")
    etree.SubElement(asked, f"{{{space}}}text").text = new
    table.findall("{*}input")[at].addprevious(column)
    for rule in table.iter("{*}rule"):
        cell = etree.Element(f"{{{space}}}inputEntry", id=f"{rule.get('id')}_{new}")
        etree.SubElement(cell, f"{{{space}}}text").text = said
        rule.findall("{*}inputEntry")[at].addprevious(cell)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def without_column(data: bytes, column: str) -> bytes:
    root = read_xml(data)
    [table] = root.iter("{*}decisionTable")
    at = [each.get("id") for each in table.findall("{*}input")].index(column)
    for each in (table.findall("{*}input")[at], *(rule.findall("{*}inputEntry")[at] for rule in table.iter("{*}rule"))):
        each.getparent().remove(each)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def without_rule(data: bytes, rule: str) -> bytes:
    root = read_xml(data)
    [found] = [each for each in root.iter("{*}rule") if each.get("id") == rule]
    found.getparent().remove(found)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def celled(data: bytes, rule: str, column: str, text: str) -> bytes:
    root = read_xml(data)
    [table] = root.iter("{*}decisionTable")
    at = [each.get("id") for each in table.findall("{*}input")].index(column)
    [found] = [each for each in table.iter("{*}rule") if each.get("id") == rule]
    found.findall("{*}inputEntry")[at].find("{*}text").text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def test_a_rule_of_one_gets_a_cell_in_the_column_of_the_other() -> None:
    base = read(TABLE)
    first, second = base.index(b'<rule id="D1_rule_1">'), base.index(b'<rule id="D1_rule_2">')
    mine = base[:second] + base[first:second].replace(b"D1_rule_1", b"D1_rule_nieuw") + base[second:]
    made = merge(TABLE, base, mine, columned(base, "soort", 1, '"x"'))
    assert made.clashes == ()
    found = squares(made.data)
    assert list(found)[:3] == ["D1_rule_1", "D1_rule_nieuw", "D1_rule_2"]
    assert list(found["D1_rule_nieuw"])[:3] == ["D1_in_gesprek_gevoerd", "soort", "D1_in_grond"]
    assert (found["D1_rule_nieuw"]["soort"], found["D1_rule_1"]["soort"]) == ("-", '"x"')
    two = merge(TABLE, base, columned(base, "soort", 1, '"x"'), columned(base, "klas", 0, '"y"'))
    assert two.clashes == ()
    assert list(squares(two.data)["D1_rule_1"])[:3] == ["klas", "D1_in_gesprek_gevoerd", "soort"]


@pytest.mark.parametrize("side", [Side.MINE, Side.THEIRS])
def test_a_column_that_one_took_away_while_the_other_filled_it_in_is_asked_once(side: Side) -> None:
    base, column, rule = read(TABLE), "D1_in_grond", "D1_rule_1"
    assert (
        merge(TABLE, base, without_column(base, column), base.replace(b'label="Uitkomst"', b'label="X"')).clashes == ()
    )
    mine, theirs = without_column(base, column), celled(base, rule, column, '"leeg"')
    [clash] = merge(TABLE, base, mine, theirs).clashes
    assert (clash.element, clash.mine, clash.theirs) == (column, "weghalen", "laten staan")
    chosen = merge(TABLE, base, mine, theirs, {clash.id: side})
    assert chosen.clashes == ()
    assert squares(chosen.data)[rule].get(column) == (None if side is Side.MINE else '"leeg"')
    assert merge(TABLE, base, without_rule(base, rule), columned(base, "soort", 0, '"x"')).clashes == ()
    [clash] = merge(TABLE, base, without_rule(base, rule), theirs).clashes
    assert clash.what.startswith("Regel 1 (ja, leeg, DOORGAAN): de een haalde dit weg")


RULES = [f"D1_rule_{number}" for number in range(1, 4)]
COLUMNS = ["D1_in_grond", "D1_in_akkoord_ib"]


def table_edits(who: str) -> st.SearchStrategy[list[Callable[[bytes], bytes]]]:
    one = st.one_of(
        st.sampled_from(RULES).map(lambda rule: lambda data: without_rule(data, rule)),
        st.sampled_from(COLUMNS).map(lambda column: lambda data: without_column(data, column)),
        st.sampled_from([0, 1, 2]).map(lambda at: lambda data: columned(data, f"{who}_{at}", at, f'"{who}"')),
        st.tuples(st.sampled_from(RULES), st.sampled_from(COLUMNS)).map(
            lambda where: lambda data: celled(data, *where, f'"{who}"')
        ),
    )
    return st.lists(one, max_size=4)


@settings(max_examples=30, deadline=None)
@given(table_edits("anne"), table_edits("bas"), st.sampled_from(Side))
def test_whatever_two_do_to_a_table_it_stays_a_square(
    mine: list[Callable[[bytes], bytes]], theirs: list[Callable[[bytes], bytes]], side: Side
) -> None:
    files = []
    for edits_of in (mine, theirs):
        data = read(TABLE)
        for edit in edits_of:
            with contextlib.suppress(ValueError):  # what is gone already, or is there already
                data = data if f"{edit(data)!r}".count("<rule") > 9 else edit(data)
        files.append(data)
    made = merge(TABLE, read(TABLE), *files)
    chosen: dict[str, Side] = {}
    while made.clashes:
        assert all(each.element for each in made.clashes)
        squares(made.data)
        chosen |= {each.id: side for each in made.clashes}
        made = merge(TABLE, read(TABLE), *files, chosen)
    squares(made.data)
