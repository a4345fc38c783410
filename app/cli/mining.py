"""`flask history mine`: what happened in all dossiers, without names, for whoever studies how the work goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Final
from zoneinfo import ZoneInfo

import click
from flask import current_app

from app.cli.border import Command, PathName, WrongUse, counted, shown
from app.cli.parts import parts
from app.cli.places import board_option, the_board, the_school
from app.queries.mining import Case, Names, Span, cases, write_ocel, write_sheet, write_xes

WRITERS: Final[dict[str, Callable[[Iterable[Case], IO[bytes]], int]]] = {
    "xes": write_xes, "ocel": write_ocel, "csv": write_sheet,
}  # fmt: skip
_HERE: Final = ZoneInfo("Europe/Amsterdam")


@click.command("mine", cls=Command, help="Het verloop van alle dossiers uitvoeren zonder namen, voor process mining.")
@click.option("--format", "kind", required=True, metavar="|".join(WRITERS), help="Welk bestand.")
@click.option("--out", required=True, type=PathName(), metavar="BESTAND", help="Het bestand dat wordt gemaakt.")
@click.option("--school", metavar="BRIN", help="Alleen deze school.")
@click.option("--from", "begin", metavar="DATUM", help="Alleen routes die op deze dag of later begonnen.")
@click.option("--to", "end", metavar="DATUM", help="Alleen routes die op deze dag of eerder begonnen.")
@board_option
@click.pass_context
def mine_command(  # noqa: PLR0913  an option each
    ctx: click.Context, *, kind: str, out: str, school: str | None, begin: str | None, end: str | None,
    board: str | None,
) -> None:  # fmt: skip
    """Ends with 0 where the file was made."""
    if kind not in WRITERS:
        message = f"--format {shown(kind[:20])} ken ik niet. Kies uit: {', '.join(WRITERS)}."
        raise WrongUse(message, ctx.command_path)
    with current_app.app_context():
        of = the_board(board)
        schools = frozenset({the_school(of, school)}) if school else None
        last = _day(end, ctx)
        span = Span(schools, _midnight(_day(begin, ctx)), _midnight(last + timedelta(days=1)) if last else None)
        desk, path = parts().desk, Path(out)
        beside = path.with_name(path.name + ".deel")
        with beside.open("wb") as target:
            count = WRITERS[kind](cases(desk, of, desk.bundles, span, Names()), target)
        beside.replace(path)
    click.echo(f"{shown(out)} is gemaakt, met {counted(count, 'dossier', 'dossiers')}.")


def _day(text: str | None, ctx: click.Context) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"“{shown((text or '')[:20])}” is geen dag. Schrijf jaar-maand-dag: 2026-09-01."
        raise WrongUse(message, ctx.command_path) from error


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), _HERE) if day else None
