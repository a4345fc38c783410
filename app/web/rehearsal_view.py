"""What the pages of a rehearsal are given: everything in words, nothing left to be decided in a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from app.queries.ahead import Ahead
from app.queries.rehearsal_page import OpenWork, RehearsalStands, acting_as, stands
from app.queries.rehearsals import RehearsalKept, ahead_of
from app.web.forms import conditional
from app.web.markdown import first_sentences
from app.web.rehearsal_words import Line, lines_of
from app.web.task_view import Errors, hints_of
from app.web.task_words import WayTold, called, deed_named, ways_of
from app.web.terms import Term, term_of
from app.web.typed import Typed
from app.web.words import _, said
from workflows import Catch, Choice, FormView, Rehearsal, Work


@dataclass(frozen=True, slots=True)
class RehearsalPage:
    """The page of a rehearsal."""

    now: datetime
    function: str
    stands: RehearsalStands
    groups: tuple[tuple[str, tuple[tuple[OpenWork, Term], ...]], ...]
    """What is open, by the functions for which it is; that of whoever one is now first."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be filled in: a task, a question, or what a button asks. The names are those of a real task."""

    name: str
    kind: str
    choices: tuple[Choice, ...] = ()
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page on which something is filled in."""

    task: Asked
    function: str
    lead: str
    rest: str
    form: FormView | None
    live: bool
    typed: Typed
    errors: Errors
    button: str
    term: Term | None = None
    ways: tuple[WayTold, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    consequences: tuple[str, ...] = ()
    ahead: Ahead = field(default_factory=Ahead)
    earlier: tuple[()] = ()
    steps: tuple[()] = ()
    item: Mapping[str, object] = field(default_factory=dict)
    """Of a task that is there once for each line of a list: that line."""


def rehearsal_page(kept: RehearsalKept, rehearsal: Rehearsal, drawing: str) -> RehearsalPage:
    """The page as it stands."""
    function, world = acting_as(kept, rehearsal), rehearsal.world
    found = stands(rehearsal, function, drawing)
    rows = sorted(found.work, key=lambda each: (not each.mine, each.allowed))
    groups = tuple(
        (
            ", ".join(allowed) or _("iedereen"),
            tuple((each, term_of(each.task.due, world.now, world.calendar)) for each in those),
        )
        for allowed, those in groupby(rows, key=lambda each: each.allowed)
    )
    return RehearsalPage(world.now, function, found, groups, lines_of(rehearsal.happenings))


def task_form(
    rehearsal: Rehearsal, function: str, work: Work, typed: Typed, errors: Errors
) -> FormPage:  # fmt: skip
    """The page of a task or a question, as a real one is."""
    task, found = work.task, ahead_of(rehearsal, work)
    lead, rest = first_sentences(task.documentation)
    ways, form = ways_of(found), rehearsal.bundle.forms.get(task.form or "")
    told = [_("%(who)s krijgt bericht zodra je dit vastlegt.", who=called(each)) for each in sorted(found.told)]
    now = rehearsal.world.now
    return FormPage(
        Asked(task.name, str(task.kind), task.choices, task.multiple), function, lead, rest,
        form.view(typed.answers, errors.of_form, now=now) if form else None,
        form is not None and conditional(form.components), typed, errors,
        deed_named(task.kind, task.name, found), term_of(task.due, now, rehearsal.world.calendar),
        tuple(each for each in ways if not each.answer), hints_of(ways), tuple(told), found, item=task.item or {},
    )  # fmt: skip


def start_form(rehearsal: Rehearsal, function: str, catch: Catch, typed: Typed, errors: Errors) -> FormPage:
    """The page of what a button asks."""
    form = rehearsal.bundle.forms.get(catch.form or "")
    return FormPage(
        Asked(catch.message, "start"), function, "", "",
        form.view(typed.answers, errors.of_form, now=rehearsal.world.now) if form else None,
        form is not None and conditional(form.components), typed, errors,
        _("‘%(name)s’ beginnen", name=catch.message),
    )  # fmt: skip


def errors_of(message: str) -> Errors:
    """What the protocol itself has against a deed."""
    return Errors(refusal=said(message))
