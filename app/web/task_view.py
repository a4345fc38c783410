"""What the templates of a task are given: everything in words, nothing left to be decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from app.commands.answers import ANTWOORD, REDEN
from app.domain.errors import DoneError, KeyReusedError, Refused
from app.queries.answers import Given
from app.queries.earlier import Earlier
from app.queries.filled_in import Line, lines_in
from app.queries.history import Entry
from app.queries.items import TaskItem
from app.queries.parnassys import CATEGORY, LINE
from app.queries.task_page import OPEN, TaskPage
from app.web.chronology import sentence
from app.web.forms import conditional
from app.web.markdown import first_sentences
from app.web.task_words import (
    WayTold,
    button_of,
    consequences,
    functions_said,
    line_for_parnassys,
    row_said,
    ways_told,
)  # fmt: skip
from app.web.terms import Term, term_of
from app.web.typed import CLOCK, DAY, REASON, Typed
from app.web.words import HERE, _, clock, plainly, said
from workflows import ComponentType, FormView, walk

_REPEATED: Final = ("ja", "nee", True, False)
_OWN: Final = frozenset({ANTWOORD, REDEN, DAY, CLOCK, REASON, ""})


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with what was sent."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the name of the field; the empty name is the whole."""
    files: tuple[str, ...] = ()
    refusal: str = ""
    """Why it did not happen though nothing is wrong with it."""

    @property
    def own(self) -> list[tuple[str, str]]:
        """Those of the page itself, with the id of the field."""
        found = [(name, each) for name, said in self.fields.items() if name in _OWN for each in said]
        return [*found, *(("bestand", each) for each in self.files)]

    @property
    def of_form(self) -> dict[str, Sequence[str]]:
        """Those of the form."""
        return {name: said for name, said in self.fields.items() if name not in _OWN}


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered once: at first, or when it was set right."""

    by: str
    at: datetime
    lines: tuple[Line, ...]
    partly: bool
    """Whether more was answered than whoever looks may read."""
    reason: str = ""
    """Of a correction: why."""


@dataclass(frozen=True, slots=True)
class EarlierTold:
    """One deed that went before."""

    name: str
    """Of the task."""
    entry: Entry
    lines: tuple[Line, ...]
    partly: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """What every page of a task shows beside its work."""

    lead: str
    rest: str
    rules: tuple[str, ...]
    """Names of the rules of the school that ask it."""
    term: Term
    functions: str
    why: tuple[str, ...]
    """Why this person has it, a sentence for each reason."""
    events: tuple[tuple[str, Entry], ...]
    form: FormView | None = None
    live: bool = False
    """Whether answers show or hide questions."""
    typed: Typed = field(default_factory=Typed)
    errors: Errors = field(default_factory=Errors)
    button: str = ""
    ways: tuple[WayTold, ...] = ()
    consequences: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    """Of a question: what comes on each answer."""
    after: str = ""
    """What was written down just before."""
    saved: str = ""
    line: str = ""
    """For ParnasSys."""
    category: str = CATEGORY
    answered: tuple[Answered, ...] = ()
    notice: str = ""
    coming: tuple[TaskItem, ...] = ()
    """What it opened for whoever looks, and still waits."""
    earlier: tuple[tuple[str, tuple[EarlierTold, ...]], ...] = ()
    """What was written down before, by step."""
    lost: tuple[Line, ...] = ()
    """What was typed and not written down, to be copied."""


def open_view(page: TaskPage, typed: Typed, errors: Errors, came_from: str) -> TaskView:
    """Of a task that is to be done."""
    line = line_for_parnassys(page.step) if page.step and page.step.step else ""
    ways = ways_told(page)
    return TaskView(
        **_around(page), form=_form_view(page, typed.answers or _first_answers(page, line), errors),
        live=page.form is not None and conditional(page.form.components), typed=typed, errors=errors,
        button=button_of(page), ways=tuple(each for each in ways if not each.answer),
        hints=hints_of(ways), consequences=consequences(page),
        after=_after(page, came_from), line=line, earlier=_earlier(page),
        saved=_begun(page, typed, errors),
    )  # fmt: skip


def closed_view(page: TaskPage, typed: Typed | None, error: Refused | None, *, fresh: bool) -> TaskView:
    """Of a task that is done, or not to be done any more."""
    lost = _typed_lines(page, typed) if typed and error else ()
    notice = _instead_said(page, error, lost=bool(lost)) if error else _fresh_said(page) if fresh else ""
    opened = page.closed.opened if page.closed else ()
    return TaskView(
        **_around(page), answered=answered(page), notice=notice, lost=lost,
        errors=Errors(refusal=notice if error else ""), coming=tuple(each for each in opened if each.status == OPEN),
    )  # fmt: skip


def correcting_view(page: TaskPage, typed: Typed | None, errors: Errors) -> TaskView:
    """Of a task whose answers are being set right."""
    values: dict[str, object] = {}
    for given in page.task.answers:
        for group in given.answers:
            values |= group.values or {}
    return TaskView(
        **_around(page), form=_form_view(page, typed.answers if typed else values, errors), typed=typed or Typed(),
        live=page.form is not None and conditional(page.form.components), errors=errors, answered=answered(page),
    )  # fmt: skip


def answered(page: TaskPage) -> tuple[Answered, ...]:
    """What was answered, each time."""
    reasons = ("", *(page.closed.reasons if page.closed else ()))
    return tuple(
        _answered(page, given, reasons[number] if number < len(reasons) else "")
        for number, given in enumerate(page.task.answers)
    )


def _answered(page: TaskPage, given: Given, reason: str) -> Answered:
    values: dict[str, object] = {}
    for group in given.answers:
        values |= group.values or {}
    lines = [Line(_("Reden"), str(values.pop(REDEN)))] if REDEN in values else []
    if page.form is not None and values:
        lines += lines_in(page.form.view(values, now=page.now).components)
    return Answered(given.by, given.at, tuple(lines), any(group.values is None for group in given.answers), reason)


def _around(page: TaskPage) -> dict[str, Any]:
    lead, rest = first_sentences(page.instruction)
    return {
        "lead": lead, "rest": rest, "rules": page.why.rules,
        "term": term_of(page.task.due_at, page.now, page.calendar), "functions": functions_said(page.task.functions),
        "why": _why(page), "events": tuple((sentence(each), each) for each in page.events),
    }  # fmt: skip


def _form_view(page: TaskPage, answers: Mapping[str, object], errors: Errors) -> FormView | None:
    return page.form.view(answers, errors.of_form, now=page.now) if page.form else None


def _first_answers(page: TaskPage, line: str) -> Mapping[str, object]:
    """Nothing typed yet: what belongs in ParnasSys stands ready, noted today, beside what the form itself has."""
    if not line or page.form is None:
        return {}
    parts = [part for part in walk(page.form.components) if part.key]
    given = {part.key: part.default for part in parts if part.default is not None}
    today = page.now.astimezone(HERE).date().isoformat()
    days = {part.key: today for part in parts if part.type is ComponentType.DATE and part.required}
    return {**given, **days, **{part.key: line for part in parts if part.key == LINE}}


def hints_of(ways: Sequence[WayTold]) -> dict[str, str]:
    """What comes on each answer of a question."""
    found: dict[str, list[str]] = {}
    for each in ways:
        if each.answer:
            found.setdefault(each.answer, []).append(each.text)
    return {answer: _(" of ").join(said) for answer, said in found.items()}


def _why(page: TaskPage) -> tuple[str, ...]:
    why, task = page.why, page.task
    told = []
    if why.step:
        told.append(_("De route is bij “%(step)s”.", step=why.step))
    if why.event is not None:
        told.append(_("%(what)s Daarna stond dit klaar.", what=sentence(why.event)))
    told += [row_said(each) for each in why.rows]
    if page.functions:
        told.append(_("Het is voor jou, omdat het voor %(functions)s is.", functions=functions_said(page.functions)))
    elif task.functions:
        told.append(_("Het is voor %(functions)s.", functions=functions_said(task.functions)))
    return tuple(told)


def _after(page: TaskPage, came_from: str) -> str:
    event = page.why.event
    if event is None or not came_from or event.data.get("task") != came_from:
        return ""
    return _("“%(name)s” is vastgelegd om %(time)s. Dit komt erna.", name=event.name, time=clock(page.task.opened_at))


def _earlier(page: TaskPage) -> tuple[tuple[str, tuple[EarlierTold, ...]], ...]:
    """The last first; a step that was done more than once stands there each time."""
    told = ((each.step, _earlier_told(each)) for each in page.earlier)
    # A start without a form says nothing to whoever decides here.
    grouped = groupby(((step, each) for step, each in told if each.lines or each.partly), key=itemgetter(0))
    return tuple((step, tuple(each for _step, each in those)) for step, those in grouped)


def _earlier_told(each: Earlier) -> EarlierTold:
    answer = each.entry.data.get("answer", ())
    lines = [Line(_("Antwoord"), ", ".join(map(str, answer)))] if isinstance(answer, list) and answer else []
    lines += [Line(_("Reden"), each.reason)] if each.reason else []
    lines += each.filled_in.lines
    # A yes or no of a table repeats what was answered, or is what the route keeps for itself.
    outcome = [item for row in each.decisions for item in row.outputs.items() if item[1] not in _REPEATED]
    lines += [Line(name, plainly(value)) for name, value in outcome]
    # Two tables of one deed may come to the same: that is told once.
    return EarlierTold(each.entry.name, each.entry, tuple(dict.fromkeys(lines)), each.filled_in.partly)


def _begun(page: TaskPage, typed: Typed, errors: Errors) -> str:
    """Said to who comes back; not to who just sent it and sees what is wrong with it."""
    if page.draft is None or typed.is_empty or errors != Errors():
        return ""
    return _("Je begon hier al aan. Concept van %(time)s.", time=clock(page.draft.at))


def _fresh_said(page: TaskPage) -> str:
    return _("Vastgelegd om %(time)s.", time=clock(page.task.closed_at)) if page.task.closed_at else ""


def _instead_said(page: TaskPage, error: Refused, *, lost: bool) -> str:
    by, at = page.task.done_by, page.task.closed_at
    if isinstance(error, KeyReusedError):
        why = _("Dit formulier was al verstuurd, en is toen vastgelegd.")
    elif by and at:
        why = _("%(name)s heeft dit al gedaan om %(time)s.", name=by, time=clock(at))
    elif isinstance(error, DoneError):
        why = _("Deze taak is gesloten om %(time)s: een termijn of een andere stap heeft dat gedaan.",
                 time=clock(at) if at else "")  # fmt: skip
    else:
        why = said(error.message)
    kept = _("Wat jij typte is niet vastgelegd. Het staat hieronder, om over te nemen.")
    return f"{why} {kept}" if lost else why


def _typed_lines(page: TaskPage, typed: Typed) -> tuple[Line, ...]:
    lines = [Line(page.task.name, ", ".join(typed.chosen))] if typed.chosen else []
    if reason := str(typed.answers.get(REDEN, "")).strip():
        lines.append(Line(_("Reden"), reason))
    if page.form is not None:
        lines += lines_in(page.form.view(typed.answers, now=page.now).components)
    return tuple(lines)
