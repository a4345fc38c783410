"""The door of the pages: who signed in, which permission a view asks, forms that came from us, headers that guard.

A form carries a token that is made from the secret in the cookie, so that no other site can send one (ASVS 3.5.1). It
is masked anew for every page: a page that is compressed must not tell a secret by its length.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.commands.sessions import KeepSession
from app.domain.declared import declared
from app.domain.errors import NotAllowedError
from app.domain.permissions import may
from app.queries.asking import SignedIn, actor_of_session, person_behind
from app.web.blueprint import KEY, parts, signed_in
from app.web.carrying import WHOSE, signed_out, stale_form

CSRF: Final = "vervalsing"
"""The hidden field of the token."""
DOOR: Final = "leidraad_deur"
"""The cookie behind forms of who has not signed in."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a form with files; what it may hold of them is said in words where it is known which one is too large."""
WITH_FILE: Final = frozenset({"web.bring_file"})
"""Where a page sends a file along again as text, packed: as a field it may be longer than others."""
QUIET: Final = frozenset({"web.events", "web.inbox_part"})
"""What a page asks by itself: it does not tell that somebody is still there."""
_SIZE: Final = 32
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS: Final = "max-age=63072000; includeSubDomains"


def cookie_name() -> str:
    """Of the cookie of who signed in; by https one that no neighbouring site can set."""
    return "__Host-leidraad" if is_https() else "leidraad"


def is_https() -> bool:
    """Whether people reach Leidraad by https."""
    return parts().address.startswith("https://")


def come_in() -> ResponseReturnValue | None:
    """Before each view: who is it, did this form come from us, may they come in."""
    said = declared(current_app.view_functions[request.endpoint or ""])
    if said is None:  # what may be without is listed where the app is made
        return None
    request.max_content_length = LARGEST
    if request.endpoint in WITH_FILE:
        request.max_form_memory_size = LARGEST
    known = request.cookies.get(cookie_name(), "")
    g.leidraad_signed_in = found = actor_of_session(parts().desk, known) if known else None
    if found is None and said.permission is not None:
        return signed_out(person_behind(parts().desk, known) if known and request.method not in SAFE else None)
    if request.method not in SAFE and not _is_ours(request.form.get(CSRF, "")):
        return stale_form()
    if found is not None:
        _keep(found)
        if said.permission and said.at_the_door and not may(found.actor, said.permission):
            raise NotAllowedError
    return None


def _keep(found: SignedIn) -> None:
    """Note that they are still there."""
    if found.is_due and request.endpoint not in QUIET:
        parts().bus.send(KeepSession(found.session), by=found.actor)


def let_in(cookie: str) -> None:
    """Whoever has just signed in is there for the rest of this request: the forms of its page are theirs."""
    g.leidraad_cookie = cookie
    g.leidraad_signed_in = actor_of_session(parts().desk, cookie)


def csrf() -> Markup:
    """The hidden fields of a form that changes something: from us, and once."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    found = signed_in()
    whose = field.format(WHOSE, found.actor.id) if found else Markup()
    return field.format(CSRF, _masked(_secret())) + field.format(KEY, secrets.token_urlsafe(12)) + whose


def token() -> str:
    """The token alone, for a script that sends."""
    return _masked(_secret())


def _is_ours(given: str) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    return hmac.compare_digest(_unmasked(given), _reckoned(_secret()))


def _secret() -> str:
    """What the token is made from: the cookie of who signed in, else one that only guards forms."""
    if signed_in() is not None:
        fresh: str | None = g.get("leidraad_cookie")
        return fresh or request.cookies.get(cookie_name(), "")
    known: str = g.get("leidraad_door") or request.cookies.get(DOOR, "")
    if not known:
        known = g.leidraad_door = secrets.token_urlsafe(_SIZE)
    return known


def _reckoned(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"leidraad form", hashlib.sha256)


def _masked(secret: str) -> str:
    pad = secrets.token_bytes(_SIZE)
    mixed = bytes(one ^ other for one, other in zip(pad, _reckoned(secret), strict=True))
    return urlsafe_b64encode(pad + mixed).decode().rstrip("=")


def _unmasked(text: str) -> bytes:
    try:
        both = urlsafe_b64decode(text[:200] + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return b""
    return bytes(one ^ other for one, other in zip(both[:_SIZE], both[_SIZE:], strict=False))


def guarded(answer: Response) -> Response:
    """Put on every answer what only the request tells; the rest `Guard` does."""
    if is_https():
        answer.headers.setdefault("Strict-Transport-Security", _HSTS)
    if door := g.get("leidraad_door"):
        answer.set_cookie(DOOR, door, httponly=True, samesite="Lax", secure=is_https(), path="/")
    return answer


class Guard:
    """Puts on every answer what keeps it from being misused, where it does not say so itself.

    Beneath Flask: there each header that is put on is made sure of again, which takes longer than to ask the database.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the application does."""

        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            known = {name.lower() for name, _ in headers}
            more = [pair for low, pair in _GUARDING if low not in known]
            return start_response(status, [*headers, *more], *error)

        return self._app(environ, started)


_GUARDING: Final = [(name.lower(), (name, value)) for name, value in (*HEADERS.items(), ("Cache-Control", "no-store"))]
