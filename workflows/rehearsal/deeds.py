"""What somebody does in a rehearsal, as the sentence of a scenario that does the same. Changes no dossier."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from workflows.calendar import ZONE, date_in_words
from workflows.errors import ScenarioError
from workflows.rehearsal.tables import table_of
from workflows.scenarios import Entry, MemoryDossier, Said, Work
from workflows.types import Catch, Choice


def completing(dossier: MemoryDossier, function: str, entry: Entry, values: Mapping[str, object]) -> Said:
    """A task that is completed with clean answers. Raises ScenarioError where the function may not."""
    task = _own(dossier, function, entry).task
    table = table_of(dossier.bundle, task.form, values, dossier.now)
    return Said.naming(f"§ de taak §{entry.where} afrondt", function, task.name, *entry.names, table=table)


def answering(
    dossier: MemoryDossier, function: str, entry: Entry, labels: Sequence[str], values: Mapping[str, object]
) -> Said:  # fmt: skip
    """A question that is answered. Raises ScenarioError where the function may not, or a label is none of the task."""
    task = _own(dossier, function, entry).task
    unknown = [label for label in labels if label not in _labels(task.choices)]
    if unknown or not labels:
        message = f"Kies een antwoord op “{task.name}”."
        raise ScenarioError(message)
    table = table_of(dossier.bundle, task.form, values, dossier.now)
    pattern = f"§ op de vraag §{entry.where} antwoordt {', '.join('§' for _ in labels)}"
    return Said.naming(pattern, function, task.name, *entry.names, *labels, table=table)


def pressing(dossier: MemoryDossier, function: str, catch: Catch, values: Mapping[str, object]) -> Said:
    """A route that is started, or a message that is sent, by hand."""
    table = table_of(dossier.bundle, catch.form, values, dossier.now)
    return Said.naming("§ § start", function, catch.message, table=table)


def coming_in(message: str) -> Said:
    """A message from outside."""
    return Said.naming("bericht § binnenkomt", message)


def passing(count: int, unit: str) -> Said:
    """So many days or the like go by."""
    return Said(f"er {count} {unit} {'voorbijgaat' if count == 1 else 'voorbijgaan'}")


def clock_at(day: date, at: str = "") -> Said:
    """It becomes this day, at a time as `14:05` or in the morning."""
    return Said(f"het is {date_in_words(day)}{f' om {at}' if at else ''}")


def next_moment(dossier: MemoryDossier) -> Said | None:
    """It becomes the next instant at which something is due: a timer goes off, or a task becomes late."""
    coming = [timer.due for timer, _route in dossier.timers()]
    coming += [work.task.due for work in dossier.work() if work.task.due and work.task.due > dossier.now]
    if not coming:
        return None
    # The clock of a scenario shows whole minutes.
    due = datetime.fromtimestamp(math.ceil(min(coming).timestamp() / 60) * 60, UTC).astimezone(ZONE)
    return clock_at(due.date(), f"{due:%H:%M}")


def _own(dossier: MemoryDossier, function: str, entry: Entry) -> Work:
    """The oldest work of an entry that this function may do."""
    found = next((work for work in entry.works if dossier.refusal(function, work) is None), None)
    if found is None:
        raise ScenarioError(dossier.refusal(function, entry.work))
    return found


def _labels(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset(choice.label for choice in choices)
