"""What was typed goes along where a page cannot be shown: signed out meanwhile, an old form, a database that is away.

It stays in the page of whoever typed it, in fields that are not shown, and is sent again from there by one button.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from flask import Request, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.web.blueprint import signed_in
from app.web.words import _

PACKED: Final = "meegenomen"
"""The field of the sign-in form in which another form waits."""
WHOSE: Final = "van-wie"
"""The hidden field of a form that says who it was made for: what they typed is for no colleague."""
NEVER: Final = frozenset({WHOSE, "vervalsing", "password", "again", "old", "new", PACKED})
"""Fields that are left behind: of the form itself, and secrets."""
_OUR_OWN: Final = frozenset({"web.enter", "web.sign_out", "web.change", "web.accept"})
"""Forms of the door itself: nothing in them is worth keeping, and some of it is secret."""
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """A form on its way."""

    path: str
    """The local address that it was sent to."""
    fields: tuple[tuple[str, str], ...]
    files: bool = False
    """Whether there were files beside it: those cannot go along, and must be chosen again."""
    person: UUID | None = None
    """Whose session it was that ended, where that is known: what they typed is for no colleague."""

    @property
    def packed(self) -> str:
        """As it waits in the sign-in form."""
        whose = str(self.person) if self.person else ""
        values = {"path": self.path, "fields": self.fields, "files": self.files, "person": whose}
        return json.dumps(values, ensure_ascii=False)


def carried(asked: Request) -> Carried | None:
    """What a request brought along to be kept; None where it brought nothing."""
    if asked.method != "POST" or _is_from_elsewhere(asked):
        return None
    if PACKED in asked.form:
        return unpacked(asked.form[PACKED])
    if asked.endpoint in _OUR_OWN:
        return None
    fields = tuple((name, value) for name, value in asked.form.items(multi=True) if name not in NEVER)
    files = any(each.filename for each in asked.files.values())
    return Carried(asked.path, fields[:_MOST], files) if fields else None


def unpacked(text: str) -> Carried | None:
    """The form that waited; None for what can be none, or is for no address of ours."""
    try:
        values = json.loads(text)
        fields = tuple((str(name), str(value)) for name, value in values["fields"] if name not in NEVER)
        person = UUID(values["person"]) if values["person"] else None
        path, files = str(values["path"]), bool(values["files"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Carried(path, fields[:_MOST], files, person) if fields and _takes_forms(path) else None


def _takes_forms(path: str) -> bool:
    """Whether a path is that of a page of ours to which a form is sent."""
    if local_path(path) != path:
        return False
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="POST")
    except (HTTPException, RequestRedirect):
        return False
    return str(endpoint).startswith("web.") and endpoint not in _OUR_OWN


def _is_from_elsewhere(asked: Request) -> bool:
    """Whether another site sent this: its text is not what our person typed."""
    site, origin = asked.headers.get("Sec-Fetch-Site"), asked.headers.get("Origin")
    if site is not None:  # such a browser tells no origin of a page that asks it to name no referrer
        return site not in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc != asked.host


def local_path(text: str) -> str:
    """A way back within these pages; the first page for all else (no other site may be named)."""
    parts = urlsplit(text)
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() and "\\" not in text
    return text if plain and not parts.scheme and not parts.netloc else "/"


def signed_out(person: UUID | None = None) -> ResponseReturnValue:
    """Nobody is signed in, or not any more: sign in first, and go on where you were. `person` is who was here."""
    looks = request.method in {"GET", "HEAD"}
    if request.headers.get("HX-Request"):  # what a script sent by itself takes nothing away from whoever types
        return "", 401, {"HX-Refresh": "true"} if looks else {"HX-Reswap": "none"}
    if looks:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        way_back = f"{request.path}{query}"
        return redirect(url_for("web.sign_in", verder=None if way_back == "/" else way_back), 303)
    kept = carried(request)
    if kept is not None and PACKED not in request.form:
        kept = replace(kept, person=person or _made_for(request))
    return render_template("aanmelden/aanmelden.html", carried=kept, error="", login="", further="", notice=""), 401


def _made_for(asked: Request) -> UUID | None:
    try:
        return UUID(asked.form.get(WHOSE, ""))
    except ValueError:
        return None


def stale_form() -> ResponseReturnValue:
    """A form that is not of this sign-in, or not from us."""
    found = signed_in()
    if request.endpoint == "web.sign_out" and found is None:
        return redirect(url_for("web.sign_in"), 303)
    whose = _made_for(request)
    is_mine = found is None or whose is None or whose == found.actor.id
    made = render_template(
        "fout/weg.html", title=_("Dit formulier was van een vorige aanmelding"),
        carried=carried(request) if is_mine else None,
        text=_("Er is nog niets verstuurd. Kijk het na en verstuur het opnieuw, of begin opnieuw bij je taken."),
    )  # fmt: skip
    return made, 400
