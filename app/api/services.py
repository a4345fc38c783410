"""What the views work with, and how they ask and send in the name of whoever came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

from flask import Flask, current_app, g

from app.commands.bus import CONFLICT, Bus, Sent
from app.commands.command import Command
from app.domain.actors import Actor
from app.domain.errors import WrongStateError
from app.queries import asking
from app.queries.asking import Question
from app.queries.desk import Desk
from workflows import Limits

Answer = TypeVar("Answer")
_PLACE: Final = "leidraad.api"


@dataclass(frozen=True, slots=True)
class Services:
    """What answers questions and carries out commands."""

    bus: Bus
    desk: Desk
    limits: Limits = field(default_factory=Limits)
    """How large files may be that somebody has judged."""
    scanner: str = ""
    """Where files are looked at for viruses (`LEIDRAAD_SCANNER`)."""


def install(app: Flask, services: Callable[[], Services]) -> None:
    """Let an app find its services; they are made when the first request asks."""
    app.extensions[_PLACE] = services


def services() -> Services:
    """Those of the app of this request."""
    found: Services = current_app.extensions[_PLACE]()
    return found


def sign_in(token: str) -> Actor | None:
    """Whoever holds a token, remembered for this request; None where it does not count."""
    found = asking.actor_of_token(services().desk, token)
    if found is not None:
        g.leidraad_actor = found
    return found


def actor() -> Actor:
    """Who asks."""
    found: Actor = g.leidraad_actor
    return found


def ask(question: Question[Answer]) -> Answer:
    """Ask something that is not written down. Raises UnavailableError where a store is away."""
    return asking.ask(services().desk, actor().board, question)


def ask_of(board: UUID, question: Question[Answer]) -> Answer:
    """The same, of a request in which nobody signed in."""
    return asking.ask(services().desk, board, question)


def look(question: Question[Answer]) -> Answer:
    """Ask something that is written down in the log of reads. Raises UnavailableError where a store is away."""
    return asking.look(services().desk, actor().board, question)


def send(command: Command, at: str = "", key: str | None = None) -> Sent:
    """Send a command of whoever asks; `key` is the Idempotency-Key of the request, `at` where its result is found."""
    return services().bus.send(command, by=actor(), key=key, at=at)


def id_of(sent: Sent) -> UUID:
    """The id that a command gave, the same for a repetition. Raises WrongStateError as the first time."""
    if sent.status == CONFLICT:
        raise WrongStateError
    return UUID(sent.location.rpartition("/")[2] if sent.repeated else str(sent.result))
