"""Signing in and out. Who was signed out while typing finds what they typed back, and sends it with one button."""

from __future__ import annotations

from typing import Any, Final

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.commands import signing_in
from app.commands.sessions import SignOut
from app.commands.signing_in import Origin, Wait, Welcome
from app.domain.declared import declares
from app.web.blueprint import pages, parts, signed_in
from app.web.carrying import carried, local_path
from app.web.security import cookie_name, is_https, let_in
from app.web.words import _, ngettext

_NOTHING: Final = {"carried": None, "error": "", "login": "", "further": "", "notice": ""}
_FORGET: Final = '"storage"'
"""The next person at this screen finds nothing in the browser; its cache has no pages in the first place."""
_KNOWN: Final = 180 * 24 * 3600
"""Seconds for which a browser is known again from which somebody signed in."""


@pages.get("/aanmelden")
@declares(None)
def sign_in() -> ResponseReturnValue:
    """Ask who it is. Who is signed in already goes on."""
    further = local_path(request.args.get("verder", "/"))
    if signed_in() is not None:
        return redirect(further, 303)
    notice = _("Je bent afgemeld.") if "afgemeld" in request.args else ""
    return _door(200, further=further, notice=notice)


@pages.post("/aanmelden")
@declares(None)
def enter() -> ResponseReturnValue:
    """Sign in; a wrong login and a wrong password are told alike."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    further = local_path(request.form.get("verder", "/"))
    found = signing_in.sign_in(parts().bus, login, password, origin())
    if isinstance(found, Welcome):
        return _go_on(found, further)
    typed = {"login": login, "further": further, "carried": carried(request)}
    if isinstance(found, Wait):
        answer = make_response(_door(429, error=waiting(found), **typed))
        answer.headers["Retry-After"] = str(found.seconds)
        return answer
    message = _("Je aanmeldnaam en wachtwoord horen niet bij elkaar. Kijk ze na en typ ze opnieuw.")
    return _door(422, error=message, **typed)


@pages.post("/afmelden")
@declares(None)
def sign_out() -> ResponseReturnValue:
    """End this session; where it had ended already, all is well too."""
    found = signed_in()
    if found is not None:
        parts().bus.send(SignOut(found.session), by=found.actor)
    answer = redirect(url_for("web.sign_in", afgemeld=1), 303)
    answer.delete_cookie(cookie_name(), path="/", secure=is_https(), httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = _FORGET
    return answer


def origin() -> Origin:
    """Where this request comes from."""
    return Origin(request.remote_addr or "", request.cookies.get(f"{cookie_name()}_bekend", ""))


def waiting(wait: Wait) -> str:
    """How long to wait, in words."""
    return ngettext(
        "Dit ging een paar keer mis. Wacht nog %(num)s seconde en probeer het dan opnieuw.",
        "Dit ging een paar keer mis. Wacht nog %(num)s seconden en probeer het dan opnieuw.", wait.seconds,
    )  # fmt: skip


def _go_on(found: Welcome, further: str) -> ResponseReturnValue:
    """Where somebody was, or to what they had typed, under a session of which no one else knows the secret."""
    kept, before = carried(request), signed_in()
    if before is not None:
        parts().bus.send(SignOut(before.session), by=before.actor)
    answer: Response = redirect(further, 303)
    if kept is not None:
        let_in(found.cookie)
        mine = kept.person in (None, found.person)
        answer = make_response(render_template("aanmelden/verder.html", carried=kept, mine=mine))
    flags: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": is_https(), "path": "/"}
    answer.set_cookie(cookie_name(), found.cookie, **flags)
    answer.set_cookie(f"{cookie_name()}_bekend", found.known, max_age=_KNOWN, **flags)
    return answer


def _door(status: int, **values: Any) -> tuple[str, int]:
    return render_template("aanmelden/aanmelden.html", **(_NOTHING | values)), status
