"""Functions on numbers and booleans (DMN 1.5, 10.3.4.2 and 10.3.4.5); a decimal exception means null."""

from __future__ import annotations

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from workflows.feel.functions.registry import builtin
from workflows.feel.operators import equal, negate
from workflows.feel.values import NUMBERS, FeelNull, YearsMonths


def _rounded(value: Decimal, scale: Decimal | None, how: str) -> Decimal:
    digits = int(scale or 0)
    if abs(digits) > 60:
        raise FeelNull("het aantal decimalen is te groot")
    if digits >= 0 and -int(value.as_tuple().exponent) <= digits:
        return value
    return NUMBERS.plus(value.quantize(Decimal(1).scaleb(-digits), rounding=how, context=NUMBERS))


@builtin("decimal", "n:number", "scale:number")
def _decimal(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded(value, scale, ROUND_HALF_EVEN)


@builtin("floor", "n:number", "scale?:number")
def _floor(value: Decimal, scale: Decimal | None = None) -> Decimal:
    return _rounded(value, scale, ROUND_FLOOR)


@builtin("ceiling", "n:number", "scale?:number")
def _ceiling(value: Decimal, scale: Decimal | None = None) -> Decimal:
    return _rounded(value, scale, ROUND_CEILING)


@builtin("round up", "n:number", "scale:number")
def _round_up(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded(value, scale, ROUND_UP)


@builtin("round down", "n:number", "scale:number")
def _round_down(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded(value, scale, ROUND_DOWN)


@builtin("round half up", "n:number", "scale:number")
def _round_half_up(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded(value, scale, ROUND_HALF_UP)


@builtin("round half down", "n:number", "scale:number")
def _round_half_down(value: Decimal, scale: Decimal) -> Decimal:
    return _rounded(value, scale, ROUND_HALF_DOWN)


@builtin("abs", "n:any")
def _abs(value: object) -> object:
    zero = {Decimal: Decimal(0), timedelta: timedelta(), YearsMonths: YearsMonths(0)}.get(type(value))
    if zero is None:
        raise FeelNull("abs wil een getal of een duur")
    return negate(value) if value < zero else value  # type: ignore[operator]  # both are of one class


@builtin("modulo", "dividend:number", "divisor:number")
def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise FeelNull("delen door nul kan niet")
    rest = NUMBERS.remainder(dividend, divisor)
    return rest if not rest or (rest < 0) == (divisor < 0) else NUMBERS.add(rest, divisor)


@builtin("sqrt", "number:number")
def _sqrt(value: Decimal) -> Decimal:
    return NUMBERS.sqrt(value)


@builtin("log", "number:number")
def _log(value: Decimal) -> Decimal:
    if value <= 0:
        raise FeelNull("log wil een getal boven nul")
    return NUMBERS.ln(value)


@builtin("exp", "number:number")
def _exp(value: Decimal) -> Decimal:
    return NUMBERS.exp(value)


@builtin("odd", "number:number")
def _odd(value: Decimal) -> bool:
    return NUMBERS.remainder(value, Decimal(2)) in (1, -1)


@builtin("even", "number:number")
def _even(value: Decimal) -> bool:
    return NUMBERS.remainder(value, Decimal(2)) == 0


@builtin("not", "negand:any")
def _not(value: object) -> bool | None:
    return not value if isinstance(value, bool) else None


@builtin("is", "value1:any", "value2:any")
def _is(left: object, right: object) -> bool:
    return type(left) is type(right) and equal(left, right) is True
