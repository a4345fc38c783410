"""What a diagram's texts mean at this moment: FEEL over the routing fields of a scope, and terms.

Whatever a field holds, no text of a diagram is ever run as code: FEEL is compiled by `workflows.feel`, and that is all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from workflows.calendar import Term, due, from_value, parse_term
from workflows.diagram import Loop
from workflows.errors import FeelError, IncidentError, TermError
from workflows.feel import Function, Range, compile_expression, to_feel, to_json
from workflows.spiff.run import Run
from workflows.spiff.tokens import Token, run_of, token_of
from workflows.types import LEEG, RUNS, FieldValue, RoutingField, Scalar, plain_number


def value_of(run: Run, fields: Mapping[str, FieldValue], name: str) -> FieldValue:
    """The value of a routing field as it stands: `leeg` until it is set."""
    if name.startswith(RUNS):
        return "ja" if name.removeprefix(RUNS) in run.running() else "nee"
    return fields.get(name, LEEG)


def context(
    run: Run, fields: Mapping[str, FieldValue], names: Iterable[str], extra: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The FEEL values of the names that an expression uses; a name that is no routing field is left out."""
    known: dict[str, object] = dict(extra or {})
    for name in names:
        field = run.fields.get(name)
        if name not in known and (field is not None or name.startswith(RUNS)):
            known[name] = _typed(value_of(run, fields, name), field)
    return known


def _typed(value: FieldValue, field: RoutingField | None) -> object:
    """The FEEL value of a field by its kind; of a list, each cell by the kind of its column."""
    if field is None or not isinstance(value, list | tuple):
        return to_feel(value, field.kind if field else None)
    kinds = {column.name: column.kind for column in field.columns}
    return [{name: to_feel(cell, kinds.get(name)) for name, cell in record.items()} for record in value]


def evaluate(task: Task, text: str, workflow: BpmnWorkflow | None = None) -> object:
    """The FEEL value of a text of this element, over the fields of its scope (or of another) and of its item.

    Raises IncidentError for a text that is no FEEL: a checked bundle has none.
    """
    run, scope = run_of(task), workflow or task.workflow
    try:
        expression = compile_expression(text)
    except FeelError as error:
        raise IncidentError(error.message, element=task.task_spec.name) from error
    loop = task.task_spec.node.loop
    extra = item_context(run, loop, token_of(task)) if loop else None
    names = expression.names | expression.filter_names
    result = expression.evaluate(context(run, scope.fields, names, extra), run.moment.instant)
    for note in result.notes:
        run.note(task, note)
    return result.value


def item_context(run: Run, loop: Loop, token: Token) -> dict[str, object]:
    """The item of a multi-instance as a FEEL context under the name the diagram gives it."""
    if token.item is None:
        return {}
    collection = run.fields.get(loop.collection)
    kinds = {column.name: column.kind for column in collection.columns} if collection else {}
    return {loop.item: {name: to_feel(value, kinds.get(name)) for name, value in token.item.items()}}


def as_field(value: object) -> Scalar:
    """A FEEL value as a routing field keeps it: JSON, and `leeg` for null."""
    plain = to_json(value)
    if plain is None:
        return LEEG
    if isinstance(plain, str | int | float | bool) and not isinstance(value, Range | Function):
        return plain_number(plain)
    message = "Een lijst, context, bereik of functie past niet in een routeveld."
    raise IncidentError(message)


def as_value(value: object) -> FieldValue:
    """A FEEL value as it crosses to another process: as `as_field`, or a list of records of such."""
    if isinstance(value, list) and all(isinstance(record, dict) for record in value):
        return [{name: as_field(cell) for name, cell in record.items()} for record in value]
    return as_field(value)


def instant_of(task: Task, text: str, *, for_timer: bool, start: datetime, times: int = 1) -> datetime:
    """The instant at which a term or timer text of this element ends, counted from `start`.

    Raises IncidentError where a timer gives no instant: a token must never wait for nothing.
    """
    try:
        term = parse_term(text.removeprefix("=").strip())
        if term is None:
            value = evaluate(task, text)
            term = parse_term(value) if isinstance(value, str) else None
            if term is None:
                return from_value(value, start, for_timer=for_timer)
        return _due(task, term, for_timer=for_timer, start=start, times=times)
    except TermError as error:
        raise IncidentError(str(error), element=task.task_spec.name) from error


def _due(task: Task, term: Term, *, for_timer: bool, start: datetime, times: int) -> datetime:
    calendar = run_of(task).moment.calendar
    base = evaluate(task, term.base_field) if term.base_field else None
    return due(term, start, calendar, for_timer=for_timer, base=base, times=times)


def set_due(task: Task) -> None:
    """Give a task or question its due instant, counted from its entry; none, with a note, where its text gives none."""
    token, text = token_of(task), task.task_spec.node.properties.get("termijn", "")
    token.due = None
    if text:
        try:
            token.due = instant_of(task, text, for_timer=False, start=token.entered)
        except IncidentError as error:  # a term colours the task; only a timer may hold a route up
            run_of(task).note(task, f"Geen uiterste datum: {error.message}")
