"""What stands beside the pages of the work: choosing a language."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.web.blueprint import pages
from app.web.carrying import local_path
from app.web.security import is_https
from app.web.words import COOKIE, LANGUAGES

_A_YEAR = 31_536_000


@pages.get("/taal/<to>")
@declares(None)
def choose_language(to: str) -> ResponseReturnValue:
    """Show the pages in another language from now on, in this browser."""
    answer = redirect(local_path(request.args.get("verder", "/")), 303)
    if to in LANGUAGES:
        answer.set_cookie(COOKIE, to, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=is_https(), path="/")
    return answer
