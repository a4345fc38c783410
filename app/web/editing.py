"""A file of a draft, edited in words: what the pages of a form and of a table have alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from app.domain.errors import NotFoundError
from app.queries.draft_files import naming
from app.queries.drafts import WholeDraft, findings_of, read_draft_with_files
from app.web.blueprint import actor, ask, parts
from app.web.drawing import findings_shown
from app.web.editors import editors_of
from app.web.words import language, titled


def edited(template: str, draft_id: UUID, name: str, more: Callable[[WholeDraft], Mapping[str, Any]]) -> str:
    """The page that edits a file; `more` is what its script is told besides. Raises NotFoundError."""
    who, limits = actor(), parts().limits
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    file = next((each for each in shown.files if each.name == name), None)
    if file is None:
        raise NotFoundError
    pages_of = editors_of(shown)
    data = {
        "file": name, "at": url_for("web.draft_file", draft_id=draft_id, name=name),
        "together": url_for("web.merge_draft_file", draft_id=draft_id, name=name),
        "here": url_for("web.note_here", draft_id=draft_id, name=name), "language": language(), "me": str(who.id),
        "copy": url_for("web.copy_draft", draft_id=draft_id, name=name), "pages": pages_of,
        "findings": findings_shown(findings_of(whole, limits)), **more(whole),
    }  # fmt: skip
    return render_template(
        template, it=shown, file=file, data=data, key=token_urlsafe(12), title=titled(name),
        named=naming(whole, name, limits), editors=pages_of,
    )  # fmt: skip
