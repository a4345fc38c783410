"""What the drawing does after a task, as far as that is certain before anybody did it: a walk along its flows.

It looks at the drawing alone and asks no table: where a table or a condition decides, it names the possibilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final

from workflows import Bundle, Node, Process

MOST: Final = 4
"""Possibilities that are told; of more than these nothing is told but that it depends."""
_FAR: Final = 60
"""Elements on one way; a longer one is not told."""
_STRIDES: Final = 3_000
"""Elements on all ways together: a drawing that branches without end must not keep a page waiting."""


class Kind(StrEnum):
    """What comes next."""

    TASK = "task"
    QUESTION = "question"
    STEP = "step"
    NOTICE = "notice"
    """A function gets word."""
    ROUTE = "route"
    """Another route begins, or hears of it."""
    BEGINS = "begins"
    """Another route begins."""
    WAIT = "wait"
    """It waits for something that people do not do here."""
    OTHERS = "others"
    """It goes on when the tasks beside this one are done too."""
    END = "end"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that comes next."""

    kind: Kind
    name: str = ""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What comes next, all of it."""

    said: str = ""
    """The answer on which it comes; empty where the route takes this way in any case, or a table decides."""
    then: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes after a task: one way, or one of several."""

    ways: tuple[Way, ...] = ()

    @property
    def certain(self) -> tuple[Next, ...]:
        """What comes in any case."""
        if not self.ways:
            return ()
        first, *others = self.ways
        return tuple(each for each in first.then if all(each in other.then for other in others))

    @property
    def told(self) -> frozenset[str]:
        """The functions that get word of it in any case."""
        return frozenset(each.name for each in self.certain if each.kind is Kind.NOTICE)

    @property
    def is_end(self) -> bool:
        """Whether the route is over in any case."""
        return bool(self.ways) and all(any(each.kind is Kind.END for each in way.then) for way in self.ways)


def ahead(bundle: Bundle, process: str, element: str, path: str) -> Ahead:
    """What comes after a task or question at a path of a route. Empty for what this version does not draw."""
    drawn = bundle.processes.get(process)
    node = drawn.nodes.get(element) if drawn else None
    if drawn is None or node is None:
        return Ahead()
    walk = _Walk(bundle, tuple(path.split("/")[:-1]), count(1))
    if drawn.is_question(node):
        each = [(flow.name, walk.after(drawn, flow.target)) for flow in drawn.outgoing(node)]
        ways = [Way(said, then) for said, thens in each for then in thens]
    else:
        alone = (Next(Kind.OTHERS),) if node.loop and not node.loop.sequential else ()
        ways = [Way("", (*alone, *then)) for then in walk.on(drawn, node)]
    return _short(ways)


def _short(ways: Sequence[Way]) -> Ahead:
    found = tuple(dict.fromkeys(ways))
    if len(found) <= MOST:
        return Ahead(found)
    said = tuple(dict.fromkeys(way.said for way in found))
    if 1 < len(said) <= MOST:  # by answer it can still be told, without what a table makes of it
        return Ahead(tuple(_merged(answer, [way for way in found if way.said == answer]) for answer in said))
    return Ahead((Way("", (*Ahead(found).certain, Next(Kind.DEPENDS))),))


def _merged(said: str, ways: Sequence[Way]) -> Way:
    return ways[0] if len(ways) == 1 else Way(said, (*Ahead(tuple(ways)).certain, Next(Kind.DEPENDS)))


Then = tuple[Next, ...]


def _few(found: list[Then]) -> list[Then]:
    """Not more ways than can be told anyhow; where some are left out nothing is certain any more."""
    most = MOST * MOST
    return found if len(found) <= most else [*found[:most], (Next(Kind.DEPENDS),)]


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk; each step gives the ways that lie before it, each as what comes on it."""

    bundle: Bundle
    around: tuple[str, ...]
    """The scopes of the route within which it walks, the outermost first."""
    strides: Iterator[int]

    def on(self, process: Process, node: Node, seen: frozenset[str] = frozenset()) -> list[Then]:
        """What comes when a node is left by all its flows that carry no condition, or by one that does."""
        flows = tuple(process.outgoing(node))
        if not flows:
            return self._out(process, node, seen)
        return self._all(process, [flow.target for flow in flows], seen)

    def after(self, process: Process, target: str, seen: frozenset[str] = frozenset()) -> list[Then]:
        """What comes when a flow reaches a node."""
        node = process.nodes.get(target)
        if node is None or target in seen or len(seen) > _FAR or next(self.strides) > _STRIDES:
            return [(Next(Kind.DEPENDS),)]
        seen = seen | {target}
        stop = self._stop(process, node)
        if stop is not None:
            return [stop]
        if node.is_gateway:
            return self._gateway(process, node, seen)
        return [(*self._said(node), *then) for then in self._through(process, node, seen)]

    def _stop(self, process: Process, node: Node) -> Then | None:
        """Where people, or time, take over."""
        lane = process.lane_of(node) or ""
        if node.tag == "userTask":
            return (Next(Kind.TASK, node.name, lane),)
        if process.is_question(node):
            return (Next(Kind.QUESTION, node.name, lane),)
        if node.tag in ("intermediateCatchEvent", "receiveTask", "eventBasedGateway"):
            return (Next(Kind.WAIT, node.name),)
        return None

    def _through(self, process: Process, node: Node, seen: frozenset[str]) -> list[Then]:
        inner = self.bundle.processes.get(node.called) if node.called else process
        starts = inner.start_events(None if node.called else node.id) if inner else ()
        if inner is not None and node.tag in ("callActivity", "subProcess") and starts:
            deeper = _Walk(self.bundle, (*self.around, node.id), self.strides)
            return deeper.after(inner, starts[0].id, seen)
        return self.on(process, node, seen)

    def _gateway(self, process: Process, node: Node, seen: frozenset[str]) -> list[Then]:
        targets = [flow.target for flow in process.outgoing(node)]
        waits = node.tag in ("parallelGateway", "inclusiveGateway") and len(node.incoming) > 1
        if node.tag == "parallelGateway" or len(targets) < 2:
            found = self._all(process, targets, seen)
        else:
            found = _few([then for target in targets for then in self.after(process, target, seen)])
        return [(Next(Kind.OTHERS), *then) for then in found] if waits else found

    def _all(self, process: Process, targets: Sequence[str], seen: frozenset[str]) -> list[Then]:
        """All of several flows at once: each combination of the ways that they may take."""
        found: list[Then] = [()]
        for target in targets:
            each = self.after(process, target, seen)
            found = _few([(*one, *other) for one in found for other in each])
        return [tuple(dict.fromkeys(then)) for then in found]

    def _out(self, process: Process, node: Node, seen: frozenset[str]) -> list[Then]:
        """Past the last element of a scope: the route is over, or goes on around it."""
        said = self._said(node)
        outer = self._around(process, node)
        if outer is None:
            whole = node.scope == process.id
            return [(*said, Next(Kind.END, node.name))] if whole else [said]
        drawn, host = outer
        further = _Walk(self.bundle, self.around[:-1], self.strides)
        return [(*said, *then) for then in further.on(drawn, host, seen)]

    def _around(self, process: Process, node: Node) -> tuple[Process, Node] | None:
        host = process.nodes.get(node.scope)
        if host is not None:
            return None if host.triggered_by_event else (process, host)
        for each in self.bundle.processes.values():
            caller = each.nodes.get(self.around[-1].partition("[")[0]) if self.around else None
            if caller is not None and caller.called == process.id:
                return each, caller
        return None

    def _said(self, node: Node) -> Then:
        """What is told of an element that is passed."""
        return tuple(self._told(node))

    def _told(self, node: Node) -> Iterator[Next]:
        if node.is_milestone:
            yield Next(Kind.STEP, node.name)
        elif "aan" in node.properties:
            yield Next(Kind.NOTICE, node.properties["aan"])
        elif node.event.name and node.tag != "startEvent":
            start = self.bundle.starts.get(node.event.name)
            drawn = self.bundle.processes.get(start.process) if start else None
            if drawn is not None:
                yield Next(Kind.ROUTE, drawn.name)
