"""What was written down earlier in a route, for whoever does a later task of it: nobody is asked to confirm blind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.queries.answers import Reader
from app.queries.decided import Row
from app.queries.filled_in import FilledIn, filled_in
from app.queries.history import Entry
from app.queries.why import Told, entry_of, row_of, steps_in
from app.store.past import answers_of_commands
from workflows import Bundle

_KINDS: Final = frozenset({"RouteStarted", "TaskCompleted", "QuestionAnswered", "TaskCorrected"})
_REASON: Final = "reden"
"""Under which name the reason for an answer lies among the answers."""
MOST: Final = 60
"""Deeds that are shown, the last ones."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One deed, with what was written down at it as far as whoever reads may know."""

    step: str
    """Where the route was; empty for a route without steps."""
    entry: Entry
    filled_in: FilledIn
    reason: str
    decisions: tuple[Row, ...]


def earlier_in(
    bundle: Bundle, reader: Reader, row: Any, facts: Sequence[Told], names: Mapping[UUID, str]
) -> tuple[Earlier, ...]:  # fmt: skip
    """What was done in the route of a row, the last first. One statement more."""
    told = doers(facts)
    commands = {UUID(each.document["command"]) for each in told if "answers" in each.document}
    answers: dict[UUID, list[Any]] = {}
    for sealed in answers_of_commands(reader.work, commands):
        if sealed.route_id == reader.route:
            answers.setdefault(sealed.command_id, []).append(sealed)
    steps = {number: (step, phase) for number, step, phase in steps_in(facts)}
    found = []
    for each in told:
        given = tuple(map(reader.group, answers.get(UUID(each.document["command"]), ())))
        step, phase = steps[each.sequence]
        rows = [row_of(bundle, reader, phase or row.phase, each, said) for said in each.listed("decisions")]
        entry = replace(entry_of(bundle, row, each, names), answers=given)
        found.append(_earlier(bundle, entry, step, rows, reader.work.clock.roughly()))
    return tuple(each for each in reversed(found) if _says(each))


def doers(facts: Sequence[Told]) -> list[Told]:
    """The facts whose people are named."""
    return [each for each in facts if each.kind in _KINDS][-MOST:]


def _earlier(bundle: Bundle, entry: Entry, step: str, rows: Sequence[Row], now: datetime) -> Earlier:
    reason = next((str(each.values[_REASON]) for each in entry.answers if each.values and _REASON in each.values), "")
    asked = tuple(
        replace(each, values={name: value for name, value in each.values.items() if name != _REASON})
        if each.values else each for each in entry.answers
    )  # fmt: skip
    return Earlier(
        step, entry, filled_in(bundle, replace(entry, answers=asked), now),
        reason, tuple(each for each in rows if each.name and each.outputs),
    )  # fmt: skip


def _says(each: Earlier) -> bool:
    asked = each.entry.kind == "QuestionAnswered"
    return bool(asked or each.reason or each.decisions or each.filled_in.lines or each.filled_in.partly)
