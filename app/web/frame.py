"""What every page has: the menu, the words and pictures of its template, the address of its style sheet."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, request, url_for
from markupsafe import Markup

from app.domain.permissions import Permission, may
from app.queries.checks import oversees
from app.web import words
from app.web.blueprint import signed_in
from app.web.security import csrf, token
from app.web.words import _

_BUILT: Final = Path(__file__).parent / "static" / "built"
_SHOWN: Final = 5
"""Places that stand in the menu itself, where there are many; the others open under *Meer*."""
_ICON: Final = Markup(
    '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="{}#{}"></use></svg>'
)


def dress(app: Flask) -> None:
    """Give the templates of an app what they work with."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        words._,
        lambda one, many, number: words.catalogue(words.language()).ngettext(one, many, number), newstyle=True,
    )  # fmt: skip
    app.jinja_env.globals |= {"csrf": csrf, "token": token, "icon": icon, "asset": asset}
    app.jinja_env.filters |= {
        each.__name__: each
        for each in (
            words.said, words.plainly, words.titled, words.day, words.short_day, words.clock, words.moment,
            words.short_moment, words.dated, words.iso, words.lowered,
        )
    }  # fmt: skip
    app.context_processor(_context)


def icon(name: str) -> Markup:
    """A picture of the sprite, always beside a word."""
    return _ICON.format(asset("icons.svg"), name)


def asset(name: str) -> str:
    """The address of a built file, which changes when the file does."""
    return url_for("web.static", filename=f"built/{name}", v=_version(name))


@cache
def _version(name: str) -> str:
    file = _BUILT / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.exists() else "0"


def _context() -> dict[str, Any]:
    found = signed_in()
    places = _menu() if found else ()
    return {
        "me": found.actor if found else None, "language": words.language(), "languages": words.LANGUAGES,
        "menu": places[:_SHOWN] if len(places) > _SHOWN + 1 else places,
        "more": places[_SHOWN:] if len(places) > _SHOWN + 1 else (), "here": request.endpoint or "",
    }  # fmt: skip


def _menu() -> tuple[tuple[str, str], ...]:
    """Endpoint and name of each place that is for this person."""
    found = signed_in()
    if found is None:
        return ()
    keeps = any(may(found.actor, each) for each in (Permission.KEEP_PEOPLE, Permission.IMPORT))
    return (
        ("web.inbox", _("Taken")), ("web.dossiers", _("Dossiers")),
        *((("web.people", _("Mensen")), ("web.school", _("School"))) if keeps else ()),
        *((("web.workbench", _("Protocol")),) if may(found.actor, Permission.PUBLISH) else ()),
        *((("web.incidents", _("Incidenten")),) if may(found.actor, Permission.SEE_INCIDENTS) else ()),
        *((("web.figures", _("Cijfers")),) if may(found.actor, Permission.SEE_FIGURES) else ()),
        *((("web.checks", _("Nakijken")),) if oversees(found.actor) else ()),
        *((("web.packs", _("Pakketten")),) if may(found.actor, Permission.PACK) else ()),
        *((("web.erasures", _("Bewaren")),) if may(found.actor, Permission.ERASE) else ()),
        *((("web.oversight", _("Toezicht")),) if may(found.actor, Permission.SEE_AUDITS) else ()),
        *((("web.audits", _("Onderzoek")),) if may(found.actor, Permission.AUDIT) else ()),
    )  # fmt: skip
