"""A draft into force, by two people: what stands in the way, the proposal, and the other who agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.proposing import WHY, AgreeDraft, ProposeDraft, RecallDraft
from app.commands.protocols import Verdict, judge
from app.domain.declared import declares
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.proofs import while_waiting
from app.queries.proposal import Look, differences_of, gone_from, look_at_draft
from app.web.aiming import asked_target, school_asked, typed, typed_before
from app.web.blueprint import actor, ask, pages, parts
from app.web.differences import KINDS
from app.web.keeping import Tried, onward, said, tried
from app.web.whatif import FATES, told
from app.web.words import _, lazy
from workflows import Limits, Rule, Rules

SAID: Final = {
    "voorgesteld": lazy("Het voorstel staat er. Een collega die mag instemmen, kan het nu bekijken."),
    "ingetrokken": lazy("Het voorstel is ingetrokken. Er is niets in gebruik genomen."),
}
LOOKED: Final = "bekeken"
"""The tick of whoever agrees."""


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/voorstel")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_proposal(draft_id: UUID) -> ResponseReturnValue:
    """What stands in the way, and the proposal as it stands."""
    return _page(draft_id, Tried())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/voorstel")
@declares(Permission.PUBLISH, at_the_door=True)
def propose_draft(draft_id: UUID) -> ResponseReturnValue:
    """Propose it as it is now, or only show who works at another school."""
    target = asked_target()
    if isinstance(target, Tried):
        return _page(draft_id, target)
    _judged(draft_id)
    sent = ProposeDraft(draft_id, request.form.get("digest", ""), request.form.get(WHY, ""), limits(), target)
    came = tried(sent)
    return onward("web.draft_proposal", "voorgesteld", draft_id=draft_id) if came.sent else _page(draft_id, came)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/voorstel/intrekken")
@declares(Permission.PUBLISH, at_the_door=True)
def recall_draft(draft_id: UUID) -> ResponseReturnValue:
    """Take the proposal back."""
    came = tried(RecallDraft(draft_id))
    return onward("web.draft_proposal", "ingetrokken", draft_id=draft_id) if came.sent else _page(draft_id, came)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/voorstel/akkoord")
@declares(Permission.PUBLISH, at_the_door=True)
def agree_draft(draft_id: UUID) -> ResponseReturnValue:
    """Bring it into force."""
    if missing := not_looked():
        return _page(draft_id, missing)
    _judged(draft_id)
    agreed = AgreeDraft(draft_id, request.form.get("digest", ""), limits(), turn(), parts().signing_key())
    came = tried(agreed, url_for("web.workbench"))
    return onward("web.workbench", "gepubliceerd") if came.sent else _page(draft_id, came)


def limits() -> Limits:
    """Those of this machine, for somebody who waits."""
    return while_waiting(parts().limits)


def turn() -> int:
    """As of when somebody looked; what is no number was never now."""
    found = number_of(request.form.get("beurt", ""))
    return -1 if found is None else found


def not_looked() -> Tried | None:
    """What is told to who agrees without having looked."""
    if request.form.get(LOOKED):
        return None
    told = _("Bekijk eerst wat er te bekijken is, en vink dan aan dat je dat deed.")
    return Tried(errors={LOOKED: [told]}, status=422)


def overview(look: Look, verdict: Verdict) -> Mapping[str, Any]:
    """What stands for and against it, as the template of an overview shows it."""
    changes = differences_of(look, verdict.bundle)
    counted = Counter(each.kind for each in changes or ())
    return {
        "look": look, "verdict": verdict, "changes": changes, "kinds": KINDS, "counted": counted, "fates": FATES,
        "told": told, "gone": gone_from(look, verdict.bundle), "exempt": _exempt(verdict),
    }  # fmt: skip


def _exempt(verdict: Verdict) -> list[tuple[Rule, str]]:
    """The rules that are not proven and need not be, each with the reason that is signed."""
    rules = verdict.bundle.rules if verdict.bundle else Rules()
    reasons = {each.rule: each.reason for each in reversed(rules.exempt)}
    return [(each, reasons[each.id]) for each in rules.rules if each.id in verdict.exempt]


def _judged(draft_id: UUID) -> tuple[Look, Verdict]:
    """A draft and what stands in its way: takes seconds, so before the transaction of a deed, which has it at once."""
    who, school, bundles = actor(), school_asked(), parts().desk.bundles
    look = ask(lambda work: look_at_draft(work, who, bundles, draft_id, school))
    return look, judge(look.files, limits())


def _page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    look, verdict = _judged(draft_id)
    fill = typed_before(look.choice, look.fell) if look.fell and WHY not in request.form else typed(look.choice)
    page = render_template(
        "protocol/voorstel.html", it=look, errors=came.errors, typed=fill, said=said(SAID),
        **overview(look, verdict),
    )  # fmt: skip
    # What asks again while the what-if runs comes upon more than it can put in place: the whole page is drawn anew.
    over = request.headers.get("HX-Request") and not (look.untried and look.what_if and look.what_if.runs)
    return page, came.status, {"HX-Refresh": "true"} if over else {}
