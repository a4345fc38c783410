"""The values of FEEL: their kinds and their own classes. No evaluation here (DMN 1.5, 10.3.2).

text `str` · number `Decimal` · `bool` · null `None` · `date` · `time` · `datetime` · days-and-time duration
`timedelta` · years-and-months duration `YearsMonths` · list `list` · context `dict` · `Range` · `Function`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

from workflows.feel.limits import DIGITS, MAX_EXPONENT

NUMBERS: Final = Context(
    prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-MAX_EXPONENT, Emax=MAX_EXPONENT,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)  # fmt: skip
"""The arithmetic of FEEL; what leaves it raises and becomes null with a note."""


class FeelNull(Exception):
    """Why an operation gives null. Stays within this package: evaluation turns it into a note."""


class FeelLimit(Exception):
    """Which limit ended an evaluation. Stays within this package: the whole evaluation gives null with a note."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years-and-months duration, in whole months; negative is back in time."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None is open without bound (`> 5` as a value)."""

    start: object
    end: object
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function as a value: its parameters and what it does with their arguments."""

    parameters: tuple[str, ...]
    call: Callable[[tuple[object, ...]], object]


KINDS: Final[dict[type, str]] = {
    str: "string", Decimal: "number", bool: "boolean", type(None): "null", date: "date", time: "time",
    datetime: "date and time", timedelta: "days and time duration", YearsMonths: "years and months duration",
    list: "list", dict: "context", Range: "range", Function: "function",
}  # fmt: skip
"""The FEEL name of the kind of each value (DMN 1.5, 10.3.2)."""

DUTCH: Final[dict[str, str]] = {
    "string": "een tekst", "number": "een getal", "boolean": "waar of onwaar (true of false)",
    "null": "leeg (null)", "date": "een datum", "time": "een tijd", "date and time": "een datum met tijd",
    "days and time duration": "een duur in dagen en tijd", "years and months duration": "een duur in jaren en maanden",
    "list": "een lijst", "context": "een context", "range": "een bereik", "function": "een functie",
    "duration": "een duur", "point": "een datum of tijd", "any": "een waarde",
}  # fmt: skip


def kind_of(value: object) -> str:
    """The FEEL name of a value's kind."""
    return KINDS.get(type(value), "any")


def dutch(value: object) -> str:
    """What a value is, in Dutch, for a note."""
    return DUTCH[kind_of(value)]


def number(value: float | str | Decimal) -> Decimal:
    """A number within the limits. Raises FeelNull where it is none or leaves them."""
    try:
        made = NUMBERS.create_decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, Overflow) as error:
        raise FeelNull("dit getal is te groot of geen getal") from error
    if not made.is_finite():
        raise FeelNull("dit is geen getal")
    return made
