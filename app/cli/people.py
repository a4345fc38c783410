"""`flask school`, `flask person`, `flask token`, `flask people`: who is there, for whoever has the machine."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import click

from app.cli.border import (
    Command,
    ExitCode,
    Group,
    NotJudged,
    PathName,
    WrongUse,
    agreed,
    counted,
    settings,
    shown,
    why,
)
from app.cli.calendar import REGIONS, calendar_command
from app.cli.database import ready
from app.cli.parts import parts
from app.cli.places import board_option, school_option, send, the_board, the_person, the_school
from app.commands.access import CreateToken, RevokeToken
from app.commands.people import InvitePerson
from app.commands.roll import Imported, ImportRoll, PreviewRoll
from app.commands.schools import CreateBoard, CreateSchool, checked_brin, checked_name
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError
from app.domain.free_days import Region
from app.domain.roll_changes import RollPlan
from app.queries.access import has_token, read_tokens
from app.queries.places import boards_at, logins_at
from workflows import Calendar

INVITATION = "/uitnodiging/"
"""Where a one-time link leads, behind the address of this machine."""


@click.command("create", cls=Command, help="Een school beginnen; een bestuur dat er nog niet is, begint mee.")
@click.argument("name", metavar="NAAM")
@click.option("--brin", required=True, metavar="BRIN", help="Vier tekens, of zes met die van de vestiging.")
@click.option(
    "--region",
    required=True,
    type=REGIONS,
    help="Vakantieregio.",
)
@click.option(
    "--board",
    metavar="NAAM",
    help="Het bestuur; zonder deze optie het enige dat er is, of een met de naam van de school.",
)
def create_school_command(name: str, brin: str, region: str, board: str | None) -> None:
    """Make database and keys ready as well, so that this is the first thing that one types."""
    try:
        name, brin = checked_name(name), checked_brin(brin)  # before a board is made that would stay without a school
    except InvalidValueError as error:
        raise WrongUse(error.message, click.get_current_context().command_path) from error
    ready()
    found = boards_at(parts().desk)
    wanted = board or (found[0].name if len(found) == 1 else name)
    board_id = next((each.id for each in found if each.name.casefold() == wanted.casefold()), None)
    if board_id is None:
        board_id = parts().new_id()
        send(CreateBoard(wanted, board_id), Actor.operator(board_id))
    made = send(CreateSchool(name, brin, Region(region)), Actor.operator(board_id))
    click.echo(f"{shown(name)} is er nu, bij het bestuur “{shown(wanted)}”. Id van de school: {made.result}")


@click.command("invite", cls=Command, help="Iemand uitnodigen: geeft een link die één keer en zeven dagen werkt.")
@click.argument("login", metavar="AANMELDNAAM")
@click.option("--name", required=True, metavar="NAAM", help="Zoals collega's diegene kennen.")
@click.option("--email", default="", metavar="ADRES", help="Waar mail heen gaat.")
@click.option(
    "--function", "functions", multiple=True, metavar="FUNCTIE", help="Mag vaker: leerkracht, intern begeleider, …"
)
@click.option("--at-board", is_flag=True, help="Werkt bij het bestuur, voor alle scholen; niet bij één school.")
@school_option
@board_option
def invite_command(  # noqa: PLR0913  an option of the command line is an argument
    login: str, name: str, email: str, functions: tuple[str, ...], school: str | None, board: str | None, *,
    at_board: bool,
) -> None:  # fmt: skip
    """The link is shown here and kept nowhere."""
    board_id = the_board(board)
    where = None if at_board else the_school(board_id, school)
    command = InvitePerson(login, name, email, where, functions)
    secret = send(command, Actor.operator(board_id)).result
    click.echo(f"Geef deze link aan {shown(name)}. Hij werkt één keer, zeven dagen lang:")
    click.echo(f"{settings().address}{INVITATION}{secret}")


@click.command("create", cls=Command, help="Een token voor de API maken, voor één persoon.")
@click.option("--person", "login", required=True, metavar="AANMELDNAAM")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    metavar="DAGEN",
    help="Hoe lang het geldt; anders tot het wordt ingetrokken.",
)
@board_option
def create_token_command(login: str, days: int | None, board: str | None) -> None:
    """The token is shown here and kept nowhere."""
    board_id = the_board(board)
    the_person(board_id, login)
    until = parts().now() + timedelta(days=days) if days else None
    token = send(CreateToken(login, until), Actor.operator(board_id)).result
    click.echo(token)


@click.command("list", cls=Command, help="De tokens van iemand die nog gelden, elk met een id om in te trekken.")
@click.option("--person", "login", required=True, metavar="AANMELDNAAM")
@board_option
def list_tokens_command(login: str, board: str | None) -> None:
    """Their texts are kept nowhere, so only their days can be told."""
    board_id = the_board(board)
    person_id = the_person(board_id, login)
    with parts().desk.reading(board_id) as work:
        found = read_tokens(work, person_id)
    for each in found:
        until = f"tot {_day(each.until)}" if each.until else "tot het wordt ingetrokken"
        click.echo(f"{each.id}  van {_day(each.created_at)}, geldt {until}")
    if not found:
        click.echo(f"{shown(login)} heeft geen token dat nog geldt.")


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(Calendar.zone):%d-%m-%Y %H:%M}"


@click.command("revoke", cls=Command, help="Een token intrekken: het telt meteen niet meer.")
@click.argument("token_id", metavar="ID", type=click.UUID)
@board_option
def revoke_token_command(token_id: UUID, board: str | None) -> None:
    """By its id, because who has leaked it may not have its text any more."""
    board_id = the_board(board)
    with parts().desk.reading(board_id) as work:
        known = has_token(work, token_id)
    if not known:
        message = "Er is geen token met dit id dat nog geldt. Kijk welke er zijn: flask token list --person AANMELDNAAM"
        raise WrongUse(message, click.get_current_context().command_path)
    send(RevokeToken(token_id), Actor.operator(board_id))
    click.echo("Ingetrokken. Wie dit token heeft, komt er niet meer in.")


@click.command("import", cls=Command, help="Leerlingen, groepen en medewerkers inlezen: EDEXML 2.1 of CSV.")
@click.argument("path", metavar="BESTAND", type=PathName())
@click.option("--yes", is_flag=True, help="Meteen doen wat het voorbeeld laat zien.")
@click.option("--dry-run", is_flag=True, help="Alleen het voorbeeld; vraag niets en doe niets.")
@click.option("--json", "as_json", is_flag=True, help="Het voorbeeld als JSON; doet niets zonder --yes.")
@school_option
@board_option
@click.pass_context
def import_command(  # noqa: PLR0913  an option of the command line is an argument
    ctx: click.Context, path: str, school: str | None, board: str | None, *, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """First what would change, with each reason; then, when asked, the deed. Functions are proposed, never given."""
    if yes and dry_run:
        message = "Kies --yes of --dry-run, niet allebei."
        raise WrongUse(message, ctx.command_path)
    board_id = the_board(board)
    school_id, data, operator = the_school(board_id, school), _read(path), Actor.operator(board_id)
    plan: RollPlan = send(PreviewRoll(school_id, data), operator).result
    click.echo(json.dumps(plan.as_dict(), ensure_ascii=False, indent=2) if as_json else shown("\n".join(plan.lines())))
    if dry_run or (as_json and not yes):
        return
    if not yes and not agreed("\nDit zo inlezen?"):
        click.echo("Er is niets veranderd.")
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    done: Imported = send(ImportRoll(school_id, data, plan.digest), operator).result
    if not as_json:
        _tell(done, board_id, {"--school": school, "--board": board})


def _tell(done: Imported, board_id: UUID, where: Mapping[str, str | None]) -> None:
    """`where` holds the options that said which school it is; who invites must say so too."""
    click.echo("Ingelezen.")
    if done.alerted:
        who = counted(done.alerted, "vertrekkende leerling", "vertrekkende leerlingen")
        click.echo(f"Voor {who} met een dossier krijgt de intern begeleider bericht.")
    if done.proposals:
        logins = logins_at(parts().desk, board_id, [each.person for each in done.proposals])
        click.echo("Voorgestelde functies; er is er geen gegeven. Nodig iemand uit en geef de functie die klopt:")
        place = [word for option, said in where.items() if said for word in (option, said)]
        for each in done.proposals:
            words = [logins.get(each.person, ""), "--name", each.name, "--function", each.function, *place]
            # Somebody will give this to a shell, and the name is one that a file gave.
            click.echo(shown(f"  flask person invite {shlex.join(words)}"))


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"“{shown(path)}” kan niet worden gelezen: {why(error)}."
        raise NotJudged(message) from error


school = Group("school", commands=[create_school_command, calendar_command], help="Scholen.")
person = Group("person", commands=[invite_command], help="Medewerkers.")
token = Group(
    "token", commands=[create_token_command, list_tokens_command, revoke_token_command], help="Tokens voor de API."
)
people = Group("people", commands=[import_command], help="De leerlingen- en medewerkerslijst van de school.")
