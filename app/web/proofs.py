"""The rules of a version or a draft, proven on its drawings; where one breaks, the way there is played."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Final, TypeAlias
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, read_draft_with_files, read_version, read_whole_draft
from app.queries.proofs import PartShown, RuleShown, proofs_of
from app.queries.rule_editing import book_of, listed
from app.web.blueprint import actor, ask, pages, parts
from app.web.diagrams import drawn_of_draft, drawn_of_version
from app.web.keeping import said
from app.web.rule_undo import SAID, UNDOES
from app.web.undoing import undoable
from app.web.words import dated
from workflows import ProofStanding, Rulebook

Matters: TypeAlias = list[tuple[RuleShown, list[tuple[PartShown, int]]]]
"""Rules, each with the parts of it that are not proven and the number of the way to each."""


@pages.get("/protocollen/<geheel>/regels")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def version_proofs(geheel: str) -> ResponseReturnValue:
    """The rules of a version."""
    found = ask(lambda work: read_version(work, geheel))
    proofs = proofs_of(found.files, geheel, parts().limits)
    back = url_for("web.version", geheel=geheel)
    drawn = drawn_of_version(geheel, found.files)
    return _page(dated(found.shown.name, found.shown.published_at), back, proofs, drawn)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/regels")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_proofs(draft_id: UUID) -> ResponseReturnValue:
    """The rules of a draft as it is now, to be changed."""
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    limits = parts().limits
    proofs, book = proofs_of(whole.files, whole.digest, limits), book_of(whole, limits)
    back = url_for("web.protocol_draft", draft_id=draft_id)
    drawn = drawn_of_draft(draft_id, whole.files)
    return _page(shown.item.name, back, proofs, drawn, draft=shown, book=book)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/regels/stand")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_rules_standing(draft_id: UUID) -> ResponseReturnValue:
    """Whether the rules hold in a draft as it is now, in a few words: for beside what is being drawn."""
    who = actor()
    whole = ask(lambda work: read_whole_draft(work, who, draft_id))
    proofs = proofs_of(whole.files, whole.digest, parts().limits)
    unproven = [each for each in proofs or () if each.standing in _OPEN]
    open_ones = [each for each in unproven if not each.reason]
    return render_template(
        "protocol/deel_regels.html", draft_id=draft_id, proofs=proofs, open=open_ones, exempt=len(unproven) > 0
    )


_OPEN: Final = (ProofStanding.BROKEN, ProofStanding.UNDECIDED)


def ways_of(proofs: Iterable[RuleShown]) -> tuple[Matters, list[list[dict[str, str]]]]:
    """Each rule with what is the matter with it and the number of the way there, and those ways for the player."""
    number = count()
    shown = [
        (rule, [(part, next(number)) for part in rule.parts if part.standing is not ProofStanding.PROVEN])
        for rule in proofs
    ]
    return shown, [_way(part) for _, matters in shown for part, _ in matters]


def _page(
    name: str, back: str, proofs: tuple[RuleShown, ...] | None, drawn: dict[str, str], *,
    draft: DraftShown | None = None, book: Rulebook | None = None,
) -> ResponseReturnValue:  # fmt: skip
    shown, ways = ways_of(proofs or ())
    rules = listed(book) if book else ()
    return render_template(
        "protocol/regels.html", name=name, back=back, proofs=proofs, shown=shown, draft=draft,
        rules={each.number: each for each in rules}, unreadable=book.unreadable if book else (),
        said=said(SAID), undo=undoable(draft, UNDOES) if draft else {}, data={"drawings": drawn, "ways": ways},
    )  # fmt: skip


def _way(part: PartShown) -> list[dict[str, str]]:
    return [{"id": each.element, "file": each.file} for each in part.steps]
