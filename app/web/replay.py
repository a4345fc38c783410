"""The page that plays a dossier again: the diagram with its tokens, the thread of time, and the same in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import render_template, request, url_for

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.replay_page import read_replay
from app.web.blueprint import actor, look, pages, parts
from app.web.replaying import script, told
from app.web.words import HERE


@pages.get("/dossiers/<uuid:dossier_id>/herhaling")
@declares(Permission.SEE_DOSSIER)
def replay(dossier_id: UUID) -> str:
    """All that happened in a dossier, played again; with `op` only what was known at the end of that day."""
    found = look(lambda work: read_replay(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    asked = _day(request.args.get("op", ""))
    whole = len(found.frames)
    shown = found.known_at(_end_of(asked)) if asked else found
    data = script(shown, lambda _route, stage: url_for("web.drawn", geheel=stage.bundle, name=stage.file))
    return render_template(
        "herhaling/herhaling.html", asked=asked, whole=whole, data=data,
        first=data["diagrams"][0] if data["diagrams"] else "", **told(shown),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _end_of(asked: date) -> datetime:
    return datetime.combine(min(asked, date(9000, 1, 1)) + timedelta(days=1), time(), HERE)
