"""The past of a route on another version: the same, otherwise, or stuck, and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.playing import Play, bundle
from tests.school import the_bundle
from tests.unit.workflows.whatif.past import past_of, pasts
from workflows.bundle import Bundle
from workflows.whatif import Course, Fate, what_if
from workflows.whatif.course import Sort

GOLDEN = sorted((Path(__file__).resolve().parents[3] / "golden").glob("*/*.json"))
TEXT = """
    lanes Leerkracht: a b
    start s
    user a "Observeren"
    xor g "Verder?"
    user b "Wegen" formulier=wegen
    boundary t on=b interrupting=no timer=duration:P2D
    throw w "Herinneren"
    end tw
    end e "Klaar"
    end n "Gestopt"
    s -> a -> g
    g -> b "Ja"
    g -> n "Nee"
    b -> e
    t -> w -> tw
"""


def form(*fields: Mapping[str, object]) -> dict[str, bytes]:
    return {
        "forms/wegen.form": json.dumps({"schemaVersion": 18, "type": "default", "components": list(fields)}).encode()
    }


def choice(key: str, *values: str) -> dict[str, object]:
    options = [{"value": value, "label": value} for value in values]
    return {"type": "select", "key": key, "label": key, "values": options}


def made(text: str = TEXT, *fields: Mapping[str, object]) -> Bundle:
    return bundle(form(*(fields or (choice("ernst", "laag", "hoog"),))), P=text)


def course(draft: Bundle, play: Play) -> Course:
    return what_if(draft, past_of(play))


def finished() -> Play:
    play = Play(made())
    play.do("a")
    play.answer("g", "Ja")
    play.fire()
    play.do("b")
    return play


def test_a_route_goes_the_same_on_its_own_version() -> None:
    found = course(made(), finished())
    assert (found.fate, found.differences) == (Fate.SAME, ())


def test_every_golden_history_goes_the_same_on_its_own_version() -> None:
    own, told = the_bundle(), 0
    for place in GOLDEN[::4]:
        commands = json.loads(place.read_text("utf-8"))["commands"]
        for route, past in pasts(own, commands).items() if _is_of(own, commands) else ():
            found = what_if(own, past)
            assert found.differences == (), (place.name, route, found.differences)
            told += 1
    assert told > 20


def _is_of(own: Bundle, commands: list[dict[str, object]]) -> bool:
    starts = [each["arguments"] for each in commands if each["kind"] == "start"]
    return all(isinstance(each, dict) and each["process"] in own.processes for each in starts)


def test_wording_makes_no_difference() -> None:
    assert course(made(TEXT.replace('"Observeren"', '"Kijken"')), finished()).fate is Fate.SAME


def test_an_answer_with_another_label_is_the_answer_of_its_flow() -> None:
    own = made()
    xml = own.files["test.bpmn"].replace(b'name="Ja"', b'name="Graag"')
    draft = Bundle.from_files({**own.files, "test.bpmn": xml})
    assert [each.name for each in draft.processes["P"].flows.values()].count("Graag") == 1
    assert course(draft, finished()).fate is Fate.SAME


def test_a_new_step_before_another_is_where_it_sticks() -> None:
    draft = made(TEXT.replace("b -> e", "c -> b -> e").replace('g -> b "Ja"', 'user c "Oudergesprek"\n g -> c "Ja"'))
    found = course(draft, finished())
    assert found.fate is Fate.STUCK


def test_what_would_be_met_is_told_by_its_place() -> None:
    draft = made(TEXT.replace("b -> e", 'user c "Nabespreken"\n b -> c -> e'))
    found = course(draft, finished())
    assert found.fate is Fate.OTHER
    assert [(each.sort, each.element, each.sentence) for each in found.differences] == [
        (Sort.MORE, "c", "“Nabespreken” komt er dan bij.")
    ]


def test_a_task_that_is_no_more_is_where_it_sticks() -> None:
    text = TEXT.replace('g -> b "Ja"', 'user c "Anders"\n g -> c "Ja"').replace("b -> e", "b -> e\n c -> e")
    draft = made(text)
    found = course(draft, finished())
    assert found.fate is Fate.STUCK
    assert found.differences[-1].element in {"b", "g"}


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ((choice("ernst", "laag", "hoog"), choice("haast", "ja", "nee")), Fate.OTHER),
        ((choice("anders", "ja"),), Fate.OTHER),
    ],
)
def test_other_fields_are_told(fields: tuple[dict[str, object], ...], fate: Fate) -> None:
    found = course(made(TEXT, *fields), finished())
    assert found.fate is fate
    assert [(each.sort, each.element) for each in found.differences] == [(Sort.FIELDS, "b")]


ROUTED = TEXT.replace("b -> e", 'xor x\n b -> x\n x -> e {ernst = "laag"}\n x -> n default')


def test_an_answer_that_is_no_longer_offered_is_where_it_sticks_and_is_not_told() -> None:
    play = Play(made(ROUTED))
    play.do("a")
    play.answer("g", "Ja")
    play.do("b", ernst="hoog")
    found = course(made(ROUTED, choice("ernst", "laag", "midden")), play)
    assert found.fate is Fate.STUCK
    assert found.differences[-1].sentence == "Bij “Wegen” past dan niet meer wat er bij het veld “ernst” is gekozen."
    assert "hoog" not in str(found)


def test_another_term_is_told() -> None:
    later = course(made(TEXT.replace("P2D", "P9D")), finished())
    assert [(each.sort, each.sentence) for each in later.differences] == [(Sort.TIMER, "De termijn “t” gaat later af.")]
    play = Play(made())
    play.do("a")
    play.answer("g", "Ja")
    play.wait(days=1)
    play.do("b")
    sooner = course(made(TEXT.replace("P2D", "PT4H")), play)
    assert [(each.sort, each.sentence) for each in sooner.differences] == [
        (Sort.TIMER, "De termijn “t” gaat dan eerder af.")
    ]


def test_a_timer_that_a_worker_had_not_come_by_for_makes_no_difference() -> None:
    play = Play(made())
    play.do("a")
    play.answer("g", "Ja")
    play.wait(days=3)
    play.do("b")
    assert course(made(), play).fate is Fate.SAME


def test_another_end_is_told() -> None:
    play = Play(made(ROUTED))
    play.do("a")
    play.answer("g", "Ja")
    play.do("b", ernst="hoog")
    found = course(made(ROUTED.replace('ernst = "laag"', 'ernst = "hoog"')), play)
    assert [(each.sort, each.sentence) for each in found.differences] == [(Sort.END, "De route zou anders eindigen.")]


def test_a_route_that_would_not_begin() -> None:
    found = course(bundle(Q="start s\n user a\n end e\n s -> a -> e"), finished())
    assert found.fate is Fate.STUCK
    assert found.differences[-1].sentence == "Deze route begint dan niet meer zo."


def test_a_message_that_nothing_waits_for() -> None:
    text = "start s\n catch m message=Kom\n user a\n end e\n s -> m -> a -> e"
    play = Play(bundle(P=text))
    play.receive("Kom")
    found = course(bundle(P=text.replace("message=Kom", "message=Ga")), play)
    assert found.differences[-1].sentence == "Niets wacht dan op het bericht “Kom”."


def test_items_are_matched_in_their_order() -> None:
    text = 'start s\n user l formulier=wegen\n user a "Doen" each=acties item=actie\n end e\n s -> l -> a -> e'
    lists = {
        "type": "dynamiclist", "path": "acties", "label": "Acties",
        "components": [{"type": "number", "key": "nr", "label": "Nr"}],
    }  # fmt: skip
    play = Play(made(text, lists))
    play.do("l", acties=[{"nr": 1}, {"nr": 2}])
    play.do("a", 2)
    play.do("a", 1)
    assert course(made(text, lists), play).fate is Fate.SAME


def test_ways_out_are_told_again() -> None:
    play = Play(made())
    play.deviate("b")
    play.withdraw()
    assert course(made(), play).fate is Fate.SAME
    text = TEXT.replace("on=b", "on=c").replace("user b", "user c").replace("b -> e", "c -> e")
    gone = course(made(text.replace("g -> b", "g -> c")), play)
    assert gone.fate is Fate.STUCK
