"""What a page can say before a task is done: what the drawing does next, and how far a route has come."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from app.queries.ahead import MOST, Ahead, Kind, ahead
from app.queries.steps import Place, steps_of
from tests import klein
from tests.drawn import document
from tests.pace import soon
from tests.school import the_bundle
from workflows import Bundle

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
_STEPS = """
lanes Leerkracht: ss k a x b l n e
start ss message="Iets" knop="leerkracht"
throw k "Stap 1" fase="een"
user a "Kijken" formulier="vrij"
xor x "Verder?"
throw b "Stap 2" fase="twee"
throw l "Stap 3" fase="drie"
user n "Na" formulier="vrij"
end e "Klaar"
ss -> k -> a -> x
x -> b "Eerst dat"
x -> l "Meteen"
b -> l -> n -> e
"""


@cache
def small() -> Bundle:
    return Bundle.from_files(klein.files())


def after(bundle: Bundle, process: str, name: str) -> Ahead:
    drawn = bundle.processes[process]
    element = next(node.id for node in drawn.nodes.values() if node.name == name)
    return ahead(bundle, process, element, element)


def said(found: Ahead) -> dict[str, list[tuple[str, str]]]:
    return {way.said: [(each.kind.value, each.name) for each in way.then] for way in found.ways}


def test_a_question_says_what_comes_on_each_answer() -> None:
    assert said(after(small(), "zorg", "Verder?")) == {
        "Samen": [("task", "Praten"), ("task", "Wegen")],
        "Per actie": [("task", "Doen")],
        "Stoppen, met reden": [("end", "Gestopt")],
        "Nog eens": [("task", "Kijken")],
    }


def test_a_task_beside_another_waits_for_it_and_what_is_thrown_is_told() -> None:
    found = after(small(), "zorg", "Praten")
    assert said(found) == {"": [("others", ""), ("route", "notitie"), ("wait", "Genoteerd")]}
    assert not found.is_end


def test_what_ends_the_route_in_any_case_is_known() -> None:
    assert after(small(), "notitie", "Noteren").is_end
    assert said(after(small(), "notitie", "Noteren")) == {"": [("end", "Genoteerd")]}


def test_who_hears_of_it_in_any_case_is_known() -> None:
    found = after(the_bundle(), "ouders_later_informeren", "Zijn de ouders geïnformeerd?")
    assert found.told == frozenset(), "only on one of the answers"
    assert ("notice", "directeur") in said(found)["Nog niet veilig"]


def test_a_talk_within_a_called_process_goes_on_around_it() -> None:
    drawn = the_bundle().processes["ondersteuningsroute"]
    calls = next(node.id for node in drawn.nodes.values() if node.called == "oudergesprek")
    talk = next(
        node.id for node in the_bundle().processes["oudergesprek"].nodes.values() if node.name == "Oudergesprek voeren"
    )
    alone = ahead(the_bundle(), "oudergesprek", talk, talk)
    inside = ahead(the_bundle(), "oudergesprek", talk, f"{calls}/{talk}")
    assert any(each.kind is Kind.END for way in alone.ways for each in way.then)
    assert not any(each.kind is Kind.END and each.name == "Gevoerd" for way in inside.ways for each in way.then)


@pytest.mark.parametrize("bundle", [small, the_bundle], ids=["small", "school"])
def test_of_every_task_and_question_something_is_said_and_never_too_much(bundle: object) -> None:
    made: Bundle = bundle()  # type: ignore[operator]
    for process in made.processes.values():
        for node in process.nodes.values():
            if node.tag == "userTask" or process.is_question(node):
                found = ahead(made, process.id, node.id, node.id)
                assert 1 <= len(found.ways) <= MOST, (process.id, node.name)
                assert all(way.then for way in found.ways), (process.id, node.name)


def test_a_drawing_that_branches_again_and_again_keeps_no_page_waiting() -> None:
    drawn = ["lanes Leerkracht: s a b", 'start s message="Zorg" knop="leerkracht"', 'user a "Begin" formulier="vrij"']
    flows = ["s -> a -> x0"]
    for number in range(25):
        drawn += [f"xor x{number}", f"xor y{number}"]
        flows += [f'x{number} -> y{number} "= a > 1"', f"x{number} -> m{number} -> y{number}"]
        drawn += [f'throw m{number} "Stap {number}"']
        flows += [f"y{number} -> x{number + 1}" if number < 24 else f"y{number} -> b"]
    text = "\n".join([*drawn, 'user b "Slot" formulier="vrij"', 'end e "Klaar"', *flows, "b -> e"])
    bundle = Bundle.from_files({**klein.files(), "zorg.bpmn": document(wijd=text)})
    with soon(2):
        found = after(bundle, "wijd", "Begin")
    assert 1 <= len(found.ways) <= MOST


def test_an_element_that_this_version_does_not_draw_says_nothing() -> None:
    assert ahead(small(), "zorg", "weg", "weg") == Ahead()
    assert ahead(small(), "weg", "a", "a").certain == ()


def test_the_steps_of_a_route_say_what_is_done_where_it_is_and_what_is_ahead() -> None:
    names = [each.name for each in steps_of(the_bundle(), "ondersteuningsroute", "", running=True)]
    reached = {names[0]: NOON, names[1]: NOON, names[5]: NOON}
    found = steps_of(the_bundle(), "ondersteuningsroute", names[5], running=True, reached=reached)
    assert [each.place for each in found] == [
        Place.DONE, Place.DONE, Place.AHEAD, Place.AHEAD, Place.AHEAD, Place.NOW,
    ]  # fmt: skip
    assert found[0].at == NOON
    over = steps_of(the_bundle(), "ondersteuningsroute", names[5], running=False, reached=reached)
    assert [each.name for each in over] == [names[0], names[1], names[5]]


def test_only_a_step_to_which_the_drawing_leads_no_more_is_told_as_left_out() -> None:
    drawn = Bundle.from_files({**klein.files(), "stappen.bpmn": document(steps=_STEPS)})
    found = steps_of(drawn, "steps", "Stap 3", running=True, reached={"Stap 1": NOON, "Stap 3": NOON})
    assert [each.place for each in found] == [Place.DONE, Place.PASSED, Place.NOW]


def test_a_step_that_was_done_is_told_as_done_also_where_it_lies_behind_the_present_one() -> None:
    names = [each.name for each in steps_of(the_bundle(), "meldcode", "", running=True)]
    reached = dict.fromkeys((names[0], names[-1], names[-2]), NOON)
    found = {
        each.name: each for each in steps_of(the_bundle(), "meldcode", names[-2], running=True, reached=reached)
    }  # fmt: skip
    assert (found[names[-1]].place, found[names[-1]].at) == (Place.DONE, NOON)
    assert found[names[-2]].place is Place.NOW


def test_steps_before_the_one_where_a_route_began_are_not_told_as_left_out() -> None:
    names = [each.name for each in steps_of(the_bundle(), "meldcode", "", running=True)]
    found = steps_of(the_bundle(), "meldcode", names[1], running=True, reached={names[1]: NOON})
    assert found[0].name == names[1]
    assert steps_of(the_bundle(), "weg", "x", running=True) == ()
