"""An exception to a rule in its file: written, changed, taken out, and every other byte as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workflows.rules.test_writing import HANDMADE, SHIPPED
from workflows import Side, merge
from workflows.rules import WritingError, read_rules_file, with_exemption, without_exemption

REASONS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=80).filter(
    lambda text: text == " ".join(text.split())
)
FIRST = SHIPPED.decode().partition('nummer = "')[2].partition('"')[0]


@given(REASONS, st.sampled_from(["", "\r\n"]))
def test_what_is_written_reads_back_and_taken_out_the_file_is_as_it_was(reason: str, ending: str) -> None:
    data = SHIPPED.replace(b"\n", ending.encode()) if ending else SHIPPED
    made = with_exemption(data, FIRST, reason)
    assert made.startswith(data.rstrip())
    assert [(each.rule, each.reason) for each in read_rules_file(made, "").exempt] == [(FIRST, reason)]
    assert without_exemption(made, FIRST) == data
    again = with_exemption(made, FIRST, "Anders.")
    assert [(each.rule, each.reason) for each in read_rules_file(again, "").exempt] == [(FIRST, "Anders.")]


def test_one_that_is_there_is_changed_in_its_place_and_what_stands_around_it_stays() -> None:
    made = with_exemption(HANDMADE, "a", "Nu om een andere reden.")
    assert made == HANDMADE.replace(b"Zo is het nu.", b"Nu om een andere reden.")
    gone = without_exemption(made, "a")
    assert b"# na de eerste" in gone
    assert b"[[ uitzondering ]]" not in gone
    assert [each.id for each in read_rules_file(gone, "").rules] == ["a", "b"]
    both = with_exemption(HANDMADE, "b", "Ook dit.")
    assert both == HANDMADE.rstrip() + b'\n\n[[uitzondering]]\nregel = "b"\nreden = "Ook dit."\n'
    twice = HANDMADE + b'[[uitzondering]]\nregel = "a"\nreden = "Nog een keer."\n'
    assert with_exemption(twice, "a", "Een keer.") == HANDMADE.replace(b"Zo is het nu.", b"Een keer.")


def test_what_is_written_otherwise_is_refused_and_not_rewritten() -> None:
    inline = b'uitzondering = [{regel = "a", reden = "Zo."}]\n'
    with pytest.raises(WritingError):
        with_exemption(inline, "a", "Anders.")
    with pytest.raises(WritingError):
        without_exemption(inline, "a")
    with pytest.raises(WritingError):
        with_exemption(b"[[", "a", "Anders.")


def test_two_reasons_for_one_exception_are_asked_and_two_exceptions_are_both_there() -> None:
    base = with_exemption(SHIPPED, FIRST, "Eerst dit.")
    one, other = (with_exemption(base, FIRST, reason) for reason in ("Van mij.", "Van de ander."))
    [clash] = merge("rules/regels.toml", base, one, other).clashes
    made = merge("rules/regels.toml", base, one, other, {clash.id: Side.MINE})
    assert [each.reason for each in read_rules_file(made.data, "").exempt] == ["Van mij."]
    both = merge("rules/regels.toml", SHIPPED, base, with_exemption(SHIPPED, "2", "Ook dit."))
    assert both.clashes == ()
    assert sorted(each.rule for each in read_rules_file(both.data, "").exempt) == sorted([FIRST, "2"])
