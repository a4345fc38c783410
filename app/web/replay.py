"""The page that plays a dossier again: the diagram with its tokens, the thread of time, and the same in words."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.replay_page import read_replay
from app.web.blueprint import actor, look, pages, parts
from app.web.known import KnownOn
from app.web.replaying import script, told


@pages.get("/dossiers/<uuid:dossier_id>/herhaling")
@declares(Permission.SEE_DOSSIER)
def replay(dossier_id: UUID) -> str:
    """All that happened in a dossier, played again; with `op` only what was known at the end of that day."""
    found = look(lambda work: read_replay(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    asked = KnownOn.asked(request.args.get("op", ""), parts().desk.clock.roughly())
    whole, shown = len(found.frames), asked.of(found)
    data = script(shown, lambda _route, stage: url_for("web.drawn", geheel=stage.bundle, name=stage.file))
    return render_template(
        "herhaling/herhaling.html", asked=asked, whole=whole, data=data,
        first=data["diagrams"][0] if data["diagrams"] else "", **told(shown),
    )  # fmt: skip
