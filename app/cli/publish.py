"""`flask protocol publish FOLDER`: checks, plays the scenarios, asks for two names, and brings it into force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import click

from app.cli.border import Command, ExitCode, NotJudged, PathName, WrongUse, counted, settings, shown
from app.cli.bundles import load
from app.cli.parts import parts
from app.cli.places import board_option, send, the_board, the_person, the_school
from app.commands.protocols import PublishBundle, judge
from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.in_force import Reach, Target
from app.domain.permissions import Permission, may
from app.parts import signing_key
from app.queries.in_force import turn_now
from app.queries.passing import count
from app.queries.people import load_person
from app.queries.whatif import Which
from workflows import Calendar, date_in_words

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
@click.option("--from", "day", metavar="DATUM", help="Vanaf welke dag, als 2027-08-01; anders meteen.")
@click.option("--school", metavar="BRIN", help="Alleen voor deze school; anders voor het hele bestuur.")
@click.option(
    "--pilot",
    metavar="AANMELDNAAM",
    multiple=True,
    help="Een proef: alleen voor deze collega op die school.",
)
@board_option
@click.pass_context
def publish_command(  # noqa: PLR0913  an option each
    ctx: click.Context, *, path: str, by: str | None, second: str | None, day: str | None, school: str | None,
    pilot: tuple[str, ...], board: str | None,
) -> None:  # fmt: skip
    """Ends with 0 where it is in force, or will be, 1 where something stands in the way."""
    board_id = the_board(board)
    target = _target(board_id, day, school, pilot, ctx.command_path)
    turn = _turn(board_id)
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
    click.echo("Nakijken, scenario's spelen en regels bewijzen…")
    verdict = judge(files, settings().limits)
    if verdict.objections:
        for line in verdict.objections:
            click.echo(f"  FOUT  {shown(line)}")
        click.echo("Dit gaat zo niet in gebruik.")
        ctx.exit(ExitCode.DOES_NOT_HOLD)
    for line in verdict.remarks:
        click.echo(f"  LET OP  {shown(line)}")
    played = counted(verdict.played, "scenario", "scenario's")
    click.echo(f"“{shown(bundle.name)}” klopt: {played} gespeeld.")
    if count(parts().desk, board_id, Which()):
        click.echo(f"  LET OP  Hier niet geprobeerd op de routes die er zijn: flask protocol whatif {shown(path)}")
    key = signing_key(settings())
    done = send(PublishBundle(files, agreeing.id, settings().limits, target, turn, key), actor).result
    when = "nu" if target.day is None or done.since.astimezone(Calendar.zone).date() > target.day else _when(done.since)
    click.echo(
        f"“{shown(done.name)}” is {when} in gebruik{_for(target, school)} (versie {done.geheel[:12]}). "
        "Routes die al lopen, blijven op de hunne."
    )


def _target(board: UUID, day: str | None, school: str | None, pilot: Sequence[str], path: str) -> Target:
    """For whom, and from when. Raises WrongUse."""
    try:
        begins = date.fromisoformat(day) if day else None
    except ValueError:
        raise WrongUse(f"“{shown(day or '')}” is geen dag. Schrijf hem als 2027-08-01.", path) from None
    if pilot and not school:
        raise WrongUse("Een proef is op één school: noem die met --school.", path)
    people = frozenset(the_person(board, each) for each in pilot)
    return Target(the_school(board, school) if school else None, people, begins)


def _turn(board: UUID) -> int:
    with parts().desk.reading(board) as work:
        return turn_now(work)


def _for(target: Target, school: str | None) -> str:
    if target.reach is Reach.BOARD:
        return ""
    who = counted(len(target.people), "persoon", "mensen")
    return f" op school {shown(school or '')}" + (f", als proef van {who}" if target.people else "")


def _when(since: datetime) -> str:
    return f"vanaf {date_in_words(since.astimezone(Calendar.zone).date())}"


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
