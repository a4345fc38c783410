"""The protocol's own rules, held against the histories of all its scenarios, and against histories that break them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.golden.histories import BUNDLE, FOLDER
from tests.histories import golden
from workflows.bundle import Bundle
from workflows.rules import Conformity, Recorded, RouteTrace, Standing, conform

NOW = datetime(2030, 1, 1, tzinfo=UTC)
EVERY = sorted(FOLDER.glob("*/*.json"))


@cache
def bundle() -> Bundle:
    return Bundle.load(BUNDLE)


@cache
def routes(place: Path) -> tuple[RouteTrace, ...]:
    return tuple(golden(bundle(), place))


@cache
def as_it_is(place: Path) -> Conformity:
    return judged(routes(place))


def judged(traces: tuple[RouteTrace, ...]) -> Conformity:
    return conform(bundle().rules_as_drawn, traces, traces, NOW)


@cache
def standings(place: Path) -> dict[str, Standing]:
    return {each.rule.id: each.standing for each in as_it_is(place).rules}


def kept(rule: str) -> Iterator[Path]:
    """The histories that keep a rule."""
    return (place for place in EVERY if standings(place)[rule] is Standing.KEPT)


def where(rule: str) -> tuple[RouteTrace, ...]:
    """The routes of the first history that keeps a rule."""
    return routes(next(kept(rule)))


@pytest.mark.parametrize("place", EVERY, ids=lambda place: f"{place.parent.name}/{place.stem}")
def test_no_scenario_breaks_a_rule(place):
    assert [rule for rule, standing in standings(place).items() if standing is Standing.BROKEN] == []


def test_every_rule_but_the_one_that_is_not_drawn_is_kept_somewhere():
    somewhere = {rule for place in EVERY for rule, standing in standings(place).items() if standing is Standing.KEPT}
    assert {rule.id for rule in bundle().rules.rules} - somewhere == {"18"}
    assert all(standings(place)["18"] is Standing.NOT_JUDGED for place in EVERY[:3])


# what breaks each rule


def changed(traces: tuple[RouteTrace, ...], change: Callable[[dict[str, Any]], None]) -> tuple[RouteTrace, ...]:
    def one(fact: Recorded) -> Recorded:
        document = deepcopy(dict(fact.document))
        change(document)
        return replace(fact, document=document)

    return tuple(replace(trace, facts=tuple(map(one, trace.facts))) for trace in traces)


def over(traces: tuple[RouteTrace, ...]) -> tuple[RouteTrace, ...]:
    """As if every route had come to its end."""
    found = []
    for trace in traces:
        document = deepcopy(dict(trace.facts[-1].document))
        document["outcome"]["status"] = "afgesloten"
        found.append(replace(trace, facts=(*trace.facts[:-1], replace(trace.facts[-1], document=document))))
    return tuple(found)


def without(*names: str) -> Callable[[dict[str, Any]], None]:
    """As if elements with these names had never been reached, nor anything within them."""
    gone = {node.id for process in bundle().processes.values() for node in process.nodes.values() if node.name in names}

    def change(document: dict[str, Any]) -> None:
        document["outcome"]["steps"] = [
            [what, path] for what, path in document["outcome"]["steps"]
            if what == "flow" or not gone & set(re.sub(r"\[\d+\]", "", path).split("/"))
        ]  # fmt: skip

    return change


def without_answer(name: str, label: str) -> Callable[[dict[str, Any]], None]:
    flows = {
        flow.id for process in bundle().processes.values() for flow in process.flows.values()
        if flow.name == label and process.nodes[flow.source].name == name
    }  # fmt: skip

    def change(document: dict[str, Any]) -> None:
        steps = document["outcome"]["steps"]
        document["outcome"]["steps"] = [each for each in steps if each[1].rpartition("/")[2] not in flows]

    return change


def by_one_person(document: dict[str, Any]) -> None:
    if document["actor"]["kind"] == "person":
        document["actor"]["id"] = "iemand"


def without_terms(document: dict[str, Any]) -> None:
    for each in (*document["outcome"]["opened"], *document["outcome"]["changed"]):
        each["due"] = None


def while_confirming(document: dict[str, Any]) -> None:
    document["moment"]["running"] = ["acute_melding_bevestigen"]


def other_outcome(document: dict[str, Any]) -> None:
    for each in document["outcome"]["decisions"]:
        if "besluit" in each["outputs"]:
            each["outputs"]["besluit"] = "HULP"


BREAKING = {
    "1": without("Oudergesprek"),
    "2": without("Oudergesprek"),
    "3": while_confirming,
    "4": without("Bestuur inlichten"),
    "5": by_one_person,
    "6": without("Veilig Thuis raadplegen"),
    "7": other_outcome,
    "8": without("Melding Veilig Thuis doen"),
    "9": without("Afwegingsvraag 5: resultaat"),
    "10": without_answer("Eens met de weging?", "Eens"),
    "11": without("Ouders vooraf informeren", "Ouders later informeren"),
    "12": by_one_person,
    "13": without("Acuut handelen en Veilig Thuis bellen"),
    "14": without_terms,
    "15": without_answer("Nu met het kind spreken?", "Nee, met reden"),
    "16": without_answer("Hoe verder na stap 2?", "Groot overleg, ouders stemmen in"),
    "17": without("Afstemmen met meldcode"),
    "19": without("Stap gedaan"),
}


@pytest.mark.parametrize("rule", sorted(BREAKING, key=int))
def test_a_history_that_breaks_a_rule_is_found_with_its_place(rule):
    place, broken = next(
        (place, each) for place in kept(rule) for each in judged(over(changed(routes(place), BREAKING[rule]))).rules
        if each.rule.id == rule and each.standing is Standing.BROKEN
    )  # fmt: skip
    evidence = broken.evidence[0]
    trace = next(each for each in routes(place) if each.route == evidence.route)
    assert evidence.stream == trace.stream
    assert evidence.sequence in {fact.sequence for fact in trace.facts}
    assert evidence.sentence.endswith(".")


def deviated(by: str, agreed: str) -> tuple[RouteTrace, ...]:
    """A route of two steps without a talk between them, by a deviation."""
    (trace, *_) = where("1")
    first, second = (
        next(node.id for node in bundle().processes["ondersteuningsroute"].nodes.values() if node.name == name)
        for name in ("Stap 2: delen van vermoedens", "Stap 3: Groot overleg")
    )

    def fact(sequence: int, kind: str, element: str, actor: str, data: dict[str, Any]) -> Recorded:
        return Recorded(sequence, "", {
            "kind": kind, "actor": {"kind": "person", "id": actor}, "at": "2026-09-01T07:00:00Z", "data": data,
            "outcome": {"status": "loopt", "steps": [["entered", element], ["left", element]]},
        })  # fmt: skip

    facts = (
        fact(1, "RouteStarted", first, "a", {"message": "Zorg over leerling"}),
        fact(2, "RouteDeviated", second, agreed, {"element": second, "proposed_by": by, "reason": "Met een reden."}),
    )
    return (replace(trace, facts=facts, process="ondersteuningsroute"),)


def test_a_deviation_by_two_people_is_no_breach_and_names_both():
    found = next(each for each in judged(deviated("een", "twee")).rules if each.rule.id == "1")
    assert (found.standing, found.evidence[0].by, found.evidence[0].second) == (Standing.DEPARTED, "een", "twee")
    assert "Met een reden" not in found.evidence[0].sentence


def test_a_deviation_by_one_person_is_a_breach():
    found = next(each for each in judged(deviated("een", "een")).rules if each.rule.id == "1")
    assert (found.standing, found.evidence[0].sequence) == (Standing.BROKEN, 2)


def test_a_drawn_exception_is_a_departure_and_names_who_gave_the_reason():
    found = [
        each for place in EVERY for each in as_it_is(place).rules
        if each.standing is Standing.DEPARTED and each.rule.id == "8"
    ]  # fmt: skip
    assert found
    assert found[0].evidence[0].by == "Directie"


def test_a_route_that_is_erased_is_not_judged_and_says_so():
    traces = tuple(replace(trace, erased=True, facts=()) for trace in where("1"))
    standing = {each.rule.id: each for each in judged(traces).rules}
    assert standing["1"].standing is Standing.NOT_JUDGED
    assert "gewist" in standing["1"].evidence[0].sentence


def test_a_withdrawal_before_what_must_follow_is_a_breach_because_one_person_did_it():
    traces = changed(where("9"), without("Afwegingsvraag 5: resultaat"))
    at = next(number for number, trace in enumerate(traces) if trace.process == "meldcode")
    last = traces[at].facts[-1]
    gone = Recorded(last.sequence + 1, "", {
        "kind": "RouteWithdrawn", "actor": {"kind": "person", "id": "iemand"}, "at": "2027-01-01T07:00:00Z",
        "data": {"reason": "Er kwam iets tussen."}, "outcome": {"status": "afgebroken", "steps": []},
    })  # fmt: skip
    running = [fact for fact in traces[at].facts if fact.outcome.get("status") == "loopt"]
    route = replace(traces[at], facts=(*running, gone))
    found = next(each for each in judged((route,)).rules if each.rule.id == "9")
    assert (found.standing, found.evidence[0].by) == (Standing.BROKEN, "iemand")


def test_late_tasks_are_named_with_how_late():
    traces = where("15")
    late = changed(traces, lambda document: document.update(at="2029-01-01T07:00:00Z"))
    found = judged(late).late
    assert found
    assert all(each.late > timedelta() and each.name for each in found)
    assert any(not each.open for each in found)


def test_a_route_whose_first_task_nobody_could_do_began_all_the_same():
    def unmanned(trace: RouteTrace) -> RouteTrace:
        begun = trace.facts[0]
        nobody = Recorded(0, "", {**begun.document, "kind": "NobodyFound", "data": {}, "outcome": {"steps": []}})
        return replace(trace, facts=(nobody, *trace.facts)) if trace.process == "parnassys_notitie" else trace

    traces = tuple(map(unmanned, where("19")))
    assert any(each.facts[0].kind == "NobodyFound" for each in traces)
    assert next(each for each in judged(traces).rules if each.rule.id == "19").standing is Standing.KEPT


def test_what_is_open_and_past_its_term_is_late_up_to_now():
    assert any(each.open for place in EVERY[:5] for each in as_it_is(place).late)


def corrected(trace: RouteTrace, name: str, by: str, fields: dict[str, str], after: int) -> RouteTrace:
    """The route in which what was filled in at a task was set right, right after a fact."""
    node = next(each for each in bundle().processes[trace.process].nodes.values() if each.name == name)
    fact = Recorded(after, "", {
        "kind": "TaskCorrected", "actor": {"kind": "person", "id": by}, "at": "2026-09-02T07:00:00Z",
        "data": {"task": "t", "element": node.id, "name": name, "reason": "Het was anders."},
        "do": {"verb": "correct", "arguments": {"fields": fields, "scope": ""}},
        "outcome": {"status": "loopt", "steps": []},
    })  # fmt: skip
    return replace(trace, facts=(*trace.facts[:after], fact, *trace.facts[after:]))


def _done(trace: RouteTrace, name: str) -> int:
    """How many facts there are up to the one in which a task was done."""
    return next(at for at, fact in enumerate(trace.facts, start=1) if fact.data.get("name") == name)


def _closing() -> tuple[tuple[RouteTrace, ...], int]:
    """A history in which a meldcode is weighed and closed, and where that meldcode is in it."""
    for place in EVERY:
        for at, trace in enumerate(routes(place)):
            if trace.process == "meldcode" and trace.facts[-1].outcome.get("status") == "afgesloten":
                return routes(place), at
    raise LookupError


def test_an_answer_that_is_corrected_asks_what_the_new_answer_asks():
    traces, at = _closing()
    name = "Afwegingsvraag 1: vermoeden"
    doubted = corrected(traces[at], name, "iemand", {"a1": "twijfel"}, _done(traces[at], name))
    found = next(each for each in judged((doubted,)).rules if each.rule.id == "6")
    assert found.standing is Standing.BROKEN
    again = corrected(doubted, name, "iemand", {"a1": "nee"}, _done(traces[at], name) + 1)
    assert next(each for each in judged((again,)).rules if each.rule.id == "6").standing is Standing.NOT_ASKED


def test_who_corrects_a_question_may_not_confirm_the_weighing():
    traces, at = _closing()
    name = "Afwegingsvraag 1: vermoeden"
    confirmed = traces[at].facts[_done(traces[at], "Weging bekrachtigen") - 1].person
    assert confirmed
    found = corrected(traces[at], name, confirmed, {"a1": "nee"}, _done(traces[at], name))
    assert next(each for each in judged((found,)).rules if each.rule.id == "12").standing is Standing.BROKEN
