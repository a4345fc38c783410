"""`flask history key`: which key signs, and putting another in its place so that everybody outside can follow."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, NotJudged, settings
from app.cli.checkpoints import outside_of, put_outside
from app.cli.parts import parts
from app.commands.checkpoints import MakeCheckpoint, SigningKey
from app.commands.renewing import coming_key, put_in_place
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.domain.errors import WrongStateError
from app.jobs.checkpoints import Outside
from app.parts import Parts
from app.queries.signatures import changes_of, told_keys


@click.command("key", cls=Command, help="Welke sleutel tekent, en een nieuwe in de plaats zetten.")
@click.option("--renew", is_flag=True, help="Een nieuwe sleutel maken, aangekondigd en getekend met de oude.")
@click.pass_context
def key_command(ctx: click.Context, *, renew: bool) -> None:
    """Ends with 0 where it is so, 1 where a copy was not written outside, 3 where there is no key."""
    found, outside = parts(), outside_of()
    if outside.key is None:
        raise NotJudged(f"LEIDRAAD_SIGNING_KEY_FILE: “{settings().signing_key_file}” is er niet. Zet het terug.")
    left = True
    with current_app.app_context():
        if renew:
            try:
                outside, left = _renewed(found, outside, outside.key)
            except WrongStateError as error:
                raise NotJudged(error.message) from error
        for line in _told(found, outside.key) if outside.key else ():
            click.echo(line)
    if renew:
        click.echo("Bewaar ook van de nieuwe sleutel een afschrift elders, en geef hem aan wie ijkpunten bewaart.")
    if not left:
        click.echo("Niet alle ijkpunten zijn buiten de database weggeschreven; de worker probeert het weer.", err=True)
    ctx.exit(ExitCode.HOLDS if left else ExitCode.DOES_NOT_HOLD)


def _renewed(found: Parts, outside: Outside, key: SigningKey) -> tuple[Outside, bool]:
    """Announce, put in place, and sign once with it. Broken off, it is begun again and goes on with the same key."""
    place = settings().signing_key_file
    new = coming_key(place, key)
    for board in found.desk.boards():
        if not _announced(found, board, new):
            while found.bus.send(SealReads(), by=Actor.system(board)).result:
                pass
            found.bus.send(MakeCheckpoint(key, at_once=True, successor=new.public), by=Actor.system(board))
            put_outside(found, Outside(None, outside.place), board)
    put_in_place(place)
    after = Outside(new, outside.place)
    left = [put_outside(found, after, board)[1] for board in found.desk.boards()]
    return after, all(left)


def _announced(found: Parts, board: UUID, new: SigningKey) -> bool:
    with found.desk.reading(board) as work:
        changes = changes_of(work)
    return bool(changes) and changes[-1].succession.new == new.public


def _told(found: Parts, key: SigningKey) -> Iterable[str]:
    for board in found.desk.boards():
        with found.desk.reading(board) as work:
            now, before = told_keys(work, key.public)
        yield f"Bestuur {board}: nu tekent\n  {now}"
        for number, text in before:
            yield f"tot en met ijkpunt {number}\n  {text}"
