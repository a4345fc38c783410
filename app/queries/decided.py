"""What a decision table looked at and said, as people call it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.queries.history import DecisionShown
from workflows import LEEG, Bundle

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]+")

_NOTHING: Final = (None, "", LEEG)
_QUESTION: Final = re.compile(r"^A(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Row:
    """What a decision table said."""

    name: str
    numbers: tuple[int, ...]
    """The rows that matched, from 1; empty where its input is not for this person."""
    inputs: Mapping[str, object] = field(default_factory=dict)
    """By what people call the field."""
    outputs: Mapping[str, object] = field(default_factory=dict)


def explained(bundle: Bundle, decisions: Sequence[DecisionShown]) -> tuple[Row, ...]:
    """The decisions of a fact, as far as they may be seen; a table without input is a constant and explains nothing."""
    return tuple(
        Row(each.name, ()) if each.inputs is None or each.rules is None
        else decided(bundle, {
            "name": each.name, "inputs": each.inputs, "rules": each.rules, "outputs": each.outputs or {},
        })
        for each in decisions if each.inputs != {}
    )  # fmt: skip


def decided(bundle: Bundle, said: Mapping[str, Any]) -> Row:
    """A decision of a fact, all of it: what has no value yet says nothing, nor what the route does not go by."""
    options = bundle.labels_of_options
    inputs = {
        _called(bundle, name): options.get((asked_in(bundle, name), str(value)), value)
        for name, value in said["inputs"].items() if value not in _NOTHING and _called(bundle, name)
    }  # fmt: skip
    outputs = {
        bundle.labels_of_outputs.get(name, ""): options.get((name, str(value)), _code(value))
        for name, value in said["outputs"].items() if name in bundle.fields and value not in _NOTHING
    }  # fmt: skip
    return Row(said["name"], tuple(said["rules"]), inputs, {name: value for name, value in outputs.items() if name})


def asked_in(bundle: Bundle, name: str) -> str:
    """The field that a column of a table asks, by the name that a fact has for it."""
    column = bundle.columns.get(name)
    return name if column is None else column.text.strip()


def _code(value: object) -> object:
    """A word for programs as a word for people: `OPNIEUW_MELDEN` is `opnieuw melden`, `A2` is `vraag 2`."""
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        return value
    return _QUESTION.sub("vraag ", value).replace("_", " ").lower()


def _called(bundle: Bundle, name: str) -> str:
    """What the form calls the field, else what the table calls its column; empty for what has a name for programs."""
    asked = asked_in(bundle, name)
    field_of_form = bundle.fields.get(asked)
    return (field_of_form.label if field_of_form else "") or (name if name != asked else "")
