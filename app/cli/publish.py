"""`flask protocol publish FOLDER`: checks, plays the scenarios, asks for two names, and brings it into force."""

from __future__ import annotations

import click

from app.cli.border import Command, ExitCode, NotJudged, PathName, WrongUse, counted, settings, shown
from app.cli.bundles import load
from app.cli.parts import parts
from app.cli.places import board_option, send, the_board, the_person
from app.commands.protocols import PublishBundle, judge
from app.queries.people import load_person


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
    click.echo("Nakijken en scenario's spelen…")
    verdict = judge(files, settings().limits)
    if verdict.objections:
        for line in verdict.objections:
            click.echo(f"  FOUT  {shown(line)}")
        click.echo("Dit gaat zo niet in gebruik.")
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    played = counted(verdict.played, "scenario", "scenario's")
    click.echo(f"“{shown(bundle.name)}” klopt: {played} gespeeld.")
    first = by or click.prompt("Aanmeldnaam van wie publiceert")
    other = second or click.prompt("Aanmeldnaam van wie ermee instemt (een ander)")
    if first.strip().casefold() == other.strip().casefold():
        message = "Publiceren doe je met zijn tweeën: noem twee verschillende mensen."
        raise WrongUse(message, ctx.command_path)
    actor = load_person(parts().desk, board_id, the_person(board_id, first))
    done = send(PublishBundle(files, the_person(board_id, other), settings().limits), actor).result
    click.echo(
        f"“{shown(done.name)}” is nu in gebruik (versie {done.geheel[:12]}). Routes die al lopen, blijven op de hunne."
    )
