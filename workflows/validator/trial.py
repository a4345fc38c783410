"""What an expression gives for made-up values of the kinds that its fields have, so that what never works is seen.

Runs FEEL, which has limits of its own, and nothing else; only what goes wrong for every value is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from workflows.calendar import from_value, parse_term
from workflows.errors import TermError
from workflows.feel import Expression, Function, Range
from workflows.types import RUNS, FieldKind, Finding, RoutingField
from workflows.validator.expressions import NO_INSTANT
from workflows.validator.fields import YES_NO, Fields
from workflows.validator.report import listed, quoted, short
from workflows.validator.syntax import path_of, paths_in, results
from workflows.validator.texts import Role, Text

_NOW: Final = datetime(2026, 9, 1, 7, tzinfo=UTC)
_TRIALS: Final = 8
_SAMPLES: Final[Mapping[FieldKind, Sequence[object]]] = {
    FieldKind.TEXT: ("een andere tekst", "2026-09-01", "P5D", "PT4H", "5 werkdagen", "12", "2026-09-01T09:00:00", "ja"),
    FieldKind.NUMBER: tuple(map(Decimal, ("7.5", "-13", "0", "1", "12", "2026", "1000", "0.25"))),
    FieldKind.BOOLEAN: (True, False),
    FieldKind.DATE: (date(2026, 9, 1), date(1999, 12, 31), date(2032, 2, 29)),
    FieldKind.DATE_TIME: (_NOW, datetime(1999, 12, 31, 23, tzinfo=UTC)),
}
# A field that is not filled in is the text `leeg`, whatever its kind: to ask for it is no mistake.
_FAIR: Final = "kunnen niet gelijk zijn."
_EXAMPLE: Final = 'Kijk of elk veld van de soort is die hier past: reken met dagen als duration("P5D").'


def check_trials(text: Text, fields: Fields) -> Iterator[Finding]:
    """What is wrong with a text whatever its fields hold. Silent where the kind of a field is not certain."""
    expression = text.expression()
    kinds = _kinds(text, expression, fields) if expression is not None else None
    if expression is None or kinds is None or expression.findings():
        return
    trials = [_trial(expression, kinds, number) for number in range(_count(kinds))]
    values = [value for value, _ in trials]
    always = [note for note in trials[0][1] if not note.endswith(_FAIR) and all(note in notes for _, notes in trials)]
    if always:
        yield text.place.fout(
            "cannot-evaluate", f"heeft in {text.label} {quoted(text.text)}, en dat kan niet: {short(always[0], 300)}",
            _EXAMPLE,
        )  # fmt: skip
    elif text.role in (Role.TIMER, Role.TERM):
        yield from _instants(text, expression, kinds, values)
    elif text.role in (Role.IN, Role.OUT) and any(_unfit(value) for value in values):
        yield text.place.fout(
            "not-a-value", f"geeft in {text.label} met {quoted(text.text)} iets wat niet in een veld past.",
            "Geef een tekst, getal, datum, waar of onwaar, of het veld van een lijst door.",
        )  # fmt: skip


def _kinds(text: Text, expression: Expression, fields: Fields) -> dict[str, RoutingField] | None:
    """The fields of an expression, the record of a list under its name; None where one of them is not certain."""
    found: dict[str, RoutingField] = {}
    for name in sorted(expression.names | (expression.filter_names & fields.names)):
        if text.item and name == text.item and text.node is not None and text.node.loop is not None:
            found[name] = fields.known(text.node.loop.collection)
            columns = {column.name for column in found[name].columns}
            if any(path[0] == name and path[1] not in columns for path in paths_in(expression.node)):
                return None  # told by the rules of lists
        elif name.startswith(RUNS):
            found[name] = RoutingField(name, FieldKind.TEXT, YES_NO)
        elif fields.kind(name) is not None:
            found[name] = fields.known(name)
        else:
            return None
    return found


def _count(kinds: Mapping[str, RoutingField]) -> int:
    return max([_TRIALS, *(len(field.values) for field in kinds.values())])


def _trial(expression: Expression, kinds: Mapping[str, RoutingField], number: int) -> tuple[object, tuple[str, ...]]:
    context = {name: _sample(field, number, record=name != field.name) for name, field in kinds.items()}
    result = expression.evaluate(context, _NOW)
    return result.value, result.notes


def _sample(field: RoutingField, number: int, *, record: bool) -> object:
    if field.kind is FieldKind.RECORDS:
        rows = [{c.name: _sample(c, at, record=False) for c in field.columns} for at in (number, number + 1)]
        return rows[0] if record else rows
    samples = field.values or _SAMPLES[field.kind]
    return samples[number % len(samples)]


def _instants(
    text: Text, expression: Expression, kinds: Mapping[str, RoutingField], values: Sequence[object]
) -> Iterator[Finding]:
    """A term or timer gives an instant; a field of choices alone gives one for each of them."""
    if all(root.kind in NO_INSTANT for root in results(expression.node)):
        return  # told by the rules of expressions
    wrong = [value for value in values if not _is_instant(value)]
    chosen = any(len(path_of(root)) == 1 and kinds[path_of(root)[0]].values for root in results(expression.node))
    if len(wrong) == len(values) or (chosen and wrong):
        shown = listed(dict.fromkeys(value for value in wrong if isinstance(value, str)))
        yield text.place.fout(
            "no-instant", f"heeft in {text.label} {quoted(text.text)}"
            f"{f', en dat kan {shown} zijn' if shown else ''}; dat is geen dag, tijd of duur.",
            "Neem een veld met een datum, of schrijf een termijn, zoals 5 werkdagen.",
        )  # fmt: skip


def _is_instant(value: object) -> bool:
    try:
        term = parse_term(value) if isinstance(value, str) else None
        return term.repeats is None if term else bool(from_value(value, _NOW, for_timer=False))
    except TermError:
        return False


def _unfit(value: object) -> bool:
    if isinstance(value, list):
        return not all(isinstance(record, dict) for record in value)
    return isinstance(value, dict | Range | Function)
