"""`flask history verify`: whether what happened still holds, on this machine, for whoever trusts nobody."""

from __future__ import annotations

import json
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, Group, WrongUse, counted, shown
from app.cli.parts import parts
from app.queries.verification import Verdict, verify


@click.command(
    "verify", cls=Command, help="Nakijken of de geschiedenis klopt: ketens heel, en alles opnieuw zo te doen."
)
@click.option("--dossier", metavar="ID", help="Alleen dit dossier.")
@click.option("--all", "everything", is_flag=True, help="Alles van elk bestuur; ook zonder deze optie.")
@click.option("--json", "as_json", is_flag=True, help="Het oordeel als JSON.")
@click.pass_context
def verify_command(ctx: click.Context, dossier: str | None, *, everything: bool, as_json: bool) -> None:
    """Ends with 0 where it holds, 1 where it does not, 3 where it could not be judged."""
    if dossier and everything:
        message = "Kies --dossier of --all, niet allebei."
        raise WrongUse(message, ctx.command_path)
    verdict = _judged(_id(dossier, ctx) if dossier else None, ctx)
    click.echo(json.dumps(_as_dict(verdict)) if as_json else _told(verdict))
    ctx.exit(ExitCode.DOES_NOT_HOLD if verdict.wrong else ExitCode.NOT_JUDGED if verdict.unjudged else ExitCode.HOLDS)


def _judged(dossier: UUID | None, ctx: click.Context) -> Verdict:
    desk = parts(any_kek=True).desk
    whole = Verdict()
    with current_app.app_context():
        for board in desk.boards():
            with desk.reading(board, snapshot=True) as work:
                found = verify(work, desk.bundles, dossier)
            whole.streams += found.streams
            whole.facts += found.facts
            whole.steps += found.steps
            whole.wrong += found.wrong
            whole.unjudged += found.unjudged
    if dossier and not whole.streams:
        message = f"Er is geen dossier {dossier}."
        raise WrongUse(message, ctx.command_path)
    return whole


def _id(text: str, ctx: click.Context) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        message = f"“{shown(text[:60])}” is geen id van een dossier."
        raise WrongUse(message, ctx.command_path) from error


def _told(verdict: Verdict) -> str:
    looked = (
        f"{counted(verdict.streams, 'stroom', 'stromen')}, {counted(verdict.facts, 'feit', 'feiten')}, "
        f"{counted(verdict.steps, 'stap', 'stappen')} opnieuw uitgevoerd."
    )
    lines = [f"  FOUT    {shown(line)}" for line in verdict.wrong]
    lines += [f"  ONBEKEND  {shown(line)}" for line in verdict.unjudged]
    if verdict.wrong:
        end = "Dit klopt niet."
    elif verdict.unjudged:
        end = "Niet alles kon worden nagekeken."
    else:
        end = "De geschiedenis klopt."
    return "\n".join([*lines, looked, end])


def _as_dict(verdict: Verdict) -> dict[str, object]:
    return {
        "holds": verdict.holds, "streams": verdict.streams, "facts": verdict.facts, "steps": verdict.steps,
        "wrong": verdict.wrong, "unjudged": verdict.unjudged,
    }  # fmt: skip


history = Group("history", commands=[verify_command], help="De geschiedenis nakijken.")
