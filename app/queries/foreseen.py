"""What a task leads to, found by doing it: the route is carried on in memory, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.queries.ahead import Ahead, Kind, Next, Way
from workflows import Bundle, Engine, Form, Moment, OpenTask, Outcome, RouteStatus, State, TaskKind, WorkflowError

_ANY_REASON: Final = "Om te zien waar het heen gaat."


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a route stands at the moment of looking."""

    bundle: Bundle
    moment: Moment
    state: State


def foreseen(at: Standing, task: OpenTask, form: Form | None, drawn: Ahead) -> Ahead:
    """What comes after a task, on each answer to a question.

    Of a task in whose form something is still to be filled in by which the route goes, and of a way on which nothing
    comes at once, is told what is `drawn`.
    """
    engine = Engine(at.bundle)
    if task.kind is TaskKind.VRAAG:
        ways: list[Way] = []
        for choice in task.choices:
            then = _then(at, partial(engine.answer, at.moment, at.state, task.id, [choice.label], _ANY_REASON))
            ways += [Way(choice.label, then)] if then else [way for way in drawn.ways if way.said == choice.label]
        return Ahead(tuple(ways))
    if form is not None and any(each.name in at.bundle.fields for each in form.routing_fields()):
        return drawn
    then = _then(at, partial(engine.complete, at.moment, at.state, task.id, {}))
    return Ahead((Way("", then),)) if then else drawn


def _then(at: Standing, deed: Callable[[], Outcome]) -> tuple[Next, ...]:
    """What a deed does at once; nothing where it only brings nearer what others still have to do, or cannot be done."""
    try:
        outcome = deed()
    except WorkflowError:
        return ()
    if not outcome.opened and outcome.status is RouteStatus.LOOPT:
        return ()
    return tuple(dict.fromkeys(_told(at, outcome)))


def _told(at: Standing, outcome: Outcome) -> Iterator[Next]:
    for milestone in outcome.milestones:
        yield Next(Kind.STEP, milestone.name)
    for each in outcome.opened:
        kind = Kind.QUESTION if each.kind is TaskKind.VRAAG else Kind.TASK
        yield Next(kind, each.name, each.lane or "")
    for notice in outcome.notices:
        yield Next(Kind.NOTICE, notice.to)
    for message in outcome.messages:
        start = at.bundle.starts.get(message.name)
        process = at.bundle.processes.get(start.process) if start else None
        if process is not None:
            yield Next(Kind.BEGINS, process.name)
    if outcome.status is not RouteStatus.LOOPT:
        yield Next(Kind.END, ", ".join(outcome.ends))
