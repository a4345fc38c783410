"""Drawings, forms and tables of a draft: where each is edited, a new one, and throwing one away.

What is saved goes through `drawing.save_draft_file`.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.draft_files import AddDraftFile, DropDraftFile
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.draft_files import is_form, is_table, naming
from app.queries.drafts import (
    DraftShown,
    is_drawing,
    named_in,
    read_draft,
    read_draft_with_files,
    read_whole_draft,
)
from app.queries.dropping import dropping
from app.web.beginnings import empty_drawing, empty_form, empty_table, stem_of
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, tried
from app.web.words import titled
from workflows import PROTOCOL_FILE, RIGHTS_FILE

DRAWING: Final = "diagram"
FORM: Final = "formulier"
TABLE: Final = "beslistabel"
"""The kinds of a new file, as the address says it."""
MOST_NAMED: Final = 12
"""Scenarios, elements and the like that are named where a drawing is thrown away; how many there are more is said."""


_KINDS: Final[dict[str, tuple[str, str]]] = {
    DRAWING: ("", ".bpmn"), FORM: ("forms/", ".form"), TABLE: ("decisions/", ".dmn"),
}  # fmt: skip
"""Kind to its folder and its ending."""


def editors_of(shown: DraftShown) -> dict[str, str]:
    """Where each file of a draft is drawn or edited, by its name."""
    return {each.name: at for each in shown.files if (at := editor_at(shown.item.id, each.name))}


def places_of(draft_id: UUID) -> dict[str, str]:
    """Where what a file without an editor says is changed, by its name; also by the code of what is found about it."""
    rights = url_for("web.draft_rights", draft_id=draft_id)
    lanes = url_for("web.draft_lanes", draft_id=draft_id)
    return {RIGHTS_FILE: rights, PROTOCOL_FILE: lanes, "no-rights": rights}


def editor_at(draft_id: UUID, name: str) -> str:
    """Where a file is drawn or edited; empty for one that is not."""
    if is_drawing(name):
        return url_for("web.modeler", draft_id=draft_id, name=name)
    if is_form(name):
        return url_for("web.form_editor", draft_id=draft_id, name=name)
    return url_for("web.table_editor", draft_id=draft_id, name=name) if is_table(name) else ""


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/erbij/<kind>")
@declares(Permission.PUBLISH, at_the_door=True)
def new_draft_file(draft_id: UUID, kind: str) -> ResponseReturnValue:
    """Ask how the new file is called."""
    return _new(draft_id, kind, Tried())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/erbij/<kind>")
@declares(Permission.PUBLISH, at_the_door=True)
def add_draft_file(draft_id: UUID, kind: str) -> ResponseReturnValue:
    """Make it, and go on in it; a script is told where it is."""
    folder, ending = _kind(kind)
    name = " ".join(request.form.get("naam", "").split())
    data, taken = _begun(draft_id, kind, name)
    command = AddDraftFile(draft_id, folder, ending, name, stem_of(name), data, parts().limits, taken)
    came = tried(command)
    in_script = request.headers.get("Accept") == "application/json"
    if came.sent is None:
        if in_script:
            return jsonify(message=next(each for those in came.errors.values() for each in those)), came.status
        return _new(draft_id, kind, came)
    file = came.sent.result
    if file is None:  # sent twice: the first time made it
        return redirect(url_for("web.protocol_draft", draft_id=draft_id), 303)
    at = editor_at(draft_id, file)
    if in_script:
        return jsonify(key=file.rpartition("/")[2].removesuffix(ending), name=titled(file), at=at, file=file)
    return redirect(at, 303)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/eraf/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_drop_draft_file(draft_id: UUID, name: str) -> ResponseReturnValue:
    """What throwing it away means: what names it cannot go on without."""
    return _drop(draft_id, name, Tried())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/eraf/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def drop_draft_file(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Throw it away."""
    came = tried(DropDraftFile(draft_id, name))
    return onward("web.protocol_draft", "eraf", draft_id=draft_id) if came.sent else _drop(draft_id, name, came)


def _kind(kind: str) -> tuple[str, str]:
    if kind not in _KINDS:
        raise NotFoundError
    return _KINDS[kind]


def _begun(draft_id: UUID, kind: str, name: str) -> tuple[bytes, frozenset[str]]:
    """What stands in a new file, and the names that it cannot have."""
    if kind != DRAWING:
        return (empty_form if kind == FORM else empty_table)(name), frozenset()
    known = _known(draft_id)
    wanted = request.form.get("functie", "")
    function = wanted if wanted in known["functions"] else known["functions"][0]
    return empty_drawing(name, function), frozenset(each["key"] for each in known["processes"])


def _known(draft_id: UUID) -> dict[str, Any]:
    who = actor()
    return named_in(ask(lambda work: read_whole_draft(work, who, draft_id)), parts().limits)


def _new(draft_id: UUID, kind: str, came: Tried) -> ResponseReturnValue:
    _kind(kind)
    who = actor()
    shown = ask(lambda work: read_draft(work, who, draft_id))
    page = render_template(
        "protocol/erbij.html", it=shown, kind=kind, errors=came.errors, typed=request.form,
        functions=[(each, each) for each in _known(draft_id)["functions"]] if kind == DRAWING else (),
    )  # fmt: skip
    return page, came.status


def _drop(draft_id: UUID, name: str, came: Tried) -> ResponseReturnValue:
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    if name not in whole.files or not (is_drawing(name) or is_form(name) or is_table(name)):
        raise NotFoundError
    page = render_template(
        "protocol/eraf.html", it=shown, name=name, errors=came.errors, editors=editors_of(shown),
        named=naming(whole, name, parts().limits), back=editor_at(draft_id, name),
        drawn=dropping(whole, name, parts().limits) if is_drawing(name) else None, most=MOST_NAMED,
    )  # fmt: skip
    return page, came.status
