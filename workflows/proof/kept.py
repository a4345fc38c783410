"""Spaces that were explored lately, for whoever asks after a protocol in which little was changed.

What a process can do hangs on what is drawn in it and in what it calls, and on a few things that lie elsewhere: what
fields can hold, what tables decide, what messages bring and begin, how it is called. `inputs` is all of that. A bundle
in which none of it differs has the same space, whatever else was changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from workflows.diagram import EventKind, Node, Process
from workflows.proof.net import Net
from workflows.proof.space import Space, Watched, explore
from workflows.proof.values import TooManyError
from workflows.validator import Limits

_MOST: Final = 16
"""Spaces that are kept, a few more than a school has processes: the largest of these takes 6.5 MB."""


class _Place:
    """Where a space is kept, once it is explored."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.space: Space | None = None


@lru_cache(_MOST)
def _place(_inputs: str) -> _Place:
    return _Place()


def space_of(net: Net, process: str, watched: Watched, limits: Limits) -> Space:
    """As `explore`, once for all who ask; nobody may change what it gives.

    One that was cut off is not kept: time may have cut it.
    """
    place = _place(inputs(net, process, watched, limits))
    with place.turn:
        if place.space is not None:
            return place.space
        space = explore(net, process, watched, limits)
        if not space.cut:
            place.space = space
        return space


def forget() -> None:
    """Forget them: for who measures."""
    _place.cache_clear()


def inputs(net: Net, process: str, watched: Watched, limits: Limits) -> str:
    """A digest over everything that the exploration of a process reads."""
    played = list(_played(net, process))
    nodes = [node for each in played for node in each.nodes.values()]
    read = (
        process, repr(limits), sorted(watched.fields),
        [(each.id, sorted(watched.running.get(each.id, ()))) for each in nodes], sorted(watched.running.get("", ())),
        [_drawn(each) for each in played], [_asked_back(net, each) for each in played], _given(net, process),
        _messages(net, nodes), _forms(net, nodes), _fields(net), _tables(net, nodes),
    )  # fmt: skip
    return hashlib.sha256(repr(read).encode()).hexdigest()


def _played(net: Net, process: str) -> Iterator[Process]:
    """A process and all that it calls."""
    seen, todo = set[str](), [process]
    while todo:
        each = todo.pop()
        if each not in seen and each in net.bundle.processes:
            seen.add(each)
            yield net.bundle.processes[each]
            todo += [node.called for node in net.bundle.processes[each].nodes.values() if node.called]


def _drawn(process: Process) -> tuple[Any, ...]:
    """All that is drawn, but for where, and what it says to people alone."""
    nodes = [replace(node, line=None, documentation="") for node in process.nodes.values()]
    return process.id, process.name, nodes, [replace(flow, line=None) for flow in process.flows.values()]


def _asked_back(net: Net, process: Process) -> list[str]:
    """What those who call a process ask of it when it is over."""
    return sorted(net.live([], process.id, interrupted=True))


def _given(net: Net, process: str) -> list[list[str]]:
    """What each call gives a process."""
    every = (node for each in net.bundle.processes.values() for node in each.nodes.values())
    return [list(node.prefixed("in")) for node in every if node.called == process]


def _messages(net: Net, nodes: Sequence[Node]) -> list[tuple[Any, ...]]:
    """What the messages that are thrown or heard here bring, by whom they are thrown, and what they begin."""
    names = sorted({node.event.name for node in nodes if node.event.kind is EventKind.MESSAGE})
    return [
        (name, [node.listed("mee") for node in net.senders.get(name, ())], [each.id for each, _ in net.starts_by(name)])
        for name in names
    ]  # fmt: skip


def _forms(net: Net, nodes: Sequence[Node]) -> list[tuple[Any, ...]]:
    """How the forms here can be filled in."""
    found: list[tuple[Any, ...]] = []
    for form in sorted({node.properties.get("formulier", "") for node in nodes}):
        try:
            ways: Any = [list(each.items()) for each in net.values.filled(form)]
        except TooManyError as error:
            ways = str(error)
        found.append((form, sorted(net.values.always(form)), ways))
    return found


def _fields(net: Net) -> list[tuple[Any, ...]]:
    """What the fields of the protocol can hold."""
    return [(each.name, str(each.kind), net.values.domain(each.name)) for each in net.bundle.fields.values()]


def _tables(net: Net, nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """The decision tables, where one is asked: one may ask another."""
    if not any(node.decision for node in nodes):
        return []
    return [
        (name, hashlib.sha256(data).hexdigest()) for name, data in sorted(net.bundle.files.items())
        if name.endswith(".dmn")
    ]  # fmt: skip
