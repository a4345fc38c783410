"""A form of a draft, edited: its page, and how the form looks as people will fill it in."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.draft_files import groups_of, is_form
from app.web.blueprint import pages, parts
from app.web.drawing import sent_file
from app.web.editing import edited
from app.web.form_words import form_words
from app.web.forms import answers_of
from workflows import FormError, read_form

_ANSWERED = "_beantwoord"
"""Of the preview: the answers in it are somebody's, so that what is filled in beforehand does not stand there again."""


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/formulier/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def form_editor(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Edit one of its forms."""
    if not is_form(name):
        raise NotFoundError
    return edited("protocol/formulier.html", draft_id, name, lambda whole: {
        "preview": url_for("web.form_preview", draft_id=draft_id, name=name), "words": form_words(),
        "groups": [{"key": each.key, "functions": each.functions} for each in groups_of(whole.files)],
    })  # fmt: skip


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/formulier/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def form_preview(draft_id: UUID, name: str) -> ResponseReturnValue:
    """The form as it is sent, with the answers that were tried in it; nothing is kept."""
    del draft_id  # what is shown stands in the request alone
    try:
        form = read_form(sent_file(), PurePosixPath(name).stem)
    except FormError as error:
        problems = [problem for _, _, problem in error.problems] or [error.message]
        return render_template("protocol/voorbeeld.html", view=None, problems=problems)
    answers = answers_of(request.form, form.components) if _ANSWERED in request.form else {}
    view = form.view(answers, now=parts().desk.clock.roughly())
    return render_template("protocol/voorbeeld.html", view=view, problems=())
