"""How messages reach the routes of a dossier (architecture section 3): breadth first, never kept for later."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from workflows.errors import IncidentError
from workflows.types import Message, Outcome

MAX_DELIVERIES: Final = 50
"""More messages than this from one step is a protocol that calls to itself."""


class Dossier(Protocol):
    """What delivery asks of whoever keeps the routes."""

    def hearing(self, message: str) -> Sequence[UUID]:
        """The open routes in which something waits for this message, the oldest first."""
        ...

    def starts(self, message: Message) -> str | None:
        """The process that this message starts in the protocol that holds for whoever threw it."""
        ...

    def receive(self, route: UUID, message: Message) -> Outcome:
        """Carry the message out on one route, and keep the outcome."""
        ...

    def start(self, process: str, message: Message) -> tuple[UUID, Outcome]:
        """Begin a route by the message, and keep the outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where one message went."""

    message: Message
    routes: tuple[UUID, ...]
    """The routes that heard it; empty is the fact *bericht niet gehoord*."""
    started: bool = False


def deliver(messages: Iterable[Message], dossier: Dossier) -> tuple[Delivered, ...]:
    """Bring messages to every waiting catch of the dossier; only where none waits, start the process they start.

    What those outcomes throw is delivered after what was thrown before. Raises IncidentError after `MAX_DELIVERIES`.
    """
    todo, done = deque(messages), list[Delivered]()
    while todo:
        message = todo.popleft()
        if len(done) >= MAX_DELIVERIES:
            text = f"Meer dan {MAX_DELIVERIES} berichten na één stap: het protocol roept zichzelf bij “{message.name}”."
            raise IncidentError(text, element=message.element)
        hearing = tuple(dossier.hearing(message.name))
        outcomes = [dossier.receive(route, message) for route in hearing]
        process = None if hearing else dossier.starts(message)
        if process is not None:
            route, outcome = dossier.start(process, message)
            hearing, outcomes = (route,), [outcome]
        done.append(Delivered(message, hearing, started=process is not None))
        todo.extend(thrown for outcome in outcomes for thrown in outcome.messages)
    return tuple(done)
