"""Decisions and what they require of each other: evaluated, and asked beforehand which names they use and set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.errors import FeelError
from workflows.feel.compile_calls import function
from workflows.feel.dmn import Boxed, DecisionModel, DecisionTable, FunctionLogic, Invocation, Logic, Rows
from workflows.feel.expression import Expression
from workflows.feel.limits import MAX_DEPTH
from workflows.feel.scope import Run, Scope
from workflows.feel.tables import Decided, decide
from workflows.feel.values import FeelLimit, FeelNull, Function, kind_of
from workflows.types import FieldKind, RoutingField


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision said, and why."""

    decision: str
    """Id of the decision."""
    inputs: Mapping[str, object]
    """Label or expression of each input column, with its FEEL value; empty for a decision without table."""
    rules: tuple[int, ...]
    """Numbers of the rows that matched, from 1, in the order of the table."""
    outputs: Mapping[str, object]
    """Name of each output with its FEEL value; the decision's own name where the column has none."""
    value: object
    """The whole result as FEEL: what a decision that requires this one sees."""
    notes: tuple[str, ...] = ()


class Decisions(Mapping[str, DecisionModel]):
    """All decisions of a protocol by id. Raises FeelError for double ids, missing requirements and circles of them."""

    def __init__(self, models: Iterable[DecisionModel]) -> None:
        self._models: dict[str, DecisionModel] = {}
        for model in models:
            if model.id in self._models:
                raise FeelError(f"Er zijn twee beslissingen met het id {model.id}. Geef een van de twee een ander id.")
            self._models[model.id] = model
        heights: dict[str, int] = {}
        for key in self._models:
            self._height(key, (), heights)
        self._names: dict[str, frozenset[str]] = {}

    def _height(self, key: str, above: tuple[str, ...], heights: dict[str, int]) -> int:
        """The longest chain from one decision, itself included; each is gone through once, not once for each way."""
        if key in above:
            names = " en ".join(self._models[each].name for each in above[above.index(key) :])
            raise FeelError(f"De beslissing {names} heeft zichzelf nodig. Haal een van de pijlen weg.")
        if key not in self._models:
            name = self._models[above[-1]].name
            raise FeelError(f"Beslissing {name} heeft beslissing {key} nodig, en die is er niet. Voeg haar toe.")
        if key not in heights:
            below = (self._height(required, (*above, key), heights) for required in self._models[key].requirements)
            heights[key] = 1 + max(below, default=0)
        if len(above) + heights[key] > MAX_DEPTH + 1:
            raise FeelError(f"Meer dan {MAX_DEPTH} beslissingen hebben elkaar na elkaar nodig. Voeg er een paar samen.")
        return heights[key]

    def __getitem__(self, key: str) -> DecisionModel:
        return self._models[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def evaluate(self, decision_id: str, context: Mapping[str, object], now: datetime) -> Verdict:
        """What a decision says over these variables at this instant (aware). Raises KeyError for an unknown id."""
        return self._evaluate(decision_id, context, now, {})

    def _evaluate(self, key: str, context: Mapping[str, object], now: datetime, done: dict[str, Verdict]) -> Verdict:
        if key not in done:
            model = self._models[key]
            required = [self._evaluate(each, context, now, done) for each in model.requirements]
            values = {self._models[each.decision].variable: each.value for each in required}
            verdict = _verdict(model, Scope(context, now), values)
            notes = dict.fromkeys((*(note for each in required for note in each.notes), *verdict.notes))
            done[key] = Verdict(key, verdict.inputs, verdict.rules, verdict.outputs, verdict.value, tuple(notes))
        return done[key]

    def names(self, decision_id: str) -> frozenset[str]:
        """The variables that must come from outside, for the decision and all that it requires."""
        if decision_id not in self._names:
            model = self._models[decision_id]
            own = free_names(model.logic).union(*(free_names(each.logic) for each in model.knowledge))
            made = {self._models[each].variable for each in model.requirements} | {k.name for k in model.knowledge}
            inner = (self.names(each) for each in model.requirements)
            self._names[decision_id] = frozenset(own - made).union(*inner)
        return self._names[decision_id]

    def outputs(self, decision_id: str) -> tuple[RoutingField, ...]:
        """What the decision sets, with the texts it can give where these are certain."""
        model = self._models[decision_id]
        table = model.logic
        if not isinstance(table, DecisionTable):
            kind, texts = _constants(table)
            return (RoutingField(model.variable, kind or FieldKind.TEXT, texts),)
        return tuple(
            RoutingField(_column_name(model, index), *_kind_and_texts(table, index))
            for index in range(len(table.outputs))
        )


def _verdict(model: DecisionModel, scope: Scope, values: dict[str, object]) -> Verdict:
    scope.locals = dict(values)
    for knowledge in model.knowledge:
        scope.locals = {**scope.locals, knowledge.name: logic_run(knowledge.logic)(scope)}
    decided = Decided({}, (), (), None)
    try:
        if isinstance(model.logic, DecisionTable):
            decided = decide(model.logic, scope)
        else:
            value = logic_run(model.logic)(scope)
            decided = Decided({}, (), (value,), value)
    except FeelLimit as limit:
        scope.place = ""
        scope.remark(f"De beslissing is gestopt: {limit}.")
    notes = tuple(f"{model.name}: {note}" for note in scope.notes)
    width = len(model.logic.outputs) if isinstance(model.logic, DecisionTable) else 1
    columns = decided.columns or (None,) * width
    outputs = {_column_name(model, index): value for index, value in enumerate(columns)}
    return Verdict(model.id, decided.inputs, decided.rules, outputs, decided.value, notes)


def _column_name(model: DecisionModel, index: int) -> str:
    return (model.logic.outputs[index].name if isinstance(model.logic, DecisionTable) else "") or model.variable


def logic_run(logic: Logic) -> Run:
    """The closure of any logic that a decision or function can have."""
    match logic:
        case Expression():
            return logic.run
        case DecisionTable():
            return lambda scope: decide(logic, scope).value
        case FunctionLogic():
            body = logic_run(logic.body)
            depth = logic.body.node.depth if isinstance(logic.body, Expression) else MAX_DEPTH
            return lambda scope: function(scope, logic.parameters, body, depth)
        case Invocation():
            return _invocation(logic)
        case Boxed():
            return _boxed(logic)
        case Rows():
            runs = tuple(logic_run(item) for item in logic.items)
            return lambda scope: [run(scope) for run in runs]


def _invocation(logic: Invocation) -> Run:
    bindings = tuple((name, logic_run(value)) for name, value in logic.bindings)

    def run(scope: Scope) -> object:
        called = logic.function.run(scope)
        given = {name: value(scope) for name, value in bindings}
        if not isinstance(called, Function) or set(called.parameters) != set(given):
            return scope.note(0, f"{logic.function.text} kan niet met {', '.join(given)} worden aangeroepen")
        try:
            return called.call(tuple(given[name] for name in called.parameters))
        except FeelNull as error:
            return scope.note(0, str(error))

    return run


def _boxed(logic: Boxed) -> Run:
    entries = tuple((name, logic_run(value)) for name, value in logic.entries)

    def run(scope: Scope) -> object:
        outer, made = scope.locals, dict[str, object]()
        result: object = made
        for name, value in entries:
            scope.locals = {**(outer or {}), **made}
            found = value(scope)
            if name:
                made[name] = found
            else:
                result = found
        scope.locals = outer
        return result

    return run


def free_names(logic: Logic) -> frozenset[str]:
    """The variables that some logic needs from outside it."""
    match logic:
        case Expression():
            return logic.names
        case DecisionTable():
            return frozenset(_names_of(logic))
        case FunctionLogic():
            return free_names(logic.body) - set(logic.parameters)
        case Invocation():
            return logic.function.names.union(*(free_names(value) for _, value in logic.bindings))
        case Boxed():
            found: frozenset[str] = frozenset()
            for name, value in reversed(logic.entries):
                found = free_names(value) | (found - {name})
            return found
        case Rows():
            return frozenset[str]().union(*(free_names(item) for item in logic.items))


def _names_of(table: DecisionTable) -> Iterator[str]:
    for column in table.inputs:
        yield from column.expression.names | (column.allowed.names if column.allowed else frozenset())
    for rule in table.rules:
        for cell in (*rule.inputs, *rule.outputs):
            yield from cell.names if cell else ()
    for output in table.outputs:
        yield from output.default.names if output.default else ()


_KINDS = {
    "string": FieldKind.TEXT, "number": FieldKind.NUMBER, "boolean": FieldKind.BOOLEAN, "date": FieldKind.DATE,
    "dateTime": FieldKind.DATE_TIME, "date and time": FieldKind.DATE_TIME,
}  # fmt: skip


def _kind_and_texts(table: DecisionTable, index: int) -> tuple[FieldKind, tuple[str, ...]]:
    column = table.outputs[index]
    if table.aggregation and table.aggregation in ("SUM", "COUNT"):
        return FieldKind.NUMBER, ()
    cells = [rule.outputs[index] for rule in table.rules] + [column.default]
    guesses = [_constants(cell) for cell in cells if cell is not None]
    kinds = {kind for kind, _ in guesses}
    guessed = kinds.pop() if len(kinds) == 1 else None
    kind = _KINDS.get(column.type_ref) or guessed or FieldKind.TEXT
    if kind is not FieldKind.TEXT:
        return kind, ()
    allowed = tuple(value for value in column.allowed if isinstance(value, str))
    certain = all(texts for _, texts in guesses)
    return kind, allowed or (tuple(dict.fromkeys(text for _, texts in guesses for text in texts)) if certain else ())


def _constants(logic: Logic) -> tuple[FieldKind | None, tuple[str, ...]]:
    """The kind that some logic always gives, and the text where it is one constant text."""
    value = logic.constant() if isinstance(logic, Expression) else None
    if isinstance(value, str):
        return FieldKind.TEXT, (value,)
    return _KINDS.get(kind_of(value)), ()
