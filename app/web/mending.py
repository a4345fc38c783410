"""Mending a draft by proposals, one at a time or all at once that need no answer; each is a save, undone as a whole."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.mending import MendDraft
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.drafts import WholeDraft, read_draft_with_files, read_whole_draft
from app.queries.mending import all_sure, changed, proposals_of
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, tried
from app.web.mending_words import as_data, button, script_words
from app.web.words import _, lazy
from app.web.workbench import draft_page
from workflows import Proposal, mend

_MEANWHILE: Final = lazy(
    "%(name)s heeft dit ontwerp intussen opgeslagen. Er is niets veranderd; kijk of het voorstel nog past."
)
_GONE: Final = lazy("Dit voorstel is er niet meer: het ontwerp is intussen veranderd. Er is niets opgeslagen.")
_NO_ANSWER: Final = lazy("Geef eerst antwoord: “%(asked)s”")
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/verbeteren"


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def ask_mend_all(draft_id: UUID) -> ResponseReturnValue:
    """What would be mended at once."""
    return _all_page(draft_id, Tried())


@pages.post(f"{_AT}/alles")
@declares(Permission.PUBLISH, at_the_door=True)
def mend_all(draft_id: UUID) -> ResponseReturnValue:
    """Mend everything that needs no answer."""
    whole = _whole(draft_id)
    came = Tried(errors={"": [_(_GONE)]}, status=409)
    if whole.digest == request.form.get("gezien", ""):
        came = _sent(draft_id, whole, all_sure(whole, parts().limits)[0])
    return onward("web.protocol_draft", "verbeterd", draft_id=draft_id) if came.sent else _all_page(draft_id, came)


@pages.post(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def mend_one(draft_id: UUID) -> ResponseReturnValue:
    """Do one proposal."""
    came = _one(draft_id)
    if came.sent is None:
        return draft_page(draft_id, came)
    drawn = request.form.get("tekenen", "")  # what had no drawing is looked at next
    if drawn:
        return redirect(url_for("web.modeler", draft_id=draft_id, name=drawn), 303)
    return onward("web.protocol_draft", "verbeterd", draft_id=draft_id, _anchor="punten")


@pages.get(f"{_AT}/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def drawing_proposals(draft_id: UUID, name: str) -> ResponseReturnValue:
    """The proposals about one file, as the modeler asks for them."""
    whole = _whole(draft_id)
    if name not in whole.files:
        raise NotFoundError
    found = proposals_of(whole, parts().limits)
    return jsonify(
        digest=whole.digest, words=script_words(), proposals=[as_data(each) for each in found if each.file == name]
    )  # fmt: skip


@pages.post(f"{_AT}/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def mend_drawing(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Do one proposal, from the modeler; it then loads the drawing anew."""
    came = _one(draft_id, name)
    if came.sent is None:
        return jsonify(message=came.told), came.status
    return jsonify(done=True)


def _one(draft_id: UUID, name: str = "") -> Tried:
    whole = _whole(draft_id)
    key, answer = request.form.get("voorstel", ""), request.form.get("antwoord", "").strip()
    found = next((each for each in proposals_of(whole, parts().limits) if each.key == key), None)
    if found is None or whole.digest != request.form.get("gezien", "") or (name and found.file != name):
        return Tried(errors={"": [_(_GONE)]}, status=409)
    if found.asked is not None and not found.asked.takes(answer):
        return Tried(errors={f"antwoord-{key}": [_(_NO_ANSWER, asked=found.asked.label)]}, status=422)
    return _sent(draft_id, whole, _mended(whole, found, answer))


def _mended(whole: WholeDraft, proposal: Proposal, answer: str) -> dict[str, bytes]:
    return changed(whole, mend(whole.files, proposal, answer, parts().limits))


def _sent(draft_id: UUID, whole: WholeDraft, files: dict[str, bytes]) -> Tried:
    return tried(MendDraft(draft_id, whole.digest, files, parts().limits), meanwhile=_MEANWHILE).above


def _whole(draft_id: UUID) -> WholeDraft:
    who = actor()
    return ask(lambda work: read_whole_draft(work, who, draft_id))


def _all_page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    files, done = all_sure(whole, parts().limits)
    page = render_template(
        "protocol/verbeteren.html", it=shown, errors=came.errors, done=[(each, button(each)) for each in done],
        new=[name for name in files if name not in whole.files],
        at={each.name: url_for("web.modeler", draft_id=draft_id, name=each.name) for each in shown.drawings},
    )  # fmt: skip
    return page, came.status
