"""Pages: drawn on the server, plain without scripts. Decides nothing: it asks and sends, like the API."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_compress import Compress
from werkzeug.exceptions import HTTPException

from app.domain.errors import Refused, UnavailableError
from app.web import (
    account,
    acute,
    attachments,
    audit,
    bringing,
    diagrams,
    differences,
    dossiers,
    drawing,
    editors,
    erasure,
    exceptions,
    figures,
    following,
    form_editor,
    functions,
    imports,
    in_force,
    inbox,
    incidents,
    invitation,
    inviting,
    lanes,
    live,
    mending,
    merging,
    mining,
    moving,
    oversight,
    packs,
    papers,
    people,
    presence,
    printing,
    proofs,
    publishing,
    rehearsal_forms,
    rehearsal_saving,
    rehearsing,
    renaming,
    replay,
    rights,
    routes,
    rule_undo,
    rules,
    scenarios,
    school,
    seen_by,
    sign_in,
    standing_in,
    start,
    table_editor,
    tasks,
    team,
    tokens,
    verdicts,
    whatif,
    workbench,
    written,
)
from app.web.blueprint import PLACE, STATIC, Parts, pages
from app.web.errors import of_anything, of_http, of_refusal, unavailable
from app.web.frame import dress
from app.web.security import Guard, come_in, guarded

__all__ = [
    "STATIC", "Parts", "account", "acute", "attachments", "audit", "bringing", "diagrams", "differences", "dossiers",
    "drawing", "editors", "erasure", "exceptions", "figures", "following", "form_editor", "functions", "imports",
    "in_force", "inbox", "incidents", "invitation", "inviting", "lanes", "live", "mending", "merging", "mining",
    "moving", "of_http", "oversight", "packs", "papers", "people", "presence", "printing", "proofs", "publishing",
    "register", "rehearsal_forms", "rehearsal_saving", "rehearsing", "renaming", "replay", "rights", "routes",
    "rule_undo", "rules", "scenarios", "school", "seen_by", "sign_in", "standing_in", "start", "table_editor", "tasks",
    "team", "tokens", "verdicts", "whatif", "workbench", "written",
]  # fmt: skip

_A_YEAR = 31_536_000


def register(app: Flask, make: Callable[[], Parts]) -> None:
    """Put the pages on an app, and on every answer what keeps it from being misused."""
    app.extensions[PLACE] = make
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR  # their addresses change with what they hold
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"]
    Compress(app)
    dress(app)
    app.register_blueprint(pages)
    app.after_request(guarded)
    app.wsgi_app = Guard(app.wsgi_app)  # type: ignore[method-assign]


pages.before_request(come_in)
pages.register_error_handler(Refused, of_refusal)
pages.register_error_handler(UnavailableError, unavailable)
pages.register_error_handler(HTTPException, of_http)
pages.register_error_handler(Exception, of_anything)
