"""Whether a route can come to its end from where its tokens would stand: nothing waits for ever, nothing comes twice.

Looked at over drawn arrows, and only what is wrong in the new drawing and was not in the old one: a route is not kept
back for what its own version does too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from workflows.diagram import Node, Process
from workflows.diagram import model as tag
from workflows.migration.model import Obstacle, Scope, named

_CURE: Final = "Zet deze route met de hand verder terug of vooruit (--map), of laat haar op haar versie."
_WORK: Final = frozenset({
    tag.USER_TASK, tag.CALL_ACTIVITY, tag.SUBPROCESS, tag.RECEIVE_TASK, tag.RULE_TASK, tag.SEND_TASK, tag.THROW_EVENT,
    tag.CATCH_EVENT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stands:
    """A token where it stood and where it would stand."""

    was: str
    now: str
    was_by: str = ""
    """Of a token that waits at a join: the arrow by which it came."""
    now_by: str = ""
    race: str = ""


def obstacles_of(scope: Scope, stands: Sequence[Stands]) -> Iterator[Obstacle]:
    """What would go wrong in one scope that does not go wrong now."""
    old, new = _Arrows(scope.was, scope.was_in), _Arrows(scope.now, scope.now_in)
    was = [(each.was, each.was_by) for each in stands]
    now = [(each.now, each.now_by) for each in stands]
    before = set(old.never(was))
    for join in dict.fromkeys(new.never(now)):
        if join not in before:
            name = named(scope.now.nodes.get(join), join)
            message = f"Bij “{name}” zou deze route blijven wachten op iets wat daar niet meer komt."
            yield Obstacle(join, name, message, _CURE)
    for one, other in combinations(stands, 2):
        if one.now_by or other.now_by or (one.race and one.race == other.race):
            continue
        twice = new.both(one.now, other.now)
        if twice and not old.both(one.was, other.was):
            name = named(scope.now.nodes.get(twice), twice)
            yield Obstacle(twice, name, f"“{name}” zou in deze route twee keer komen.", _CURE)


class _Arrows:
    """The arrows of one scope of a drawing, with those from an activity to the events at its edge."""

    def __init__(self, process: Process, scope: str) -> None:
        self.process = process
        self.nodes = process.inside(scope)

    @cached_property
    def onward(self) -> Mapping[str, frozenset[str]]:
        """Element to those that a token can come to from it in one step."""
        made: dict[str, set[str]] = {
            node.id: {flow.target for flow in self.process.outgoing(node)} for node in self.nodes
        }
        for node in self.nodes:
            if node.tag == tag.BOUNDARY_EVENT:
                made.setdefault(node.attached_to, set()).add(node.id)
        return {name: frozenset(each) for name, each in made.items()}

    def reach(self, element: str, stops: Collection[str]) -> frozenset[str]:
        """All that a token can come to, itself included; it comes to what stops it and goes no further."""
        seen: set[str] = set()
        todo = [element]
        while todo:
            each = todo.pop()
            if each not in seen:
                seen.add(each)
                todo.extend(self.onward.get(each, ()) if each not in stops or each == element else ())
        return frozenset(seen)

    def joins(self, *tags: str) -> list[Node]:
        """Gateways at which tokens wait for each other."""
        return [node for node in self.nodes if node.tag in tags and len(node.incoming) > 1]

    def never(self, stands: Sequence[tuple[str, str]]) -> list[str]:
        """Joins that a token waits at or comes to, and to one of whose arrows none can come."""
        found = []
        for join in self.joins(tag.PARALLEL):
            arrived = {by for at, by in stands if at == join.id and by}
            reached = [self.reach(at, {join.id}) for at, by in stands if not (at == join.id and by)]
            comes = bool(arrived) or any(join.id in each for each in reached)
            missing = [flow for flow in self.process.incoming(join) if flow.id not in arrived]
            if comes and any(not any(flow.source in each for each in reached) for flow in missing):
                found.append(join.id)
        return found

    def both(self, one: str, other: str) -> str:
        """The first work that both of two tokens come to without a join between; empty where there is none."""
        joins = {node.id for node in self.joins(tag.PARALLEL, tag.INCLUSIVE)}
        shared = (self.reach(one, joins) & self.reach(other, joins)) - joins
        return next((node.id for node in self.nodes if (node.id in shared and node.tag in _WORK) or (
            node.id in shared and self.process.is_question(node)
        )), "")  # fmt: skip
