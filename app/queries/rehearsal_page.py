"""A rehearsal as it stands: what is open and for whom, what can begin, and where it is on its drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.queries.rehearsals import RehearsalKept
from workflows import Catch, Entry, MemoryDossier, OpenTask, Rehearsal, Work, entries, next_moment

_DRAWING: Final = ".bpmn"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Work that is open, of one name."""

    task: OpenTask
    """The oldest that whoever one is now may do; else the oldest."""
    count: int
    about: str
    allowed: tuple[str, ...]
    """The functions for which it is; empty where for everyone."""
    mine: bool
    """Whether whoever one is now may do it."""
    doer: str
    """Another function that may do it; empty where nobody may."""


@dataclass(frozen=True, slots=True)
class RouteStands:
    """A route of a rehearsal."""

    name: str
    end: str
    """At which it closed."""
    runs: bool


@dataclass(frozen=True, slots=True)
class RehearsalStands:
    """All of it."""

    functions: tuple[str, ...]
    work: tuple[OpenWork, ...]
    starts: tuple[Catch, ...]
    awaited: tuple[str, ...]
    """Messages that nobody has a button for, and that something waits for or that begin a route."""
    routes: tuple[RouteStands, ...]
    has_term: bool
    """Whether there is a term to go to."""
    drawings: tuple[str, ...]
    """Those on which anything happened, as files."""
    chosen: str
    """The one that is shown; empty where nothing has begun."""
    marks: dict[str, Any]
    """What is marked on it."""


def stands(rehearsal: Rehearsal, function: str, drawing: str) -> RehearsalStands:
    """How it stands for whoever one is now; `drawing` is the one that is asked for, by its name."""
    dossier = rehearsal.dossier
    drawings, chosen = _drawings(dossier, drawing)
    return RehearsalStands(
        dossier.people.functions, tuple(_open(dossier, function)),
        tuple(sorted(dossier.buttons(function), key=lambda each: each.message)), _awaited(dossier),
        tuple(
            RouteStands(dossier.bundle.processes[each.process].name, next(iter(each.ends), ""), each.is_open)
            for each in dossier.world.routes
        ),
        next_moment(dossier) is not None, drawings, chosen, _marks(dossier, chosen),
    )  # fmt: skip


def acting_as(kept: RehearsalKept, rehearsal: Rehearsal) -> str:
    """Whoever one is now; at first, and where that function is gone, the first that can begin something."""
    functions = rehearsal.dossier.people.functions
    if kept.function in functions:
        return kept.function
    return next((each for each in functions if rehearsal.dossier.buttons(each)), functions[0])


def doable(dossier: MemoryDossier, function: str, entry: Entry) -> Work | None:
    """The oldest work of an entry that a function may do."""
    return next((work for work in entry.works if dossier.refusal(function, work) is None), None)


def _open(dossier: MemoryDossier, function: str) -> Iterator[OpenWork]:
    for each in entries(dossier):
        mine = doable(dossier, function, each)
        others = (name for name in dossier.people.functions if doable(dossier, name, each))
        yield OpenWork(
            (mine or each.work).task, each.count, each.about, dossier.people.allowed(each.work.task),
            mine is not None, "" if mine else next(others, ""),
        )  # fmt: skip


def _awaited(dossier: MemoryDossier) -> tuple[str, ...]:
    """What nobody has a button for."""
    waiting = [catch for route in dossier.open_routes for catch in dossier.engine.catches(route.state or {})]
    found = (each.message for each in (*waiting, *dossier.bundle.starts.values()) if not each.knop)
    return tuple(dict.fromkeys(found))


def _drawings(dossier: MemoryDossier, asked: str) -> tuple[tuple[str, ...], str]:
    """The drawings on which anything happened, and the one to show: that of what opened last."""
    bundle, standing = dossier.bundle, dossier.standing()
    begun = {each.process for each in dossier.world.routes}
    files = dict.fromkeys(
        each.file for each in bundle.processes.values()
        if each.id in begun or standing & each.nodes.keys() or dossier.world.flows & each.flows.keys()
    )  # fmt: skip
    if f"{asked}{_DRAWING}" in files:
        return tuple(files), f"{asked}{_DRAWING}"
    last = [work.process for work in dossier.work()[-1:]] or [each.process for each in dossier.world.routes[-1:]]
    return tuple(files), bundle.processes[last[0]].file if last else ""


def _marks(dossier: MemoryDossier, file: str) -> dict[str, Any]:
    drawn = [each for each in dossier.bundle.processes.values() if each.file == file]
    here = dossier.standing()
    flows = [flow for each in drawn for flow in each.flows.values() if flow.id in dossier.world.flows]
    passed = {end for flow in flows for end in (flow.source, flow.target)} - here
    return {
        "process": "", "passed": sorted(passed), "flows": sorted(flow.id for flow in flows),
        "here": sorted(each for process in drawn for each in process.nodes if each in here),
    }  # fmt: skip
