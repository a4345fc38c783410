"""What the views work with, and how they ask: each question in one transaction, again where it lost a race."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

from flask import Flask, current_app, g

from app.commands.bus import Bus, Sent
from app.commands.command import Command
from app.domain.actors import Actor
from app.queries.desk import Desk
from app.store.retrying import retried
from app.store.unit_of_work import Work
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


def install(app: Flask, services: Callable[[], Services]) -> None:
    """Let an app find its services; they are made when the first request asks."""
    app.extensions[_PLACE] = services


def services() -> Services:
    """Those of the app of this request."""
    found: Services = current_app.extensions[_PLACE]()
    return found


def sign_in(actor: Actor) -> None:
    """Remember, for this request, who asks."""
    g.leidraad_actor = actor


def actor() -> Actor:
    """Who asks."""
    found: Actor = g.leidraad_actor
    return found


def ask(question: Callable[[Work], Answer]) -> Answer:
    """Ask something that is not written down. Raises UnavailableError where the database is away."""
    return ask_of(actor().board, question)


def ask_of(board: UUID, question: Callable[[Work], Answer]) -> Answer:
    """The same, before it is known who asks."""

    def asked() -> Answer:
        with services().desk.reading(board) as work:
            return question(work)

    return retried(asked)


def look(question: Callable[[Work], Answer]) -> Answer:
    """Ask something that is written down in the log of reads, in the same transaction."""

    def asked() -> Answer:
        with services().desk.logging(actor().board) as work:
            return question(work)

    return retried(asked)


def send(command: Command, at: str = "", key: str | None = None) -> Sent:
    """Send a command of whoever asks; `key` is the Idempotency-Key of the request, `at` where its result is found."""
    return services().bus.send(command, by=actor(), key=key, at=at)
