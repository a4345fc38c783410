"""`flask demo`: the made-up school De Vuurvlinder, by the same commands as a real one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final
from uuid import UUID

import click

from app.cli.border import Command, settings
from app.cli.bundles import default_bundle, load
from app.cli.database import ready
from app.cli.parts import parts
from app.cli.places import send, the_person
from app.commands.access import AcceptInvitation, CreateToken, guest_of
from app.commands.people import InvitePerson
from app.commands.protocols import PublishBundle
from app.commands.roll import ImportRoll, PreviewRoll
from app.commands.schools import CreateBoard, CreateSchool
from app.domain.actors import Actor
from app.domain.free_days import Region
from app.queries.people import load_person
from app.queries.places import boards_at, schools_at
from app.queries.protocols import list_protocols

BOARD: Final = "Stichting De Vlinderhof"
SCHOOL: Final = "De Vuurvlinder"
BRIN: Final = "99VV00"
SIGN_INS: Final = "aanmelding.txt"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the made-up school."""

    login: str
    name: str
    functions: tuple[str, ...]
    """Confirmed by a person, as with a real school: the file only proposes them."""
    at_board: bool = False


COLLEAGUES: Final = (
    Colleague("a.hoekstra", "Anneke Hoekstra", ("leerkracht",)),
    Colleague("j.bakker", "Joost Bakker", ("leerkracht",)),
    Colleague("lieke.de.haan", "Lieke de Haan", ("leerkracht",)),
    Colleague("s.devries", "Sanne de Vries", ("intern begeleider", "aandachtsfunctionaris", "coördinator")),
    Colleague("r.postma", "Roel Postma", ("directeur", "MT")),
    Colleague("m.jonker", "Marit Jonker", ("waarnemer", "MT", "beheerder")),
    Colleague("k.kroon", "Karin Kroon", ("bestuur",), at_board=True),
    Colleague("h.visser", "Hidde Visser", ("auditor",), at_board=True),
)


@click.command(
    "demo", cls=Command, help="De verzonnen school De Vuurvlinder maken, met mensen, leerlingen en aanmeldingen."
)
def demo_command() -> None:
    """A second time it only says that it is there."""
    ready()
    make_demo()


def make_demo() -> None:
    """Make the made-up school, or what is not there yet of one that was broken off; the database is ready.

    That it is whole is told by the file with its sign-ins, which comes last.
    """
    board = next((each.id for each in boards_at(parts().desk) if each.name == BOARD), None)
    if board is not None and (settings().data / SIGN_INS).exists():
        click.echo(f"De verzonnen school {SCHOOL} is er al.")
        return
    click.echo(f"De verzonnen school {SCHOOL} wordt gemaakt…")
    _, bundle_files = load(str(default_bundle()))
    if board is None:
        board = parts().new_id()
        send(CreateBoard(BOARD, board), Actor.operator(board))
    operator = Actor.operator(board)
    school = _school(board)
    _import(school, operator)
    sign_ins = [_welcome(each, school, operator) for each in COLLEAGUES]
    _publish(board, bundle_files)
    _write(sign_ins)


def _school(board: UUID) -> UUID:
    with parts().desk.reading(board) as work:
        found = schools_at(work)
    if found:
        return found[0].id
    made: UUID = send(CreateSchool(SCHOOL, BRIN, Region.NOORD), Actor.operator(board)).result
    return made


def _import(school: UUID, operator: Actor) -> None:
    data = (files("app.cli") / "voorbeeldschool" / "edexml.xml").read_bytes()
    plan = send(PreviewRoll(school, data), operator).result
    send(ImportRoll(school, data, plan.digest), operator)


def _welcome(each: Colleague, school: UUID, operator: Actor) -> tuple[Colleague, str, str]:
    """Invite somebody, use the link, confirm their functions, make a token: password and token."""
    where = None if each.at_board else school
    email = f"{each.login}@vuurvlinder.example"
    link = send(InvitePerson(each.login, each.name, email, where, each.functions), operator).result
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    send(AcceptInvitation(link, password), guest_of(link))
    token = send(CreateToken(each.login), operator).result
    return each, password, token


def _publish(board: UUID, bundle_files: Mapping[str, bytes]) -> None:
    with parts().desk.reading(board) as work:
        if any(each.in_force for each in list_protocols(work, parts().desk.bundles)):
            return
    first = load_person(parts().desk, board, the_person(board, "s.devries"))
    send(PublishBundle(bundle_files, the_person(board, "r.postma"), settings().limits), first)


def _write(sign_ins: list[tuple[Colleague, str, str]]) -> None:
    """Names, passwords and tokens, for whoever tries the made-up school; readable by the owner alone."""
    lines = [f"De verzonnen school {SCHOOL}. Alles hierin is verzonnen; gebruik het nooit voor echte leerlingen.", ""]
    for each, password, token in sign_ins:
        lines += [
            f"{each.name} ({', '.join(each.functions)})", f"  aanmeldnaam  {each.login}",
            f"  wachtwoord   {password}", f"  token        {token}", "",
        ]  # fmt: skip
    target: Path = settings().data / SIGN_INS
    half = target.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text("\n".join(lines), "utf-8")
    half.replace(target)
    click.echo(f"Aanmeldingen en tokens staan in {target}.")
