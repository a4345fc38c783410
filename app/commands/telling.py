"""What the engine was asked and what came of it, as the JSON of a fact (docs/formats/history.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.store.documents import as_instant_text
from workflows import ENGINE_RULES, Moment, OpenTask, Outcome, StepKind


@dataclass(frozen=True, slots=True)
class Deed:
    """What the engine was asked to do."""

    at: Moment
    calendar: str
    """Digest of the calendar of the moment."""
    bundle: str
    """Hash *geheel* of the version that the route runs on."""
    verb: str
    arguments: Mapping[str, Any]


def moved(deed: Deed, outcome: Outcome) -> dict[str, object]:
    """The members `moment`, `do` and `outcome` of a fact that moved a route."""
    at = deed.at
    return {
        "moment": {
            "route": str(at.route), "sequence": at.sequence, "instant": as_instant_text(at.instant),
            "calendar": deed.calendar, "running": sorted(at.running), "engine_rules": ENGINE_RULES,
            "bundle": deed.bundle,
        },
        "do": {"verb": deed.verb, "arguments": dict(deed.arguments)},
        "outcome": _outcome(outcome),
    }  # fmt: skip


def _outcome(outcome: Outcome) -> dict[str, object]:
    told: dict[str, object] = {
        "state_hash": outcome.state_hash, "status": str(outcome.status),
        "flows": [step.element for step in outcome.steps if step.kind is StepKind.FLOW],
        "steps": [[str(step.kind), step.path] for step in outcome.steps],
        "opened": [_task(each) for each in outcome.opened], "changed": [_task(each) for each in outcome.changed],
        "closed": [{"id": each.id, "how": str(each.how)} for each in outcome.closed],
        "timers": [
            {"id": each.id, "element": each.element, "due": as_instant_text(each.due)} for each in outcome.timers
        ],
        "ends": list(outcome.ends), "milestones": [asdict(each) for each in outcome.milestones],
        "decisions": [_plain(asdict(each)) for each in outcome.decisions],
        "notices": [asdict(each) for each in outcome.notices],
        "messages": [_plain(asdict(each)) for each in outcome.messages],
        "notes": [asdict(each) for each in outcome.notes],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value != []}


def _task(each: OpenTask) -> dict[str, object]:
    return {
        "id": each.id, "element": each.element, "name": each.name, "kind": str(each.kind), "lane": each.lane,
        "due": None if each.due is None else as_instant_text(each.due),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Lists where the engine has tuples: JSON knows no other."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def drawn_columns(each: OpenTask) -> dict[str, Any]:
    """The columns of a task that say how it is drawn."""
    return {
        "kind": str(each.kind), "name": each.name, "lane": each.lane, "element": each.element, "process": each.process,
        "path": each.path, "form": each.form, "niet_door": list(each.niet_door),
    }  # fmt: skip
