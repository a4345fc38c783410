"""Where each token of a state goes in another drawing: by the ids of its elements, else by hand, else why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from workflows.diagram import Node
from workflows.diagram import model as tag
from workflows.migration.events import BY_HAND, Draft, behind, boundaries, race
from workflows.migration.fields import item_fits, scope_fields
from workflows.migration.model import AWAY, Obstacle, Scope, Versions, named
from workflows.migration.natures import unlike
from workflows.migration.soundness import Stands, obstacles_of
from workflows.spiff import State, can_be_gone_to

_JOINS: Final = frozenset({tag.PARALLEL, tag.INCLUSIVE})


def draft_of(versions: Versions, state: State) -> Draft:
    """The plan of a route, with all that stands in its way."""
    draft = Draft(versions)
    was = versions.before.processes[state["process"]]
    now = versions.after.processes.get(state["process"])
    if now is None:
        message = f"De route “{was.name}” is er in de nieuwe versie niet meer."
        draft.obstacles.append(Obstacle("", was.name, message, "Laat deze route op haar versie."))
        return draft
    _scope(draft, Scope("", was, now, was.id, now.id), state["scope"])
    return draft


def _scope(draft: Draft, scope: Scope, document: Mapping[str, Any]) -> None:
    tokens = document["tokens"]
    if "fields" in document:
        scope_fields(draft, scope, document["fields"])
    main = [each for each in tokens if "host" not in each and "items_of" not in each]
    stands: list[Stands] = []
    for group in _groups(scope, main):
        stands += _race(draft, scope, group) if "race" in group[0] else _group(draft, scope, tokens, group)
    draft.obstacles += obstacles_of(scope, stands)


def _groups(scope: Scope, tokens: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Tokens that wait for each other, at a join or in a race, together; every other by itself."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for token in tokens:
        was = scope.old(token["element"])
        key = ("one", token["id"])
        if "race" in token:
            key = ("race", token["race"])
        elif was is not None and was.tag in _JOINS and token["state"] == "waits":
            key = ("at", token["element"])
        found.setdefault(key, []).append(token)
    return list(found.values())


def _race(draft: Draft, scope: Scope, group: Sequence[Mapping[str, Any]]) -> list[Stands]:
    """By hand all of a race goes to something else, where one of its events is told to."""
    by_hand = draft.versions.by_hand.elements
    for token in group:
        if by_hand.get(token["element"], AWAY) != AWAY and behind(draft, scope, token) is None:
            return _replaced(draft, scope, group, by_hand[token["element"]])
    return race(draft, scope, group)


def _group(
    draft: Draft, scope: Scope, beside: Sequence[Mapping[str, Any]], group: Sequence[Mapping[str, Any]]
) -> list[Stands]:  # fmt: skip
    element = group[0]["element"]
    was, target = scope.old(element), draft.versions.target(element)
    if target == AWAY:
        draft.taken += [each["id"] for each in group]
        return []
    now = scope.new(target)
    if was is None or now is None:
        draft.stops(element, named(was, element), "is er in de nieuwe versie niet meer.", BY_HAND)
        return []
    if now.scope != scope.now_in:
        draft.stops(
            element, named(was, element), "ligt in de nieuwe versie in een ander deel van de tekening.", BY_HAND
        )
        return []
    why = unlike(scope, was, now)
    if why and element in draft.versions.by_hand.elements:
        return _replaced(draft, scope, group, target)
    if why:
        draft.stops(element, named(was, element), f"{why}.", BY_HAND)
        return []
    return [stands for each in group if (stands := _kept(draft, scope, beside, each, now)) is not None]


def _replaced(draft: Draft, scope: Scope, group: Sequence[Mapping[str, Any]], target: str) -> list[Stands]:
    """By hand to something else: what stood there goes, and one token begins at the new place."""
    now, element = scope.new(target), group[0]["element"]
    if now is None or now.scope != scope.now_in or not can_be_gone_to(now):
        name = named(now, target)
        cure = "Noem een stap, taak of vraag van hetzelfde proces."
        draft.stops(element, named(scope.old(element), element), f"kan niet naar “{name}”.", cure)
        return []
    draft.taken += [each["id"] for each in group]
    draft.placed.append({"element": target, "scope": scope.token})
    return [Stands(element, target)]


def _kept(
    draft: Draft, scope: Scope, beside: Sequence[Mapping[str, Any]], token: Mapping[str, Any], now: Node
) -> Stands | None:  # fmt: skip
    element, name = token["element"], token["id"]
    if now.id != element:
        draft.elements[name] = now.id
    flow = ""
    if now.tag in _JOINS and token["state"] == "waits":
        flow = _flow(draft, scope, token, now)
        if not flow:
            return None
    _items(draft, [each for each in beside if each.get("items_of") == name], now)
    boundaries(draft, scope, token, [each for each in beside if each.get("host") == name], now)
    if "scope" in token:
        _inside(draft, scope, token, now)
    return Stands(element, now.id, str(token.get("flow", "")) if flow else "", flow)


def _flow(draft: Draft, scope: Scope, token: Mapping[str, Any], join: Node) -> str:
    """The arrow by which a token that waits at a join has come, in the new drawing; empty where there is none."""
    came = token.get("flow", "")
    if came in join.incoming:
        return str(came)
    was = scope.was.flows.get(came)
    source = draft.versions.target(was.source) if was else ""
    found = [each.id for each in scope.now.incoming(join) if each.source == source]
    if len(found) != 1:
        element = token["element"]
        what = "heeft de pijl niet meer waarlangs deze route daar kwam."
        draft.stops(element, named(join, element), what, BY_HAND)
        return ""
    draft.flows[token["id"]] = found[0]
    return found[0]


def _items(draft: Draft, items: Sequence[Mapping[str, Any]], now: Node) -> None:
    for each in items:
        if now.id != each["element"]:
            draft.elements[each["id"]] = now.id
        if now.loop is not None and "item" in each:
            item_fits(draft, each, now.loop.collection)


def _inside(draft: Draft, scope: Scope, token: Mapping[str, Any], now: Node) -> None:
    was = scope.was.nodes[token["element"]]
    inner = Scope(token["id"], scope.was, scope.now, was.id, now.id)
    if was.called:
        called = draft.versions.after.processes.get(now.called)
        if called is None:
            draft.stops(was.id, named(was, was.id), "roept een proces aan dat er niet meer is.", BY_HAND)
            return
        inner = Scope(token["id"], draft.versions.before.processes[was.called], called, was.called, now.called)
    _scope(draft, inner, token["scope"])
