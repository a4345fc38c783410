"""What the operators of FEEL do with values (DMN 1.5, 10.3.2.10 to 10.3.2.12). Raises FeelNull where there is no result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Final

from workflows.feel.limits import MAX_TEXT
from workflows.feel.temporal import MAX_MONTHS, instant, move, move_time, seconds_of
from workflows.feel.values import NUMBERS, FeelLimit, FeelNull, Range, YearsMonths, dutch, number

ORDERED: Final = (Decimal, str, date, datetime, time, timedelta, YearsMonths)


def equal(left: object, right: object) -> bool | None:
    """Whether two values are the same; None where their kinds differ and neither is null (DMN 1.5, table 53)."""
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
    """Whether the first comes before the second; both of one ordered kind (DMN 1.5, table 54)."""
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
    if among.start is not None:
        if less(value, among.start) or (not among.start_included and equal(value, among.start) is True):
            return False
    if among.end is not None:
        if less(among.end, value) or (not among.end_included and equal(value, among.end) is True):
            return False
    return True


COMPARISONS: Final[dict[str, Callable[[object, object], bool | None]]] = {
    "=": equal,
    "!=": lambda left, right: None if (same := equal(left, right)) is None else not same,
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: not less(right, left),
    ">=": lambda left, right: not less(left, right),
}


def add(left: object, right: object) -> object:
    """Numbers, texts, durations of one kind, or a date or time and a duration (DMN 1.5, table 55)."""
    match left, right:
        case Decimal(), Decimal():
            return NUMBERS.add(left, right)
        case str(), str():
            return text(left + right)
        case (timedelta(), timedelta()):
            return left + right
        case (YearsMonths(), YearsMonths()):
            return YearsMonths(left.months + right.months)
        case (date(), timedelta() | YearsMonths()):
            return move(left, right)
        case (timedelta() | YearsMonths(), date()):
            return move(right, left)
        case (time(), timedelta()):
            return move_time(left, right)
        case (timedelta(), time()):
            return move_time(right, left)
        case _:
            raise FeelNull(f"{dutch(left)} en {dutch(right)} kunnen niet worden opgeteld")


def subtract(left: object, right: object) -> object:
    """Numbers, two dates or times of one kind, durations, or a duration off a date or time (DMN 1.5, table 55)."""
    match left, right:
        case Decimal(), Decimal():
            return NUMBERS.subtract(left, right)
        case (timedelta(), timedelta()):
            return left - right
        case (YearsMonths(), YearsMonths()):
            return YearsMonths(left.months - right.months)
        case (date(), timedelta()):
            return move(left, -right)
        case (date(), YearsMonths()):
            return move(left, YearsMonths(-right.months))
        case (time(), timedelta()):
            return move_time(left, -right)
        case (time(), time()):
            return seconds_of(left, right) - seconds_of(right, left)
        case (date(), date()):
            first, second = _midnight(left), _midnight(right)
            return instant(first, second) - instant(second, first)
        case _:
            raise FeelNull(f"{dutch(right)} kan niet van {dutch(left)} worden afgetrokken")


def _midnight(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def multiply(left: object, right: object) -> object:
    """Numbers, or a duration and a number."""
    match left, right:
        case Decimal(), Decimal():
            return NUMBERS.multiply(left, right)
        case (timedelta() | YearsMonths(), Decimal()):
            return scaled(left, right)
        case (Decimal(), timedelta() | YearsMonths()):
            return scaled(right, left)
        case _:
            raise FeelNull(f"{dutch(left)} en {dutch(right)} kunnen niet worden vermenigvuldigd")


def divide(left: object, right: object) -> object:
    """Numbers, a duration by a number, or a duration by one of its kind."""
    if right in (Decimal(0), timedelta(), YearsMonths(0)):
        raise FeelNull("delen door nul kan niet")
    match left, right:
        case Decimal(), Decimal():
            return NUMBERS.divide(left, right)
        case (timedelta() | YearsMonths(), Decimal()):
            return scaled(left, NUMBERS.divide(Decimal(1), right))
        case (timedelta(), timedelta()):
            return NUMBERS.divide(seconds(left), seconds(right))
        case (YearsMonths(), YearsMonths()):
            return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
        case _:
            raise FeelNull(f"{dutch(left)} kan niet door {dutch(right)} worden gedeeld")


def scaled(duration: timedelta | YearsMonths, by: Decimal) -> object:
    """A duration times a number, cut to whole months or microseconds."""
    if isinstance(duration, YearsMonths):
        return YearsMonths(int(NUMBERS.multiply(Decimal(duration.months), by)))
    micro = NUMBERS.multiply(NUMBERS.multiply(seconds(duration), Decimal(1_000_000)), by)
    return timedelta(microseconds=int(micro.to_integral_value()))


def seconds(duration: timedelta) -> Decimal:
    """A days-and-time duration in seconds."""
    whole = Decimal(duration.days * 86_400 + duration.seconds)
    return NUMBERS.add(whole, Decimal(duration.microseconds).scaleb(-6))


def power(left: object, right: object) -> object:
    """A number to a power."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.power(left, right)
    raise FeelNull(f"{dutch(left)} kan niet tot een macht worden verheven met {dutch(right)}")


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


ARITHMETIC: Final[dict[str, Callable[[object, object], object]]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "**": power,
}  # fmt: skip


def calculate(sign: str, left: object, right: object) -> object:
    """An arithmetic operator on two values; raises FeelNull where the result leaves the limits or does not exist."""
    try:
        made = ARITHMETIC[sign](left, right)
    except (DecimalException, OverflowError) as error:
        raise FeelNull("de uitkomst bestaat niet of is te groot") from error
    if isinstance(made, YearsMonths) and abs(made.months) > MAX_MONTHS:
        raise FeelNull("deze duur is te lang")
    return number(made) if isinstance(made, Decimal) else made
