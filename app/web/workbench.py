"""The workbench: versions of the protocol, always there to look at, and drafts of the next one."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import (
    BeginDraft,
    DropDraft,
    RecoverDraft,
    RenameDraft,
    RestoreRevision,
    UploadDraft,
    check_size,
)
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, NotFoundError
from app.domain.files import size_said
from app.domain.numbers import number_of
from app.domain.permissions import Permission, may
from app.queries.archive import SIGNATURE, SIGNED, ArchiveError, unpack
from app.queries.draft_files import functions_in_force, is_form, is_table
from app.queries.drafts import (
    DraftShown,
    as_zip,
    findings_of,
    is_drawing,
    read_draft,
    read_version,
    read_whole_draft,
    read_workbench,
)
from app.queries.mending import proposals_of
from app.queries.presence import who_is_here
from app.queries.put_signed import read_signed, signature_file
from app.queries.renaming import carried_in, read_draft_and_before
from app.web.beginnings import empty_protocol
from app.web.blueprint import actor, ask, pages, parts
from app.web.drawing_words import without_lines
from app.web.editors import editors_of, places_of
from app.web.file_names import file_name, single_path
from app.web.keeping import Tried, onward, said, tried
from app.web.mending_words import offered
from app.web.publishing import SAID
from app.web.renaming_words import names_left
from app.web.words import lazy
from app.web.words import said as in_words

_SAID: Final = {
    "gepubliceerd": lazy(
        "Het is vastgelegd: hieronder staat wat waar geldt. Routes die lopen, blijven zoals ze waren."
    ),
    "begonnen": lazy("Het ontwerp staat er. Niemand werkt ermee tot het in gebruik is."),
    "naam": lazy("Het ontwerp heet nu anders."),
    "weg": lazy("Het ontwerp is weggegooid. Je kunt het een maand lang terugzetten, onderaan deze pagina."),
    "terug": lazy("Het ontwerp staat er weer."),
    "eraf": lazy("Het is weggegooid. Onder “Wat er is opgeslagen” zet je terug wat er was."),
    "ingelezen": lazy(
        "Het bestand staat in het ontwerp. Onder “Wat er is opgeslagen” maak je het ongedaan: er gaat niets verloren."
    ),
    "verbeterd": lazy("Dat is gedaan en opgeslagen. Bij de punten hieronder kun je het ongedaan maken."),
    "hernoemd": lazy("De nieuwe naam staat nu overal. Bij de punten hieronder kun je het ongedaan maken."),
    "afgezien": lazy("Deze versie komt niet in gebruik. Wat nu geldt, blijft gelden."),
    "teruggenomen": lazy("De versie is teruggenomen. Nieuwe routes beginnen weer zoals eerst; wat loopt, blijft zo."),
    **SAID,
    "hersteld": lazy("De bestanden zijn weer zoals toen. Wat er daarna kwam, staat nog in de geschiedenis."),
}
_SINGLE: Final = (".bpmn", ".bpmn2", ".dmn", ".xml")
"""Endings of a drawing or a decision table that is sent by itself."""
_FILE, _NAME = "bestand", "naam"
EMPTY_PROTOCOL: Final = "leeg"
"""In the place of a version: begin with nothing."""
_CHOOSE: Final = "Kies eerst een bestand."


@pages.get("/protocollen")
@declares(Permission.PUBLISH, at_the_door=True)
def workbench() -> ResponseReturnValue:
    """Versions and drafts."""
    return _bench(Tried())


@pages.post("/protocollen/ontwerpen")
@declares(Permission.PUBLISH, at_the_door=True)
def begin_draft() -> ResponseReturnValue:
    """Begin a draft as a version is, or with an empty protocol."""
    name, version = request.form.get(_NAME, ""), request.form.get("versie", "")
    command = _empty(name) if version == EMPTY_PROTOCOL else BeginDraft(name, version)
    return _begun(tried(command, url_for("web.workbench")))


@pages.post("/protocollen/ontwerpen/inlezen")
@declares(Permission.PUBLISH, at_the_door=True)
def upload_draft() -> ResponseReturnValue:
    """Begin a draft with a zip, or with one drawing."""
    try:
        name, files = _uploaded()
    except InvalidValueError as error:
        return _bench(Tried(errors={error.field: [in_words(error.message)]}, status=422))
    wanted = request.form.get("naam-bestand", "").strip() or name
    came = tried(UploadDraft(wanted, files, parts().limits), url_for("web.workbench"))
    if came.sent is None and _NAME in came.errors:
        came = Tried(errors={"naam-bestand": came.errors[_NAME]}, status=came.status)
    return _begun(came)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def protocol_draft(draft_id: UUID) -> ResponseReturnValue:
    """One draft: its files, what is to be mended, its history."""
    return draft_page(draft_id, Tried())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/naam")
@declares(Permission.PUBLISH, at_the_door=True)
def rename_draft(draft_id: UUID) -> ResponseReturnValue:
    """Give it another name."""
    came = tried(RenameDraft(draft_id, request.form.get(_NAME, "")))
    return onward("web.protocol_draft", "naam", draft_id=draft_id) if came.sent else draft_page(draft_id, came)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_drop_draft(draft_id: UUID) -> ResponseReturnValue:
    """What throwing it away means."""
    return render_template("protocol/weggooien.html", it=_shown(draft_id), errors={})


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def drop_draft(draft_id: UUID) -> ResponseReturnValue:
    """Throw it away."""
    came = tried(DropDraft(draft_id))
    return onward("web.workbench", "weg") if came.sent else draft_page(draft_id, came)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def recover_draft(draft_id: UUID) -> ResponseReturnValue:
    """Let it come back."""
    came = tried(RecoverDraft(draft_id))
    return onward("web.workbench", "terug") if came.sent else _bench(came)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/herstellen")
@declares(Permission.PUBLISH, at_the_door=True)
def restore_revision(draft_id: UUID) -> ResponseReturnValue:
    """Let its files be as they were."""
    number = number_of(request.form.get("versie", ""))
    if number is None:
        raise NotFoundError
    came = tried(RestoreRevision(draft_id, number))
    return onward("web.protocol_draft", "hersteld", draft_id=draft_id) if came.sent else draft_page(draft_id, came)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>.zip")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_zip(draft_id: UUID) -> Response:
    """All its files."""
    who = actor()
    found = ask(lambda work: read_whole_draft(work, who, draft_id))
    return _zip(found.name, as_zip(found.files))


@pages.get("/protocollen/<geheel>")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def version(geheel: str) -> ResponseReturnValue:
    """A version: its drawings, to look at."""
    who, key = actor(), parts().signing_key()
    found, placed, signed = ask(lambda work: read_signed(work, geheel, key))
    drawings = sorted(name.removesuffix(".bpmn") for name in found.files if is_drawing(name))
    asked = request.args.get("diagram", "")
    chosen = asked if asked in drawings else max(
        drawings, key=lambda name: len(found.files[f"{name}.bpmn"]), default=""
    )  # fmt: skip
    return render_template(
        "protocol/versie.html", it=found.shown, drawings=drawings, chosen=chosen,
        publishes=may(who, Permission.PUBLISH), held=placed.held, everywhere=placed.everywhere,
        signed=signed,
        others=sorted(name for name in found.files if not is_drawing(name)),
        data={"process": "", "passed": [], "flows": [], "here": []},
    )  # fmt: skip


@pages.get("/protocollen/<geheel>.zip")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def version_zip(geheel: str) -> Response:
    """All files of a version, with what was signed of it."""
    key = parts().signing_key()
    found, signed = ask(lambda work: (read_version(work, geheel), signature_file(work, geheel, key)))
    return _zip(f"{found.shown.name}-{geheel[:8]}", as_zip({**found.files, **({SIGNED: signed} if signed else {})}))


def _empty(name: str) -> UploadDraft:
    """A draft that begins empty, with the functions that the school works with now."""
    who = actor()
    found = ask(lambda work: functions_in_force(work, who))
    return UploadDraft(name, empty_protocol(" ".join(name.split()), found), parts().limits)


def _begun(came: Tried) -> ResponseReturnValue:
    if came.sent is None:
        return _bench(came)
    if came.sent.result is None:  # sent twice: the first time made it
        return onward("web.workbench", "begonnen")
    return onward("web.protocol_draft", "begonnen", draft_id=came.sent.result)


def _bench(came: Tried) -> ResponseReturnValue:
    who = actor()
    found = ask(lambda work: read_workbench(work, who))
    page = render_template(
        "protocol/werkplaats.html", it=found, errors=came.errors, typed=request.form, said=said(_SAID),
        empty_protocol=EMPTY_PROTOCOL,
    )  # fmt: skip
    return page, came.status


def _shown(draft_id: UUID) -> DraftShown:
    who = actor()
    return ask(lambda work: read_draft(work, who, draft_id))


def draft_page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    """The page of a draft, with what came of a deed on it."""
    who = actor()
    shown, before = ask(lambda work: read_draft_and_before(work, who, draft_id))
    whole = before.whole
    findings, proposals = findings_of(whole, parts().limits), proposals_of(whole, parts().limits)
    here, editors = ask(lambda work: who_is_here(work, who, draft_id)), editors_of(shown)
    page = render_template(
        "protocol/ontwerp.html", it=shown, here=here, errors=came.errors, typed=request.form, said=said(_SAID),
        size_said=size_said, findings=findings, points=offered(findings, proposals), plain=without_lines,
        sure=[each for each in proposals if each.sure], names=names_left(carried_in(before, parts().limits)),
        forms=[each for each in shown.files if is_form(each.name)],
        tables=[each for each in shown.files if is_table(each.name)],
        editors=editors, places=places_of(draft_id),
        others=[each for each in shown.files if each.name not in editors],
    )  # fmt: skip
    return page, came.status


def _uploaded() -> tuple[str, dict[str, bytes]]:
    """What was chosen, by name, and what it is called. Raises InvalidValueError with what is wrong with it."""
    file = request.files.get(_FILE)
    if file is None:
        raise InvalidValueError(_CHOOSE, field=_FILE)
    with file.stream as stream:
        data = stream.read()
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if not data:
        raise InvalidValueError(_CHOOSE, field=_FILE)
    if data.startswith(SIGNATURE):
        try:
            return stem, unpack(data, parts().limits)
        except ArchiveError as error:
            raise InvalidValueError(f"“{name}” {error.message} {error.cure}", field=_FILE) from error
    if not name.lower().endswith(_SINGLE):
        message = (
            f"“{name}” is geen zip, geen diagram en geen beslistabel. Kies de zip van een protocol, een diagram dat op "
            ".bpmn eindigt of een beslistabel die op .dmn eindigt."
        )
        raise InvalidValueError(message, field=_FILE)
    check_size(name, len(data), parts().limits)
    return stem, {single_path(name, data): data}


def _zip(name: str, data: bytes) -> Response:
    made = Response(data, content_type="application/zip")
    made.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}.zip"'
    return made
