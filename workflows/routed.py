"""An answer as the engine keeps it: of its kind, one of its values, and such that it can be kept for ever."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from unicodedata import category

from workflows.errors import RoutingFieldError
from workflows.types import LEEG, FieldKind, FieldValue, RoutingField, Scalar, plain_number

_KINDS: Final[Mapping[FieldKind, type | tuple[type, ...]]] = {
    FieldKind.NUMBER: (int, float), FieldKind.BOOLEAN: bool,
}  # fmt: skip
_DATES: Final[Mapping[FieldKind, type[date]]] = {FieldKind.DATE: date, FieldKind.DATE_TIME: datetime}
_EXACT: Final = 2**53 - 1
"""The largest whole number that every reader of JSON gives back as it was (RFC 8785)."""
_LONGEST: Final = 10_000
"""Characters of a text that routes."""


def routed(field: RoutingField, value: object) -> FieldValue:
    """An answer as the engine keeps it: a scalar, or a list of records with only the declared columns.

    Raises RoutingFieldError for a value of another kind, or a text that is none of the field's values.
    """
    if field.kind is FieldKind.RECORDS:
        if not isinstance(value, list | tuple) or not all(isinstance(record, Mapping) for record in value):
            raise _misfit(field, value)
        columns = {column.name: column for column in field.columns}
        return [{n: _scalar(columns[n], v) for n, v in record.items() if n in columns} for record in value]
    return _scalar(field, value)


def _scalar(field: RoutingField, value: object) -> Scalar:
    right = value is None or isinstance(value, _KINDS.get(field.kind, str))
    if isinstance(value, bool) and field.kind is not FieldKind.BOOLEAN:
        right = False
    if field.values and isinstance(value, str) and value not in (*field.values, LEEG):
        right = False
    if not right or not _keepable(field, value):
        raise _misfit(field, value)
    return LEEG if value is None else plain_number(value)  # type: ignore[arg-type]  # `right` has seen the type


def _keepable(field: RoutingField, value: object) -> bool:
    """Whether a value can be kept for ever: finite and exact in JSON, writable as UTF-8, a date that exists."""
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= _EXACT
    if not isinstance(value, str):
        return True
    plain = len(value) <= _LONGEST and not any(category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value)
    if field.kind not in _DATES or value == LEEG:
        return plain
    try:
        _DATES[field.kind].fromisoformat(value)
    except ValueError:
        return False
    return plain


def _misfit(field: RoutingField, value: object) -> RoutingFieldError:
    choice = f" Kies uit: {', '.join(field.values)}." if field.values else ""
    shown = value if isinstance(value, str | int | float) else type(value).__name__
    shown = "".join(c for c in str(shown)[:60] if c.isprintable())
    return RoutingFieldError(f"Het veld “{field.name}” kan niet “{shown}” zijn.{choice}", field=field.name)
