"""Bodies of requests: JSON, one object, bounded, and nothing in it that a later reader could take in another way."""

from __future__ import annotations

import binascii
import json
import math
from base64 import b64decode
from typing import Final, NoReturn

from flask import Request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

MOST_BYTES: Final = 1_000_000
DEEPEST: Final = 20
_EXACT: Final = 2**53 - 1
"""The largest whole number that every reader of JSON gives back as it was (RFC 8785)."""


def check_body(request: Request) -> None:
    """Read the body, so that what follows finds an object.

    Raises UnsupportedMediaType for another kind than JSON, BadRequest for what is no such object, and
    RequestEntityTooLarge.
    """
    if not request.is_json:
        raise UnsupportedMediaType
    data = request.get_data(cache=True)
    try:
        found = json.loads(data.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(found, dict) or not _is_plain(found):
        raise BadRequest


def _refuse(_name: str) -> NoReturn:
    raise ValueError


def _is_plain(found: object) -> bool:
    """Walked without recursion: how deep it goes is what is asked."""
    todo = [(found, 1)]
    while todo:
        each, depth = todo.pop()
        if depth > DEEPEST or not _is_plain_value(each):
            return False
        inner = list(each.values()) if isinstance(each, dict) else each if isinstance(each, list) else []
        if isinstance(each, dict) and not all(map(_is_plain_text, each)):
            return False
        todo += [(one, depth + 1) for one in inner]
    return True


def _is_plain_value(each: object) -> bool:
    if isinstance(each, str):
        return _is_plain_text(each)
    if isinstance(each, float):
        return math.isfinite(each)
    return not isinstance(each, int) or abs(each) <= _EXACT


def _is_plain_text(text: str) -> bool:
    return "\0" not in text and (text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text))


def decoded(text: str) -> bytes | None:
    """What stands there in base64; None where it is no base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
