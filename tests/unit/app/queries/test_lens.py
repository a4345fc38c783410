"""Of every kind of fact an auditor gets a sentence, and no word or name that somebody put into it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest
from flask import Flask

from app.domain.facts import FACTS, StreamOf
from app.queries.answers import GroupAnswers
from app.queries.drawings import Drawings
from app.queries.history import DecisionShown, Entry, Who
from app.queries.lens import Called, Lens, written_in
from app.web.audit import CALLED
from app.web.chronology import sentence
from tests.school import the_bundle

NOW = datetime(2026, 9, 1, 7, tzinfo=UTC)
SPACE = UUID(int=7)
ROUTE, STREAM = uuid5(SPACE, "route"), uuid5(SPACE, "stream")
CANARY = "Kanariepietje"
PLAIN = {
    "name": "Observeren", "message": "Vermoeden", "process": "zorg", "element": "x", "how": "opnieuw",
    "tried": "CompleteTask",
}  # fmt: skip
"""What the product itself writes into such a field."""


def somebody(name: str) -> UUID:
    return uuid5(SPACE, name)


def lens(*, texts: bool = False) -> Lens:
    said = Called(lambda n: f"Leerling {n}", lambda x: f"Ouder {x}", lambda x: f"Medewerker {x}", CALLED.written)
    letters = {somebody(each): letter for each, letter in (("by", "A"), ("person", "B"), ("proposed_by", "C"))}
    drawn = Drawings({ROUTE: the_bundle()}, lambda _: the_bundle())
    return Lens(said, letters, {}, frozenset({ROUTE} if texts else ()), drawn, NOW)


def entry(kind: str) -> Entry:
    """A fact in which everything is named that can be."""
    data: dict[str, Any] = {}
    for each in fields(FACTS[kind]):
        told = str(each.type)
        if each.name in ("person", "proposed_by"):
            data |= {each.name: str(somebody(each.name)), f"{each.name}_name": CANARY}
        elif each.name == "beside":
            data |= {"beside": [str(somebody("by"))], "beside_names": [CANARY]}
        elif each.name in PLAIN:
            data[each.name] = PLAIN[each.name]
        elif "date" in told:
            data[each.name] = NOW.date().isoformat() if told.startswith("date ") else NOW.isoformat()
        elif each.name in ("answer", "functions", "instead"):
            data[each.name] = ["leerkracht"]
        elif each.name == "reason":
            data["reason"] = "done" if kind == "AttemptRefused" else CANARY
        else:
            data[each.name] = CANARY
    return Entry(
        STREAM, 1, NOW, kind, NOW, Who(somebody("by"), CANARY, ("leerkracht",)), ROUTE, "Observeren", data,
        (GroupAnswers("", {"eerste_zorg": CANARY}),), (), (), (), (), None, Who(somebody("person"), CANARY, ()),
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(name for name, each in FACTS.items() if each.stream is not StreamOf.BOARD))
def test_a_fact_is_told_and_names_nobody(kind: str) -> None:
    with Flask("app").test_request_context():
        seen = lens().entry(entry(kind))
        told = sentence(seen, "Observeren")
    assert told
    assert CANARY not in told
    assert CANARY not in repr(seen)
    assert seen.by is not None
    assert (seen.by.name, seen.by.id) == ("Medewerker A", UUID(int=0))
    assert str(somebody("person")) not in repr(seen)


def test_what_a_decision_looked_at_is_shown_but_for_words() -> None:
    word = min(written_in(the_bundle()))
    looked: dict[str, object] = {word: CANARY, "soort": "fysiek", "acuut": True, "aantal": 3, "rijen": [{"x": CANARY}]}
    made = Entry(
        STREAM, 1, NOW, "TaskCompleted", NOW, None, ROUTE, "x", {}, (),
        (DecisionShown("d", looked, (1,), {"uitkomst": "melden"}),), (), (), (), None,
    )  # fmt: skip
    with Flask("app").test_request_context():
        (seen,) = lens().entry(made).decisions
        (open_,) = lens(texts=True).entry(made).decisions
    assert seen.inputs is not None
    assert {name: seen.inputs[name] for name in ("soort", "acuut", "aantal")} == {
        "soort": "fysiek", "acuut": True, "aantal": 3,
    }  # fmt: skip
    assert (seen.rules, seen.outputs) == ((1,), {"uitkomst": "melden"})
    assert CANARY not in repr(seen)
    assert open_.inputs == looked
