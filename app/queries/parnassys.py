"""What of a dossier belongs in ParnasSys: that a step was done and when, nothing else; and who took it over.

Each step that is done begins a small route of its own with the task to note it. Nothing in a bundle says which process
that is, so its id, and the names of the two fields that it works with, are written here.

ParnasSys is read by the whole school and by parents. A step that the school did not number would say there what was
decided (that there was a report, or help), so it is told as the numbered step that it follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.queries.steps import step_names
from app.queries.why import Told, told_or_none
from app.store.bundles import BundleCache
from app.store.keys import KeysError
from app.store.past import facts_before
from app.store.people import names_of
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle

PROCESS: Final = "parnassys_notitie"
LINE: Final = "procesregel"
"""The field of its form that holds what was written in ParnasSys."""
STEP: Final = "stap"
"""The routing field that says which step was done."""
CATEGORY: Final = "Meldcode en Verwijsindex"
"""Of the note in ParnasSys."""
_MOST: Final = 1_000
_NUMBERED: Final = re.compile(r"Stap \d+\b")


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that belongs in ParnasSys."""

    step: str
    """Its number alone: `Stap 5`. Empty where no step of the drawing has one."""
    at: datetime
    """When it was done."""
    route: UUID | None
    """In which route."""
    task: UUID | None
    """The task to note it, where it is still open."""
    taken_by: str | None = None
    taken_at: datetime | None = None


def steps_done(work: Work, bundles: BundleCache[Bundle], routes: Sequence[Any]) -> tuple[StepDone, ...]:
    """The steps that were done in a dossier, the oldest first, by the rows of the routes that somebody sees.

    A step of a route that was done more than once stands there once, as it was done last. At most two statements, and
    none where no step was done.
    """
    notes = {row.stream_id: row for row in routes if row.process == PROCESS}
    if not notes:
        return ()
    facts: dict[UUID, list[Told]] = {stream: [] for stream in notes}
    for each in reversed(facts_before(work, notes, None, _MOST)):
        told = told_or_none(work, notes[each.stream_id], each)
        if told is not None:
            facts[each.stream_id].append(told)
    done = [each for told in facts.values() for each in told if each.kind == "TaskCompleted" and each.by]
    names = names_of(work, {each.by for each in done if each.by})
    found = [step_of(bundles.get(work, notes[stream].bundle), each, names) for stream, each in facts.items()]
    last: dict[tuple[UUID | None, str], StepDone] = {}
    for step in sorted((each for each in found if each is not None), key=lambda each: each.at):
        last[step.route, step.step] = step
    return tuple(sorted(last.values(), key=lambda each: each.at))


def numbered(bundle: Bundle, step: str) -> str:
    """A step as ParnasSys may name it: its number; of one without a number that of the one that it follows.

    One that nothing with a number goes before is told as the first that has one.
    """
    own = _NUMBERED.match(step)
    if own:
        return own[0]
    for process in bundle.processes:
        names = list(step_names(bundle, process))
        if step in names:
            before = [found[0] for name in names[: names.index(step)] if (found := _NUMBERED.match(name))]
            first = [found[0] for name in names if (found := _NUMBERED.match(name))]
            return (before[-1:] or first[:1] or [""])[0]
    return ""


def step_in(work: Work, bundles: BundleCache[Bundle], row: Any) -> str:
    """The number of the step that a route of this process is to note, by the state in its row.

    Empty for other routes, and where that cannot be read.
    """
    if row.process != PROCESS or row.state is None:
        return ""
    try:
        key = work.keys.get(work.board, row.key_id)
        state = unseal_state(key, row.route_id, row.version, bytes(row.state))
    except (SealError, KeysError):
        return ""
    step = state.get("scope", {}).get("fields", {}).get(STEP)
    return numbered(bundles.get(work, row.bundle), str(step)) if step else ""


def step_of(bundle: Bundle, facts: Iterable[Told], names: Mapping[UUID, str]) -> StepDone | None:
    """The step that a route of this process notes, by its facts; None where they do not say it."""
    began = done = None
    task: str | None = None
    for each in facts:
        began = each if each.kind == "RouteStarted" else began
        done = each if each.kind == "TaskCompleted" else done
        task = next((opens["id"] for opens in each.listed("opened")), task)
        task = None if any(closes["id"] == task for closes in each.listed("closed")) else task
    if began is None:
        return None
    return StepDone(
        _step_of_first(bundle, began), began.at, began.cause, UUID(task) if task else None,
        names.get(done.by, "") if done and done.by else None, done.at if done else None,
    )  # fmt: skip


def step_noted(bundle: Bundle, process: str, first: Told) -> str:
    """The number of the step that a route is to note, by its first fact; empty for routes of another process."""
    return _step_of_first(bundle, first) if process == PROCESS else ""


def _step_of_first(bundle: Bundle, first: Told) -> str:
    return numbered(bundle, str(first.document["do"]["arguments"].get("fields", {}).get(STEP, "")))
