"""The plan that is being made, and what of it is about events: those at an edge, and those of which one takes all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from workflows.diagram import Flow, Node
from workflows.diagram.model import EVENT_GATEWAY
from workflows.migration.model import AWAY, Obstacle, Scope, Versions, named
from workflows.migration.natures import unlike
from workflows.migration.soundness import Stands
from workflows.spiff import Plan

BY_HAND: Final = "Zeg met de hand waar het heen gaat (--map), of laat deze route op haar versie."


@dataclass(slots=True)
class Draft:
    """A plan while it is made."""

    versions: Versions
    elements: dict[str, str] = field(default_factory=dict)
    flows: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    placed: list[dict[str, str]] = field(default_factory=list)
    waiting: list[dict[str, str]] = field(default_factory=list)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    obstacles: list[Obstacle] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def stops(self, element: str, name: str, what: str, cure: str) -> None:
        """Say what is in the way at an element."""
        self.obstacles.append(Obstacle(element, name, f"“{name}” {what}", cure))

    def plan(self) -> Plan:
        """The plan."""
        return Plan(
            self.elements, self.flows, tuple(self.taken), tuple(self.placed), tuple(self.waiting), self.fields,
            self.items,
        )  # fmt: skip


def boundaries(
    draft: Draft, scope: Scope, token: Mapping[str, Any], waiting: Sequence[Mapping[str, Any]], now: Node
) -> None:  # fmt: skip
    """The events at the edge of an activity: those that wait go on, those that are new begin, all others end.

    One that was drawn before and does not wait has gone off: it does not begin again.
    """
    drawn = {each.id: each for each in scope.now.boundaries(now.id)}
    known = {draft.versions.target(each.id) for each in scope.was.boundaries(token["element"])}
    for each in waiting:
        was, target = scope.old(each["element"]), drawn.get(draft.versions.target(each["element"]))
        if was is None or target is None or unlike(scope, was, target):
            draft.taken.append(each["id"])
            if target is not None:
                # What is drawn under its id now is something else, which begins.
                known.discard(target.id)
            draft.notes.append(f"“{named(was, each['element'])}” bij “{named(now, now.id)}” gaat niet meer af.")
        elif target.id != each["element"]:
            draft.elements[each["id"]] = target.id
    for name in drawn:
        if name not in known:
            draft.waiting.append({"element": name, "scope": scope.token, "beside": token["id"], "host": token["id"]})


def race(draft: Draft, scope: Scope, group: Sequence[Mapping[str, Any]]) -> list[Stands]:
    """Events of which the first takes all: each goes on behind the same gateway, and new ones there begin to wait."""
    found = [(token, flow) for token in group if (flow := behind(draft, scope, token)) is not None]
    gateways = {flow.source for _, flow in found}
    if len(gateways) != 1:
        element = group[0]["element"]
        draft.stops(
            element, named(scope.old(element), element), "wacht niet meer naast wat er nu naast wacht.", BY_HAND
        )
        return []
    kept = {token["id"] for token, _ in found}
    draft.taken += [token["id"] for token in group if token["id"] not in kept]
    for token, flow in found:
        if flow.target != token["element"]:
            draft.elements[token["id"]] = flow.target
        if flow.id != token.get("flow"):
            draft.flows[token["id"]] = flow.id
    _new_in_race(draft, scope, gateways.pop(), found)
    return [Stands(token["element"], flow.target, race=token["race"]) for token, flow in found]


def _new_in_race(
    draft: Draft, scope: Scope, gateway: str, found: Sequence[tuple[Mapping[str, Any], Flow]]
) -> None:  # fmt: skip
    beside, taken = found[0][0], {flow.id for _, flow in found}
    for flow in scope.now.outgoing(scope.now.nodes[gateway]):
        if flow.id not in taken:
            draft.waiting.append({
                "element": flow.target, "scope": scope.token, "beside": beside["id"], "race": beside["race"],
                "flow": flow.id,
            })  # fmt: skip


def behind(draft: Draft, scope: Scope, token: Mapping[str, Any]) -> Flow | None:
    """The arrow from an event-based gateway to where an event goes on waiting."""
    was, target = scope.old(token["element"]), draft.versions.target(token["element"])
    now = scope.new(target) if target != AWAY else None
    if was is None or now is None or now.scope != scope.now_in or unlike(scope, was, now):
        return None
    flows = [each for each in scope.now.incoming(now) if scope.now.nodes[each.source].tag == EVENT_GATEWAY]
    return next((each for each in flows if each.id == token.get("flow")), next(iter(flows), None))
