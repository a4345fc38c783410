"""One's own account: what one holds, another password, signing out elsewhere, and the key that covers the screen."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands import signing_in
from app.commands.access import RevokeToken
from app.commands.sessions import ChangePassword, EndOtherSessions
from app.commands.signing_in import Wait
from app.domain.declared import declares
from app.domain.errors import InvalidValueError
from app.domain.permissions import Permission
from app.queries.account import Account, read_account
from app.web.blueprint import actor, ask, pages, parts, signed_in
from app.web.sign_in import origin, waiting
from app.web.words import _, lazy

_DONE: Final = {
    "wachtwoord": lazy("Je wachtwoord is veranderd. Op andere apparaten ben je nu afgemeld."),
    "elders": lazy("Je bent nu alleen nog hier aangemeld."),
    "token": lazy("Het token is ingetrokken. Het programma dat ermee werkte, komt er niet meer in."),
}


@pages.get("/account")
@declares(Permission.SIGNED_IN)
def account() -> ResponseReturnValue:
    """Who I am here."""
    return _page({}, _(_DONE[done]) if (done := request.args.get("gedaan", "")) in _DONE else ""), 200


@pages.post("/account/wachtwoord")
@declares(Permission.SIGNED_IN)
def change() -> ResponseReturnValue:
    """Choose another password."""
    old, new, found = request.form.get("old", ""), request.form.get("password", ""), signed_in()
    if new != request.form.get("again", ""):
        return _page({"again": [_("De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.")]}), 422
    if found is None:
        return redirect(url_for("web.sign_in"), 303)
    wanted, login = ChangePassword(found.session, old, new), _account().me.login
    try:
        wait = signing_in.change_password(parts().bus, found.actor, wanted, login, origin())
    except InvalidValueError as error:
        return _page({error.field: [_(error.message)]}), 422
    if isinstance(wait, Wait):
        answer = make_response(_page({"old": [waiting(wait)]}), 429)
        answer.headers["Retry-After"] = str(wait.seconds)
        return answer
    return redirect(url_for("web.account", gedaan="wachtwoord"), 303)


@pages.post("/account/elders")
@declares(Permission.SIGNED_IN)
def sign_out_elsewhere() -> ResponseReturnValue:
    """End all sessions but this one."""
    if (found := signed_in()) is not None:
        parts().bus.send(EndOtherSessions(found.session), by=found.actor)
    return redirect(url_for("web.account", gedaan="elders"), 303)


@pages.post("/account/tokens/<uuid:token_id>")
@declares(Permission.SIGNED_IN)
def revoke_own_token(token_id: UUID) -> ResponseReturnValue:
    """Let a token of one's own count no longer."""
    revoked(token_id)
    return redirect(url_for("web.account", gedaan="token"), 303)


def revoked(token_id: UUID) -> None:
    """Revoke it; one that was revoked already stays so. Raises NotFoundError for another's, as for none."""
    parts().bus.send(RevokeToken(token_id), by=actor())


def _account() -> Account:
    who = actor()
    return ask(lambda work: read_account(work, who))


def _page(errors: dict[str, list[str]], done: str = "") -> str:
    found = _account()
    schools = {each.id: each.name for each in found.me.schools}
    held = [(each.function, schools.get(each.school) if each.school else None) for each in found.me.functions]
    return render_template(
        "aanmelden/account.html", account=found, held=held, errors=errors, done=done, labels={}
    )  # fmt: skip
