"""A route that went to another version is played on the drawing of each, and stands where the engine left it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from app.commands.telling import Deed, moved
from app.queries.replay import Move, fold, shown
from app.queries.versions import Versions
from tests.playing import Play, bundle
from tests.unit.app.queries.test_replay import stands
from tests.unit.workflows.migration.going import to
from workflows.bundle import Bundle

FIRST = """
    start s
    and f
    user a "Links"
    user b "Rechts"
    and j
    user c "Samen"
    end e
    s -> f
    f -> a -> j
    f -> b -> j
    j -> c -> e
"""
CALLING = "start s\n call d calls=Q\n user c\n end e\n s -> d -> c -> e"
CALLED = "start q\n user p\n end r\n q -> p -> r"


def told(play: Play, versions: list[Bundle]) -> list[dict[str, Any]]:
    """Its facts, each on the version on which it was carried out."""
    found = []
    for (at, verb, arguments), outcome, on in zip(play.done, play.outcomes, versions, strict=True):
        deed = Deed(at, "", on.geheel, verb, arguments)
        found.append(json.loads(json.dumps({"kind": "TaskCompleted", "data": {}, **moved(deed, outcome)})))
    return found


def played(play: Play, versions: list[Bundle]) -> list[Move]:
    every = tuple(dict.fromkeys(each.geheel for each in versions))
    by_hash = {each.geheel: each for each in versions}
    found = list(fold([by_hash[each] for each in every], "P", told(play, versions)))
    for outcome, move, on in zip(play.outcomes, found, versions, strict=True):
        number = every.index(on.geheel)
        prefix = f"{number}|" if number else ""
        assert Counter(move.marking) == Counter({prefix + path: n for path, n in stands(outcome.state).items()})
    return found


def test_what_stays_goes_on_on_the_new_drawing() -> None:
    own = bundle(P=FIRST)
    after = bundle(P=FIRST.replace("f -> b -> j", 'user d "Nog iets"\n f -> b -> d -> j'))
    play = Play(own)
    play.do("a")
    to(after, play).go()
    play.do("b")
    play.do("d")
    moves = played(play, [own, own, after, after, after])
    assert moves[2].change == {"b": -1, "1|b": 1, "j": -1, "1|j": 1}
    assert moves[2].about is not None
    assert moves[2].about.scope == "1|"
    assert set(shown(moves[2].marking)) == {"1|j", "1|b"}
    assert [(each.scope, each.element) for each in moves[2].waits] == [("1|", "b")]
    assert [each.flow for each in moves[4].flows] == ["d_j", "j_c"]
    assert all(each.scope == "1|" for each in moves[4].flows)


def test_what_was_put_elsewhere_by_hand_comes_there() -> None:
    own, after = bundle(P=FIRST), bundle(P=FIRST.replace("user a", "user aa").replace("f -> a -> j", "f -> aa -> j"))
    play = Play(own)
    to(after, play, {"a": "aa", "b": None}).go()
    moves = played(play, [own, after])
    assert moves[1].change == {"a": -1, "b": -1, "1|aa": 1}


def test_within_a_called_process_and_back_again() -> None:
    own, after = bundle(P=CALLING, Q=CALLED), bundle(P=CALLING.replace("user c", 'user c "Na"'), Q=CALLED)
    play = Play(own)
    first = play.engine
    to(after, play).go()
    play.engine = first
    play._do("revert")
    play.do("p")
    moves = played(play, [own, after, own, own])
    assert moves[1].change == {"d": -1, "d/p": -1, "1|d": 1, "1|d/p": 1}
    assert [(each.scope, each.element) for each in moves[1].waits] == [("1|d", "p")]
    assert moves[2].change == {"d": 1, "d/p": 1, "1|d": -1, "1|d/p": -1}
    assert [(each.scope, each.element) for each in moves[3].waits] == [("", "c")]


@pytest.mark.parametrize(("sequence", "version"), [(1, "a"), (3, "a"), (4, "b"), (6, "b"), (7, "a"), (0, "a")])
def test_on_which_version_a_fact_happened(sequence: int, version: str) -> None:
    def document(geheel: str) -> Mapping[str, Any]:
        return {"moment": {"bundle": geheel}} if geheel else {}

    facts = [(n, document(each)) for n, each in enumerate(["a", "", "a", "b", "", "b", "a"], start=1)]
    versions = Versions.of(facts)
    assert versions.at(sequence) == version
    assert versions.every() == ("a", "b")
    assert Versions.of([(1, {})]).at(1) == ""
