"""The place of a route on the drawing of the version that it runs on, and the drawings themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.diagrams import drawing, read_diagram
from app.queries.drafts import is_drawing
from app.web.blueprint import actor, ask, look, pages, parts
from app.web.standing import who
from app.web.words import moment
from workflows import as_utf8

_FOR_GOOD: Final = "private, max-age=31536000, immutable"
"""A version never changes: its address is made from what is in it."""


@pages.get("/routes/<uuid:route_id>/diagram")
@declares(Permission.SEE_ROUTE)
def diagram(route_id: UUID) -> ResponseReturnValue:
    """Where a route is on its drawing, and the same in words."""
    found = look(lambda work: read_diagram(work, actor(), parts().desk.bundles, route_id))
    if found is None:
        raise NotFoundError
    data = {
        "process": found.process, "passed": found.passed, "flows": found.flows,
        "here": sorted({each.element for each in found.here} | {each.element for each in found.awaited}),
    }  # fmt: skip
    return render_template("dossiers/diagram.html", it=found, data=data, who=who, moment=moment)


@pages.get("/protocollen/<geheel>/<name>.bpmn")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def drawn(geheel: str, name: str) -> Response:
    """A drawing of a protocol version of one's own board."""
    found = ask(lambda work: drawing(work, parts().desk.bundles, geheel, name))
    if found is None:
        raise NotFoundError
    return Response(as_utf8(found), mimetype="application/xml", headers={"Cache-Control": _FOR_GOOD})


def drawn_of_version(geheel: str, files: Iterable[str]) -> dict[str, str]:
    """Where each drawing of a version is fetched, by file."""
    return {
        each: url_for("web.drawn", geheel=geheel, name=each.removesuffix(".bpmn")) for each in files if is_drawing(each)
    }


def drawn_of_draft(draft_id: UUID, files: Iterable[str]) -> dict[str, str]:
    """Where each drawing of a draft is fetched as it is now, by file."""
    return {each: url_for("web.draft_file", draft_id=draft_id, name=each) for each in files if is_drawing(each)}
