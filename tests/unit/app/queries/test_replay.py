"""A route played again from its facts stands where the engine left it, after every fact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.commands.telling import Deed, moved
from app.queries.replay import Move, Place, Taken, WaitFor, fold, shown
from tests.golden.histories import FOLDER
from tests.golden.test_golden import bundle as the_bundle
from tests.klein import files
from tests.playing import Play, bundle
from workflows import Bundle, Engine, Outcome, State, carry_out
from workflows.scenarios.golden import _moment


def told(play: Play, outcome: Outcome, kind: str = "TaskCompleted") -> dict[str, Any]:
    """What the fact of an outcome says, as it is written."""
    deed = Deed(play.moment(), "", "", "complete", {})
    return json.loads(json.dumps({"kind": kind, "data": {}, **moved(deed, outcome)}))


def moves(play: Play, process: str = "P") -> list[Move]:
    return list(fold(play.engine.bundle, process, [told(play, each) for each in play.outcomes]))


def tokens(scope: Mapping[str, Any], inside: str = "") -> Iterator[str]:
    """Where the state itself says that tokens are, without the events that wait on the edge of something."""
    for each in scope["tokens"]:
        path = inside + each["element"] + (f"[{each['number']}]" if "number" in each else "")
        if "host" not in each:
            yield path
        if "scope" in each:
            yield from tokens(each["scope"], f"{path}/")


def stands(state: State) -> Counter[str]:
    return Counter(tokens(state["scope"]))


def flows(move: Move) -> list[str]:
    return [each.flow for each in move.flows]


def waits(move: Move) -> list[tuple[str, str]]:
    return [(str(each.what), each.element) for each in move.waits]


def same_as_engine(play: Play) -> list[Move]:
    found = moves(play)
    for outcome, move in zip(play.outcomes, found, strict=True):
        assert Counter(move.marking) == stands(outcome.state)
    return found


SIMPLE = """
    lanes Leerkracht: a b; Intern begeleider: c
    start s message=Zorg
    user a "Kijken" termijn="P2D"
    and p
    user b "Praten"
    user c "Wegen"
    and j
    end e "Klaar"
    s -> a -> p
    p -> b -> j
    p -> c -> j
    j -> e
"""


def test_a_route_begun_by_a_message_stands_at_its_first_task_and_waits_for_whose_that_is():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    (move,) = same_as_engine(play)
    assert move.marking == {"a": 1}
    assert move.flows == (Taken("", "s_a", 0),)
    assert move.about == Place("", "s")
    (wait,) = move.waits
    assert (wait.what, wait.name, wait.lane) == (WaitFor.PERSON, "Kijken", "Leerkracht")
    assert wait.due is not None


def test_flows_side_by_side_are_of_one_wave_and_a_join_sends_on_one_token():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    play.do("a")
    play.do("c")
    play.do("b")
    _, split, half, whole = same_as_engine(play)
    assert {each.flow: each.wave for each in split.flows} == {"a_p": 0, "p_b": 1, "p_c": 1}
    assert half.marking == {"b": 1, "j": 1}
    assert half.change == {"c": -1, "j": 1}
    assert whole.marking == {}
    assert [(each.flow, each.wave) for each in whole.flows] == [("b_j", 0), ("j_e", 1)]
    assert whole.status == "afgesloten"
    assert whole.waits == ()


def test_a_timer_says_until_when_and_takes_what_it_interrupts_away():
    text = """
        start s
        user a "Kijken"
        boundary t "Te lang" on=a interrupting=yes timer="duration:P3D"
        user b "Zelf kijken"
        end e
        s -> a -> e
        t -> b -> e
    """
    play = Play(bundle(P=text))
    play.fire()
    before, after = same_as_engine(play)
    assert waits(before) == [("person", "a"), ("timer", "t")]
    assert before.waits[1].due == play.outcomes[0].timers[0].due
    assert before.waits[1].name == "Te lang"
    assert after.marking == {"b": 1}
    assert waits(after) == [("person", "b")]
    assert flows(after) == ["t_b"]


def test_a_reminder_interrupts_nothing():
    text = """
        start s
        user a "Kijken"
        boundary t on=a interrupting=no timer="cycle:R2/P1D"
        user b "Herinneren"
        end e
        s -> a -> e
        t -> b -> e
    """
    play = Play(bundle(P=text))
    play.fire()
    play.fire()
    _, once, twice = same_as_engine(play)
    assert once.marking == {"a": 1, "b": 1}
    assert twice.marking == {"a": 1, "b": 2}


def test_the_first_of_several_events_takes_the_token_of_all():
    text = """
        start s
        event g
        catch m "Gebeld" message=Bel
        catch t "Een week" timer="duration:P7D"
        end e
        s -> g
        g -> m -> e
        g -> t -> e
    """
    play = Play(bundle(P=text))
    play.receive("Bel")
    before, after = same_as_engine(play)
    assert before.marking == {"m": 1, "t": 1}
    assert waits(before) == [("timer", "t"), ("message", "m")]
    assert before.waits[1].name == "Gebeld"
    assert flows(after) == ["g_m", "m_e"]
    assert after.marking == {}


def test_each_item_of_a_list_has_a_token_and_the_activity_around_them_shows_none():
    play = Play(Bundle.from_files(files()), "zorg", "Zorg")
    play.do("a", acties=[{"wie": "intern begeleider"}, {"wie": "leerkracht"}])
    play.answer("v", "Per actie")
    play.do("d", 1)
    play.do("d", 2)
    *_, opened, half, done = [move.marking for move in moves(play, "zorg")]
    assert opened == {"d": 1, "d[1]": 1, "d[2]": 1}
    assert shown(opened) == ("d[1]", "d[2]")
    assert shown(half) == ("d[2]",)
    assert done == {"f": 1}


CALLING = """
    start s
    call c "Gesprek" calls=Q
    user b "Verder"
    end e
    s -> c -> b -> e
"""
CALLED = """
    start s
    user q "Voeren"
    boundary t on=q interrupting=no timer="duration:P3D"
    end w
    end e
    s -> q -> e
    t -> w
"""


def test_what_is_called_has_a_drawing_of_its_own_with_its_own_tokens():
    play = Play(bundle(P=CALLING, Q=CALLED))
    play.do("q")
    begun, back = same_as_engine(play)
    assert begun.marking == {"c": 1, "c/q": 1}
    assert shown(begun.marking) == ("c/q",)
    assert begun.flows == (Taken("", "s_c", 0), Taken("c", "s_q", 1))
    assert [(each.scope, each.element) for each in begun.waits] == [("c", "q"), ("c", "t")]
    assert back.flows == (Taken("c", "q_e", 0), Taken("", "c_b", 1))
    assert back.about == Place("c", "q", "c")


def test_an_embedded_subprocess_is_on_the_same_drawing():
    text = """
        start s
        sub u "Deel"
            start us
            user ua "Binnen"
            end ue
            us -> ua -> ue
        done
        end e
        s -> u -> e
    """
    play = Play(bundle(P=text))
    play.do("ua")
    begun, over = same_as_engine(play)
    assert shown(begun.marking) == ("u/ua",)
    assert {each.scope for each in (*begun.flows, *over.flows)} == {""}
    assert over.marking == {}


def test_a_deviation_takes_tokens_away_and_puts_one_elsewhere():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    play.do("a")
    play.deviate("a")
    play.do("a")
    play.deviate("a", play.task("b").id)
    *_, all_left, _, one_left = same_as_engine(play)
    assert all_left.marking == {"a": 1}
    assert all_left.change == {"b": -1, "c": -1, "a": 1}
    assert all_left.flows == ()
    assert one_left.marking == {"a": 1, "c": 1}
    assert waits(one_left) == [("person", "c"), ("person", "a")]


def test_nothing_stands_anywhere_after_a_withdrawal():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    play.do("a")
    play.do("b")
    play.withdraw()
    last = same_as_engine(play)[-1]
    assert (last.marking, last.waits, last.status) == ({}, (), "afgebroken")


def test_a_correction_moves_no_token():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    play.correct()
    first, second = same_as_engine(play)
    assert second.marking == first.marking
    assert second.change == {}


def test_what_only_tells_moves_nothing_and_what_is_stuck_says_so_until_it_goes_on():
    play = Play(bundle(P=SIMPLE), message="Zorg")
    facts: list[Mapping[str, Any] | None] = [
        told(play, play.last),
        {"kind": "RouteStuck", "data": {"element": "p"}},
        {"kind": "IncidentResolved", "data": {"incident": "x", "how": "opnieuw"}},
        None,
    ]
    begun, stuck, resolved, erased = fold(play.engine.bundle, "P", facts)
    assert (stuck.status, stuck.about) == ("incident", Place("", "p"))
    assert resolved.status == begun.status == "loopt"
    assert stuck.marking == resolved.marking == erased.marking == begun.marking
    assert stuck.waits == begun.waits


def test_a_route_whose_facts_cannot_be_read_stands_nowhere():
    assert [each.marking for each in fold(bundle(P=SIMPLE), "P", [None, None])] == [{}, {}]


def _routes(history: Mapping[str, Any]) -> dict[str, list[Outcome]]:
    """By route what the engine says of each command of a golden history."""
    engine, found = Engine(the_bundle()), dict[str, list[Outcome]]()
    for command in history["commands"]:
        own = found.setdefault(command["route"], [])
        before = own[-1].state if own else None
        own.append(carry_out(engine, _moment(command), before, command["kind"], command["arguments"]))
    return found


def _documents(outcomes: Sequence[Outcome], first: Mapping[str, Any]) -> list[dict[str, Any]]:
    deed = Deed(_moment(first), "", "", "complete", {})
    return [json.loads(json.dumps({"kind": "", "data": {}, **moved(deed, each)})) for each in outcomes]


@pytest.mark.parametrize("place", sorted(FOLDER.glob("*/*.json"))[::4], ids=lambda place: place.stem[:60])
def test_the_schools_own_routes_stand_where_the_engine_left_them(place: Path):
    history = json.loads(place.read_text("utf-8"))
    for outcomes in _routes(history).values():
        process = str(outcomes[0].state["process"])
        documents = _documents(outcomes, history["commands"][0])
        for outcome, move in zip(outcomes, fold(the_bundle(), process, documents), strict=True):
            assert Counter(move.marking) == stands(outcome.state)
            assert len([each for each in move.waits if each.what is WaitFor.TIMER]) == len(outcome.timers)
            assert flows(move) == [each.element for each in outcome.steps if each.kind == "flow"]
