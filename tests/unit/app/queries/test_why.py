"""Why a task is there: the rules that ask it are told by name, and a number that no rule has is not told."""

from __future__ import annotations

from app.queries.why import rules_named
from tests.playing import bundle

DRAWN = 'start s\n user a "Kijken"\n end e\n s -> a -> e'
RULE = """
[[regel]]
nummer = "{number}"
naam = "{name}"
tekst = "Eerst wordt er gekeken."
bron = ["{source}"]
proces = "P"
zinnen = ['nooit "Klaar" zonder "Kijken" ervoor']
"""


def test_a_rule_is_named_by_each_source_that_it_has_and_by_no_other():
    written = RULE.format(number=1, name="Eerst kijken", source="R3") + RULE.format(
        number=2, name="Anders", source="R5"
    )
    made = bundle({"rules/regels.toml": written.encode()}, P=DRAWN)
    assert rules_named(made, ("R3", "R4")) == ("Eerst kijken",)
    assert rules_named(made, ("R4", "domein 2c")) == ()
    assert rules_named(made, ("R5", "R3")) == ("Eerst kijken", "Anders")


def test_a_file_of_rules_that_cannot_be_read_takes_no_task_away():
    assert rules_named(bundle({"rules/regels.toml": b"[[regel"}, P=DRAWN), ("R3",)) == ()
