"""New work put into the scenarios that stop at it, by one button: one save, undone as a whole."""

from __future__ import annotations

import codecs
from typing import Final
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from app.commands.mending import MendDraft
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.new_work import new_work, put_in
from app.queries.renaming import Before, read_before
from app.queries.scenarios import scenarios_of
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import onward, tried
from app.web.scenarios import scenarios_page
from app.web.words import _, lazy

_NOT: Final = lazy(
    "Dit gaat niet vanzelf: waar een scenario stopt, is een keuze of een antwoord nodig dat alleen jij weet. Schrijf "
    "het zelf in het scenario."
)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/scenarios/volgen")
@declares(Permission.PUBLISH, at_the_door=True)
def follow_new_work(draft_id: UUID) -> ResponseReturnValue:
    """Put it in."""
    who, limits = actor(), parts().limits
    before = ask(lambda work: read_before(work, who, draft_id))
    new = new_work(before, scenarios_of(before.whole.files, before.whole.digest, limits), limits)
    followed = put_in(before, new, limits) if new else None
    if followed is None or not followed.files:
        return scenarios_page(draft_id, {"": [_(_NOT)]})
    files = {name: _encoded(before, name, text) for name, text in followed.files.items()}
    came = tried(MendDraft(draft_id, request.form.get("gezien", ""), files, limits)).above
    if came.sent is None:
        return scenarios_page(draft_id, came.errors)
    return onward("web.draft_scenarios", "erin", draft_id=draft_id)


def _encoded(before: Before, name: str, text: str) -> bytes:
    mark = codecs.BOM_UTF8 if before.whole.files[name].startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()
