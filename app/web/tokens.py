"""Tokens that run over a drawing as somebody chooses, for the idea: no dossier, no forms, nothing kept (workbench 4).

The choices stand in the address, so that the browser's own way back is the undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import read_draft_with_files, read_version
from app.queries.stepping import stepped
from app.web.blueprint import actor, ask, pages, parts
from app.web.diagrams import drawn_of_draft, drawn_of_version
from app.web.words import dated, lazy

_MOST: Final = 200
"""Choices that an address can hold."""
_SAID: Final = {
    "begin": lazy("Begin"), "klaar": lazy("Taak gedaan"), "antwoord": lazy("Vraag beantwoord"),
    "termijn": lazy("Termijn verstreken"), "bericht": lazy("Knop of bericht"),
}  # fmt: skip


@pages.get("/protocollen/<geheel>/stippen")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def version_tokens(geheel: str) -> ResponseReturnValue:
    """Over the drawings of a version."""
    found = ask(lambda work: read_version(work, geheel))
    name, drawn = dated(found.shown.name, found.shown.published_at), drawn_of_version(geheel, found.files)
    return _page(name, url_for("web.version", geheel=geheel), found.files, geheel, drawn)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/stippen")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_tokens(draft_id: UUID) -> ResponseReturnValue:
    """Over the drawings of a draft as it is now."""
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    drawn = drawn_of_draft(draft_id, whole.files)
    return _page(
        shown.item.name, url_for("web.protocol_draft", draft_id=draft_id), whole.files, whole.digest, drawn,
        rehearse=url_for("web.rehearse_draft", draft_id=draft_id),
    )  # fmt: skip


def _page(
    name: str, back: str, files: Mapping[str, bytes], digest: str, drawn: Mapping[str, str], *, rehearse: str = ""
) -> ResponseReturnValue:
    chosen = _chosen(request.args.get("zet", ""))
    found = stepped(files, digest, request.args.get("proces", ""), chosen, parts().limits)
    told: dict[str, Any] = {"name": name, "back": back, "rehearse": rehearse, "it": found, "said": _SAID}
    if found is None:
        return render_template("protocol/stippen.html", **told)
    kept = chosen[: len(found.tokens.taken)]
    last = found.tokens.taken[-1].passed if found.tokens.taken else ()
    data = {
        "process": found.tokens.process, "passed": [each for move in found.tokens.taken[:-1] for each in move.passed],
        "last": last, "here": [{"id": each.element, "many": each.many} for each in found.tokens.standing],
    }  # fmt: skip
    return render_template(
        "protocol/stippen.html", **told, chosen=kept, lost=len(chosen) > len(kept), drawing=drawn[found.file],
        data=data, spelled=_spelled, most=_MOST,
    )  # fmt: skip


def _spelled(chosen: list[int]) -> str:
    return "-".join(map(str, chosen))


def _chosen(text: str) -> list[int]:
    """Choices as an address spells them. Raises NotFoundError for what no page here gave out."""
    numbers = [number_of(each, 4) for each in text.split("-")] if text else []
    if len(numbers) > _MOST or None in numbers:
        raise NotFoundError
    return [each for each in numbers if each is not None]
