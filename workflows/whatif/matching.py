"""Which task of one version is which of another, and whether it asks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.bundle import Bundle
from workflows.forms import walk
from workflows.types import FieldValue, OpenTask, RoutingField
from workflows.whatif.course import Past


class Tasks:
    """The open tasks of both versions, in pairs by their element; the first of one with the first of the other."""

    def __init__(self) -> None:
        self._pairs: dict[str, str] = {}
        """Id in the past to id now, of the tasks that are open in both."""
        self._open: dict[str, Mapping[str, Any]] = {}
        """By id: the tasks that were open in the past."""
        self._more: set[str] = set()
        """Ids of tasks that are open now and were not in the past, and were told."""

    def now(self, task: str) -> str | None:
        """The id of a task of the past as it is now; None where it is not there."""
        return self._pairs.get(task)

    def told(self, past: Past, open_: Sequence[OpenTask]) -> tuple[list[Mapping[str, Any]], list[OpenTask]]:
        """Take in what a command did: the tasks that are not there now, and those that were not there then."""
        for each in past.told("closed"):
            self._open.pop(each["id"], None)
            self._pairs.pop(each["id"], None)
        self._open |= {each["id"]: each for each in past.told("opened")}
        # A migration takes a task along: it keeps its id and stands at another element.
        self._open |= {each["id"]: each for each in past.told("changed") if each["id"] in self._open}
        here = {task.id for task in open_}
        self._pairs = {was: now for was, now in self._pairs.items() if now in here}
        paired = set(self._pairs.values())
        free = [task for task in open_ if task.id not in paired]
        # What has no counterpart is looked for anew each time: another round may bring it.
        for each in [each for name, each in self._open.items() if name not in self._pairs]:
            self._pair(each, free)
        self._more &= here
        more = [task for task in free if task.id not in self._more]
        self._more |= {task.id for task in more}
        return [each for each in past.told("opened") if each["id"] not in self._pairs], more

    def _pair(self, was: Mapping[str, Any], free: list[OpenTask]) -> None:
        found = next((task for task in free if task.element == was["element"]), None)
        if found is not None:
            free.remove(found)
            self._pairs[was["id"]] = found.id


def answered(past: Past, task: OpenTask) -> list[str]:
    """The labels that an answer of the past has now: by its flows, else as it was."""
    labels = {choice.flow: choice.label for choice in task.choices}
    said = past.arguments.get("antwoord", ())
    chosen = [said] if isinstance(said, str) else list(said)
    flows = list(past.data.get("flows", ()))
    if len(flows) != len(chosen):
        return chosen
    return [labels.get(flow, label) for flow, label in zip(flows, chosen, strict=True)]


def kept_fields(fields: Mapping[str, Any], asked: Mapping[str, RoutingField]) -> dict[str, FieldValue]:
    """What was filled in, as far as it is still asked and routes."""
    return {name: value for name, value in fields.items() if name in asked}


def asks_otherwise(before: Bundle, now: Bundle, task: OpenTask) -> bool:
    """Whether the form of a task asks other fields than the one that its element had before."""
    node = next((p.nodes[task.element] for p in before.processes.values() if task.element in p.nodes), None)
    if node is None:
        return False
    return _asked(before, node.properties.get("formulier")) != _asked(now, task.form)


def _asked(bundle: Bundle, form: str | None) -> frozenset[tuple[str, str, bool]]:
    found = bundle.forms.get(form or "")
    parts = walk(found.components) if found else ()
    return frozenset((part.key, str(part.type), part.required) for part in parts if part.key)
