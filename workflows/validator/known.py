"""The fields that a protocol sets, for who chooses among them: what a table can look at. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflows.types import RoutingField
from workflows.validator.fields import Fields
from workflows.validator.limits import Limits
from workflows.validator.reading import read_material


def fields_in(files: Mapping[str, bytes], limits: Limits | None = None) -> tuple[RoutingField, ...]:
    """Every field that something sets, by name, with the label of the first form that asks it. Never raises."""
    material, _ = read_material(files, {}, limits or Limits())
    labels: dict[str, str] = {}
    for file in material.forms.values():
        for field in file.form.routing_fields() if file.form is not None else ():
            labels.setdefault(field.name, field.label)
    known = Fields(material)
    return tuple(replace(known.known(name), label=labels.get(name, ""), columns=()) for name in sorted(known.names))
