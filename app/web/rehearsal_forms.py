"""Filling something in while rehearsing: a task, a question, what a button asks; with the forms of real tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.answers import REDEN, fill, fill_question
from app.domain.declared import declares
from app.domain.errors import (
    FormInvalidError,
    KeyReusedError,
    NotFoundError,
    WrongStateError,
)  # fmt: skip
from app.domain.permissions import Permission
from app.queries.rehearsal_page import acting_as, doable
from app.queries.rehearsals import RehearsalKept, told_again
from app.web.blueprint import pages, parts
from app.web.forms import only_redraws
from app.web.keeping import onward
from app.web.rehearsal_view import FormPage, errors_of, start_form, task_form
from app.web.rehearsing import MESSAGE, STEP, Refusal, done, page_of, read
from app.web.task_view import Errors
from app.web.typed import Typed
from app.web.words import _
from app.web.words import said as in_words
from workflows import (
    Catch,
    Entry,
    Form,
    Rehearsal,
    Said,
    TaskKind,
    Work,
    WorkflowError,
    answering,
    completing,
    entries,
    pressing,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filling:
    """What is to be filled in."""

    form: Form | None
    is_question: bool
    page: Callable[[Typed, Errors], FormPage]
    said: Callable[[Typed], Said]
    """What was typed as a sentence. Raises FormInvalidError, WorkflowError."""


@pages.get("/oefenen/<uuid:rehearsal_id>/taken/<task>")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearsal_task(rehearsal_id: UUID, task: str) -> ResponseReturnValue:
    """A task or a question."""
    return _asked(read(rehearsal_id), lambda kept, played: _of_task(kept, played, task))


@pages.post("/oefenen/<uuid:rehearsal_id>/taken/<task>")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearse_task(rehearsal_id: UUID, task: str) -> ResponseReturnValue:
    """Do it."""
    return _filled(read(rehearsal_id), lambda kept, played: _of_task(kept, played, task))


@pages.post("/oefenen/<uuid:rehearsal_id>/taken/<task>/vragen")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearsal_questions(rehearsal_id: UUID, task: str) -> ResponseReturnValue:
    """The questions that fit what is filled in, as a script puts them in the page."""
    return _questions(read(rehearsal_id), lambda kept, played: _of_task(kept, played, task))


@pages.get("/oefenen/<uuid:rehearsal_id>/starten")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearsal_start(rehearsal_id: UUID) -> ResponseReturnValue:
    """What a button asks."""
    return _asked(read(rehearsal_id), _of_start)


@pages.post("/oefenen/<uuid:rehearsal_id>/starten")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearse_start(rehearsal_id: UUID) -> ResponseReturnValue:
    """Begin it."""
    return _filled(read(rehearsal_id), _of_start)


@pages.post("/oefenen/<uuid:rehearsal_id>/starten/vragen")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearsal_start_questions(rehearsal_id: UUID) -> ResponseReturnValue:
    """The questions that fit what is filled in."""
    return _questions(read(rehearsal_id), _of_start)


_Find = Callable[[RehearsalKept, Rehearsal], "Filling | str"]


def _asked(kept: RehearsalKept, find: _Find) -> ResponseReturnValue:
    found = _found(kept, find)
    return _page(kept, found.page(Typed(), Errors())) if isinstance(found, Filling) else _instead(kept, found)


def _filled(kept: RehearsalKept, find: _Find) -> ResponseReturnValue:
    found = _found(kept, find)
    played = told_again(kept, parts().limits)
    if isinstance(found, str) or played is None:
        return _instead(kept, str(found))
    typed = _typed(found)
    if only_redraws(request.form):
        return _page(kept, found.page(typed, Errors()))
    try:
        done(kept, played, found.said(typed))
    except FormInvalidError as error:
        return _page(kept, found.page(typed, Errors(error.errors)), 422)
    except WorkflowError as error:
        return _page(kept, found.page(typed, errors_of(error.message)), 422)
    except (WrongStateError, KeyReusedError) as error:
        return _page(kept, found.page(typed, errors_of(error.message)), 409)
    return onward("web.rehearsal", STEP, rehearsal_id=kept.id)


def _questions(kept: RehearsalKept, find: _Find) -> ResponseReturnValue:
    found = _found(kept, find)
    if isinstance(found, str) or found.form is None:
        raise NotFoundError
    page = found.page(_typed(found), Errors())
    return render_template("protocol/oefenen_vragen.html", it=page, kept=kept, place=_place())


def _found(kept: RehearsalKept, find: _Find) -> Filling | str:
    """What is to be filled in, or the sentence why there is nothing."""
    played = told_again(kept, parts().limits)
    return "" if played is None else find(kept, played)


def _of_task(kept: RehearsalKept, played: Rehearsal, task: str) -> Filling | str:
    dossier, function = played.dossier, acting_as(kept, played)
    entry = next((each for each in entries(dossier) if any(work.task.id == task for work in each.works)), None)
    if entry is None:
        return _("Deze taak staat niet meer open in deze oefening.")
    work = doable(dossier, function, entry)
    if work is None:
        return dossier.refusal(function, entry.work) or ""
    form, is_question = played.bundle.forms.get(work.task.form or ""), work.task.kind is TaskKind.VRAAG
    return Filling(
        form, is_question, lambda typed, errors: task_form(played, function, work, typed, errors),
        lambda typed: _task_said(played, function, (entry, work), typed),
    )  # fmt: skip


def _task_said(played: Rehearsal, function: str, what: tuple[Entry, Work], typed: Typed) -> Said:
    (entry, work), bundle, now = what, played.bundle, played.world.now
    if work.task.kind is TaskKind.TAAK:
        filled = fill(bundle, work.task.form, typed.answers, now)
        return completing(played.dossier, function, entry, filled.values)
    filled, labels, _reason = fill_question(bundle, work.task.form, work.task.choices, typed.answers, now)
    values = {name: value for name, value in filled.values.items() if name != REDEN}
    return answering(played.dossier, function, entry, labels, values)


def _of_start(kept: RehearsalKept, played: Rehearsal) -> Filling | str:
    function, message = acting_as(kept, played), request.args.get(MESSAGE, "")
    catch = next((each for each in played.dossier.buttons(function) if each.message == message), None)
    if catch is None:
        return _("Dit is nu niet te starten. Kies uit wat hieronder staat.")
    found: Catch = catch
    return Filling(
        played.bundle.forms.get(found.form or ""), is_question=False,
        page=lambda typed, errors: start_form(played, function, found, typed, errors),
        said=lambda typed: pressing(
            played.dossier, function, found,
            fill(played.bundle, found.form, typed.answers, played.world.now).values,
        ),
    )  # fmt: skip


def _typed(found: Filling) -> Typed:
    return Typed.of(request, found.form, kind=TaskKind.VRAAG if found.is_question else TaskKind.TAAK)


def _place() -> str:
    """The address of the page on which something is filled in."""
    endpoint = str(request.endpoint)
    values: dict[str, Any] = {**(request.view_args or {}), **request.args}
    return url_for(_PLACES.get(endpoint, endpoint), **values)


_PLACES: Final = {
    "web.rehearse_task": "web.rehearsal_task", "web.rehearsal_questions": "web.rehearsal_task",
    "web.rehearse_start": "web.rehearsal_start", "web.rehearsal_start_questions": "web.rehearsal_start",
}  # fmt: skip


def _page(kept: RehearsalKept, page: FormPage, status: int = 200) -> ResponseReturnValue:
    made = render_template("protocol/oefenen_taak.html", it=page, kept=kept, task=page.task, place=_place())
    return made, status


def _instead(kept: RehearsalKept, why: str) -> ResponseReturnValue:
    return page_of(kept, Refusal({"": [in_words(why)]} if why else {}, 409))
