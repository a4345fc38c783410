"""Wat als: a draft on all routes that ever were, in the background, and where on the drawing it would differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.batches import BeginWhatIf, ResumeBatch, StopBatch
from app.commands.command import Command
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.domain.suppression import Cell, Hidden
from app.queries.drafts import WholeDraft, bundle_of, read_draft_with_files
from app.queries.whatif_page import WhatIfShown, count_all, last_what_if, routes_told
from app.web.blueprint import actor, ask, look, pages, parts
from app.web.diagrams import drawn_of_draft
from app.web.keeping import Tried, tried
from app.web.words import _, lazy
from workflows import as_utf8

FATES: Final[Mapping[str, tuple[str, str, str]]] = {
    "loopt vast": ("late", lazy("loopt vast"), "triangle-alert"),
    "anders": ("attention", lazy("gaat anders"), "git-branch"),
    "hetzelfde": ("ok", lazy("gaat hetzelfde"), "check"),
    "niet te lezen": ("", lazy("niet te lezen"), "circle-help"),
    "gewist": ("", lazy("gewist"), "eraser"),
}
"""What would come of a route to its colour, word and picture; the worst first."""
_STUCK: Final = "loopt vast"
_KEPT: Final[Mapping[Hidden, str]] = {
    Hidden.FEW: lazy("minder dan 5"), Hidden.NEARLY: lazy("bijna alle"), Hidden.WITHHELD: lazy("niet getoond"),
}  # fmt: skip
_OTHER, _HOTTEST = 2, 4
"""How warm the drawing shows a place where routes go otherwise, and one where they get stuck."""
_FIRST: Final = 1_000_000
"""A place where routes get stuck goes before all others, however many meet those."""


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/wat-als")
@declares(Permission.PUBLISH, at_the_door=True)
def what_if_page(draft_id: UUID) -> ResponseReturnValue:
    """The last one: how far it is, or what came of it."""
    return _page(draft_id, Tried())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/wat-als")
@declares(Permission.PUBLISH, at_the_door=True)
def begin_what_if(draft_id: UUID) -> ResponseReturnValue:
    """Begin one, of the draft as it is now."""
    return _sent(draft_id, BeginWhatIf(draft_id, request.form.get("digest", "")))


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/wat-als/stoppen")
@declares(Permission.PUBLISH, at_the_door=True)
def stop_what_if(draft_id: UUID) -> ResponseReturnValue:
    """Stop it."""
    return _sent(draft_id, StopBatch(_last(draft_id).id))


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/wat-als/verder")
@declares(Permission.PUBLISH, at_the_door=True)
def resume_what_if(draft_id: UUID) -> ResponseReturnValue:
    """Let it go on."""
    return _sent(draft_id, ResumeBatch(_last(draft_id).id))


def told(cell: Cell) -> str:
    """How many, or why that is not told."""
    return _(_KEPT[cell]) if isinstance(cell, Hidden) else str(cell)


def _sent(draft_id: UUID, command: Command) -> ResponseReturnValue:
    came = tried(command)
    if came.sent is None:
        return _page(draft_id, came)
    return redirect(url_for("web.what_if_page", draft_id=draft_id), 303)


def _last(draft_id: UUID) -> WhatIfShown:
    who = actor()
    found = ask(lambda work: last_what_if(work, who, draft_id))
    if found is None:
        raise NotFoundError
    return found


def _page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    who = actor()
    shown, whole, last, total = ask(
        lambda work: (
            *read_draft_with_files(work, who, draft_id), last_what_if(work, who, draft_id), count_all(work)
        )
    )  # fmt: skip
    routes = look(lambda work: routes_told(work, who, last.id)) if last and last.is_done else ()
    drawn, chosen = _drawn(whole, last), request.args.get("diagram", "")
    chosen = chosen if chosen in drawn else next(iter(drawn), "")
    page = render_template(
        "protocol/wat_als.html", it=shown, last=last, routes=routes, total=total, errors=came.errors, fates=FATES,
        stands=last is not None or bundle_of(whole.files, whole.digest, parts().limits) is not None, told=told,
        stale=last is not None and last.digest != whole.digest, drawn=drawn, chosen=chosen,
        drawing=drawn_of_draft(draft_id, whole.files).get(chosen, ""),
    )  # fmt: skip
    # What asks again while it runs comes upon more than it can put in place: the whole page is drawn anew.
    over = request.headers.get("HX-Request") and not (last and last.runs)
    return page, came.status, {"HX-Refresh": "true"} if over else {}


def _drawn(whole: WholeDraft, last: WhatIfShown | None) -> dict[str, dict[str, Any]]:
    """Drawing to what stands on it, that with most places first: where routes get stuck or go otherwise."""
    found: dict[str, list[dict[str, Any]]] = {}
    places: dict[str, list[Any]] = {}
    for place in last.numbers.places if last and last.numbers else ():
        if place.element:
            places.setdefault(place.element, []).append(place)
    drawings = {name: as_utf8(data) for name, data in whole.files.items() if places and name.endswith(".bpmn")}
    for element, here in places.items():
        marked = f'id="{element}"'.encode()
        name = next((each for each, data in drawings.items() if marked in data), "")
        if name:
            found.setdefault(name, []).append(_step(element, here))
    order = sorted(found, key=lambda name: (-max(each["seconds"] for each in found[name]), name))
    return {name: {"process": "", "steps": found[name]} for name in order}


def _step(element: str, places: Sequence[Any]) -> dict[str, Any]:
    """What stands at one element: that routes get stuck there, else what most of them meet."""
    stuck = [each for each in places if each.sort == _STUCK]
    place = (stuck or places)[0]
    says = _("%(number)s lopen vast") if stuck else _("%(number)s gaan anders")
    weight = place.routes if isinstance(place.routes, int) else 1
    return {
        "element": element, "says": says % {"number": told(place.routes)}, "heat": _HOTTEST if stuck else _OTHER,
        "seconds": weight + (_FIRST if stuck else 0),
    }  # fmt: skip
