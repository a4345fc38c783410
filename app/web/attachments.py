"""Files under tasks: putting them there, getting them, taking them away; and what the page of a task needs of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final
from urllib.parse import quote
from uuid import UUID

from flask import Request, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.commands.attachments import AddAttachment, RemoveAttachment
from app.commands.files import FIELD, CheckedFile, check_size, checked_file
from app.commands.scanning import scanner_of
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, NotFoundError
from app.domain.files import NAMELESS, kind_of
from app.domain.permissions import Permission
from app.queries.attachments import AttachmentFile, may_attach, read_attachment
from app.web.blueprint import KEY, actor, look, pages, parts, send
from app.web.words import _, said

SHOW: Final = "toon"
"""Behind the address of a photo: to be shown in a page, in the place of being kept on the machine of who asks."""
PLACE: Final = "bijlagen"
"""Id of the part of a task's page in which its files are."""
_HEAD: Final = 64


@dataclass(frozen=True, slots=True)
class Posted:
    """The files that came with a form: those that may be kept, and in words why others may not."""

    files: tuple[CheckedFile, ...] = ()
    errors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.errors)


def posted_files(asked: Request, field: str = FIELD) -> Posted:
    """Judge the files of a form. Asks the virus scanner: never call it where a question is being asked or sent."""
    files, errors = [], []
    sent = [each for each in asked.files.getlist(field) if each.filename]
    for each in sent:
        try:
            files.append(_checked(each))
        except InvalidValueError as error:
            errors.append(_named(each, error, many=len(sent) > 1))
    return Posted(tuple(files), tuple(errors))


def attach(task_id: UUID, posted: Posted) -> tuple[str, ...]:
    """Put the files of a form under a task, and give in words what could not be; what could, is kept.

    Raises what sending a command raises: NotFoundError, DoneError where the task is closed.
    """
    errors = list(posted.errors)
    once = request.form.get(KEY, "")[:80]
    for number, each in enumerate(posted.files):
        # One form, one key for each of its files: the whole form may come twice.
        key = f"web:{once}:{number}" if once else None
        try:
            parts().bus.send(AddAttachment(task_id, each), by=actor(), key=key)
        except InvalidValueError as error:
            errors.append(said(error.message))
    return tuple(dict.fromkeys(errors))


@pages.post("/taken/<uuid:task_id>/bijlagen")
@declares(Permission.DO_TASK)
def add_attachments(task_id: UUID) -> ResponseReturnValue:
    """Put files under a task by a form of their own."""
    if not look(lambda work: may_attach(work, actor(), task_id)):
        raise NotFoundError
    posted = posted_files(request)
    errors = attach(task_id, posted) if posted else (_("Kies eerst een bestand."),)
    if errors:
        return _not_added(task_id, errors, kept=len(posted.files) > 0), 422
    return redirect(_task_page(task_id), 303)


@pages.get("/bijlagen/<uuid:attachment_id>")
@declares(Permission.SEE_ROUTE)
def attachment(attachment_id: UUID) -> Response:
    """A file, to be kept by who asks; a photo may be shown."""
    bundles = parts().desk.bundles
    found = look(lambda work: read_attachment(work, actor(), bundles, attachment_id))
    if found is None:
        raise NotFoundError
    return _answer(found, shown=SHOW in request.args and found.shown)


@pages.post("/bijlagen/<uuid:attachment_id>/weg")
@declares(Permission.DO_TASK)
def remove_attachment(attachment_id: UUID) -> ResponseReturnValue:
    """Take away a file that one put there oneself."""
    sent = send(RemoveAttachment(attachment_id, request.form.get("reden", "")))
    return redirect(_task_page(UUID(sent.location.rpartition("/")[2])), 303)


def _checked(sent: FileStorage) -> CheckedFile:
    """Read no further than is needed: of a file that is too large only its head."""
    size = sent.stream.seek(0, 2)
    sent.stream.seek(0)
    check_size(size, kind_of(sent.stream.read(_HEAD)))
    sent.stream.seek(0)
    return checked_file(sent.filename or "", sent.stream.read(), scanner_of(parts().scanner))


def _named(sent: FileStorage, error: InvalidValueError, *, many: bool) -> str:
    """Which of several it is: told to who sent them, and to nobody else."""
    why = said(error.message)
    return f"“{(sent.filename or '')[:120]}”: {why}" if many else why


def _answer(found: AttachmentFile, *, shown: bool) -> Response:
    charset = "; charset=utf-8" if found.media_type.startswith("text/") else ""
    made = Response(found.data, content_type=found.media_type + charset)
    # The plain name is for what reads no other; both stand there, because a header holds no letter beyond Latin.
    plain, whole = f"{NAMELESS}{PurePath(found.name).suffix}", quote(found.name, safe="")
    how = "inline" if shown else "attachment"
    made.headers["Content-Disposition"] = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}"
    # Whatever is in it, the browser runs none of it and lets it reach nothing.
    made.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    made.headers["Cache-Control"] = "no-store"
    return made


def _not_added(task_id: UUID, errors: Sequence[str], *, kept: bool) -> str:
    return render_template("taken/bijlage_niet.html", errors=errors, kept=kept, back=_task_page(task_id))


def _task_page(task_id: UUID) -> str:
    return f"/taken/{task_id}#{PLACE}"
