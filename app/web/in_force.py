"""What is in force, for whom and from when; into force again, for more people, and taken back: always by two."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.proposing import WHY
from app.commands.protocols import Verdict, judge
from app.commands.reproposing import AgreeProposal, CallOff, ProposeVersion, ProposeWithdrawal, RecallProposal
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.in_force import read_asked, read_held, takes_back
from app.queries.proposal import Look, look_at_proposal, look_at_version
from app.web.aiming import asked_target, school_asked, typed
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, said, tried
from app.web.publishing import SAID, limits, not_looked, overview, turn


@pages.get("/protocollen/<geheel>/in-gebruik")
@declares(Permission.PUBLISH, at_the_door=True)
def version_proposal(geheel: str) -> ResponseReturnValue:
    """For whom a version that was published before is to hold, and from when."""
    return _propose(geheel, Tried())


@pages.post("/protocollen/<geheel>/in-gebruik")
@declares(Permission.PUBLISH, at_the_door=True)
def propose_version(geheel: str) -> ResponseReturnValue:
    """Propose it, or only show who works at another school."""
    target = asked_target()
    if isinstance(target, Tried):
        return _propose(geheel, target)
    _version(geheel)
    came = tried(ProposeVersion(geheel, target, request.form.get(WHY, ""), limits()))
    return _proposed(came) if came.sent else _propose(geheel, came)


@pages.get("/protocollen/in-gebruik/<uuid:put_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def put_in_force(put_id: UUID) -> ResponseReturnValue:
    """One that was put in force: by whom, why, and what can be done about it."""
    return _held(put_id, Tried())


@pages.post("/protocollen/in-gebruik/<uuid:put_id>/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def propose_withdrawal(put_id: UUID) -> ResponseReturnValue:
    """Ask a colleague to take it back."""
    came = tried(ProposeWithdrawal(put_id, request.form.get(WHY, "")))
    return _proposed(came) if came.sent else _held(put_id, came)


@pages.post("/protocollen/in-gebruik/<uuid:put_id>/afzien")
@declares(Permission.PUBLISH, at_the_door=True)
def call_off(put_id: UUID) -> ResponseReturnValue:
    """Take back what has not begun yet."""
    came = tried(CallOff(put_id))
    return onward("web.workbench", "afgezien") if came.sent else _held(put_id, came)


@pages.get("/protocollen/voorstellen/<uuid:proposal_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def asked_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """What is proposed, for whoever agrees."""
    return _asked(proposal_id, Tried())


@pages.post("/protocollen/voorstellen/<uuid:proposal_id>/intrekken")
@declares(Permission.PUBLISH, at_the_door=True)
def recall_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Take the proposal back."""
    came = tried(RecallProposal(proposal_id))
    return onward("web.workbench", "ingetrokken") if came.sent else _asked(proposal_id, came)


@pages.post("/protocollen/voorstellen/<uuid:proposal_id>/akkoord")
@declares(Permission.PUBLISH, at_the_door=True)
def agree_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Do what is proposed."""
    who = actor()
    put = ask(lambda work: takes_back(work, who, proposal_id))
    if put is None:
        if missing := not_looked():
            return _asked(proposal_id, missing)
        _proposal(proposal_id)
    agreed = AgreeProposal(proposal_id, turn(), limits(), parts().signing_key())
    came = tried(agreed, url_for("web.workbench"))
    if came.sent is None:
        return _asked(proposal_id, came)
    return onward("web.workbench", "gepubliceerd" if put is None else "teruggenomen")


def _proposed(came: Tried) -> ResponseReturnValue:
    if came.sent is None or came.sent.result is None:  # sent twice: the first time made it
        return onward("web.workbench", "voorgesteld")
    return onward("web.asked_proposal", "voorgesteld", proposal_id=came.sent.result)


def _version(geheel: str) -> tuple[Look, Verdict]:
    who, school, bundles = actor(), school_asked(), parts().desk.bundles
    look = ask(lambda work: look_at_version(work, who, bundles, geheel, school))
    return look, judge(look.files, limits())


def _proposal(proposal_id: UUID) -> tuple[Look, Verdict]:
    who, bundles = actor(), parts().desk.bundles
    look = ask(lambda work: look_at_proposal(work, who, bundles, proposal_id))
    return look, judge(look.files, limits())


def _propose(geheel: str, came: Tried) -> ResponseReturnValue:
    look, verdict = _version(geheel)
    page = render_template(
        "protocol/opnieuw.html", it=look, errors=came.errors, typed=typed(look.choice), **overview(look, verdict)
    )
    return page, came.status


def _held(put_id: UUID, came: Tried) -> ResponseReturnValue:
    who = actor()
    held, standing = ask(lambda work: read_held(work, who, put_id))
    page = render_template(
        "protocol/in_gebruik.html", it=held, after=standing.after(held), errors=came.errors, typed=request.form,
        proposals=[each for each in standing.proposals if each.put == put_id],
    )  # fmt: skip
    return page, came.status


def _asked(proposal_id: UUID, came: Tried) -> ResponseReturnValue:
    who = actor()
    put = ask(lambda work: takes_back(work, who, proposal_id))
    if put is not None:
        asked, standing = ask(lambda work: read_asked(work, proposal_id))
        held = next(each for each in standing.held if each.id == put)
        page = render_template(
            "protocol/terugnemen.html", asked=asked, it=held, after=standing.after(held), turn=standing.turn,
            errors=came.errors, said=said(SAID),
        )  # fmt: skip
        return page, came.status
    look, verdict = _proposal(proposal_id)
    page = render_template(
        "protocol/voorgesteld.html", it=look, proposal_id=proposal_id, errors=came.errors, said=said(SAID),
        **overview(look, verdict),
    )  # fmt: skip
    return page, came.status
