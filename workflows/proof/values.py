"""What a routing field can hold, cut down to what any guard of the bundle can tell apart; and guards over that.

Of a choice its options count; of a text, number or date what it is held against, and what lies beside that. What cannot
be cut down so is `ANY`, and a guard that asks it may come out either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import product
from typing import Any, Final

from workflows.bundle import Bundle
from workflows.errors import FeelError
from workflows.feel import apart, compile_expression, to_feel, to_json
from workflows.forms import FormComponent, walk
from workflows.proof.partitions import Partitions
from workflows.types import LEEG, RUNS, FieldKind, plain_number

ANY: Final = "\0"
"""A value of which nothing is known. No form takes a text with this character."""
OTHER: Final = "\0anders"
"""A value that no guard names."""
_NOW: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_MOST: Final = 4_096
"""Ways to fill in one form; above this nothing is decided."""
Value = Any
Filled = Mapping[str, Value]


class TooManyError(Exception):
    """There are more ways than may be looked at; the message says where, in Dutch."""


class Values:
    """The values of the fields of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._known: dict[tuple[str, tuple[Value, ...]], Value] = {}
        self._ways: dict[str, tuple[Filled, ...]] = {}

    # fields

    def domain(self, name: str) -> tuple[Value, ...]:
        """What a field can hold beside `leeg`."""
        field = self._bundle.fields.get(name)
        if field is None:
            return (ANY,)
        if field.kind is FieldKind.BOOLEAN:
            return (True, False)
        if field.values:
            return field.values
        points = self._partitions.points(name)
        if points is None or field.kind is FieldKind.RECORDS:
            return (ANY,)
        found = (_plain(value) for value in apart([point for point in points if point != LEEG]))
        return tuple(value for value in found if value != LEEG) or (OTHER,)

    @cached_property
    def _partitions(self) -> Partitions:
        return Partitions(self._bundle)

    # forms

    def _components(self, form: str) -> dict[str, FormComponent]:
        declared = self._bundle.form_fields(form)
        found = self._bundle.forms.get(form)
        return {each.key: each for each in walk(found.components) if each.key in declared} if found else {}

    def always(self, form: str) -> frozenset[str]:
        """The fields that a form sets however it is filled in."""
        parts = self._components(form).items()
        hidden = self._hideable(form)
        return frozenset(
            name for name, part in parts
            if name not in hidden and (part.required or part.kind in (FieldKind.BOOLEAN, FieldKind.RECORDS))
        )  # fmt: skip

    def _hideable(self, form: str) -> frozenset[str]:
        found = self._bundle.forms.get(form)
        hidden = set[str]()

        def look(parts: Sequence[FormComponent], *, within: bool) -> None:
            for part in parts:
                gone = within or part.hide is not None
                if gone and part.key:
                    hidden.add(part.key)
                look(part.children, within=gone)

        look(found.components if found else (), within=False)
        return frozenset(hidden)

    def filled(self, form: str) -> tuple[Filled, ...]:
        """Every way to fill in a form that makes a difference; a field that is not answered keeps what it had.

        Raises TooManyError.
        """
        if form not in self._ways:
            always = self.always(form)
            choices = [
                [(name, value) for value in self._offered(name, part)] + ([] if name in always else [(name, None)])
                for name, part in self._components(form).items()
            ]
            count = 1
            for each in choices:
                count *= len(each)
            if count > _MOST:
                message = f"Het formulier “{form}” kan op te veel manieren worden ingevuld om alle na te gaan."
                raise TooManyError(message)
            ways = [dict(each) for each in product(*choices)]
            self._ways[form] = tuple(self._possible(form, ways))
        return self._ways[form]

    def _possible(self, form: str, ways: list[dict[str, Value]]) -> Iterator[Filled]:
        """Those in which nothing is answered that the answers hide, and nothing required is left out."""
        found = self._bundle.forms[form].components if form in self._bundle.forms else ()
        for way in ways:
            if self._fits(found, dict(way), gone=False):
                yield {name: value for name, value in way.items() if value is not None}

    def _fits(self, parts: Sequence[FormComponent], way: dict[str, Value], *, gone: bool) -> bool:
        for part in parts:
            hidden: bool | None = gone
            if not gone and part.hide is not None:
                hidden = self._hides(part, way)
            if part.children and part.kind is not FieldKind.RECORDS:
                if hidden is not None and not self._fits(part.children, way, gone=hidden):
                    return False
            elif part.key in way and hidden is not None:
                answered = way[part.key] is not None
                if answered and hidden:
                    return False
                if not answered and not hidden and part.required:
                    return False
        return True

    def _hides(self, part: FormComponent, way: Mapping[str, Value]) -> bool | None:
        """Whether the answers hide it; None where that hangs on answers that do not route."""
        if part.hide is None:
            return False
        if not part.hide.names <= way.keys() or any(way[name] == ANY for name in part.hide.names):
            return None
        known = {name: to_feel(way[name], self._kind(name)) for name in part.hide.names}
        return part.hide.evaluate(known, _NOW).value is True

    def _offered(self, name: str, part: FormComponent) -> tuple[Value, ...]:
        if part.options and part.kind is FieldKind.TEXT:
            return tuple(option.value for option in part.options)
        low, high = part.min, part.max
        return tuple(
            value
            for value in self.domain(name)
            if not isinstance(value, int | float)
            or isinstance(value, bool)
            or ((low is None or value >= low) and (high is None or value <= high))
        ) or (OTHER,)

    def _kind(self, name: str) -> FieldKind | None:
        field = self._bundle.fields.get(name)
        return field.kind if field else None

    def carried(self, names: Sequence[str]) -> list[Filled]:
        """Every way in which a message can carry these fields; what is not filled in is not carried. As `filled`."""
        choices = [[None, *self.domain(name)] for name in names]
        count = 1
        for each in choices:
            count *= len(each)
        if count > _MOST:
            message = f"Een bericht kan op te veel manieren {', '.join(names)} meenemen om alle na te gaan."
            raise TooManyError(message)
        return [
            {name: value for name, value in zip(names, each, strict=True) if value is not None}
            for each in product(*choices)
        ]  # fmt: skip

    # guards

    def names(self, text: str) -> frozenset[str]:
        """The names that a FEEL text asks."""
        expression = compile_expression(text)
        return expression.names | expression.filter_names

    def evaluate(self, text: str, fields: Filled, running: Mapping[str, bool]) -> Value:
        """The value of a FEEL text; ANY where it hangs on one."""
        expression = compile_expression(text)
        names = sorted(expression.names | expression.filter_names)
        values = tuple(self._value(name, fields, running) for name in names)
        key = (text, values)
        if key not in self._known:
            self._known[key] = self._evaluate(text, dict(zip(names, values, strict=True)))
        return self._known[key]

    def _evaluate(self, text: str, known: dict[str, Value]) -> Value:
        if any(value == ANY for value in known.values()):
            return ANY
        try:
            found = compile_expression(text).evaluate(self._context(known), _NOW).value
        except FeelError:
            return ANY
        return found if isinstance(found, bool) else _plain(found)

    def decide(self, decision: str, fields: Filled, running: Mapping[str, bool]) -> Mapping[str, Value] | None:
        """What a decision sets; None where an input is not known."""
        names = sorted(self._bundle.decisions.names(decision))
        values = tuple(self._value(name, fields, running) for name in names)
        key = (f"\0{decision}", values)
        if key not in self._known:
            known = dict(zip(names, values, strict=True))
            self._known[key] = None if ANY in values else {
                name: _plain(value)
                for name, value in self._bundle.decisions.evaluate(decision, self._context(known), _NOW).outputs.items()
            }  # fmt: skip
        found: Mapping[str, Value] | None = self._known[key]
        return found

    def possible(self, decision: str) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """By output of a decision all that it can be."""
        for each in self._bundle.decisions.outputs(decision):
            yield each.name, (*each.values, LEEG) if each.values else (ANY,)

    def _value(self, name: str, fields: Filled, running: Mapping[str, bool]) -> Value:
        if name.startswith(RUNS):
            return "ja" if running[name] else "nee"
        return fields.get(name, LEEG)

    def _context(self, known: Mapping[str, Value]) -> dict[str, object]:
        return {
            name: to_feel(value, self._kind(name)) for name, value in known.items()
            if name.startswith(RUNS) or self._kind(name) is not None
        }  # fmt: skip


def _plain(value: object) -> Value:
    plain = to_json(value)
    if plain is None:
        return LEEG
    return plain_number(plain) if isinstance(plain, str | int | float | bool) else ANY
