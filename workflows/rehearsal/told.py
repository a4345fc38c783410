"""What a sentence brought about: two moments of a dossier laid beside each other. Changes no dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workflows.scenarios import MemoryDossier, Work, World
from workflows.types import RouteStatus, Scalar


class ToldKind(StrEnum):
    """What happened."""

    TIMER = "timer"
    """Something that waited for this instant went off."""
    LATE = "te laat"
    """The term of a task is over."""
    STARTED = "begonnen"
    DECIDED = "beslist"
    STEP = "stap"
    MESSAGE = "bericht tussen routes"
    UNHEARD = "niet gehoord"
    """A message for which nothing waited."""
    NOTICE = "melding"
    """A function got word."""
    CLOSED = "afgesloten"
    LAPSED = "vervallen"
    """A task that nobody need do any more."""
    OPENED = "open"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened."""

    kind: ToldKind
    name: str
    who: tuple[str, ...] = ()
    """The functions to which a task is open, or that got word."""
    end: str = ""
    """Of a route that closed: at which end."""
    rows: tuple[int, ...] = ()
    """Of a decision: the rows of the table that matched, from 1."""
    inputs: Mapping[str, Scalar] = field(default_factory=dict)
    outputs: Mapping[str, Scalar] = field(default_factory=dict)
    due: datetime | None = None


def told(dossier: MemoryDossier, before: World, own: frozenset[str]) -> tuple[Told, ...]:
    """What happened in a dossier since it was as `before`. `own` are the tasks that were done by hand since."""
    then = MemoryDossier(dossier.bundle, before)
    was = {work.task.id: work for work in then.work()}
    now = {work.task.id: work for work in dossier.work()}
    return (
        *_by_time(dossier, before, was), *_begun(dossier, before), *_by_tables(dossier, before),
        *_by_routes(dossier, before),
        *(Told(ToldKind.LAPSED, work.task.name) for each, work in was.items() if each not in now and each not in own),
        *(_opened(dossier, work) for each, work in now.items() if each not in was),
    )  # fmt: skip


def _by_time(dossier: MemoryDossier, before: World, was: Mapping[str, Work]) -> Iterator[Told]:
    for timer in dossier.world.fired[len(before.fired) :]:
        node = dossier.bundle.processes[dossier.process_of[timer.element]].nodes[timer.element]
        yield Told(ToldKind.TIMER, node.name or dossier.bundle.name_of(node.attached_to or node.id), due=timer.due)
    for work in was.values():
        if work.task.due and before.now < work.task.due <= dossier.now:
            yield Told(ToldKind.LATE, work.task.name, dossier.people.allowed(work.task))


def _begun(dossier: MemoryDossier, before: World) -> Iterator[Told]:
    for route in dossier.world.routes[len(before.routes) :]:
        yield Told(ToldKind.STARTED, dossier.bundle.processes[route.process].name)


def _by_tables(dossier: MemoryDossier, before: World) -> Iterator[Told]:
    labels = dossier.bundle.labels_of_outputs
    for each in dossier.world.decisions[len(before.decisions) :]:
        outputs = {labels.get(name, name): value for name, value in each.outputs.items()}
        name = each.name or each.decision
        yield Told(ToldKind.DECIDED, name, rows=each.rules, inputs=each.inputs, outputs=outputs)


def _by_routes(dossier: MemoryDossier, before: World) -> Iterator[Told]:
    world, names = dossier.world, {each.id: each.name for each in dossier.bundle.processes.values()}
    old = {route.id: route for route in before.routes}
    unheard = world.unheard[len(before.unheard) :]
    for message in world.messages[len(before.messages) :]:
        yield Told(ToldKind.UNHEARD if message in unheard else ToldKind.MESSAGE, message.name)
    for route in world.routes:
        seen = len(old[route.id].milestones) if route.id in old else 0
        yield from (Told(ToldKind.STEP, each.name) for each in route.milestones[seen:])
    for notice in world.notices[len(before.notices) :]:
        yield Told(ToldKind.NOTICE, notice.name, (notice.to,))
    for ended in world.ended[len(before.ended) :]:
        yield Told(ToldKind.CLOSED, names[ended.process], end=ended.end)
    for route in world.routes:
        if not route.is_open and (route.id not in old or old[route.id].is_open):
            end = next(iter(route.ends), "") if route.status is RouteStatus.AFGESLOTEN else str(route.status)
            yield Told(ToldKind.CLOSED, names[route.process], end=end)


def _opened(dossier: MemoryDossier, work: Work) -> Told:
    return Told(ToldKind.OPENED, work.task.name, dossier.people.allowed(work.task), due=work.task.due)
