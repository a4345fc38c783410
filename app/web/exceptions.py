"""Exceptions to rules of a draft: with a reason a version may come into force on which a rule is not proven.

A director and a coordinator then bring it into force together: what they sign holds the exception.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, WrongStateError
from app.domain.permissions import Permission
from app.queries.proofs import proof_of
from app.queries.rule_editing import exempted, file_to_exempt, listed_rule, not_exempted
from app.web.blueprint import pages, parts
from app.web.proofs import ways_of
from app.web.rules import GONE, NUMBER, SEEN, Desk, Told, desk_of, onward_to, save
from app.web.words import _
from app.web.words import said as in_words
from workflows import Rule, RuleError, WritingError

REASON: Final = "reden"
MOST: Final = 500
"""Signs of a reason."""
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/regels/uitzondering"


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def rule_exception(draft_id: UUID) -> ResponseReturnValue:
    """Make an exception to a rule, or change its reason."""
    desk = desk_of(draft_id)
    return _page(desk, desk.rule(request.args.get(NUMBER, "")), Told())


@pages.post(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def save_rule_exception(draft_id: UUID) -> ResponseReturnValue:
    """Save it; the page after it can undo that."""
    desk = desk_of(draft_id)
    found, reason = desk.rule(request.form.get(NUMBER, "")), " ".join(request.form.get(REASON, "").split())
    if not reason or len(reason) > MOST:
        said = _("Zeg waarom deze versie zonder deze regel kan, in hoogstens %(most)s tekens.", most=MOST)
        return _page(desk, found, Told({REASON: [said]}, 422))
    try:
        file, data = exempted(desk.whole, desk.book, found, reason)
        saved = save(draft_id, file, data)
    except (MeanwhileError, WrongStateError, WritingError, RuleError, InvalidValueError) as error:
        return _refused(draft_id, found, error)
    return onward_to("web.draft_proofs", "uitgezonderd", file, saved, draft_id=draft_id)


@pages.post(f"{_AT}/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def remove_rule_exception(draft_id: UUID) -> ResponseReturnValue:
    """Take it out, with any other exception to the same rule."""
    desk = desk_of(draft_id)
    found = desk.rule(request.form.get(NUMBER, ""))
    main = file_to_exempt(desk.book, found)
    try:
        files = not_exempted(desk.whole, desk.book, found)
        for file in files.keys() - {main}:
            save(draft_id, file, files[file], desk.seen(file))
        saved = save(draft_id, main, files.get(main, desk.whole.files.get(main, b"")))
    except (MeanwhileError, WrongStateError, WritingError, RuleError, InvalidValueError) as error:
        return _refused(draft_id, found, error)
    return onward_to("web.draft_proofs", "uitzondering-weg", main, saved, draft_id=draft_id)


def _refused(draft_id: UUID, rule: Rule, error: Exception) -> ResponseReturnValue:
    if isinstance(error, MeanwhileError):
        desk = desk_of(draft_id)
        return _page(desk, desk.rule(rule.id), Told({"": [_(GONE, name=error.by)]}, 409))
    status = 409 if isinstance(error, WrongStateError) else 422
    message = error.message if isinstance(error, WrongStateError | WritingError | RuleError | InvalidValueError) else ""
    return _page(desk_of(draft_id), rule, Told({"": [in_words(message)]}, status))


def _page(desk: Desk, rule: Rule, told: Told) -> ResponseReturnValue:
    shown = listed_rule(desk.book, rule)
    proof = proof_of(desk.whole.files, desk.whole.digest, rule.id, parts().limits)
    matters, _ways = ways_of([proof] if proof else [])
    fresh = desk.seen(file_to_exempt(desk.book, rule))
    page = render_template(
        "protocol/regel_uitzondering.html", it=desk.shown, rule=shown, errors=told.errors,
        typed=request.form.get(REASON, shown.exempt), proof=matters[0] if matters else None,
        seen=fresh if told.status == 409 else request.form.get(SEEN, fresh), most=MOST,
    )  # fmt: skip
    return page, told.status
