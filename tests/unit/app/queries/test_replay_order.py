"""In the order in which it happened, what a route waits for is where its tokens stand, though a fact came late."""

from __future__ import annotations

from itertools import permutations

import pytest

from app.queries.replay import Drawn, Move, WaitFor
from app.queries.replay_order import in_order
from app.queries.replay_waits import shown
from tests.playing import Play, bundle
from tests.unit.app.queries.test_replay import SIMPLE, moves, waits

TIMED = """
    start s
    user a "Observeren"
    boundary t on=a interrupting=no timer="duration:P2D"
    end h
    user b "Verder na stap 1?"
    catch m "Antwoord" message=Antwoord
    end e "Klaar"
    s -> a -> b -> m -> e
    t -> h
"""


def stood(play: Play, *order: int) -> list[Move]:
    return list(in_order(Drawn((play.engine.bundle,), "P"), moves(play), order))


def test_what_was_done_before_the_route_began_is_not_waited_for_when_it_begins():
    play = Play(bundle(P=TIMED))
    play.do("a")
    late, begun = stood(play, 1, 0)
    assert waits(late) == [("person", "b")]
    assert shown(late.marking) == ("b",)
    assert late.marking == {"a": -1, "b": 1}  # it left where nobody stood yet, as the script adds it up
    assert begun.marking == {"b": 1}
    assert waits(begun) == [("person", "b")]


def test_a_late_fact_opens_its_task_and_ends_its_timer_from_when_it_happened():
    play = Play(bundle(P=TIMED))
    play.correct()
    play.do("a")
    began, late, corrected = stood(play, 0, 2, 1)
    assert waits(began) == [("person", "a"), ("timer", "t")]
    assert waits(late) == waits(corrected) == [("person", "b")]
    assert corrected.change == {}


def test_a_message_is_waited_for_where_its_token_stands():
    play = Play(bundle(P=TIMED))
    play.do("a")
    play.do("b")
    _, late, all_done = stood(play, 0, 2, 1)
    assert waits(late) == [("person", "a"), ("timer", "t"), ("message", "m")]
    assert shown(late.marking) == ("a", "m")
    assert waits(all_done) == [("message", "m")]


def test_a_route_that_a_late_fact_ended_is_over_from_then():
    play = Play(bundle(P=TIMED))
    for step in ("a", "b"):
        play.do(step)
    play.receive("Antwoord")
    assert [each.status for each in stood(play, 0, 3, 1, 2)] == ["loopt", "afgesloten", "afgesloten", "afgesloten"]
    assert stood(play, 0, 3, 1, 2)[-1].marking == {}


def test_in_the_order_of_entry_nothing_is_otherwise():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    for step in ("a", "c", "b"):
        play.do(step)
    assert stood(play, 0, 1, 2, 3) == moves(play)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_in_any_order_no_task_waits_where_no_token_stands_and_all_comes_out_the_same(order: tuple[int, ...]):
    play = Play(bundle(P=SIMPLE), message="Zorg")
    for step in ("a", "b", "c"):
        play.do(step)
    found = stood(play, *order)
    for move in found:
        people = {each.element for each in move.waits if each.what is WaitFor.PERSON}
        assert people == {path for path in shown(move.marking) if path != "j"}
    last = moves(play)[-1]
    assert (found[-1].marking, found[-1].waits, found[-1].status) == (last.marking, last.waits, last.status)
