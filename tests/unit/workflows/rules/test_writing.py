"""Writing rules: what is written reads back, and every other byte of the file stays as it was."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.school import protocol_files
from workflows.rules import (
    Item,
    Kind,
    Part,
    Rule,
    Sentence,
    What,
    WritingError,
    parse,
    read_item,
    read_rules_file,
    spell,
    spell_item,
    with_rule,
    without_rule,
)  # fmt: skip

SHIPPED = protocol_files()["rules/regels.toml"]
RULES = {rule.id: rule for rule in read_rules_file(SHIPPED, "").rules}
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"“”'), min_size=1)
WORDS = st.text("abcdefghij_", min_size=1, max_size=8).map(lambda word: f"v_{word}")
ITEMS = st.builds(
    Item, st.sampled_from((What.ELEMENT, What.MESSAGE, What.START, What.END)), NAMES, st.none() | NAMES,
    st.lists(st.tuples(WORDS, NAMES), max_size=2).map(tuple), st.just("") | NAMES,
    st.lists(st.tuples(WORDS, NAMES), max_size=1).map(tuple), st.just("") | NAMES,
) | st.sampled_from((What.ANY_TASK, What.ANY_OTHER_TASK, What.ANY_END, What.ANY_STEP)).map(Item)  # fmt: skip
ANY = st.lists(ITEMS, min_size=1, max_size=3).map(tuple)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
HANDMADE = b"""\
# bovenaan
geen_einde = ['Elders']   # hier gaat het verder

# over de eerste
[[regel]]
nummer = "a"  # zo heet hij
naam = "Eerste"
tekst = \"\"\"
Eerst [[regel]] dit,
dan dat.\"\"\"
proces = ["p", "q"]
zinnen = [  # twee
  'nooit "A"',
  # over B
  "nooit \\"B\\"",   # achter B
]

[[regel.ook]]
proces = "r"
zinnen = ['nooit "C"']
# na de eerste

[[ uitzondering ]]
regel = "a"
reden = "Zo is het nu."

[[regel]]
nummer = "b"
naam = 'Tweede'
tekst = "T"
proces = "p"
zinnen = ['nooit "D"']
"""


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    kind = draw(st.sampled_from(Kind))
    needs_y = kind not in {Kind.NEVER, Kind.COUNT, Kind.TERM, Kind.CLOSES}
    told = {
        "y": draw(ANY) if needs_y else (),
        "since": draw(ANY) if kind is Kind.COUNT or draw(st.booleans()) else (),
        "until": draw(ANY) if kind is Kind.COUNT or draw(st.booleans()) else (),
        "unless": draw(st.lists(ANY, max_size=2).map(tuple)),
        "message": draw(NAMES) if kind is Kind.MESSAGE else "",
        "different": kind is Kind.BETWEEN and draw(st.booleans()),
        "count": draw(st.integers(1, 99)) if kind is Kind.COUNT else 0,
    }
    return Sentence(kind, "", draw(ANY), **told)


PARTS = st.builds(Part, st.lists(WORDS, min_size=1, max_size=2, unique=True).map(tuple),
                  sentences().map(lambda each: parse(spell(each))))  # fmt: skip
MADE = st.builds(
    Rule, st.sampled_from(("1", "8", "18", "40")), LINES, LINES, st.lists(LINES, max_size=3).map(tuple),
    st.lists(PARTS, min_size=1, max_size=4).map(tuple), st.just("") | LINES, st.lists(LINES, max_size=2).map(tuple),
    st.lists(LINES, max_size=2).map(tuple), st.booleans(),
)  # fmt: skip


def bare(rule: Rule) -> Rule:
    return replace(rule, file="", line=None)


def changes(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@given(sentences())
def test_a_sentence_that_is_spelled_reads_back(made: Sentence) -> None:
    text = spell(made)
    assert replace(parse(text), text="") == made


@given(ITEMS)
def test_a_thing_that_is_spelled_reads_back(made: Item) -> None:
    assert read_item(spell_item(made)) == made


@pytest.mark.parametrize("number", RULES)
def test_every_shipped_sentence_is_spelled_as_it_stands_and_its_rule_written_without_a_change(number: str) -> None:
    for part in RULES[number].parts:
        assert spell(part.sentence) == part.sentence.text
    assert with_rule(SHIPPED, RULES[number]) == SHIPPED


@pytest.mark.parametrize("number", RULES)
def test_a_shipped_rule_goes_and_comes_and_no_other_changes(number: str) -> None:
    gone = without_rule(SHIPPED, number)
    assert not [line for line in changes(SHIPPED, gone) if line.startswith("+")]
    back = with_rule(gone, RULES[number])
    found = {rule.id: bare(rule) for rule in read_rules_file(back, "").rules}
    assert found == {key: bare(rule) for key, rule in RULES.items()}
    assert [line for line in changes(gone, back) if line.startswith("-")] == []


@given(MADE)
def test_any_rule_reads_back_and_all_else_is_byte_for_byte_the_same(made: Rule) -> None:
    written = with_rule(SHIPPED, made)
    found = {rule.id: bare(rule) for rule in read_rules_file(written, "").rules}
    assert found == {**{key: bare(rule) for key, rule in RULES.items()}, made.id: made}
    for number in RULES.keys() - {made.id}:
        assert block(SHIPPED, number) in written


def block(data: bytes, number: str) -> bytes:
    """A rule as it stands in the shipped file, where blank lines part the rules from each other."""
    after = data.partition(f'[[regel]]\nnummer = "{number}"\n'.encode())[2]
    return after.partition(b"\n[[regel]]")[0]


def rule(number: str) -> Rule:
    return next(each for each in read_rules_file(HANDMADE, "").rules if each.id == number)


def test_only_the_key_that_changes_is_written() -> None:
    made = with_rule(HANDMADE, replace(rule("a"), name="Een ander"))
    assert changes(HANDMADE, made) == ['-naam = "Eerste"', '+naam = "Een ander"']


def test_only_the_sentence_that_changes_is_written_and_what_is_said_beside_it_stays() -> None:
    parts = list(rule("a").parts)
    parts[1] = Part(("p", "q"), parse('nooit "E"'))
    made = with_rule(HANDMADE, replace(rule("a"), parts=tuple(parts)))
    assert changes(HANDMADE, made) == ['-  "nooit \\"B\\"",   # achter B', "+  'nooit \"E\"',   # achter B"]


def test_a_sentence_about_another_process_gets_a_place_of_its_own_and_one_that_goes_leaves_none() -> None:
    more = replace(rule("b"), parts=(*rule("b").parts, Part(("s",), parse('nooit "E"'))))
    assert changes(HANDMADE, with_rule(HANDMADE, more))[-3:] == [
        "+[[regel.ook]]", '+proces = "s"', "+zinnen = ['nooit \"E\"']",
    ]  # fmt: skip
    less = with_rule(HANDMADE, replace(rule("a"), parts=rule("a").parts[:2]))
    assert b"[[regel.ook]]" not in less
    assert b"# over B" in less


def test_with_a_rule_go_the_exceptions_to_it() -> None:
    made = without_rule(HANDMADE, "a")
    assert b"uitzondering" not in made
    assert made.startswith(b"# bovenaan\ngeen_einde = ['Elders']   # hier gaat het verder\n\n# over de eerste\n")
    assert made.endswith(b"""[[regel]]
nummer = "b"
naam = 'Tweede'
tekst = "T"
proces = "p"
zinnen = ['nooit "D"']
""")


def test_the_first_rule_makes_a_file_and_the_last_leaves_one() -> None:
    made = with_rule(b"", RULES["1"])
    assert bare(read_rules_file(made, "").rules[0]) == bare(RULES["1"])
    assert without_rule(made, "1").decode().startswith("#")


@pytest.mark.parametrize("before", ["\n", "\r\n"])
def test_lines_end_as_they_did_and_a_mark_at_the_beginning_stays(before: str) -> None:
    data = b"\xef\xbb\xbf" + HANDMADE.replace(b"\n", before.encode())
    made = with_rule(data, replace(rule("b"), name="Anders", source=("art. 1",)))
    assert made.startswith(b"\xef\xbb\xbf# bovenaan")
    assert made.count(b"\n") - made.count(b"\r\n") == (0 if before == "\r\n" else made.count(b"\n"))
    assert len(read_rules_file(made, "").rules) == 2


@pytest.mark.parametrize("data", [
    b'regel = [{nummer = "a", naam = "N", tekst = "T", proces = "p", zinnen = [\'nooit "A"\']}]\n', b"[[regel]\n",
])  # fmt: skip
def test_a_file_that_is_written_in_another_way_is_refused_and_not_spoiled(data: bytes) -> None:
    with pytest.raises(WritingError):
        with_rule(data, replace(rule("a"), name="Anders"))
