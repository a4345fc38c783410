"""Sentences about who does something, by when, how it closes, and what follows in another route. Each only looks."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.rules.cases import BROKEN, KEPT, Case, Seen, missing, said, spelled
from workflows.rules.drawn import names
from workflows.rules.findings import Evidence, Standing
from workflows.rules.trace import (
    STARTED,
    UNHEARD,
    Event,
    Happening,
    RouteTrace,
    is_done,
    node_of,
    throws_message,
)  # fmt: skip
from workflows.rules.work import Closed, tasks_of
from workflows.types import Closing


def four_eyes(case: Case) -> Iterator[Evidence]:
    """Who may not be the same."""
    did: list[Event] = []
    for event in case.events:
        if case.begins(case.sentence.since, event):
            did = []
        if case.done(case.sentence.x, event) and event.person:
            same = [each for each in did if each.person == event.person]
            if same:
                other = f"{said(same[-1])} (feit {same[-1].fact.sequence})"
                told = f"{said(event)} en {other} zijn door dezelfde persoon gedaan."
                yield case.place.at(BROKEN, event, told, by=event.person)
            elif did:
                yield case.place.at(
                    KEPT, event, f"{said(event)} deed een ander.", by=did[-1].person, second=event.person
                )
        if event.person and (case.done(case.sentence.y, event) or _corrects(case, event)):
            did.append(event)


def _corrects(case: Case, event: Event) -> bool:
    """Who sets an answer right has given it too."""
    if event.happening is not Happening.CORRECTED or event.node is None:
        return False
    return any(names(item, event.node) for item in case.sentence.y)


def _tasks(case: Case) -> Iterator[Closed]:
    """The tasks of the route of which the sentence says something."""
    for task in tasks_of(case.trace):
        node = node_of(case.processes, task.element)
        if node and case.begins(case.sentence.x, Event(Happening.ENTERED, task.opened, node.id, node.id, node)):
            yield task


def term(case: Case) -> Iterator[Evidence]:
    """Which tasks must have a term."""
    for task in _tasks(case):
        standing = BROKEN if task.due is None else KEPT
        told = f"“{task.name}” kwam zonder termijn." if task.due is None else f"“{task.name}” had een termijn."
        yield case.place.of(standing, task.opened, told, element=task.element, name=task.name)


def closes(case: Case) -> Iterator[Evidence]:
    """Which tasks only people may close."""
    allowed = {item.name for chain in case.sentence.unless for item in chain}
    for task in _tasks(case):
        if task.closed is None:
            continue
        drawn = node_of(case.processes, task.timer)
        timer = drawn.name if drawn else task.timer
        if task.timer and timer not in allowed:
            told = f"“{task.name}” sloot vanzelf door “{timer}”, en dat mag niet."
            yield case.place.of(BROKEN, task.closed, told, element=task.element, name=task.name)
        else:
            yield case.place.of(KEPT, task.closed, _how(task), element=task.element, name=task.name)


def _how(task: Closed) -> str:
    if task.timer:
        return f"“{task.name}” sloot door een wekker die dat mag."
    verb = "verviel met een andere stap" if task.how == Closing.VERVALLEN else "is door mensen gesloten"
    return f"“{task.name}” {verb}."


def message(case: Case) -> Iterator[Evidence]:
    """What must follow over a message: thrown in the same deed, and done in the route that it began."""
    for at, event in enumerate(case.events):
        if not case.done(case.sentence.x, event):
            continue
        same_fact = [each for each in case.events[at:] if each.fact is event.fact]
        if not any(throws_message(each, case.sentence.message) for each in same_fact):
            told = f"Na {said(event)} hoort meteen het bericht “{case.sentence.message}”, en dat ging niet weg."
            yield missing(case, event, Seen(), told)
            continue
        yield from _over_message(case, event)


def _over_message(case: Case, event: Event) -> Iterator[Evidence]:
    wanted, message = spelled(case.sentence.y), case.sentence.message
    begun = [each for each in case.others if _begun_by(each, case.trace.route, event, message)]
    if not begun:
        erased = any(each.erased for each in case.others)
        unheard = any(f.kind == UNHEARD and f.data.get("message") == message for f in case.trace.facts)
        why = "en niemand hoorde het" if unheard else "en er begon niets"
        if erased:
            yield case.place.at(Standing.NOT_JUDGED, event, f"Wat na “{message}” kwam, is gewist.")
        else:
            yield case.place.at(BROKEN, event, f"Na “{message}” hoort {wanted}, {why}.")
        return
    events = case.told.of(begun[0])
    names = case.named
    done = any(is_done(item, each, begun[0].processes, names) for item in case.sentence.y for each in events)
    over = next((each for each in events if each.happening in (Happening.OVER, Happening.WITHDRAWN)), None)
    if done or over is None:
        told = f"Na “{message}” {'volgde' if done else 'loopt nog'} {wanted}."
        yield case.place.at(KEPT, event, told)
        return
    seen = Seen(deviated=next((each for each in events if each.happening is Happening.DEVIATED), None))
    yield missing(case, event, seen, f"Na “{message}” hoort {wanted}, en dat is niet gedaan.")


def _begun_by(trace: RouteTrace, route: str, event: Event, message: str) -> bool:
    # That nobody is there for its first task is written down before the start itself, in one deed.
    first = next((each for each in trace.facts if each.kind == STARTED), None)
    if first is None or first.data.get("message") != message:
        return False
    cause = first.document.get("cause", {})
    return str(cause.get("route", "")) == route and cause.get("sequence") == event.fact.sequence
