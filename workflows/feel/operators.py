"""What the operators of FEEL do with values (DMN 1.5, 10.3.2.13). Raises FeelNull where there is no result."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Any, Final

from workflows.feel.limits import MAX_TEXT
from workflows.feel.temporal import MAX_MONTHS, instant, move, move_time, seconds_of
from workflows.feel.values import NUMBERS, FeelLimit, FeelNull, Range, YearsMonths, dutch, number

ORDERED: Final = (Decimal, str, date, datetime, time, timedelta, YearsMonths)
"""The kinds whose values have an order, and that a range can therefore run between."""


def equal(left: object, right: object) -> bool | None:
    """Whether two values are the same; None where their kinds differ and neither is null."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(part, right[key]) is True for key, part in left.items())
    if isinstance(left, Range) and isinstance(right, Range):
        same_ends = (left.start_included, left.end_included) == (right.start_included, right.end_included)
        return same_ends and equal(left.start, right.start) is True and equal(left.end, right.end) is True
    left, right = _comparable(left, right)
    return left == right


def less(left: object, right: object) -> bool:
    """Whether the first comes before the second; both of one ordered kind."""
    if type(left) is not type(right) or not isinstance(left, ORDERED):
        raise FeelNull(f"{dutch(left)} en {dutch(right)} kunnen niet op volgorde worden vergeleken")
    left, right = _comparable(left, right)
    return bool(left < right)  # type: ignore[operator]  # both are of one class of ORDERED


def _comparable(left: object, right: object) -> tuple[object, object]:
    if isinstance(left, datetime) and isinstance(right, datetime):
        return instant(left, right), instant(right, left)
    if isinstance(left, time) and isinstance(right, time):
        return seconds_of(left, right), seconds_of(right, left)
    return left, right


def within(value: object, among: Range) -> bool:
    """Whether a value lies in a range."""
    if among.start is not None and not _past(among.start, value, equally=among.start_included):
        return False
    return among.end is None or _past(value, among.end, equally=among.end_included)


def _past(left: object, right: object, *, equally: bool) -> bool:
    return less(left, right) or (equally and equal(left, right) is True)


COMPARISONS: Final[dict[str, Callable[[object, object], bool | None]]] = {
    "=": equal,
    "!=": lambda left, right: None if (same := equal(left, right)) is None else not same,
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: not less(right, left),
    ">=": lambda left, right: not less(left, right),
}


def negate(value: object) -> object:
    """The opposite of a number or duration."""
    match value:
        case Decimal():
            return NUMBERS.minus(value)
        case timedelta():
            return -value
        case YearsMonths():
            return YearsMonths(-value.months)
        case _:
            raise FeelNull(f"er kan geen min voor {dutch(value)}")


def text(made: str) -> str:
    """A text that an operation made, within its limit."""
    if len(made) > MAX_TEXT:
        raise FeelLimit(f"een tekst wordt langer dan {MAX_TEXT} tekens")
    return made


def scaled(duration: timedelta | YearsMonths, by: Decimal) -> timedelta | YearsMonths:
    """A duration times a number, cut to whole months or microseconds."""
    if isinstance(duration, YearsMonths):
        return YearsMonths(int(NUMBERS.multiply(Decimal(duration.months), by)))
    micro = NUMBERS.multiply(NUMBERS.multiply(seconds(duration), Decimal(1_000_000)), by)
    return timedelta(microseconds=int(micro.to_integral_value()))


def seconds(duration: timedelta) -> Decimal:
    """A days-and-time duration in seconds."""
    whole = Decimal(duration.days * 86_400 + duration.seconds)
    return NUMBERS.add(whole, Decimal(duration.microseconds).scaleb(-6))


def _since(left: date, right: date) -> timedelta:
    """Elapsed time between two dates or moments; a date is its midnight."""
    first, second = _midnight(left), _midnight(right)
    return instant(first, second) - instant(second, first)


def _midnight(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _apart(left: time, right: time) -> timedelta:
    return seconds_of(left, right) - seconds_of(right, left)


def _back(moment: date, by: timedelta | YearsMonths) -> date:
    return move(moment, YearsMonths(-by.months) if isinstance(by, YearsMonths) else -by)


def _shared(duration: timedelta | YearsMonths, by: Decimal) -> timedelta | YearsMonths:
    return scaled(duration, NUMBERS.divide(Decimal(1), by))


_Rule = Callable[[Any, Any], object]
_SPANS: Final = (timedelta, YearsMonths)
_DAYS: Final = (date, datetime)

ARITHMETIC: Final[dict[str, dict[tuple[type, type], _Rule]]] = {
    "+": {
        (Decimal, Decimal): NUMBERS.add,
        (str, str): lambda left, right: text(left + right),
        (timedelta, timedelta): operator.add,
        (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months + right.months),
        (time, timedelta): move_time,
        (timedelta, time): lambda left, right: move_time(right, left),
        **{(day, span): move for day in _DAYS for span in _SPANS},
        **{(span, day): lambda left, right: move(right, left) for day in _DAYS for span in _SPANS},
    },
    "-": {
        (Decimal, Decimal): NUMBERS.subtract,
        (timedelta, timedelta): operator.sub,
        (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months - right.months),
        (time, timedelta): lambda left, right: move_time(left, -right),
        (time, time): _apart,
        **{(day, span): _back for day in _DAYS for span in _SPANS},
        **{(day, other): _since for day in _DAYS for other in _DAYS},
    },
    "*": {
        (Decimal, Decimal): NUMBERS.multiply,
        **{(span, Decimal): scaled for span in _SPANS},
        **{(Decimal, span): lambda left, right: scaled(right, left) for span in _SPANS},
    },
    "/": {
        (Decimal, Decimal): NUMBERS.divide,
        (timedelta, timedelta): lambda left, right: NUMBERS.divide(seconds(left), seconds(right)),
        (YearsMonths, YearsMonths): lambda left, right: NUMBERS.divide(Decimal(left.months), Decimal(right.months)),
        **{(span, Decimal): _shared for span in _SPANS},
    },
    "**": {(Decimal, Decimal): NUMBERS.power},
}
"""What each operator does with two values of these kinds; any other pair gives null (DMN 1.5, 10.3.2.13)."""

_CANNOT: Final = {
    "+": "{0} en {1} kunnen niet worden opgeteld",
    "-": "{1} kan niet van {0} worden afgetrokken",
    "*": "{0} en {1} kunnen niet worden vermenigvuldigd",
    "/": "{0} kan niet door {1} worden gedeeld",
    "**": "{0} kan niet tot een macht worden verheven met {1}",
}


def calculate(sign: str, left: object, right: object) -> object:
    """An arithmetic operator on two values; raises FeelNull where the result leaves the limits or does not exist."""
    rule = ARITHMETIC[sign].get((type(left), type(right)))
    if rule is None:
        raise FeelNull(_CANNOT[sign].format(dutch(left), dutch(right)))
    if sign == "/" and right in (Decimal(0), timedelta(), YearsMonths(0)):
        raise FeelNull("delen door nul kan niet")
    try:
        made = rule(left, right)
    except (DecimalException, OverflowError) as error:
        raise FeelNull("de uitkomst bestaat niet of is te groot") from error
    if isinstance(made, YearsMonths) and abs(made.months) > MAX_MONTHS:
        raise FeelNull("deze duur is te lang")
    return number(made) if isinstance(made, Decimal) else made
