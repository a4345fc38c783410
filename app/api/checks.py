"""Checks of the history over the API: beginning one, how far it is, what it found, stopping it and going on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.blueprint import PREFIX, api, told
from app.api.bodies import KeyHeader, Sent
from app.api.services import actor, ask, look, send
from app.api.shapes import shape
from app.api.values import Id
from app.commands.verdicts import ALL, BeginCheck, ResumeCheck, StopCheck
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.checks import CheckItem, CheckShown, list_checks, read_check


@dataclass(frozen=True, slots=True)
class Checks:
    """The last checks over all dossiers."""

    items: tuple[CheckItem, ...]


class CheckPath(Sent):
    """A check."""

    check_id: UUID


Verdicts = Annotated[
    list[Literal["integriteit", "volledigheid", "conformiteit"]], Field(min_length=1, max_length=3)
]  # fmt: skip


class BeginBody(Sent):
    """What is to be judged."""

    dossier: Id | None = Field(None, description="Alleen dit dossier; zonder: alle dossiers waar je toezicht op hebt.")
    verdicts: Verdicts = Field(default_factory=lambda: list(ALL), description="Welke oordelen.")  # type: ignore[arg-type]  # the three


class ChangeBody(Sent):
    """What is to happen with a check."""

    status: Literal["loopt", "gestopt"] = Field(description="“gestopt” stopt hem, “loopt” laat hem verdergaan.")


CHECKS = shape("Checks", Checks)
CHECK = shape("CheckShown", CheckShown)


@api.get("/checks", **told("De laatste controles van de geschiedenis", CHECKS, 404))
@declares(Permission.VERIFY)
def get_checks() -> Response:
    """The last checks."""
    return CHECKS.reply(Checks(ask(lambda work: list_checks(work, actor()))))


@api.post("/checks", **told("De geschiedenis laten nakijken", CHECK, 404, status=201, body=True))
@declares(Permission.VERIFY)
def begin_check(header: KeyHeader, body: BeginBody) -> Response:
    """Begin a check; the worker carries it out."""
    sent = send(BeginCheck(body.dossier, tuple(body.verdicts)), f"{PREFIX}/checks", header.key)
    return _shown(UUID(sent.location.rpartition("/")[2]), 201)


@api.get("/checks/<check_id>", **told("Eén controle: hoe ver, en wat er is gevonden", CHECK, 404))
@declares(Permission.VERIFY)
def get_check(path: CheckPath) -> Response:
    """One check."""
    return _shown(path.check_id)


@api.post(
    "/checks/<check_id>", **told("Een controle stoppen of verder laten gaan", CHECK, 404, conflict=True, body=True)
)
@declares(Permission.VERIFY)
def change_check(path: CheckPath, body: ChangeBody) -> Response:
    """Stop a check, or let it go on."""
    send((StopCheck if body.status == "gestopt" else ResumeCheck)(path.check_id), f"{PREFIX}/checks/{path.check_id}")
    return _shown(path.check_id)


def _shown(check: UUID, status: int = 200) -> Response:
    location = f"{PREFIX}/checks/{check}" if status == 201 else ""
    return CHECK.reply(look(lambda work: read_check(work, actor(), check)), status, location)
