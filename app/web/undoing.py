"""Undoing one save of one file of a draft: the button after it, and what it does. Each page says what it undoes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import Saved, SaveDraftFile
from app.domain.errors import MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.queries.asking import Question
from app.queries.drafts import DraftShown
from app.web.blueprint import ask, parts, send
from app.web.keeping import DONE
from app.web.words import _, lazy
from app.web.words import said as in_words

SAVE, FILE = "opslag", "bestand"
_TOO_LATE: Final = lazy(
    "%(name)s bewaarde dit bestand intussen ook. Ongedaan maken zou dat weggooien. Zet terug wat je nodig hebt bij "
    "“Wat er is opgeslagen”."
)


def undo_of(file: str, saved: Any) -> dict[str, Any]:
    """What the address of the page after a save says, so that it has the button; nothing where nothing changed."""
    return {FILE: file, SAVE: saved.revision} if isinstance(saved, Saved) and saved.changed else {}


def undoable(shown: DraftShown, deeds: Collection[str]) -> Mapping[str, str]:
    """The save that the button on this page undoes: its file and its revision; empty where there is none."""
    file, number = request.args.get(FILE, ""), request.args.get(SAVE, "")
    kept = next((each for each in shown.files if each.name == file), None)
    fits = kept is not None and str(kept.revision) == number and request.args.get(DONE) in deeds
    return {FILE: file, SAVE: number} if fits else {}


def undone(
    draft_id: UUID, file: str, before: Callable[[int], Question[bytes]]
) -> ResponseReturnValue | None:  # fmt: skip
    """Let a file be as it was before the save that the form names, where nobody saved it since; else why not.

    `before` asks what was in it before a revision. Raises NotFoundError for a form that names no save.
    """
    number = number_in(request.form.get(SAVE, ""))
    data = ask(before(number))
    try:
        send(SaveDraftFile(draft_id, file, number, data, parts().limits, apart=True))
    except MeanwhileError as error:
        return refused_undo(draft_id, _(_TOO_LATE, name=error.by))
    except WrongStateError as error:
        return refused_undo(draft_id, in_words(error.message))
    return None


def number_in(text: str) -> int:
    """A number in a form. Raises NotFoundError for what is none."""
    found = number_of(text)
    if found is None:
        raise NotFoundError
    return found


def refused_undo(draft_id: UUID, text: str) -> ResponseReturnValue:
    """The page that says why it is not undone."""
    back = url_for("web.protocol_draft", draft_id=draft_id, _anchor="geschiedenis")
    return render_template("protocol/regel_terug.html", text=text, back=back), 409
