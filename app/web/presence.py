"""Who else has a draft open: told to a page that says every few seconds that it is open itself."""

from __future__ import annotations

from uuid import UUID

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.commands.presence import NoteHere
from app.domain.declared import declares
from app.domain.errors import WrongStateError
from app.domain.permissions import Permission
from app.queries.presence import last_saved, who_is_here
from app.web.blueprint import actor, ask, pages, parts
from app.web.words import said, titled


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/hier/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def note_here(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Say that one has a file open, or no more; who else has the draft open, and the last save of that file."""
    who, gone = actor(), "weg" in request.form
    try:
        parts().bus.send(NoteHere(draft_id, name, gone), by=who)
    except WrongStateError as error:
        return jsonify(message=said(error.message)), 410
    if gone:
        return "", 204
    here, last = ask(lambda work: last_saved(work, who, draft_id, name))
    others = [
        {"name": each.name, "here": name in each.files, "files": [titled(file) for file in each.files if file != name]}
        for each in here
    ]  # fmt: skip
    return jsonify(others=others, revision=last.revision, by=last.by)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/hier")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_people(draft_id: UUID) -> ResponseReturnValue:
    """The part of the page of a draft that says who has it open."""
    who = actor()
    here = ask(lambda work: who_is_here(work, who, draft_id))
    return render_template("protocol/deel_hier.html", here=here, draft_id=draft_id)
