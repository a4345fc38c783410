"""The blueprint that all pages are on, the parts that they work with, and how they ask and send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from flask import Blueprint, current_app, g, request

from app.commands.bus import Bus, Sent
from app.commands.checkpoints import SigningKey
from app.commands.command import Command
from app.domain.actors import Actor
from app.queries import asking
from app.queries.asking import Question, SignedIn
from app.queries.desk import Desk
from workflows import Limits

Answer = TypeVar("Answer")
STATIC: Final = "web.static"
"""The one endpoint that needs no permission of its own: style sheets, scripts, letters."""
PLACE: Final = "leidraad.web"
KEY: Final = "sleutel"
"""The hidden field by which a form that is sent twice is known as one request."""

pages = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers questions and carries out commands."""

    bus: Bus
    desk: Desk
    limits: Limits = field(default_factory=Limits)
    address: str = "http://127.0.0.1:8000"
    """Where people reach Leidraad; `https` makes cookies travel by that alone."""
    scanner: str = ""
    """Where files are looked at for viruses (`LEIDRAAD_SCANNER`)."""
    signing_key: Callable[[], SigningKey | None] = lambda: None
    """Reads the key that signs checkpoints and packs; None where it is not there."""


def parts() -> Parts:
    """Those of the app of this request, made when the first one asks."""
    make: Callable[[], Parts] = current_app.extensions[PLACE]
    return make()


def signed_in() -> SignedIn | None:
    """Whoever signed in, as this request came in; None for nobody."""
    found: SignedIn | None = g.get("leidraad_signed_in")
    return found


def actor() -> Actor:
    """Who asks. Raises LookupError in a view that declares no permission and has nobody."""
    found = signed_in()
    if found is None:
        message = "nobody is signed in"
        raise LookupError(message)
    return found.actor


def ask(question: Question[Answer]) -> Answer:
    """Ask something that is not written down. Raises UnavailableError where a store is away."""
    return asking.ask(parts().desk, actor().board, question)


def look(question: Question[Answer]) -> Answer:
    """Ask something that is written down in the log of reads. Raises UnavailableError where a store is away."""
    return asking.look(parts().desk, actor().board, question)


def send(command: Command, at: str = "") -> Sent:
    """Send a command of whoever asks, once for each form that was given out. `at` is where its result is found."""
    key = request.form.get(KEY) or None
    return parts().bus.send(command, by=actor(), key=key and web_key(key), at=at)


def web_key(key: str) -> str:
    """The Idempotency-Key of a form, by the key that was given out with it; the API's own keys lie beside these."""
    return f"web:{key[:80]}"
