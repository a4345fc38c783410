"""After a rename: what still has the old name in a draft, changing it everywhere, and undoing that."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.commands.mending import CARRIED, MendDraft, UnmendDraft
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.renaming import Before, carried_in, read_before
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, tried
from app.web.renaming_words import doubted, old_names, script_words
from app.web.workbench import draft_page

_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/namen"
_TEXT: Final = "tekst"


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def old_names_left(draft_id: UUID) -> ResponseReturnValue:
    """What still has an old name, as the modeler asks for it."""
    before = _before(draft_id)
    found = carried_in(before, parts().limits)
    return jsonify(
        digest=before.whole.digest, words=script_words(), renamed=old_names(found), unsure=doubted(found)
    )  # fmt: skip


@pages.post(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def carry_names(draft_id: UUID) -> ResponseReturnValue:
    """Set the new names everywhere."""
    before = _before(draft_id)
    found = carried_in(before, parts().limits)
    came = tried(MendDraft(draft_id, request.form.get("gezien", ""), found.files, parts().limits, kind=CARRIED)).above
    if _by_script():
        told = {"digest": _before(draft_id).whole.digest, "files": sorted(found.files)}
        return (jsonify(told), 200) if came.sent else _refused(came)
    if came.sent is None:
        return draft_page(draft_id, came)
    if request.form.get("naar") == _TEXT:
        return onward("web.draft_text", "hernoemd", draft_id=draft_id)
    return onward("web.protocol_draft", "hernoemd", draft_id=draft_id, _anchor="punten")


@pages.post(f"{_AT}/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def uncarry_names(draft_id: UUID) -> ResponseReturnValue:
    """Let all be as it was before that, as the modeler asks it."""
    came = tried(UnmendDraft(draft_id, request.form.get("gezien", "")))
    return jsonify(done=True) if came.sent else _refused(came)


def _before(draft_id: UUID) -> Before:
    who = actor()
    return ask(lambda work: read_before(work, who, draft_id))


def _by_script() -> bool:
    return "HX-Request" in request.headers


def _refused(came: Tried) -> ResponseReturnValue:
    return jsonify(message=came.told), came.status
