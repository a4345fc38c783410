"""What a canonical state says to people: open tasks, timers, catches. Reads the document; runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workflows.diagram import EventKind, Node, Process
from workflows.diagram import model as tag
from workflows.errors import IncidentError
from workflows.spiff.canonical import as_instant
from workflows.spiff.parser import Program
from workflows.types import Catch, Choice, OpenTask, TaskKind, Timer

_EXCLUDING = ("niets", "nee")
_REASONED = ("met reden", "met grond")


class Place(NamedTuple):
    """A token of the document with where it lies."""

    token: Mapping[str, Any]
    node: Node
    process: Process
    path: str
    hosts: Mapping[str, Mapping[str, Any]]
    """The tokens of the same scope, by id."""


def places(program: Program, state: Mapping[str, Any]) -> Iterator[Place]:
    """Every token of a state, each before those inside it. Raises IncidentError for an unknown element."""
    process = program.processes.get(state["process"])
    if process is None:
        message = f"Dit protocol kent de route “{state['process']}” niet meer."
        raise IncidentError(message)
    yield from _places(program, process, state["scope"], "")


def _places(program: Program, process: Process, scope: Mapping[str, Any], prefix: str) -> Iterator[Place]:
    beside = {token["id"]: token for token in scope["tokens"]}
    for token in scope["tokens"]:
        node = process.nodes.get(token["element"])
        if node is None:
            message = f"Dit protocol heeft geen element “{token['element']}” meer."
            raise IncidentError(message, element=token["element"])
        number = token.get("number")
        path = prefix + node.id + (f"[{number}]" if number else "")
        yield Place(token, node, process, path, beside)
        if "scope" in token:
            inner = program.processes[node.called] if node.tag == tag.CALL_ACTIVITY else process
            yield from _places(program, inner, token["scope"], f"{path}/")


def open_tasks(program: Program, state: Mapping[str, Any]) -> tuple[OpenTask, ...]:
    """What is open for people, oldest first."""
    found = [_open_task(p) for p in places(program, state) if p.token["state"] == "open"]
    return tuple(sorted(found, key=lambda task: task.entered))


def _open_task(place: Place) -> OpenTask:
    token, node = place.token, place.node
    question = node.is_gateway
    functions = (*node.listed("ook_door"), *token.get("ook_door", ()))
    return OpenTask(
        id=token["id"], element=node.id, path=place.path,
        kind=TaskKind.VRAAG if question else TaskKind.TAAK,
        name=node.name, lane=token.get("lane") or place.process.lane_of(node),
        form=node.properties.get("formulier"),
        entered=as_instant(token["entered"]), due=as_instant(token["due"]) if "due" in token else None,
        samen_met=node.properties.get("samen_met"), niet_door=node.listed("niet_door"),
        ook_door=tuple(dict.fromkeys(functions)),
        choices=choices_of(place.process, node) if question else (), multiple=node.tag == tag.INCLUSIVE,
        item=token.get("item"), item_number=token.get("number"), documentation=node.documentation,
        process=place.process.id,
    )  # fmt: skip


def choices_of(process: Process, node: Node) -> tuple[Choice, ...]:
    """The answers to a question, in the order of its flows."""
    return tuple(
        Choice(
            label=flow.name,
            flow=flow.id,
            needs_reason=any(words in flow.name.casefold() for words in _REASONED),
            excludes=node.tag == tag.INCLUSIVE and flow.name.casefold().split(",")[0].strip() in _EXCLUDING,
        )
        for flow in process.outgoing(node)
        if process.is_question(node)
    )


def timers(program: Program, state: Mapping[str, Any]) -> tuple[Timer, ...]:
    """What waits for an instant, first due first, then by element and id."""
    found = [
        Timer(p.token["id"], p.node.id, p.path, as_instant(p.token["due"]))
        for p in places(program, state)
        if p.token["state"] == "waits" and "due" in p.token
    ]
    return tuple(sorted(found, key=lambda timer: (timer.due, timer.element, timer.id)))


def catches(program: Program, state: Mapping[str, Any]) -> tuple[Catch, ...]:
    """The messages that this route hears now: what waits for one, then its event subprocesses."""
    waiting = [
        _catch(p.process, p.node, p.path)
        for p in places(program, state)
        if p.token["state"] == "waits" and p.node.event.kind is EventKind.MESSAGE
    ]
    return tuple(waiting + list(_event_starts(program, state)))


def _event_starts(program: Program, state: Mapping[str, Any]) -> Iterator[Catch]:
    process = program.processes.get(state["process"])
    if process and state["status"] == "loopt" and not state["scope"].get("interrupted"):
        yield from event_starts(process, "")
    for place in places(program, state):
        if place.node.tag == tag.CALL_ACTIVITY and not place.token["scope"].get("interrupted"):
            yield from event_starts(program.processes[place.node.called], f"{place.path}/")


def event_starts(process: Process, prefix: str) -> Iterator[Catch]:
    """What starts the event subprocesses of a process."""
    for subprocess in process.event_subprocesses():
        for start in process.start_events(subprocess.id):
            yield _catch(process, start, f"{prefix}{subprocess.id}/{start.id}", starts=True)


def _catch(process: Process, node: Node, path: str, *, starts: bool = False) -> Catch:
    form, name = node.properties.get("formulier"), node.name or node.event.name
    return Catch(node.event.name, node.id, path, node.listed("knop"), form, starts, process.id, name)


def process_starts(program: Program) -> tuple[Catch, ...]:
    """The messages that start a route, over all processes."""
    return tuple(
        _catch(process, start, start.id, starts=True)
        for process in program.processes.values()
        for start in process.start_events()
        if start.event.kind is EventKind.MESSAGE
    )
