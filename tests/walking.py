"""The real engine walked at random: whoever may does something, messages come, timers go off, other routes run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from workflows import EMPTY, LEEG, Bundle, Engine, IncidentError, Moment, Outcome, RoutingFieldError, TaskKind, walk
from workflows.types import FieldKind, RouteStatus

_ROUTE = UUID("00000000-0000-4000-8000-000000000002")
_BEGAN = datetime(2026, 9, 1, 9, tzinfo=UTC)


def walked(bundle: Bundle, process: str, message: str, chance: Random, most: int) -> Iterator[Outcome]:
    """Outcomes of commands, until the route is over, gets stuck, or `most` were done."""
    engine, now = Engine(bundle), _BEGAN
    others = [each for each in bundle.processes if each != process]
    fields = {} if not message else _carried(bundle, message, chance)
    state: Mapping[str, Any] | None = None
    for sequence in range(1, most + 1):
        running = frozenset(chance.sample(others, chance.randint(0, min(2, len(others)))))
        moment = Moment(_ROUTE, sequence, now, EMPTY, running)
        try:
            if state is None:
                outcome = engine.start(moment, process, message, fields)
            else:
                outcome, now = _something(engine, state, moment, chance)
        except IncidentError:
            return
        yield outcome
        if outcome.status is not RouteStatus.LOOPT:
            return
        state, now = outcome.state, now + timedelta(minutes=chance.randint(1, 600))


def _something(engine: Engine, state: Mapping[str, Any], at: Moment, chance: Random) -> tuple[Outcome, datetime]:
    tasks, timers, catches = engine.tasks(state), engine.timers(state), engine.catches(state)
    what = chance.choice([*(["task"] * 4 if tasks else []), *(["timer"] if timers else []),
                          *(["message"] if catches else [])])  # fmt: skip
    if what == "timer":
        timer = chance.choice(timers)
        later = max(at.instant, timer.due)
        moved = Moment(at.route, at.sequence, later, at.calendar, at.running)
        return engine.fire(moved, state, timer.id), later
    if what == "message":
        message = chance.choice(catches).message
        return engine.receive(at, state, message, _carried(engine.bundle, message, chance)), at.instant
    task = chance.choice(tasks)
    if task.kind is TaskKind.TAAK:
        return engine.complete(at, state, task.id, _filled(engine.bundle, task.form or "", chance)), at.instant
    while True:
        size = chance.randint(1, len(task.choices)) if task.multiple else 1
        labels = [each.label for each in chance.sample(task.choices, size)]
        try:
            return engine.answer(at, state, task.id, labels, "Dat is zo."), at.instant
        except RoutingFieldError:
            continue


def _filled(bundle: Bundle, form: str, chance: Random) -> Mapping[str, object]:
    """The routing part of a form, filled in as its conditions allow."""
    found = bundle.forms.get(form)
    if found is None:
        return {}
    typed: dict[str, object] = {
        each.key: chance.choice(each.options).value for each in walk(found.components)
        if each.options and each.key and str(each.type) in ("radio", "select")
    }  # fmt: skip
    for _ in range(12):
        cleaned = found.clean(typed, _BEGAN)
        unknown = [name for name in cleaned.errors if name in typed]
        if not unknown:
            break
        for name in unknown:
            typed.pop(name)
    typed = {name: value for name, value in typed.items() if name in found.clean(typed, _BEGAN).values}
    return bundle.routing(form, found.clean(found.example(typed, _BEGAN), _BEGAN).values)


def _carried(bundle: Bundle, message: str, chance: Random) -> dict[str, object]:
    names = {
        name for process in bundle.processes.values() for node in process.nodes.values()
        if node.event.name == message for name in node.listed("mee")
    }  # fmt: skip
    values = {name: bundle.fields[name] for name in sorted(names) if name in bundle.fields}
    return {
        name: chance.choice([*field.values, LEEG]) if field.values else "2026-08-20"
        for name, field in values.items()
        if (field.values or field.kind is FieldKind.DATE) and chance.random() < 0.7
    }  # fmt: skip
