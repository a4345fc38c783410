"""Decision tables of a draft, edited: the page of a file of decisions."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.draft_files import fields_of, is_table
from app.web.blueprint import pages, parts
from app.web.editing import edited
from app.web.table_words import table_words


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/tabel/<path:name>")
@declares(Permission.PUBLISH, at_the_door=True)
def table_editor(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Edit the tables of one of its files."""
    if not is_table(name):
        raise NotFoundError
    return edited("protocol/tabel.html", draft_id, name, lambda whole: {
        "words": table_words(),
        "fields": [
            {"name": each.name, "kind": str(each.kind), "values": each.values, "label": each.label}
            for each in fields_of(whole, parts().limits)
        ],
    })  # fmt: skip
