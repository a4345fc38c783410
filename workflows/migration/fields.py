"""Routing fields in another version: those that are no more go, and what they hold must be possible there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workflows.errors import RoutingFieldError
from workflows.migration.events import Draft
from workflows.migration.model import Scope
from workflows.routed import routed
from workflows.types import LEEG, FieldKind, FieldValue, RoutingField

_CURE: Final = "Herstel eerst dat antwoord in de route, of noem met de hand een waarde die wel kan (--map)."


def scope_fields(draft: Draft, scope: Scope, fields: Mapping[str, FieldValue]) -> None:
    """What becomes of the routing fields of one scope."""
    changed = dict[str, Any]()
    for name, value in fields.items():
        field, before = draft.versions.after.fields.get(name), draft.versions.before.fields.get(name)
        if field is None:
            # What a table gives and nothing asks is in neither version: it stays as it is.
            changed |= {name: None} if before is not None else {}
            continue
        found = _fitting(draft, field, before, value)
        if found is not None and found != value:
            changed[name] = found
    if changed:
        draft.fields[scope.token] = changed


def _fitting(draft: Draft, field: RoutingField, before: RoutingField | None, value: FieldValue) -> FieldValue:
    """The value as the new version keeps it; None, with an obstacle, where it cannot keep it."""
    if value == LEEG or ((fits := _kept(field, value)) is None and before is not None and _kept(before, value) is None):
        return value  # what never fitted is what a table or a called process made of it
    if fits is not None:
        return fits
    if field.name in draft.versions.by_hand.fields:
        chosen = draft.versions.by_hand.fields[field.name]
        if chosen == LEEG or (fits := _kept(field, chosen)) is not None:
            return LEEG if chosen == LEEG else fits
    name = field.label or field.name
    draft.stops(field.name, name, "is zo ingevuld als het in de nieuwe versie niet meer kan.", _CURE)
    return None


def _kept(field: RoutingField, value: FieldValue) -> FieldValue:
    try:
        return routed(field, value)
    except RoutingFieldError:
        return None


def item_fits(draft: Draft, token: Mapping[str, Any], collection: str) -> None:
    """The record of one item of a multi-instance, with the columns that the new version uses."""
    field = draft.versions.after.fields.get(collection)
    if field is None or field.kind is not FieldKind.RECORDS:
        draft.stops(token["element"], collection, "is in de nieuwe versie geen lijst meer.", _CURE)
        return
    found = _kept(field, [token["item"]])
    if not isinstance(found, list):
        draft.stops(token["element"], field.label or collection, "heeft een regel die niet meer kan.", _CURE)
    elif found[0] != token["item"]:
        draft.items[token["id"]] = found[0]
