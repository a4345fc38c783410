"""Bringing one file into a draft, as another modeler wrote it: first what it would mean, then just that.

The file goes along with the page and is kept nowhere until somebody chooses what to do with it.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.draft_files import BringFile
from app.commands.drafting import check_size
from app.domain.declared import declares
from app.domain.errors import InvalidValueError
from app.domain.permissions import Permission
from app.queries.bringing import Bringing, brought, free, look_at, unread
from app.queries.drafts import DraftShown, WholeDraft, read_draft, read_draft_with_files
from app.web.blueprint import actor, ask, pages, parts
from app.web.drawing_words import without_lines
from app.web.file_names import file_name, single_path
from app.web.keeping import Tried, onward, tried
from app.web.mending_words import offered
from app.web.words import _, lazy
from app.web.words import said as in_words

FILE: Final = "bestand"
HOW: Final = "hoe"
NAME: Final = "naam"
BESIDE: Final = "erbij"
INSTEAD: Final = "vervangen "
"""How: beside what is there, or in the place of the file that is named behind it."""
MOST_FINDINGS: Final = 40
MOST_PARTS: Final = 12
"""Findings and differences on the page; how many there are more is said."""
_ENDINGS: Final = (".bpmn", ".bpmn2", ".dmn", ".xml", ".form", ".json")
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/inlezen"
_NO_SUCH_FILE: Final = lazy(
    "“%(name)s” is geen diagram, geen beslistabel en geen formulier. "
    "Kies een bestand dat op .bpmn, .dmn of .form eindigt."
)
_UNREAD: Final = lazy("Dit bestand is niet te lezen: %(why)s Het komt niet in het ontwerp.")
_MEANWHILE: Final = lazy("%(name)s heeft dit ontwerp intussen opgeslagen. Kijk hieronder of het nog past.")


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def choose_file(draft_id: UUID) -> ResponseReturnValue:
    """Ask for the file."""
    return _asked(draft_id, Tried())


@pages.post(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def look_at_file(draft_id: UUID) -> ResponseReturnValue:
    """What the file is, what is there already, and what keeps it from running; nothing is kept."""
    try:
        name, data = _sent()
    except InvalidValueError as error:
        return _asked(draft_id, Tried(errors={error.field: [in_words(error.message)]}, status=422))
    return _looked(draft_id, name, data, Tried())


@pages.post(f"{_AT}/doen")
@declares(Permission.PUBLISH, at_the_door=True)
def bring_file(draft_id: UUID) -> ResponseReturnValue:
    """Bring it in, as was chosen."""
    try:
        name, data = _again()
    except InvalidValueError as error:
        return _asked(draft_id, Tried(errors={error.field: [in_words(error.message)]}, status=422))
    _shown, whole = _read(draft_id)
    came = _brought(draft_id, whole, name, data)
    if came.sent is None:
        return _looked(draft_id, name, data, came)
    return onward("web.protocol_draft", "ingelezen", draft_id=draft_id)


def _brought(draft_id: UUID, whole: WholeDraft, name: str, data: bytes) -> Tried:
    path, how = single_path(name, data), request.form.get(HOW, "")
    limits = parts().limits
    why = unread(path, data, limits)
    if why:
        return Tried(errors={"": [_(_UNREAD, why=in_words(why))]}, status=422)
    if how == BESIDE:
        wanted = request.form.get(NAME, "").strip()
        ending = path.rpartition(".")[2]
        folder = path.rpartition("/")[0]
        file = f"{folder}/{file_name(wanted)}.{ending}".removeprefix("/") if wanted else path
        file = free(whole, file)
    else:
        file = how.removeprefix(INSTEAD)
        if not how.startswith(INSTEAD) or file not in {each.file for each in look_at(whole, path, data, limits).there}:
            return Tried(errors={HOW: [_("Kies eerst wat ermee moet gebeuren.")]}, status=422)
    made = brought(whole, file, data, limits, mended=request.form.get("verbeter") == "ja")
    command = BringFile(draft_id, request.form.get("gezien", ""), made.file, made.data, made.after, limits)
    return tried(command, meanwhile=_MEANWHILE).above


def _sent() -> tuple[str, bytes]:
    """The file that was chosen, and its name. Raises InvalidValueError."""
    file = request.files.get(FILE)
    if file is None or not file.filename:
        raise InvalidValueError("Kies eerst een bestand.", field=FILE)
    with file.stream as stream:
        data = stream.read()
    return _checked(file.filename.replace("\\", "/").rpartition("/")[2], data)


def _again() -> tuple[str, bytes]:
    """The file that went along with the page. Raises InvalidValueError."""
    reader = zlib.decompressobj()
    try:
        packed = b64decode(request.form.get("inhoud", ""), validate=True)
        data = reader.decompress(packed, parts().limits.max_file_bytes + 1)
    except (zlib.error, binascii.Error, ValueError):
        raise InvalidValueError(_("Kies het bestand opnieuw."), field=FILE) from None
    return _checked(request.form.get(FILE, ""), data)


def _checked(name: str, data: bytes) -> tuple[str, bytes]:
    if not data:
        raise InvalidValueError("Kies eerst een bestand.", field=FILE)
    if not name.casefold().endswith(_ENDINGS):
        raise InvalidValueError(_(_NO_SUCH_FILE, name=name[:80]), field=FILE)
    check_size(name, len(data), parts().limits)
    return name[:200], data


def _read(draft_id: UUID) -> tuple[DraftShown, WholeDraft]:
    who = actor()
    return ask(lambda work: read_draft_with_files(work, who, draft_id))


def _asked(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    who = actor()
    shown = ask(lambda work: read_draft(work, who, draft_id))
    return render_template(
        "protocol/inlezen.html", it=shown, errors=came.errors, endings=",".join(_ENDINGS)
    ), came.status


def _looked(draft_id: UUID, name: str, data: bytes, came: Tried) -> ResponseReturnValue:
    shown, whole = _read(draft_id)
    found = look_at(whole, single_path(name, data), data, parts().limits)
    page = render_template(
        "protocol/inlezen_bekijken.html", it=shown, name=name, found=found, errors=came.errors, plain=without_lines,
        points=offered(found.findings[:MOST_FINDINGS], found.proposals), left=len(found.findings) - MOST_FINDINGS,
        kept=b64encode(zlib.compress(data, 9)).decode(), ways=_ways(found), chosen=_chosen(found), most=MOST_PARTS,
        typed=request.form, stem=found.file.rpartition("/")[2].rpartition(".")[0],
        at=url_for("web.bring_file", draft_id=draft_id),
    )  # fmt: skip
    return page, came.status


def _ways(found: Bringing) -> list[tuple[str, Any]]:
    made = [(f"{INSTEAD}{each.file}", _("In de plaats van %(file)s", file=each.file)) for each in found.there]
    return [*made, (BESIDE, _("Ernaast, onder een andere naam") if made else _("Erbij"))]


def _chosen(found: Bringing) -> str:
    """What was chosen; where there is nothing to choose, that it comes beside the rest."""
    how = request.form.get(HOW, "")
    return how if how in {each for each, _words in _ways(found)} else "" if found.there else BESIDE
