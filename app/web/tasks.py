"""One task or question: doing it, keeping what is typed, setting right what was answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import CONFLICT, Sent
from app.commands.happened import FIELD
from app.commands.tasks import CompleteTask, CorrectTask, SaveDraft
from app.domain.declared import declares
from app.domain.errors import (
    BarredError,
    DoneError,
    FormInvalidError,
    InvalidValueError,
    KeyReusedError,
    NotFoundError,
    Refused,
    StaleError,
    StuckError,
    WrongStateError,
)  # fmt: skip
from app.domain.permissions import Permission
from app.queries.inbox import completed, completed_in
from app.queries.task import FormAsked, conflict, form_of
from app.queries.task_page import OPEN, TaskPage, read_task_page
from app.web.attachments import attach, posted_files
from app.web.blueprint import actor, ask, look, pages, parts, send
from app.web.forms import conditional, only_redraws
from app.web.task_view import Errors, TaskView, closed_view, correcting_view, open_view
from app.web.typed import DAY, REASON, Typed
from app.web.words import _, clock, said
from workflows import TaskKind

AFTER: Final = "na"
"""Behind the address of a task: which other one was done just before it."""
DONE: Final = "klaar"
KEPT: Final = "bewaard"
LATER: Final = "_later"
"""Of the button that keeps what is typed, for who has no scripts."""
REDRAW: Final = "toon"


@pages.get("/taken/<uuid:task_id>")
@declares(Permission.SEE_TASK)
def task(task_id: UUID) -> ResponseReturnValue:
    """What is to be done, or what was done."""
    page = _read(task_id)
    if page.task.status != OPEN:
        return _closed(page, fresh=DONE in request.args)
    typed = Typed.kept(page.draft.values) if page.draft else Typed()
    return _open(page, typed, came_from=request.args.get(AFTER, ""), kept=KEPT in request.args)


@pages.post("/taken/<uuid:task_id>")
@declares(Permission.DO_TASK)
def complete_task(task_id: UUID) -> ResponseReturnValue:
    """Do it; or keep it for later, or only ask for another row."""
    typed = _typed(task_id)
    refused = _attached(task_id)
    if LATER in request.form and not refused:
        return _kept_for_later(task_id, typed)
    if only_redraws(request.form) or refused:
        return _again(task_id, typed, Errors(files=refused), 422 if refused else 200)
    try:
        return _done(task_id, _complete(task_id, typed))
    except FormInvalidError as error:
        return _again(task_id, typed, Errors(error.errors), 422)
    except InvalidValueError as error:
        return _again(task_id, typed, Errors({DAY if error.field == FIELD else "": [said(error.message)]}), 422)
    except (WrongStateError, StuckError, KeyReusedError) as error:
        return _instead(task_id, typed, error)


@pages.route("/taken/<uuid:task_id>/concept", methods=["POST", "PUT"])
@declares(Permission.DO_TASK)
def draft(task_id: UUID) -> ResponseReturnValue:
    """Keep what is typed, or draw the questions that fit it; a script asks both."""
    typed = _typed(task_id)
    if REDRAW in request.args:
        return _questions(task_id, typed)
    try:
        _keep(task_id, typed)
    except DoneError:
        return _("Niet bewaard: deze taak is intussen gesloten."), 409
    return _("Opgeslagen %(time)s", time=clock(parts().desk.clock.roughly()))


@pages.get("/taken/<uuid:task_id>/herstellen")
@declares(Permission.CORRECT)
def correcting(task_id: UUID) -> ResponseReturnValue:
    """What was answered, to be set right."""
    return _correcting(_read(task_id), None, Errors())


@pages.post("/taken/<uuid:task_id>/herstellen")
@declares(Permission.CORRECT)
def correct_task(task_id: UUID) -> ResponseReturnValue:
    """Set it right."""
    typed = Typed.of(request, _asked(task_id).form, kind=TaskKind.TAAK)
    if only_redraws(request.form):
        return _correcting(_read(task_id), typed, Errors())
    try:
        send(CorrectTask(task_id, typed.answers, typed.reason), at=_place(task_id))
    except FormInvalidError as error:
        said = {REASON if name == "reason" else name: messages for name, messages in error.errors.items()}
        return _correcting(_read(task_id), typed, Errors(said)), 422
    except (WrongStateError, KeyReusedError, StuckError) as error:
        return _correcting(_read(task_id), typed, Errors({"": [error.message]})), 409
    return redirect(_place(task_id), 303)


def _read(task_id: UUID) -> TaskPage:
    page = look(lambda work: read_task_page(work, actor(), parts().desk.bundles, task_id))
    if page is None:
        raise NotFoundError
    return page


def _asked(task_id: UUID) -> FormAsked:
    return ask(lambda work: form_of(work, actor(), parts().desk.bundles, task_id))


def _questions(task_id: UUID, typed: Typed) -> str:
    """The fields alone, as a script puts them in the page."""
    found = _asked(task_id)
    if found.form is None:
        raise NotFoundError
    view = found.form.view(typed.answers, now=parts().desk.clock.roughly())
    live = conditional(found.form.components)
    return render_template("taken/taak_vragen.html", view=view, live=live, task=task_id, dossier=found.dossier)


def _typed(task_id: UUID) -> Typed:
    return Typed.of(request, _asked(task_id).form)


def _place(task_id: UUID) -> str:
    return url_for("web.task", task_id=task_id)


def _attached(task_id: UUID) -> tuple[str, ...]:
    """The files that came along are kept whatever becomes of the rest: a browser does not send them twice by itself."""
    posted = posted_files(request)
    try:
        return attach(task_id, posted) if posted else ()
    except WrongStateError:  # said by what follows
        return ()


def _complete(task_id: UUID, typed: Typed) -> Sent:
    when, errors = typed.happened(parts().desk.clock.roughly())
    if errors:
        raise FormInvalidError(errors)
    sent = send(CompleteTask(task_id, typed.answers, typed.seen, when, typed.with_whom()), at=_place(task_id))
    if sent.status == CONFLICT:
        raise ask(lambda work: conflict(work, actor(), parts().desk.bundles, task_id, typed.seen))
    return sent


def _done(task_id: UUID, sent: Sent) -> ResponseReturnValue:
    """On to the one task that it opened for this person; where there are none or more, to what was written down."""
    stepped = None if sent.result is None else sent.result.stepped
    if stepped is None:
        found = ask(lambda work: completed(work, actor(), task_id, sent.command))
    else:
        found = completed_in(stepped, parts().desk.clock.roughly())
    waiting = [each for each in found.opened if each.status == OPEN and each.route == found.route.id]
    if len(waiting) == 1 and len(found.opened) == 1:
        return redirect(f"{_place(waiting[0].id)}?{AFTER}={task_id}", 303)
    return redirect(f"{_place(task_id)}?{DONE}", 303)


def _keep(task_id: UUID, typed: Typed) -> None:
    """Without the key of the form: that is for the deed itself."""
    parts().bus.send(SaveDraft(task_id, typed.draft), by=actor())


def _kept_for_later(task_id: UUID, typed: Typed) -> ResponseReturnValue:
    try:
        _keep(task_id, typed)
    except WrongStateError as error:
        return _instead(task_id, typed, error)
    return redirect(f"{_place(task_id)}?{KEPT}", 303)


def _again(task_id: UUID, typed: Typed, errors: Errors, status: int) -> ResponseReturnValue:
    """The same page with everything typed still in it; kept besides, for who comes back to it later."""
    try:
        _keep(task_id, typed)
    except WrongStateError as error:
        return _instead(task_id, typed, error)
    page = _read(task_id)
    # What was open when it was sent is what is answered: a page that changed meanwhile says so when it is done.
    seen = typed.seen if typed.seen is not None else page.task.version
    return _open(replace(page, task=replace(page.task, version=seen)), typed, errors), status


def _instead(task_id: UUID, typed: Typed, error: Refused) -> ResponseReturnValue:
    """It did not happen: why, and what was typed."""
    page = _read(task_id)
    if page.task.status != OPEN:
        return _closed(page, typed=typed, error=error), 409
    return _open(page, typed, Errors(refusal=_said(error))), 409


def _said(error: Refused) -> str:
    if isinstance(error, StaleError):
        return _(
            "De taak is veranderd nadat je hem opende. Wat je typte staat er nog: kijk het na en leg het dan vast."
        )
    if isinstance(error, KeyReusedError):
        return _(
            "Dit formulier was al verstuurd. Wat je daarna typte staat hieronder: kijk het na en leg het dan vast."
        )
    if isinstance(error, BarredError):
        return _("Er is niets vastgelegd.")
    return said(error.message)


def _open(
    page: TaskPage, typed: Typed, errors: Errors | None = None, *, came_from: str = "", kept: bool = False
) -> str:  # fmt: skip
    view: TaskView = open_view(page, typed, errors or Errors(), came_from)
    return render_template("taken/taak.html", it=view, page=page, task=page.task, kept=kept)


def _closed(page: TaskPage, *, fresh: bool = False, typed: Typed | None = None, error: Refused | None = None) -> str:
    view = closed_view(page, typed, error, fresh=fresh)
    return render_template("taken/taak_dicht.html", it=view, page=page, task=page.task)


def _correcting(page: TaskPage, typed: Typed | None, errors: Errors) -> str:
    if not page.corrects or page.task.kind is not TaskKind.TAAK or page.form is None:
        raise NotFoundError
    return render_template(
        "taken/taak_herstellen.html", it=correcting_view(page, typed, errors), page=page, task=page.task
    )
