"""`flask history checkpoint`, and what the commands about checkpoints share."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, NotJudged, NotStarted, WrongUse, settings, shown
from app.cli.parts import parts
from app.commands.checkpoints import Made
from app.jobs.checkpoints import Outside, copy_out, make_one
from app.jobs.mail import Post, sender_for
from app.parts import Parts, signing_key
from app.queries.checkpoints import Held, contradicted, forked, held
from app.settings import SettingsError


def outside_of() -> Outside:
    """The key that signs and the place outside, as set. Raises NotStarted."""
    try:
        return Outside.at(signing_key(settings()), settings().checkpoints)
    except SettingsError as error:
        raise NotStarted(str(error)) from error


def kept_by(path: str | None, ctx: click.Context) -> Held | None:
    """The checkpoint in a file that somebody kept. Raises WrongUse for a file with something else in it."""
    if path is None:
        return None
    found = held(Path(path).read_bytes().decode("utf-8", "replace"))
    if found is None:
        message = f"“{shown(path)}” is geen ijkpunt. Geef het bestand zoals het werd gestuurd of neergelegd."
        raise WrongUse(message, ctx.command_path)
    return found


def id_of(text: str, ctx: click.Context) -> UUID:
    """The id of a dossier, as typed. Raises WrongUse."""
    try:
        return UUID(text)
    except ValueError as error:
        message = f"“{shown(text[:60])}” is geen id van een dossier."
        raise WrongUse(message, ctx.command_path) from error


def check_unbroken(found: Parts, outside: Outside, board: UUID, dossier: UUID | None = None) -> bool:
    """Whether the checkpoints so far agree with what stands; what does not is told, and a new one does not hide it.

    Raises NotJudged where checkpoints lie outside that are not here: the next would be a second one of its number.
    """
    with found.desk.reading(board, snapshot=True) as work:
        others = forked(work, outside.place)
        wrong = contradicted(work, dossier)
    if others:
        lines = "\n".join(f"  FOUT      {each}" for each in others)
        raise NotJudged(
            f"{lines}\nEr is geen ijkpunt gemaakt: deze database is ouder dan wat er buiten ligt, of er is iets "
            "verwisseld. Kijk de geschiedenis na: flask history verify. Is er een back-up teruggezet, bewaar die map "
            "dan apart en wijs een nieuwe aan: LEIDRAAD_CHECKPOINTS."
        )
    for each in wrong:
        click.echo(f"  FOUT      {each}", err=True)
    if wrong:
        click.echo("Eerdere ijkpunten zeggen iets anders dan wat er nu staat. Kijk na: flask history verify.", err=True)
    return not wrong


def put_outside(found: Parts, outside: Outside, board: UUID) -> tuple[Made | None, bool]:
    """Make a checkpoint of a board now; it, and whether it was written outside. In an app context."""
    sender, send = sender_for(settings().smtp_url)
    post = Post(sender, settings().address, send, found.now)
    made = make_one(found.bus, board, outside, at_once=True)
    return made, copy_out(found.desk, found.bus, board, outside, post) > 0


@click.command("checkpoint", cls=Command, help="Nu een ijkpunt maken, en wegschrijven buiten de database.")
@click.pass_context
def checkpoint_command(ctx: click.Context) -> None:
    """Ends with 0 where it was made and written outside, 1 where it was not written or earlier ones say otherwise.

    3 where there is no key, or what lies outside is of another history.
    """
    found, outside = parts(), outside_of()
    if outside.key is None:
        raise NotJudged(f"LEIDRAAD_SIGNING_KEY_FILE: “{settings().signing_key_file}” is er niet. Zet het terug.")
    with current_app.app_context():
        whole = [check_unbroken(found, outside, board) for board in found.desk.boards()]
        made = {board: put_outside(found, outside, board) for board in found.desk.boards()}
    for board, (one, left) in made.items():
        if one is not None:
            click.echo(f"Bestuur {board}: ijkpunt {one.number}. De sleutel om het na te kijken:\n  {one.verifier_key}")
        if not left:
            click.echo(f"Niet weggeschreven naar {shown(outside.place)}: kijk of dat er is, en van wie.", err=True)
    fine = all(whole) and all(left for _, left in made.values())
    ctx.exit(ExitCode.HOLDS if fine else ExitCode.DOES_NOT_HOLD)
