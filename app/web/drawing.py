"""Drawing: the page of the modeler, the file that it draws, and each save with what the validator then finds."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import CopyDraft, SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import (
    DraftShown,
    WholeDraft,
    drawable,
    findings_of,
    named_in,
    read_draft_file,
    read_draft_with_files,
    read_whole_draft,
)
from app.queries.mending import proposals_of
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.drawing_words import drawing_words, without_lines
from app.web.editors import FORM, TABLE, editor_at, editors_of
from app.web.words import clock, language, said
from workflows import Finding, ProposalKind, as_utf8

_XML = (".bpmn", ".dmn")
REVISION = "Leidraad-Revision"
"""Header: the revision in which a file that is given out was last changed."""


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/tekenen/<name>")
@declares(Permission.PUBLISH, at_the_door=True)
def modeler(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Draw one of its drawings."""
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    file = next((each for each in shown.drawings if each.name == name), None)
    if file is None:
        raise NotFoundError
    found = findings_of(whole, parts().limits)
    if any((each.file, each.element, each.code) == (name, "", "not-drawn") for each in found):
        return _before_it_opens(shown, whole, name, ProposalKind.DRAWN)
    # The modeler passes elements with such an id over, and loses them.
    if any((each.file, each.code) == (name, "bad-id") for each in found):
        return _before_it_opens(shown, whole, name, ProposalKind.IDS)
    at = url_for("web.draft_file", draft_id=draft_id, name=name)
    data = {
        "file": name, "at": at, "copy": url_for("web.copy_draft", draft_id=draft_id, name=name),
        "here": url_for("web.note_here", draft_id=draft_id, name=name),
        "together": url_for("web.merge_draft_file", draft_id=draft_id, name=name),
        "draft": url_for("web.protocol_draft", draft_id=draft_id),
        "proposals": url_for("web.drawing_proposals", draft_id=draft_id, name=name),
        "names": url_for("web.old_names_left", draft_id=draft_id),
        "rules": url_for("web.draft_rules_standing", draft_id=draft_id),
        "language": language(), "me": str(who.id), "drawable": drawable(),
        "known": named_in(whole, parts().limits), "findings": findings_shown(found),
        "pages": editors_of(shown), "made": {
            kind: url_for("web.add_draft_file", draft_id=draft_id, kind=kind) for kind in (FORM, TABLE)
        },
        "words": drawing_words(),
    }  # fmt: skip
    return render_template("protocol/tekenen.html", it=shown, file=file, data=data, key=token_urlsafe(12))


def _before_it_opens(shown: DraftShown, whole: WholeDraft, name: str, kind: ProposalKind) -> str:
    """Of a file that the modeler cannot show whole: what makes it so that it can."""
    offers = [each for each in proposals_of(whole, parts().limits) if each.file == name and each.kind is kind]
    return render_template(
        "protocol/ongetekend.html", it=shown, file=name, offers=offers, digest=whole.digest,
        undrawn=kind is ProposalKind.DRAWN,
    )  # fmt: skip


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/bestand/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_file(draft_id: UUID, name: str) -> Response:
    """A file as it is now; XML in the one encoding that a browser reads."""
    who = actor()
    found = ask(lambda work: read_draft_file(work, who, draft_id, name))
    made = Response(as_utf8(found.data) if name.endswith(_XML) else found.data, content_type="application/octet-stream")
    made.headers[REVISION] = str(found.revision)
    made.headers["Content-Disposition"] = "attachment"
    return made


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/bestand/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def save_draft_file(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Save a file; what is found in the draft then."""
    who, seen = actor(), number_of(request.form.get("gezien", ""))
    if seen is None:
        return jsonify(message=said("Laad de pagina opnieuw.")), 422
    command = SaveDraftFile(draft_id, name, seen, sent_file(), parts().limits, sent_first())
    try:
        saved = parts().bus.send(command, by=who).result
    except MeanwhileError as error:
        return jsonify(message=said(error.message), by=error.by, at=clock(error.at)), 409
    except WrongStateError as error:
        return jsonify(message=said(error.message)), 410
    except InvalidValueError as error:
        return jsonify(message=said(error.message)), 422
    whole = ask(lambda work: read_whole_draft(work, who, draft_id))
    now = parts().desk.clock.roughly()
    return jsonify(
        revision=saved.revision, at=clock(now), findings=findings_shown(findings_of(whole, parts().limits))
    )  # fmt: skip


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/kopie/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def copy_draft(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Keep what somebody drew as a draft of its own, where another saved meanwhile."""
    try:
        sent = send(CopyDraft(draft_id, name, sent_file(), parts().limits))
    except (WrongStateError, InvalidValueError) as error:
        return jsonify(message=said(error.message)), 422
    if sent.result is None:  # sent twice
        return jsonify(to=url_for("web.workbench"))
    return jsonify(to=editor_at(sent.result, name) or url_for("web.protocol_draft", draft_id=sent.result))


def sent_file(field: str = "inhoud") -> bytes:
    """The file that a script sends."""
    file = request.files.get(field)
    if file is None:
        return b""
    with file.stream as stream:
        return stream.read()


def sent_first() -> bool:
    """Whether it is the first that a page saves: what stood there when it was opened can come back."""
    return bool(request.form.get("eerste"))


def findings_shown(found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """What the validator finds, for a script that shows it where it belongs."""
    return [
        {
            "level": str(each.level), "code": each.code, "file": each.file, "element": each.element,
            "name": each.name, "message": said(without_lines(each.message)), "cure": said(each.cure),
            "case": dict(each.case),
        }
        for each in found
    ]  # fmt: skip
