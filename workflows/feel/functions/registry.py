"""How a built-in function is declared, found and called with arguments of the right kind (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from workflows.feel.values import DUTCH, FeelNull, Function, Range, YearsMonths, dutch

TYPES: Final[dict[str, tuple[type, ...]]] = {
    "any": (object,), "string": (str,), "number": (Decimal,), "boolean": (bool,), "list": (list,), "context": (dict,),
    "date": (date,), "time": (time,), "duration": (timedelta, YearsMonths), "point": (date, time), "range": (Range,),
    "function": (Function,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Builtin:
    """One way to call a built-in function."""

    name: str
    parameters: tuple[str, ...]
    kinds: tuple[str, ...]
    """Kind of each parameter, a key of `TYPES`; ending in `?` where null may come in."""
    required: int
    many: bool
    """True where the last parameter takes all further arguments, as a list."""
    run: Callable[..., object]

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.required <= count and (self.many or count <= len(self.parameters))

    def call(self, arguments: Sequence[object]) -> object:
        """The result. Raises FeelNull where an argument has the wrong kind or there is no result."""
        if self.many:
            fixed = len(self.parameters) - 1
            arguments = [*arguments[:fixed], list(arguments[fixed:])]
        made = [self._fit(index, value) for index, value in enumerate(arguments)]
        return self.run(*made)

    def _fit(self, index: int, value: object) -> object:
        kind = self.kinds[index]
        if kind.endswith("?"):
            if value is None:
                return None
            kind = kind[:-1]
        fitted = fit(kind, value)
        if fitted is None and value is None and kind == "any":
            return None
        if fitted is None:
            raise FeelNull(f"{self.name} wil bij {self.parameters[index]} {DUTCH[kind]}, en kreeg {dutch(value)}")
        return fitted


def fit(kind: str, value: object) -> object:
    """The value as that kind, with the conversions of DMN 1.5, 10.3.2.9.4 (to and from a list of one); else None."""
    classes = TYPES[kind]
    if isinstance(value, classes) and (kind != "number" or type(value) is Decimal):
        return value.date() if kind == "date" and isinstance(value, datetime) else value
    if kind == "list" and value is not None:
        return [value]
    if isinstance(value, list) and len(value) == 1 and value[0] is not None:
        return fit(kind, value[0])
    return None


FUNCTIONS: Final[dict[str, tuple[Builtin, ...]]] = {}
"""Every built-in function by name, with the ways to call it; filled while this package is imported."""

_Run = Callable[..., Any]


def builtin(name: str, *declared: str) -> Callable[[_Run], _Run]:
    """Declare a function: `"start position:number"`, `"length?:number"` (may be left out), `"*items:any"` (many).

    A kind that ends in `?` lets null in.
    """

    def register(run: _Run) -> _Run:
        pairs = [entry.split(":") for entry in declared]
        many = bool(declared) and declared[-1].startswith("*")
        names = tuple(pair[0].strip("*?") for pair in pairs)
        needed = sum(not pair[0].endswith("?") for pair in pairs)
        made = Builtin(name, names, tuple(pair[1] for pair in pairs), needed, many, run)
        FUNCTIONS[name] = tuple(sorted((*FUNCTIONS.get(name, ()), made), key=lambda way: way.many))
        return run

    return register


def choose(name: str, count: int) -> Builtin | None:
    """The way to call a function with so many arguments, or None."""
    return next((way for way in FUNCTIONS[name] if way.takes(count)), None)


def by_name(name: str, given: Mapping[str, object]) -> tuple[Builtin, list[object]] | None:
    """The way to call a function with these named arguments and those arguments in order, or None."""
    for way in FUNCTIONS[name]:
        if set(given) <= set(way.parameters) and set(way.parameters[: way.required]) <= set(given):
            last = max(way.parameters.index(each) for each in given) if given else -1
            return way, [given.get(each) for each in way.parameters[: last + 1]]
    return None
