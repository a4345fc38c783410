"""Histories in memory as the database holds them: documents of facts, from scenarios or made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workflows.bundle import Bundle
from workflows.engine import Engine, carry_out
from workflows.rules import Recorded, RouteTrace
from workflows.scenarios.golden import _moment
from workflows.types import Outcome

KINDS = {
    "start": "RouteStarted", "complete": "TaskCompleted", "answer": "QuestionAnswered", "fire": "TimerFired",
    "receive": "MessageReceived", "correct": "TaskCorrected", "withdraw": "RouteWithdrawn", "deviate": "RouteDeviated",
    "migrate": "RouteMigrated", "revert": "MigrationUndone",
}  # fmt: skip


def golden(bundle: Bundle, place: Path) -> list[RouteTrace]:
    """The routes of a golden history, each deed done by whoever the lane of its task names first."""
    return list(Teller(bundle).tell(json.loads(place.read_text("utf-8"))["commands"]))


class Teller:
    """Carries commands out and writes down what came of them."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.engine = bundle, Engine(bundle)
        self.states: dict[str, Any] = {}
        self.facts: dict[str, list[Recorded]] = {}
        self.processes: dict[str, str] = {}
        self.open: dict[str, Any] = {}
        self.thrown: list[tuple[str, str, int, str]] = []

    def tell(self, commands: Sequence[Mapping[str, Any]]) -> Iterator[RouteTrace]:
        for command in commands:
            self._one(command)
        for number, (route, facts) in enumerate(self.facts.items(), start=1):
            yield RouteTrace(
                route, number, self.processes[route], f"s{number}", tuple(facts), processes=self.bundle.processes
            )

    def _one(self, command: Mapping[str, Any]) -> None:
        route, verb, arguments = command["route"], command["kind"], command["arguments"]
        timers = {each.id: each for each in self.engine.timers(self.states[route])} if route in self.states else {}
        outcome = carry_out(self.engine, _moment(command), self.states.get(route), verb, arguments)
        self.states[route] = outcome.state
        mine = self.facts.setdefault(route, [])
        self.processes.setdefault(route, str(arguments.get("process", "")))
        task = self.open.get(arguments.get("task_id", ""))
        data: dict[str, Any] = {"message": arguments.get("message", "")}
        if task:
            data |= {"task": task.id, "element": task.element, "name": task.name}
        if verb == "answer" and task:
            chosen = arguments["antwoord"]
            labels = [chosen] if isinstance(chosen, str) else list(chosen)
            data["flows"] = [each.flow for each in task.choices if each.label in labels]
        if verb == "fire":
            data |= {"timer": arguments["timer_id"], "element": timers[arguments["timer_id"]].element}
        actor = {"kind": "person", "id": task.lane or "iedereen"} if task else {"kind": "system"}
        document = {
            "kind": KINDS[verb], "actor": actor, "at": command["instant"], "data": data, "command": len(mine),
            "moment": {"running": command.get("running", []), "bundle": self.bundle.geheel},
            "do": {"verb": verb, "arguments": arguments}, "outcome": told(outcome),
        }  # fmt: skip
        cause = next((each for each in self.thrown if each[0] == data["message"]), None)
        if verb in ("start", "receive") and cause:
            self.thrown.remove(cause)
            document["cause"] = {"route": cause[1], "sequence": cause[2], "element": cause[3]}
        mine.append(Recorded(len(mine) + 1, command["instant"], document))
        self.thrown += [(each.name, route, len(mine), each.element) for each in outcome.messages]
        self.open |= {each.id: each for each in (*outcome.opened, *outcome.changed)}


def told(outcome: Outcome) -> dict[str, Any]:
    """What a fact says of an outcome."""
    return {
        "status": str(outcome.status), "steps": [[str(step.kind), step.path] for step in outcome.steps],
        "opened": [_task(each) for each in outcome.opened], "changed": [_task(each) for each in outcome.changed],
        "closed": [{"id": each.id, "how": str(each.how)} for each in outcome.closed], "ends": list(outcome.ends),
        "timers": [
            {"id": each.id, "element": each.element, "due": each.due.isoformat()} for each in outcome.timers
        ],
        "decisions": [asdict(each) for each in outcome.decisions],
        "messages": [asdict(each) for each in outcome.messages],
    }  # fmt: skip


def _task(each: Any) -> dict[str, Any]:
    due = None if each.due is None else each.due.isoformat()
    return {"id": each.id, "element": each.element, "name": each.name, "kind": str(each.kind), "due": due}
