"""The papers of a protocol version, to fetch: its document, the leaflet for parents, the wall chart, all as text."""

from __future__ import annotations

from typing import Final

from flask import Response
from flask.typing import ResponseReturnValue

from app.documents import NOT_APPROVED, PAPERS, Issue
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.papers import read_material, told_soon
from app.web.blueprint import ask, pages, parts

_KINDS: Final = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


@pages.get("/protocollen/<geheel>/papier/<name>")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def paper(geheel: str, name: str) -> ResponseReturnValue:
    """One paper of a version of one's own board."""
    make = PAPERS.get(name)
    if make is None:
        raise NotFoundError
    material = ask(lambda work: read_material(work, parts().desk.bundles, geheel))
    document = told_soon(material, parts().limits)
    data = make(document, Issue(material.day, material.approval or NOT_APPROVED))
    made = Response(data, content_type=_KINDS[name.rpartition(".")[2]])
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    made.headers["Cache-Control"] = "no-store"
    return made
