"""`flask protocol migrate`: running routes to another version, one by one; a dry run, by hand, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, NotJudged, PathName, WrongUse, counted, progress, shown
from app.cli.checkpoints import id_of
from app.cli.parts import parts
from app.cli.places import board_option, school_option, send, the_board, the_person, the_school
from app.commands.migrating import MigrateRoute, UndoMigration
from app.commands.tasks import checked_reason
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, NotFoundError
from app.domain.permissions import Permission, may
from app.queries.migration import Plan, Tried, Which, each_back, each_tried, version_meant
from app.queries.passing import count
from app.queries.people import load_person
from workflows import ByHand

_NO_SUCH: Final = "Er is niet precies één gepubliceerde versie die zo begint. Noem meer van haar kenmerk."
_NONE: Final = "Er is nog geen protocol in gebruik. Publiceer er eerst een: flask protocol publish MAP."


@dataclass(slots=True)
class _Asked:
    """What was asked for."""

    board: UUID
    plan: Plan
    which: Which
    undo: bool
    dry: bool
    by: Actor | None = None
    reason: str = ""


@dataclass(slots=True)
class _Done:
    """What became of it."""

    gone: list[Tried] = field(default_factory=list)
    stayed: list[Tried] = field(default_factory=list)

    @property
    def code(self) -> ExitCode:
        if any(each.readable for each in self.stayed):
            return ExitCode.DOES_NOT_HOLD
        return ExitCode.NOT_JUDGED if self.stayed else ExitCode.HOLDS


@click.command("migrate", cls=Command, help="Lopende routes naar een andere versie van het protocol brengen.")
@click.option("--dry-run", "dry", is_flag=True, help="Alleen kijken: welke routes kunnen mee, en waarom andere niet.")
@click.option("--undo", is_flag=True, help="Terugzetten wat nog niet verder ging.")
@click.option("--to", metavar="VERSIE", help="Begin van het kenmerk van de versie; anders die in gebruik is.")
@click.option("--map", "mapping", type=PathName(), metavar="BESTAND", help="Wat je met de hand koos, als JSON.")
@click.option("--alike", is_flag=True, help="Ook routes op een versie die hetzelfde doet.")
@click.option("--route", metavar="ID", help="Alleen deze route.")
@click.option("--by", metavar="AANMELDNAAM", help="Wie het doet; zonder deze optie wordt ernaar gevraagd.")
@click.option("--reason", metavar="TEKST", help="Waarom; het komt in de geschiedenis van elke route.")
@click.option("--json", "as_json", is_flag=True, help="De uitkomst per route als JSON.")
@school_option
@board_option
@click.pass_context
def migrate_command(  # noqa: PLR0913  an option each
    ctx: click.Context, *, dry: bool, undo: bool, to: str | None, mapping: str | None, alike: bool, route: str | None,
    by: str | None, reason: str | None, as_json: bool, school: str | None, board: str | None,
) -> None:  # fmt: skip
    """Ends with 0 where every route went (or could), 1 where one stays, 3 where one cannot be read."""
    by_hand = _by_hand(mapping)
    with current_app.app_context():
        of = the_board(board)
        target = version_meant(parts().desk, of, to)
        if target is None:
            raise WrongUse(_NO_SUCH if to else _NONE, ctx.command_path)
        which = Which(
            frozenset({the_school(of, school)}) if school else None, running=True, on=target if undo else None,
            off=None if undo else target, route=id_of(route, ctx) if route else None,
        )  # fmt: skip
        asked = _Asked(of, Plan(target, by_hand, alike), which, undo, dry)
        if not dry:
            asked.by, asked.reason = _who(of, by, ctx.command_path), _why(reason, ctx.command_path)
        done = _Done()
        with progress(_each(asked), count(parts().desk, of, which), "Routes") as routes:
            for each, gone in routes:
                if each is not None:
                    (done.gone if gone else done.stayed).append(each)
    click.echo(json.dumps(_as_dict(asked, done), ensure_ascii=False) if as_json else _told(asked, done))
    ctx.exit(done.code)


def _each(asked: _Asked) -> Iterator[tuple[Tried | None, bool]]:
    """Each route, and whether it went. Broken off at any, it is begun again: what went is not there any more."""
    desk = parts().desk
    found = each_back(desk, asked.board, asked.which) if asked.undo else each_tried(
        desk, asked.board, asked.plan, asked.which
    )  # fmt: skip
    for each in found:
        if each is None or not each.fits or asked.by is None:
            yield each, each is not None and each.fits
        else:
            yield _carried_out(asked, each, asked.by)


def _carried_out(asked: _Asked, each: Tried, by: Actor) -> tuple[Tried, bool]:
    command: MigrateRoute | UndoMigration = UndoMigration(each.route, asked.reason)
    if not asked.undo:
        plan = asked.plan
        command = MigrateRoute(each.route, plan.to, asked.reason, plan.by_hand.arguments(), plan.alike)
    try:
        send(command, by)
    except (WrongUse, NotJudged) as error:  # it moved meanwhile, or is not theirs to move
        return Tried(each.route, each.dossier, each.number, each.name, False, (error.message,)), False
    return each, True


def _by_hand(path: str | None) -> ByHand:
    if path is None:
        return ByHand()
    try:
        return ByHand.of(json.loads(Path(path).read_text("utf-8")))
    except json.JSONDecodeError as error:
        message = f"“{shown(path)}” is geen JSON: regel {error.lineno}."
        raise NotJudged(message) from error


def _who(board: UUID, by: str | None, path: str) -> Actor:
    login = by or click.prompt("Aanmeldnaam van wie de routes overzet")
    try:
        found = load_person(parts().desk, board, the_person(board, login))
    except NotFoundError:
        message = f"“{shown(login)}” kan zich niet aanmelden. Nodig die persoon opnieuw uit: flask person invite."
        raise WrongUse(message, path) from None
    if not may(found, Permission.PUBLISH):
        message = (
            f"“{shown(login)}” mag geen routes overzetten. Dat kan wie coördinator, intern begeleider, directeur of "
            "bestuur is."
        )
        raise WrongUse(message, path)
    return found


def _why(reason: str | None, path: str) -> str:
    try:
        return checked_reason(reason if reason is not None else click.prompt("Waarom gaan deze routes over"))
    except FormInvalidError as error:
        raise WrongUse(" ".join(line for said in error.errors.values() for line in said), path) from error


def _told(asked: _Asked, done: _Done) -> str:
    lines = []
    goes = f"{'kan' if asked.dry else 'is'} {'terug' if asked.undo else 'mee' if asked.dry else 'over'}"
    for each, what in [*((one, goes) for one in done.gone), *(
        (one, "blijft") for one in done.stayed
    )]:  # fmt: skip
        lines.append(f"{what:>9}  “{shown(each.name)}”, route {each.number} van dossier {each.dossier} ({each.route})")
        lines += [f"           {shown(line)}" for line in (*each.reasons, *(each.notes if asked.dry else ()))]
    could = "kunnen" if asked.dry else "gingen"
    where = "terug" if asked.undo else f"naar versie {asked.plan.to[:12]}"
    gone = counted(len(done.gone), "route", "routes")
    stayed = counted(len(done.stayed), "route", "routes")
    return "\n".join([*lines, f"{could.capitalize()} {where}: {gone}. Blijven waar ze zijn: {stayed}."])


def _as_dict(asked: _Asked, done: _Done) -> dict[str, Any]:
    def one(each: Tried, *, gone: bool) -> dict[str, Any]:
        return {
            "route": str(each.route), "dossier": str(each.dossier), "number": each.number, "name": each.name,
            "goes": gone, "reasons": list(each.reasons), "notes": list(each.notes),
        }  # fmt: skip

    return {
        "to": asked.plan.to, "undo": asked.undo, "dry_run": asked.dry,
        "routes": [*(one(each, gone=True) for each in done.gone), *(one(each, gone=False) for each in done.stayed)],
    }  # fmt: skip
