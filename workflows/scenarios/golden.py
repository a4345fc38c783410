"""The golden history of a scenario: every command on every route with the hash of the state after it, as JSON.

Carries commands out again and compares; reads and writes no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from workflows.bundle import Bundle
from workflows.engine import Engine, carry_out
from workflows.errors import WorkflowError
from workflows.scenarios.holidays import CALENDAR
from workflows.scenarios.world import Commanded
from workflows.spiff import Moment, State
from workflows.types import ENGINE_RULES


def written(bundle: Bundle, scenario: str, commands: Sequence[Commanded]) -> str:
    """The history as JSON, one command to a line so that a difference can be read."""
    head = {"scenario": scenario, "engine_rules": ENGINE_RULES, "gedrag": bundle.gedrag}
    lines = ",\n".join(f"  {_json(_line(command))}" for command in commands)
    return f'{{{_json(head)[1:-1]}, "commands": [\n{lines}\n]}}\n'


def differences(bundle: Bundle, text: str) -> Iterator[str]:
    """Carry a written history out again; a Dutch sentence for each command that now gives another state."""
    history = json.loads(text)
    if history["engine_rules"] != ENGINE_RULES:
        yield f"De geschiedenis is van regels {history['engine_rules']}; deze motor kent {ENGINE_RULES}."
        return
    engine, states = Engine(bundle), dict[str, State]()
    for command in history["commands"]:
        name, kind = command["route"], command["kind"]
        where = f"Route {name}, opdracht {command['sequence']} ({kind})"
        moment = _moment(command)
        if moment.calendar.digest() != command["calendar"]:
            yield f"{where} rekende met andere vrije dagen."
            return
        try:
            outcome = carry_out(engine, moment, states.get(name), kind, command["arguments"])
        except WorkflowError as error:
            yield f"{where} kan niet meer: {error.message}"
            return
        states[name] = outcome.state
        if outcome.state_hash != command["state_hash"]:
            yield f"{where} geeft nu een andere toestand."
            return


def _line(command: Commanded) -> dict[str, object]:
    line: dict[str, object] = {
        "route": str(command.route), "sequence": command.sequence,
        "instant": command.instant.astimezone(UTC).isoformat(), "kind": command.kind,
        "arguments": command.arguments, "state_hash": command.state_hash, "calendar": command.calendar.digest(),
    }  # fmt: skip
    if command.running:
        line["running"] = command.running
    if command.calendar.school_free_days:
        line["school_free_days"] = sorted(day.isoformat() for day in command.calendar.school_free_days)
    return line


def _moment(line: Mapping[str, Any]) -> Moment:
    free = frozenset(date.fromisoformat(day) for day in line.get("school_free_days", ()))
    calendar = replace(CALENDAR, school_free_days=free)
    instant, running = datetime.fromisoformat(line["instant"]), frozenset(line.get("running", ()))
    return Moment(UUID(line["route"]), line["sequence"], instant, calendar, running)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
