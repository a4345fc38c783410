"""Functions on texts, and conversion to and from text (DMN 1.5, 10.3.4.1 and 10.3.4.3)."""

from __future__ import annotations

from decimal import Decimal

from workflows.feel.functions.registry import builtin
from workflows.feel.operators import text
from workflows.feel.temporal import written
from workflows.feel.values import FeelNull, number


@builtin("string", "from:any")
def _string(value: object) -> str | None:
    return None if value is None else text(value if isinstance(value, str) else _shown(value))


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(part)}" for key, part in value.items()) + "}"
    return written(value)


@builtin("number", "from:string")
@builtin("number", "from:string", "grouping separator:string?", "decimal separator:string?")
def _number(value: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        raise FeelNull("het scheidingsteken mag een spatie, een komma of een punt zijn, en niet twee keer hetzelfde")
    plain = value.replace(grouping, "") if grouping else value
    if point == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    if not plain.isascii() or "_" in plain or plain != plain.strip():
        raise FeelNull("deze tekst is geen getal")
    return number(plain)


@builtin("string length", "string:string")
def _length(value: str) -> Decimal:
    return Decimal(len(value))


@builtin("upper case", "string:string")
def _upper(value: str) -> str:
    return text(value.upper())


@builtin("lower case", "string:string")
def _lower(value: str) -> str:
    return text(value.lower())


@builtin("trim", "string:string")
def _trim(value: str) -> str:
    return value.strip()


@builtin("contains", "string:string", "match:string")
def _contains(value: str, match: str) -> bool:
    return match in value


@builtin("starts with", "string:string", "match:string")
def _starts(value: str, match: str) -> bool:
    return value.startswith(match)


@builtin("ends with", "string:string", "match:string")
def _ends(value: str, match: str) -> bool:
    return value.endswith(match)


@builtin("substring before", "string:string", "match:string")
def _before(value: str, match: str) -> str:
    return value.partition(match)[0] if match and match in value else ""


@builtin("substring after", "string:string", "match:string")
def _after(value: str, match: str) -> str:
    return value.partition(match)[2] if match else value


@builtin("substring", "string:string", "start position:number", "length?:number?")
def _substring(value: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start)
    if first == 0 or abs(first) > len(value):
        raise FeelNull("de eerste plaats ligt buiten de tekst; tellen begint bij 1, of bij -1 vanaf het eind")
    if length is not None and length < 1:
        raise FeelNull("de lengte moet 1 of meer zijn")
    begin = first - 1 if first > 0 else len(value) + first
    return value[begin:] if length is None else value[begin : begin + int(length)]


@builtin("string join", "list:list", "delimiter?:string?")
def _join(items: list[object], delimiter: str | None = None) -> str:
    if any(not isinstance(item, str | None) for item in items):
        raise FeelNull("string join wil een lijst van teksten")
    return text((delimiter or "").join(item for item in items if isinstance(item, str)))
