"""Keeping and destroying: what is past its time, what two people decide on, and the proof of what is gone."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.command import Command
from app.commands.erasing import CERTIFICATE
from app.commands.erasure import ConfirmErasure, DeclineErasure, LiftHold, ProposeErasure, SetHold
from app.commands.finishing import finish
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.domain.retention import Ground
from app.queries.erasure_shapes import Certified, Keeping, Proposal
from app.queries.erasures import read_certificate, read_keeping, read_overview, read_proposal
from app.web.blueprint import actor, look, pages, parts, send
from app.web.deeds import KEPT, checked, errors_of, status_of
from app.web.words import _, lazy

WHOLE: Final = "dossier"
"""What a form says where all of a dossier is meant."""
GROUNDS: Final = {
    Ground.RETENTION: lazy("De bewaartermijn is voorbij"),
    Ground.REQUEST: lazy("Het bestuur besloot het, op verzoek van ouders of leerling"),
    Ground.COURT: lazy("Een rechter of toezichthouder droeg het op"),
}
STATUSES: Final = {
    "voorgesteld": lazy("wacht op een tweede persoon"), "begonnen": lazy("begonnen en nog niet af"),
    "afgewezen": lazy("niet doorgegaan"), "vervallen": lazy("vervallen"), "vernietigd": lazy("vernietigd"),
}  # fmt: skip
WHATS: Final = {
    "feit": lazy("een feit"), "toestand": lazy("de stand van een route"), "antwoord": lazy("een antwoord"),
    "bijlage": lazy("een bestand"),
}  # fmt: skip
_LONGEST: Final = 100
"""Letters of what is searched for."""
_DONE: Final = {
    "voorgesteld": lazy("Je voorstel is bewaard. Een tweede persoon moet het bevestigen; tot dan verandert er niets."),
    "vervallen": lazy("Het voorstel gaat niet door. Alles blijft zoals het is."),
    "bewaren": lazy("Dit dossier blijft bewaard, tot iemand dat opheft."),
    "opgeheven": lazy("Dit dossier hoeft hiervoor niet langer bewaard te blijven."),
}


@pages.get("/vernietigen")
@declares(Permission.ERASE, at_the_door=True)
def erasures() -> str:
    """What is past its time, what waits, and what was destroyed."""
    return _overview("")


@pages.post("/vernietigen")
@declares(Permission.ERASE, at_the_door=True)
def find_erasable() -> str:
    """The dossiers of a pupil, by a name that no address may hold."""
    return _overview(" ".join(request.form.get("q", "")[:_LONGEST].split()))


def _overview(q: str) -> str:
    after = request.args.get("vanaf") or None
    found = look(lambda work: read_overview(work, actor(), after, q))
    return render_template("vernietigen/overzicht.html", found=found, q=q, done=_done(), **_words())


# a dossier


@pages.get("/dossiers/<uuid:dossier_id>/vernietigen")
@declares(Permission.ERASE)
def keeping(dossier_id: UUID) -> str:
    """How long a dossier is kept, and proposing to destroy it or a route of it."""
    return _keeping(dossier_id)


@pages.post("/dossiers/<uuid:dossier_id>/vernietigen")
@declares(Permission.ERASE)
def propose_erasure(dossier_id: UUID) -> ResponseReturnValue:
    """Propose it."""
    what = request.form.get("what", "")
    route = None if what == WHOLE else _route(_kept(dossier_id), what)
    if what != WHOLE and route is None:
        return _keeping(dossier_id, errors={"what": [_("Kies wat er vernietigd moet worden.")]}), 422
    command = ProposeErasure(dossier_id, route, request.form.get("ground", ""), request.form.get("reason", ""))
    try:
        checked(send(command, url_for("web.erasures")))
    except KEPT as error:
        return _keeping(dossier_id, errors=errors_of(error)), status_of(error)
    return _onward("web.keeping", "voorgesteld", dossier_id=dossier_id)


@pages.post("/dossiers/<uuid:dossier_id>/vernietigen/bewaren")
@declares(Permission.ERASE)
def set_hold(dossier_id: UUID) -> ResponseReturnValue:
    """See to it that the dossier is kept."""
    return _hold(dossier_id, SetHold(dossier_id, request.form.get("reason", "")), "bewaren")


@pages.post("/dossiers/<uuid:dossier_id>/vernietigen/bewaren/<uuid:hold_id>/opheffen")
@declares(Permission.ERASE)
def lift_hold(dossier_id: UUID, hold_id: UUID) -> ResponseReturnValue:
    """It need not be kept for this any more."""
    return _hold(dossier_id, LiftHold(hold_id, request.form.get("reason", "")), "opgeheven")


def _hold(dossier_id: UUID, command: Command, done: str) -> ResponseReturnValue:
    _kept(dossier_id)
    try:
        checked(send(command, url_for("web.erasures")))
    except KEPT as error:
        errors = {"hold" if name == "reason" else name: said for name, said in errors_of(error).items()}
        return _keeping(dossier_id, errors=errors, open_hold=True), status_of(error)
    return _onward("web.keeping", done, dossier_id=dossier_id)


def _keeping(dossier_id: UUID, **more: Any) -> str:
    kept = _kept(dossier_id)
    typed = request.form if request.method == "POST" else request.args
    return render_template(
        "vernietigen/dossier.html", kept=kept, typed=typed, whole=WHOLE, done=_done(),
        names={each.id: each.known.name for each in kept.routes},
        **{"errors": {}, "open_hold": False, **_words(), **more},
    )  # fmt: skip


def _kept(dossier_id: UUID) -> Keeping:
    found = look(lambda work: read_keeping(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    return found


def _route(kept: Keeping, text: str) -> UUID | None:
    return next((each.id for each in kept.routes if str(each.id) == text), None)


# a proposal


@pages.get("/vernietigen/<uuid:erasure_id>")
@declares(Permission.ERASE)
def erasure(erasure_id: UUID) -> ResponseReturnValue:
    """A proposal, for who agrees or says no; of what is done the proof."""
    found = _proposal(erasure_id)
    if found.item.done_at is not None:
        return redirect(url_for("web.certificate", erasure_id=erasure_id), 303)
    return _shown(found)


@pages.post("/vernietigen/<uuid:erasure_id>/bevestigen")
@declares(Permission.ERASE)
def confirm_erasure(erasure_id: UUID) -> ResponseReturnValue:
    """Agree, and destroy. What cannot be finished now, a worker finishes."""
    try:
        checked(send(ConfirmErasure(erasure_id), url_for("web.erasure", erasure_id=erasure_id)))
    except KEPT as error:
        return _shown(_proposal(erasure_id), errors=errors_of(error)), status_of(error)
    finish(parts().bus, actor().board, erasure_id)
    return redirect(url_for("web.erasure", erasure_id=erasure_id), 303)


@pages.post("/vernietigen/<uuid:erasure_id>/vervallen")
@declares(Permission.ERASE)
def decline_erasure(erasure_id: UUID) -> ResponseReturnValue:
    """Let it go."""
    try:
        checked(send(DeclineErasure(erasure_id, request.form.get("reason", "")), url_for("web.erasures")))
    except KEPT as error:
        return _shown(_proposal(erasure_id), errors=errors_of(error)), status_of(error)
    return _onward("web.erasures", "vervallen")


def _proposal(erasure_id: UUID) -> Proposal:
    found = look(lambda work: read_proposal(work, actor(), parts().desk.bundles, erasure_id))
    if found is None:
        raise NotFoundError
    return found


def _shown(found: Proposal, **more: Any) -> str:
    values = {"it": found.item, "found": found, "typed": request.form, "errors": {}, **_words(), **more}
    return render_template("vernietigen/voorstel.html", **values)


# the proof


@pages.get("/vernietigen/<uuid:erasure_id>/bewijs")
@declares(Permission.ERASE)
def certificate(erasure_id: UUID) -> str:
    """The proof on paper."""
    found = _certified(erasure_id)
    return render_template("vernietigen/bewijs.html", found=found, it=found.item, told=found.told, **_words())


@pages.get("/vernietigen/<uuid:erasure_id>/bewijs.json")
@declares(Permission.ERASE)
def certificate_file(erasure_id: UUID) -> ResponseReturnValue:
    """The same as a file, with its signature where there is one; the name of the file tells nothing of a child."""
    found = _certified(erasure_id)
    document = {
        "format": CERTIFICATE, "certificate": found.told, "signature": found.signature or None,
        "signed_by": found.signed_by or None,
    }  # fmt: skip
    answer = make_response(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="vernietiging-{erasure_id.hex[:8]}.json"'
    return answer


def _certified(erasure_id: UUID) -> Certified:
    found = look(lambda work: read_certificate(work, actor(), erasure_id))
    if found is None:
        raise NotFoundError
    return found


def _words() -> dict[str, Any]:
    return {"grounds": GROUNDS, "statuses": STATUSES, "whats": WHATS}


def _done() -> str:
    text = _DONE.get(request.args.get("gedaan", ""))
    return _(text) if text else ""


def _onward(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, gedaan=done, **values), 303)
