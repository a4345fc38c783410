"""Where a route waits, and where a person may take it by hand; whatever is offered can be gone to."""

from __future__ import annotations

from tests.playing import Play, bundle
from tests.unit.workflows.migration.going import to
from workflows.bundle import Bundle
from workflows.migration import stands_of, targets_of

BEFORE = 'start s\n user a "Kijken" termijn=P5D\n user b "Wegen"\n end e\n s -> a -> b -> e'
AFTER = (
    'start s\n user c "Zien"\n xor v "Verder?"\n user b "Wegen"\n end e\n s -> c -> v\n v -> b "Ja"\n'
    ' v -> e "Nee"\n b -> e'
)


def one(text: str) -> Bundle:
    return bundle(None, P=text)


def test_it_stands_where_it_waits_and_not_at_its_edge() -> None:
    play = Play(one(BEFORE))
    assert [(each.process, each.element, each.name) for each in stands_of(play.engine.bundle, play.state)] == [
        ("P", "a", "Kijken")
    ]


def test_to_what_goes_on_first_then_to_what_begins_anew_and_never_to_an_end() -> None:
    found = targets_of(one(BEFORE), one(AFTER), "P", "a")
    assert [(each.element, each.alike) for each in found] == [("c", True), ("b", True), ("v", False)]


def test_of_what_is_not_drawn_nothing_is_offered() -> None:
    assert targets_of(one(BEFORE), one(AFTER), "Q", "a") == ()
    assert targets_of(one(BEFORE), one(AFTER), "P", "weg") == ()


def test_whatever_is_offered_can_be_gone_to() -> None:
    for each in targets_of(one(BEFORE), one(AFTER), "P", "a"):
        gone = to(one(AFTER), Play(one(BEFORE)), {"a": each.element}).go()
        assert gone.open == [each.element]
