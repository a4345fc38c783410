"""From JSON to FEEL values and back: the border of this package. Converts and does nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from workflows.feel.limits import MAX_DEPTH
from workflows.feel.temporal import localise, parse_date, parse_date_time, written
from workflows.feel.values import KINDS, FeelNull, number
from workflows.types import FieldKind

_SAME: Final = frozenset(KINDS) - {list, dict}


def to_feel(value: object, kind: FieldKind | None = None) -> object:
    """The FEEL value of a JSON value; with a kind, an ISO text becomes the date or date and time it names.

    A text that is no such date stays a text: a field that is not set yet is the text `leeg`. A date and time without
    zone is one of Europe/Amsterdam. What has no FEEL value (a number out of range, something nested too deep) is None.
    """
    if type(value) is str:
        return _typed(value, kind) if kind in (FieldKind.DATE, FieldKind.DATE_TIME) else value
    return _convert(value, 0)


def _typed(text: str, kind: FieldKind | None) -> object:
    try:
        if kind is FieldKind.DATE:
            return parse_date(text[:10] if "T" in text else text)
        return localise(parse_date_time(text))
    except FeelNull:
        return text


def _convert(value: object, depth: int) -> object:
    if type(value) in _SAME:
        return value
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, (int, float)):
        try:
            return number(value)
        except FeelNull:
            return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _convert(part, depth + 1) for key, part in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [_convert(part, depth + 1) for part in value]
    return None


def to_json(value: object) -> object:
    """The JSON value of a FEEL value: whole numbers as int, others as float; dates, times and durations as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(part) for key, part in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    return written(value)
