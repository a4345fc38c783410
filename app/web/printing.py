"""A route on paper: for the archive of the school, or for who asks to see it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.filled_in import FilledIn
from app.queries.parnassys import CATEGORY
from app.queries.route_print import read_route_print
from app.web.blueprint import actor, look, pages, parts
from app.web.chronology import sentence
from app.web.task_words import line_for_parnassys


@pages.get("/routes/<uuid:route_id>/afdruk")
@declares(Permission.SEE_ROUTE)
def route_print(route_id: UUID) -> str:
    """The steps of a route with their dates, what was done, and the lines for ParnasSys."""
    found = look(lambda work: read_route_print(work, actor(), parts().desk.bundles, route_id))
    if found is None:
        raise NotFoundError
    told = [
        (sentence(each, found.elements.get(each.sequence, "")), each, found.filled_in.get(each.sequence, FilledIn()))
        for each in found.entries
    ]
    notes = [(line_for_parnassys(each), each) for each in found.notes]
    return render_template("taken/afdruk.html", it=found, told=told, notes=notes, category=CATEGORY, by=actor().name)
