"""`flask history verify`, `reexecute` and `conform`: the three verdicts, for a shell and for whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar
from uuid import UUID

import click
from flask import current_app

from app.cli.border import Command, ExitCode, PathName, WrongUse, counted, progress, shown
from app.cli.checkpoints import id_of, kept_by, outside_of
from app.cli.parts import parts
from app.queries.checkpoints import Held
from app.queries.desk import Desk
from app.queries.verdicts import Asked, Found, Sort, Verdict, Which, all_dossiers, judge, judge_rest

_WORDS: Final = {
    Sort.WRONG: "FOUT    ", Sort.UNJUDGED: "ONBEKEND", Sort.ERASED: "GEWIST  ", Sort.DEPARTED: "AFGEWEKEN",
    Sort.LATE: "TE LAAT ", Sort.UNSAID: "NOG NIET ",
    Sort.KEPT: "GEHOUDEN",
}  # fmt: skip
_NOT_ASKED, _NOT_TO_ITS_END = "niet nagekeken", "niet tot het einde nagekeken"
Kind = TypeVar("Kind", bound=Callable[..., object])


def _options(command: Kind) -> Kind:
    """What all three share."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Het oordeel als JSON."),
        click.option("--after", metavar="ID", help="Ga verder na dit dossier, waar een eerdere keer werd gestopt."),
        click.option("--all", "everything", is_flag=True, help="Alles van elk bestuur; ook zonder deze optie."),
        click.option("--dossier", metavar="ID", help="Alleen dit dossier."),
    ):
        command = option(command)
    return command


@click.command(
    "verify", cls=Command, help="Nakijken of de geschiedenis klopt: ketens heel, en alles opnieuw zo te doen."
)
@_options
@click.option("--against", type=PathName(), metavar="BESTAND", help="Een ijkpunt dat je van eerder hebt bewaard.")
@click.pass_context
def verify_command(
    ctx: click.Context, dossier: str | None, after: str | None, against: str | None, *, everything: bool, as_json: bool
) -> None:
    """Ends with 0 where it holds, 1 where it does not, 3 where it could not be judged or was stopped."""
    _either(ctx, dossier, after, everything=everything)
    if dossier and against:
        message = "Kies --dossier of --against, niet allebei."
        raise WrongUse(message, ctx.command_path)
    verdicts = frozenset({Which.INTEGRITY, Which.COMPLETENESS})
    _run(ctx, dossier, after, Asked(kept=kept_by(against, ctx), verdicts=verdicts), as_json=as_json)


@click.command("reexecute", cls=Command, help="Alles opnieuw uitvoeren: komt er dezelfde toestand uit als toen?")
@_options
@click.pass_context
def reexecute_command(
    ctx: click.Context, dossier: str | None, after: str | None, *, everything: bool, as_json: bool
) -> None:
    """Ends as `verify`; what was destroyed as it should be is told, and does not count as broken."""
    _either(ctx, dossier, after, everything=everything)
    _run(ctx, dossier, after, Asked(verdicts=frozenset({Which.COMPLETENESS})), as_json=as_json)


@click.command("conform", cls=Command, help="Nakijken of wat er gebeurde de regels van het protocol houdt.")
@_options
@click.pass_context
def conform_command(
    ctx: click.Context, dossier: str | None, after: str | None, *, everything: bool, as_json: bool
) -> None:
    """Ends with 0 where every rule was kept or departed from as it may be, 1 where one was broken, 3 as `verify`."""
    _either(ctx, dossier, after, everything=everything)
    _run(ctx, dossier, after, Asked(verdicts=frozenset({Which.CONFORMITY})), as_json=as_json)


def _either(ctx: click.Context, dossier: str | None, after: str | None, *, everything: bool) -> None:
    if dossier and (everything or after):
        message = f"Kies --dossier of {'--all' if everything else '--after'}, niet allebei."
        raise WrongUse(message, ctx.command_path)


def _run(ctx: click.Context, dossier: str | None, after: str | None, asked: Asked, *, as_json: bool) -> None:
    asked = replace(asked, alone=dossier is not None)
    verdict, stopped = _judged(
        id_of(dossier, ctx) if dossier else None, id_of(after, ctx) if after else None, asked, ctx
    )
    said = _as_json if as_json else _told
    click.echo(said(verdict, asked, stopped=bool(stopped)))
    if stopped:
        click.echo(f"Gestopt. Verder gaat het met: flask history {ctx.info_name}{stopped}", err=True)
    wrong, unjudged = verdict.wrong, verdict.unjudged or stopped
    ctx.exit(ExitCode.DOES_NOT_HOLD if wrong else ExitCode.NOT_JUDGED if unjudged else ExitCode.HOLDS)


def _judged(dossier: UUID | None, after: UUID | None, asked: Asked, ctx: click.Context) -> tuple[Verdict, str]:
    """The verdict, and with which option it goes on where somebody pressed Ctrl-C; else nothing."""
    desk, outside = parts(any_kek=True).desk, outside_of()
    asked = replace(asked, place=outside.place)
    if outside.key is not None:
        asked = replace(asked, public=outside.key.public, before=outside.key.before)
    with current_app.app_context():
        boards = desk.boards()
        todo = _from([each for board in boards for each in _todo(desk, board, dossier)], after, ctx)
        whole, stopped = _all(desk, todo, asked)
    if asked.kept and asked.kept.board not in boards:
        whole.found.append(_unknown(asked.kept))
    if dossier and not whole.streams and not whole.found and not stopped:
        message = f"Er is geen dossier {dossier}."
        raise WrongUse(message, ctx.command_path)
    return whole, stopped


def _unknown(kept: Held) -> Found:
    message = f"bestuur {kept.board}, waarvan jij een ijkpunt bewaarde, is er niet."
    return Found(Which.INTEGRITY, Sort.WRONG, message)


def _todo(desk: Desk, board: UUID, dossier: UUID | None) -> list[tuple[UUID, UUID | None]]:
    """What is looked at in one board, dossier by dossier, and last what belongs to none."""
    if dossier is not None:
        return [(board, dossier)]
    with desk.reading(board, snapshot=True) as work:
        return [*((board, each) for each in all_dossiers(work)), (board, None)]


def _from(
    todo: list[tuple[UUID, UUID | None]], after: UUID | None, ctx: click.Context
) -> list[tuple[UUID, UUID | None]]:  # fmt: skip
    places = [place for place, (_, dossier) in enumerate(todo) if after is not None and dossier == after]
    if after is not None and not places:
        message = f"Er is geen dossier {after}."
        raise WrongUse(message, ctx.command_path)
    return todo[places[0] + 1 :] if places else todo


def _all(desk: Desk, todo: list[tuple[UUID, UUID | None]], asked: Asked) -> tuple[Verdict, str]:
    """Judge, each dossier as it is at one instant, so that the school keeps working."""
    whole, last = Verdict(), ""
    try:
        with progress(todo, len(todo), "Dossiers") as each_one:
            for board, dossier in each_one:
                with desk.reading(board, snapshot=True) as work:
                    found = (
                        judge(work, desk.bundles, dossier, asked) if dossier else judge_rest(work, desk.bundles, asked)
                    )
                whole.add(found)
                last = f" --after {dossier}" if dossier else last
    except KeyboardInterrupt:
        return whole, last or " "
    return whole, ""


def _told(verdict: Verdict, asked: Asked, *, stopped: bool) -> str:
    looked = [
        f"{counted(verdict.streams, 'stroom', 'stromen')}, {counted(verdict.facts, 'feit', 'feiten')}",
        f"{counted(verdict.steps, 'stap', 'stappen')} opnieuw uitgevoerd",
    ]
    if Which.INTEGRITY in asked.verdicts and (verdict.checkpoints or not asked.alone):
        looked.append(counted(verdict.checkpoints, "ijkpunt", "ijkpunten"))
    if Which.CONFORMITY in asked.verdicts:
        looked.append(f"{counted(verdict.rules, 'regel', 'regels')} nagekeken")
    lines = [
        f"  {_WORDS[each.sort]}  {shown(_placed(each, asked))}"
        for sort in Sort for each in verdict.found if each.sort is sort
    ]  # fmt: skip
    return "\n".join([*lines, f"{', '.join(looked)}.", _end(verdict, asked, stopped=stopped)])


def _end(verdict: Verdict, asked: Asked, *, stopped: bool) -> str:
    if verdict.wrong:
        return "Dit klopt niet."
    if verdict.unjudged or stopped:
        return "Niet alles kon worden nagekeken."
    if asked.verdicts == {Which.COMPLETENESS}:
        return "Alles kwam weer zo uit als toen."
    return "De regels zijn gehouden." if asked.verdicts == {Which.CONFORMITY} else "De geschiedenis klopt."


def _placed(found: Found, asked: Asked) -> str:
    """The line of a finding, with the dossier before it where more than one is looked at."""
    known = asked.alone or found.dossier is None or str(found.dossier) in found.line
    return found.line if known else f"dossier {found.dossier}, {found.line}"


def _as_json(verdict: Verdict, asked: Asked, *, stopped: bool) -> str:
    """For a program. Of what was not asked, or not looked at to its end, it is never said that it holds."""
    fine = _NOT_TO_ITS_END if stopped else "houdt"
    standing = {
        str(which): str(verdict.standing(which) or fine) if which in asked.verdicts else _NOT_ASKED for which in Which
    }
    told = {
        "holds": verdict.holds and not stopped, "streams": verdict.streams, "facts": verdict.facts,
        "steps": verdict.steps, "checkpoints": verdict.checkpoints, "rules": verdict.rules, "wrong": verdict.wrong,
        "unjudged": verdict.unjudged, "verdicts": standing, "found": [each.as_dict() for each in verdict.found],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
