"""Undoing one deed in a file of rules: the button after it, and what it does; other files have the same button."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown
from app.queries.rule_editing import read_before
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.keeping import DONE
from app.web.words import _, lazy
from app.web.words import said as in_words

SAVE, FILE = "opslag", "bestand"
SAID: Final = {
    "bewaard": lazy("De regel is bewaard in dit ontwerp."),
    "zin-weg": lazy("De zin is weggehaald uit deze regel."),
    "weg": lazy("De regel is weggehaald uit dit ontwerp."),
    "uitgezonderd": lazy("De uitzondering staat in dit ontwerp. Een directeur en een coördinator tekenen haar samen."),
    "uitzondering-weg": lazy("De uitzondering is weggehaald uit dit ontwerp."),
    "terug": lazy("Het is ongedaan gemaakt. De regels staan er weer zoals daarvoor."),
}
"""What was done, by the word in the address of the page after it."""
_UNDOES: Final = ("bewaard", "zin-weg", "weg", "uitgezonderd", "uitzondering-weg")
_TOO_LATE: Final = lazy(
    "%(name)s bewaarde dit bestand intussen ook. Ongedaan maken zou dat weggooien. Zet terug wat je nodig hebt bij "
    "“Wat er is opgeslagen”."
)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/regels/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def undo_rule(draft_id: UUID) -> ResponseReturnValue:
    """Let a file of rules be as it was before one save, where nobody saved it since."""
    who, file, number = actor(), request.form.get(FILE, ""), number_in(request.form.get(SAVE, ""))
    data = ask(lambda work: read_before(work, who, draft_id, file, number))
    try:
        send(SaveDraftFile(draft_id, file, number, data, parts().limits, apart=True))
    except MeanwhileError as error:
        return refused_undo(draft_id, too_late(error.by))
    except WrongStateError as error:
        return refused_undo(draft_id, in_words(error.message))
    return redirect(url_for("web.draft_proofs", draft_id=draft_id, gedaan="terug"), 303)


def too_late(name: str) -> str:
    """Why a save is not undone after which somebody else saved the same file."""
    return _(_TOO_LATE, name=name)


def undoable(shown: DraftShown, deeds: Collection[str] = _UNDOES) -> Mapping[str, str]:
    """The save that the button on this page undoes: its file and its revision; empty where there is none."""
    file, number = request.args.get(FILE, ""), request.args.get(SAVE, "")
    kept = next((each for each in shown.files if each.name == file), None)
    fits = kept is not None and str(kept.revision) == number and request.args.get(DONE) in deeds
    return {FILE: file, SAVE: number} if fits else {}


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
