"""Tokens by hand: what can happen, what comes of it, and back by leaving out the last choice."""

from __future__ import annotations

import random

import pytest

from tests.school import the_bundle
from workflows import Limits, TokenDeed, simulate


@pytest.mark.parametrize("process", sorted(the_bundle().processes))
def test_a_walk_goes_over_what_is_drawn_and_comes_back_by_its_choices(process: str) -> None:
    bundle, chance = the_bundle(), random.Random(process)  # noqa: S311  a walk, no secret
    drawn = {
        each for one in bundle.processes.values() for each in (*one.nodes, *one.flows)
    }  # fmt: skip
    chosen: list[int] = []
    found = simulate(bundle, process, chosen)
    assert not found.standing
    assert found.moves
    while found.moves and len(chosen) < 25:
        chosen.append(chance.randrange(len(found.moves)))
        told = found.moves[chosen[-1]]
        found = simulate(bundle, process, chosen)
        assert found.taken[-1] == told
        assert set(told.passed) <= drawn
        assert {each.element for each in found.standing} <= drawn
        assert bool(told.leads) <= bool(found.standing)
        assert not (told.over and found.standing)
    assert simulate(bundle, process, chosen) == found
    assert len(found.taken) == len(chosen)


def test_answers_and_ends_are_told_by_what_the_drawing_calls_them() -> None:
    first = simulate(the_bundle(), "meldcode", [])
    acute = next(number for number, each in enumerate(first.moves) if each.name == "Acute onveiligheid")
    assert first.moves[acute].deed is TokenDeed.START
    assert first.moves[acute].leads == ("Acuut handelen en Veilig Thuis bellen",)
    called = simulate(the_bundle(), "meldcode", [acute])
    done = next(number for number, each in enumerate(called.moves) if each.deed is TokenDeed.DONE)
    asked = simulate(the_bundle(), "meldcode", [acute, done])
    answers = [each.answers for each in asked.moves if each.deed is TokenDeed.ANSWER]
    assert answers == [("Gemeld",), ("Advies, nog geen melding",), ("Niet bereikt",)]


def test_a_choice_that_is_there_no_more_ends_it_before() -> None:
    found = simulate(the_bundle(), "meldcode", [0, 9_999, 0])
    assert len(found.taken) == 1
    assert found.moves


def test_no_such_process() -> None:
    with pytest.raises(KeyError):
        simulate(the_bundle(), "spijbelen", [], Limits())
