"""`flask protocol publish FOLDER`: checks, plays the scenarios, asks for two names, and brings it into force."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import click

from app.cli.border import Command, ExitCode, NotJudged, PathName, WrongUse, counted, settings, shown
from app.cli.bundles import load
from app.cli.parts import parts
from app.cli.places import board_option, send, the_board, the_person
from app.commands.protocols import PublishBundle, judge
from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.queries.people import load_person

_WHO_MAY: Final = (
    "Dat kan wie coördinator, intern begeleider, directeur of bestuur is. Geef diegene zo'n functie, bijvoorbeeld: "
    "flask person invite {login} --name NAAM --function coördinator."
)


@click.command("publish", cls=Command, help="Een protocol nakijken, beproeven en met zijn tweeën in gebruik nemen.")
@click.argument("path", metavar="MAP", type=PathName())
@click.option("--by", metavar="AANMELDNAAM", help="Wie het publiceert; zonder deze optie wordt ernaar gevraagd.")
@click.option(
    "--second", metavar="AANMELDNAAM", help="Wie ermee instemt: een ander; zonder deze optie wordt ernaar gevraagd."
)
@board_option
@click.pass_context
def publish_command(ctx: click.Context, path: str, by: str | None, second: str | None, board: str | None) -> None:
    """Ends with 0 where it is in force, 1 where something stands in the way."""
    board_id = the_board(board)
    try:
        bundle, files = load(path)
    except NotJudged as error:
        click.echo(shown(error.message))
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    first = by or click.prompt("Aanmeldnaam van wie publiceert")
    other = second or click.prompt("Aanmeldnaam van wie ermee instemt (een ander)")
    if first.strip().casefold() == other.strip().casefold():
        message = "Publiceren doe je met zijn tweeën: noem twee verschillende mensen."
        raise WrongUse(message, ctx.command_path)
    actor, agreeing = (_publisher(board_id, each, ctx.command_path) for each in (first, other))
    click.echo("Nakijken en scenario's spelen…")
    verdict = judge(files, settings().limits)
    if verdict.objections:
        for line in verdict.objections:
            click.echo(f"  FOUT  {shown(line)}")
        click.echo("Dit gaat zo niet in gebruik.")
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    played = counted(verdict.played, "scenario", "scenario's")
    click.echo(f"“{shown(bundle.name)}” klopt: {played} gespeeld.")
    done = send(PublishBundle(files, agreeing.id, settings().limits), actor).result
    click.echo(
        f"“{shown(done.name)}” is nu in gebruik (versie {done.geheel[:12]}). Routes die al lopen, blijven op de hunne."
    )


def _publisher(board: UUID, login: str, path: str) -> Actor:
    """Somebody who may publish. Raises WrongUse, before anything is judged: judging takes long."""
    person = the_person(board, login)
    try:
        found = load_person(parts().desk, board, person)
    except NotFoundError:
        message = f"“{shown(login)}” kan zich niet aanmelden. Nodig die persoon opnieuw uit: flask person invite."
        raise WrongUse(message, path) from None
    if not may(found, Permission.PUBLISH):
        message = f"“{shown(login)}” mag geen protocol publiceren. {_WHO_MAY.format(login=shown(login.strip()))}"
        raise WrongUse(message, path)
    return found
