"""`flask history export`: a dossier for somebody outside, who needs nothing but Python to see whether it is whole."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, NotJudged, PathName, WrongUse, settings, shown
from app.cli.checkpoints import check_unbroken, id_of, kept_by, outside_of, put_outside
from app.cli.parts import parts
from app.cli.verifier import NAME, source
from app.domain.actors import Actor
from app.domain.errors import WrongStateError
from app.jobs.checkpoints import Outside
from app.parts import Parts
from app.queries.checkpoints import Held
from app.queries.exports import Export, covered, export_dossier, has_dossier, zipped


@click.command("export", cls=Command, help="Een dossier verzegeld uitvoeren, met het bewijs dat het heel is.")
@click.option("--dossier", required=True, metavar="ID", help="Welk dossier.")
@click.option("--out", required=True, type=PathName(), metavar="BESTAND", help="De zip die wordt gemaakt.")
@click.option("--since", type=PathName(), metavar="BESTAND", help="Een ouder ijkpunt, van wie de uitvoer krijgt.")
@click.pass_context
def export_command(ctx: click.Context, dossier: str, out: str, since: str | None) -> None:
    """Ends with 0 where it was made; 1 where the older checkpoint is not of this history, or one contradicts it.

    What is contradicted is made all the same, told so: it may be what somebody has to look at.
    """
    found, outside, wanted, kept = parts(), outside_of(), id_of(dossier, ctx), kept_by(since, ctx)
    if outside.key is None:
        raise NotJudged(f"LEIDRAAD_SIGNING_KEY_FILE: “{settings().signing_key_file}” is er niet. Zet het terug.")
    try:
        made, whole = _exported(found, outside, wanted, kept)
    except WrongStateError as error:
        click.echo(error.message, err=True)
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    if made is None:
        raise WrongUse(f"Er is geen dossier {wanted}.", ctx.command_path)
    _write(Path(out), made)
    click.echo(f"{shown(out)} is gemaakt, onder ijkpunt {made.number}. Nakijken: python {NAME} {shown(out)}")
    if not whole:
        click.echo("Met --since en een ijkpunt van voor de verandering bewijst de uitvoer wat er anders is.", err=True)
        ctx.exit(ExitCode.DOES_NOT_HOLD)


def _exported(found: Parts, outside: Outside, dossier: UUID, since: Held | None) -> tuple[Export | None, bool]:
    """Under a checkpoint of now, so that nothing of it is left unproven; and whether earlier ones agree with it."""
    if outside.key is None:
        return None, False
    with current_app.app_context():
        for board in found.desk.boards():
            with found.desk.reading(board) as work:
                there = has_dossier(work, dossier)
            if not there:
                continue
            whole = check_unbroken(found, outside, board, dossier)
            put_outside(found, outside, board)
            with found.desk.logging(board) as work:
                return export_dossier(work, Actor.operator(board), dossier, outside.key.public, since), whole
    return None, False


def _write(path: Path, made: Export) -> None:
    """The zip, made beside its place and put there at once, so that nobody ever has half of one."""
    beside = path.with_name(path.name + ".deel")
    beside.write_bytes(zipped(covered(made, source())))
    beside.replace(path)
