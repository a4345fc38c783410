"""Undoing one deed in a file of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.rule_editing import read_before
from app.web.blueprint import actor, pages
from app.web.undoing import FILE, undone
from app.web.words import lazy

SAID: Final[Mapping[str, str]] = {
    "bewaard": lazy("De regel is bewaard in dit ontwerp."),
    "zin-weg": lazy("De zin is weggehaald uit deze regel."),
    "weg": lazy("De regel is weggehaald uit dit ontwerp."),
    "uitgezonderd": lazy("De uitzondering staat in dit ontwerp. Een directeur en een coördinator tekenen haar samen."),
    "uitzondering-weg": lazy("De uitzondering is weggehaald uit dit ontwerp."),
    "terug": lazy("Het is ongedaan gemaakt. De regels staan er weer zoals daarvoor."),
}
"""What was done, by the word in the address of the page after it."""
UNDOES: Final = ("bewaard", "zin-weg", "weg", "uitgezonderd", "uitzondering-weg")


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/regels/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def undo_rule(draft_id: UUID) -> ResponseReturnValue:
    """Let a file of rules be as it was before one save, where nobody saved it since."""
    who, file = actor(), request.form.get(FILE, "")
    why_not = undone(draft_id, file, lambda number: lambda work: read_before(work, who, draft_id, file, number))
    return why_not or redirect(url_for("web.draft_proofs", draft_id=draft_id, gedaan="terug"), 303)
