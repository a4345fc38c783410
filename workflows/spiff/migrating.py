"""A state taken to another version of its protocol, and back: documents in, documents out.

What goes where was decided before (`workflows.migration`) and stands in the plan, in full: so that the same plan on the
same state gives the same outcome for ever, whatever is later thought of how a plan is best made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from workflows.spiff.determinism import next_id
from workflows.types import Step, StepKind

FORMER: Final = "former"
"""Member of a state that was just taken to another version: what it was before, and on which version."""
_KEPT: Final = ("rules", "process", "status", "scope")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a migration does to the tokens and fields of one state, each token by its id; JSON as `arguments` says."""

    elements: Mapping[str, str] = field(default_factory=dict)
    """Token to the element where it stands now, where that has another id."""
    flows: Mapping[str, str] = field(default_factory=dict)
    """Token to the sequence flow by which it came, where that has another id."""
    taken: tuple[str, ...] = ()
    """Tokens that are taken away, with all that lives because of them."""
    placed: tuple[Mapping[str, str], ...] = ()
    """New tokens: `element`, and `scope`, the token in which it lies; empty for the route itself."""
    waiting: tuple[Mapping[str, str], ...] = ()
    """Events that wait from now on: `element`, `scope`, `beside`, a token since whose entry they wait; and `host`, or
    `race` with `flow`."""
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Scope (as in `placed`) to the routing fields that have another value; None for those that exist no more."""
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Token of one item to its record, where that is another."""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Plan:
        """The plan of its JSON."""
        return cls(
            said.get("elements", {}), said.get("flows", {}), tuple(said.get("taken", ())),
            tuple(said.get("placed", ())), tuple(said.get("waiting", ())), said.get("fields", {}),
            said.get("items", {}),
        )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Its JSON; what is empty is left out."""
        told: dict[str, Any] = {
            "elements": dict(self.elements), "flows": dict(self.flows), "taken": list(self.taken),
            "placed": [dict(each) for each in self.placed], "waiting": [dict(each) for each in self.waiting],
            "fields": {name: dict(each) for name, each in self.fields.items()},
            "items": {name: dict(each) for name, each in self.items.items()},
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Standing:
    """A token of a document, and where it stands."""

    token: Mapping[str, Any]
    path: str
    scope: str
    """Id of the token in which it lies; empty for the route itself."""

    @property
    def is_seen(self) -> bool:
        """Whether its coming and going is told: a boundary event that waits is part of its activity."""
        return "host" not in self.token


def standing(state: Mapping[str, Any]) -> Iterator[Standing]:
    """Every token of a state, each before those inside it."""
    yield from _standing(state["scope"], "", "")


def _standing(scope: Mapping[str, Any], prefix: str, host: str) -> Iterator[Standing]:
    for token in scope["tokens"]:
        number = token.get("number")
        path = prefix + token["element"] + (f"[{number}]" if number else "")
        yield Standing(token, path, host)
        if "scope" in token:
            yield from _standing(token["scope"], f"{path}/", token["id"])


def taken_to(state: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """The document with its tokens at their new elements and its fields as they are now; nothing new is in it yet."""
    gone = set(plan.taken)
    scope = _scope_taken_to(state["scope"], plan, gone, "")
    return {name: state[name] for name in _KEPT} | {"scope": scope}


def _scope_taken_to(scope: Mapping[str, Any], plan: Plan, gone: set[str], host: str) -> dict[str, Any]:
    made = dict(scope)
    made["tokens"] = [
        _token_taken_to(token, plan, gone) for token in scope["tokens"]
        if not gone & {token["id"], token.get("host", ""), token.get("items_of", "")}
    ]  # fmt: skip
    if "fields" in scope:
        changed = plan.fields.get(host, {})
        kept = {name: value for name, value in scope["fields"].items() if name not in changed}
        made["fields"] = kept | {name: value for name, value in changed.items() if value is not None}
    return made


def _token_taken_to(token: Mapping[str, Any], plan: Plan, gone: set[str]) -> dict[str, Any]:
    made = dict(token)
    name = token["id"]
    made["element"] = plan.elements.get(name, token["element"])
    if name in plan.flows:
        made["flow"] = plan.flows[name]
    if name in plan.items:
        made["item"] = dict(plan.items[name])
    if "scope" in token:
        made["scope"] = _scope_taken_to(token["scope"], plan, gone, name)
    return made


def with_former(state: Mapping[str, Any], before: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The state with what it was before; only the next command after a migration finds it, every other drops it."""
    return {**state, FORMER: {name: before[name] for name in _KEPT} | {"bundle": version}}


def taken_back(state: Mapping[str, Any]) -> dict[str, Any]:
    """What a state that has a `FORMER` was before it was taken to its version.

    A token that was taken away then comes back under another id: its task is closed, and stays so in the history.
    """
    former = state[FORMER]
    here = {each.token["id"] for each in standing(state)}
    ids = {
        each.token["id"]: str(next_id()) for each in standing(former) if each.token["id"] not in here
    }  # fmt: skip
    return {name: former[name] for name in _KEPT} | {"scope": _renamed(former["scope"], ids)}


def _renamed(scope: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    tokens = []
    for token in scope["tokens"]:
        made = dict(token)
        for name in ("id", "host", "items_of"):
            if name in token:
                made[name] = ids.get(token[name], token[name])
        if "scope" in token:
            made["scope"] = _renamed(token["scope"], ids)
        tokens.append(made)
    return {**scope, "tokens": tokens}


def steps_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Step]:
    """What went from its place and what came to another, by the tokens of two documents of one route."""
    was = {each.token["id"]: each for each in standing(before) if each.is_seen}
    now = {each.token["id"]: each for each in standing(after) if each.is_seen}
    gone = [
        Step(StepKind.CANCELLED, each.token["element"], each.path)
        for name, each in was.items() if name not in now or now[name].path != each.path
    ]  # fmt: skip
    come = [
        Step(StepKind.ENTERED, each.token["element"], each.path)
        for name, each in now.items() if name not in was or was[name].path != each.path
    ]  # fmt: skip
    return gone[::-1] + come
