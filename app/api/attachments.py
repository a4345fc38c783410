"""Files under tasks over the API: in base64, both ways."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from flask import Response

from app.api.blueprint import PREFIX, api, told
from app.api.bodies import AttachmentBody, AttachmentPath, KeyHeader, RemoveBody, TaskPath
from app.api.problems import invalid
from app.api.services import actor, ask, look, send, services
from app.api.shapes import shape
from app.api.strict import decoded
from app.commands.attachments import AddAttachment, RemoveAttachment
from app.commands.bus import CONFLICT
from app.commands.files import checked_file
from app.commands.scanning import scanner_of
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.queries.attachments import (
    AttachmentItem,
    Attachments,
    list_attachments,
    may_attach,
    read_attachment,
    show_attachment,
)


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """A file, opened."""

    name: str
    media_type: str
    content: str
    """In base64."""


ATTACHMENTS = shape("Attachments", Attachments)
ATTACHMENT = shape("Attachment", AttachmentItem)
CONTENT = shape("AttachmentContent", AttachmentContent)


@api.get("/tasks/<task_id>/attachments", **told("De bestanden onder een taak", ATTACHMENTS, 404))
@declares(Permission.SEE_ROUTE)
def get_attachments(path: TaskPath) -> Response:
    """The files under a task."""
    return ATTACHMENTS.reply(look(lambda work: list_attachments(work, actor(), services().desk.bundles, path.task_id)))


@api.post(
    "/tasks/<task_id>/attachments",
    **told("Een bestand onder een open taak zetten", ATTACHMENT, 404, status=201, conflict=True, body=True),
)
@declares(Permission.DO_TASK)
def add_attachment(path: TaskPath, header: KeyHeader, body: AttachmentBody) -> Response:
    """Put a file under a task. Who may not do the task is told no word about the file."""
    if not look(lambda work: may_attach(work, actor(), path.task_id)):
        raise NotFoundError
    data = decoded(body.content)
    if data is None:
        return invalid({"content": ["Geef het bestand in base64."]})
    try:
        file = checked_file(body.name, data, scanner_of(services().scanner))
    except InvalidValueError as error:
        return invalid({"content": [error.message]})
    sent = send(AddAttachment(path.task_id, file), f"{PREFIX}/tasks/{path.task_id}", header.key)
    if sent.status == CONFLICT:
        raise WrongStateError
    made = UUID(sent.location.rpartition("/")[2])
    item = ask(lambda work: show_attachment(work, actor(), services().desk.bundles, made))
    return ATTACHMENT.reply(item, 201, sent.location)


@api.get("/attachments/<attachment_id>", **told("Een bestand, met wat erin staat", CONTENT, 404))
@declares(Permission.SEE_ROUTE)
def get_attachment(path: AttachmentPath) -> Response:
    """A file."""
    found = look(lambda work: read_attachment(work, actor(), services().desk.bundles, path.attachment_id))
    told = found and AttachmentContent(found.name, found.media_type, b64encode(found.data).decode())
    return CONTENT.reply(told)


@api.post(
    "/attachments/<attachment_id>/remove",
    **told("Een bestand dat je zelf toevoegde weghalen", None, 404, status=204, conflict=True, body=True),
)
@declares(Permission.DO_TASK)
def remove_attachment(path: AttachmentPath, header: KeyHeader, body: RemoveBody) -> Response:
    """Take a file away."""
    sent = send(RemoveAttachment(path.attachment_id, body.reason), "", header.key)
    if sent.status == CONFLICT:
        raise WrongStateError
    return Response(status=204)
