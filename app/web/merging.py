"""Saving together with what another saved meanwhile, for a page that can take over what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.commands.merging import BaseAskedError, ClashError, Joined, MergeDraftFile, work_out
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import findings_of, read_whole_draft
from app.queries.merging import other_half
from app.web.blueprint import actor, ask, pages, parts
from app.web.drawing import findings_shown, sent_file, sent_first
from app.web.words import clock, said
from workflows import Side, as_utf8

CHOSEN: Final = {"mijn": Side.MINE, "ander": Side.THEIRS}
"""Whose it is to be, as the page names it."""
_MOST: Final = 2000


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/samen/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def merge_draft_file(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Save a file; where another saved it meanwhile, what both made of it, or what only a person can decide."""
    who, seen = actor(), number_of(request.form.get("gezien", ""))
    if seen is None:
        return jsonify(message=said("Laad de pagina opnieuw.")), 422
    command = MergeDraftFile(
        draft_id, name, seen, sent_file(), sent_file("basis"), _chosen(), parts().limits, sent_first()
    )  # fmt: skip
    other = ask(lambda work: other_half(work, who, draft_id, name, command.seen, command.base))
    try:
        if other is not None:  # before any lock: it takes seconds
            work_out(command, other.base, other.data)
        saved = parts().bus.send(command, by=who).result
    except MeanwhileError as error:
        return jsonify(_clashing(error)), 409
    except WrongStateError as error:
        return jsonify(message=said(error.message)), 410
    except InvalidValueError as error:
        return jsonify(message=said(error.message)), 422
    whole = ask(lambda work: read_whole_draft(work, who, draft_id))
    now = parts().desk.clock.roughly()
    told = {
        "revision": saved.revision,
        "at": clock(now),
        "findings": findings_shown(findings_of(whole, parts().limits)),
    }
    return jsonify(told | _merged(saved))


def _merged(saved: Joined) -> dict[str, Any]:
    if saved.data is None:
        return {}
    text = as_utf8(saved.data).decode(errors="replace")
    return {"merged": {"text": text, "by": saved.by, "elements": saved.taken, "parts": saved.told}}


def _clashing(error: MeanwhileError) -> dict[str, Any]:
    told: dict[str, Any] = {"message": said(error.message), "by": error.by, "at": clock(error.at)}
    if isinstance(error, BaseAskedError):
        return told | {"basis": True}
    if not isinstance(error, ClashError):
        return told
    clashes = [
        {
            "id": each.id, "element": each.element, "what": each.what, "was": each.was, "mine": each.mine,
            "theirs": each.theirs,
        }
        for each in error.clashes
    ]  # fmt: skip
    return told | {"clashes": clashes}


def _chosen() -> Mapping[str, Side]:
    found = request.form.items()
    return {
        name.removeprefix("keuze-")[:16]: CHOSEN[value]
        for name, value in list(found)[:_MOST]
        if name.startswith("keuze-") and value in CHOSEN
    }
