"""`flask school calendar`: when a school is free, and its own days beside those of country and region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import click

from app.cli.border import Command, WrongUse, shown
from app.cli.parts import parts
from app.cli.places import board_option, school_option, send, the_board, the_school
from app.commands.free_days import notes_on
from app.commands.schools import SetFreeDays
from app.domain.actors import Actor
from app.domain.free_days import FreeDay, FreeKind, Region
from app.queries.calendars import free_days_at
from workflows import date_in_words

REGIONS = click.Choice([str(each) for each in Region], case_sensitive=False)


@click.command("calendar", cls=Command, help="De vrije dagen van een school; kijk ze elk jaar na.")
@click.option("--own-day", "own", multiple=True, metavar="DATUM=NAAM", help="Erbij: 2026-12-07=Studiedag.")
@click.option("--drop", multiple=True, metavar="DATUM", help="Eigen vrije dag eraf.")
@click.option("--region", type=REGIONS, help="Een andere vakantieregio.")
@click.option("--refresh", is_flag=True, help="Opnieuw berekenen, ook als er niets bij of af gaat.")
@school_option
@board_option
def calendar_command(
    own: tuple[str, ...], drop: tuple[str, ...], region: str | None, school: str | None, board: str | None, *,
    refresh: bool,
) -> None:  # fmt: skip
    """Without a change it only shows. Terms that run already keep the instant that was reckoned for them."""
    board_id = the_board(board)
    school_id = the_school(board_id, school)
    with parts().desk.reading(board_id) as work:
        here, days = free_days_at(work, school_id)
    mine = {each.day: each for each in days if each.kind is FreeKind.OWN}
    mine |= {each.day: each for each in map(_own_day, own)}
    for text in drop:
        if mine.pop(_date(text), None) is None:
            raise _wrong(f"Op {text} heeft de school geen eigen vrije dag.")
    if own or drop or region or refresh:
        command = SetFreeDays(school_id, Region(region or here), tuple(mine.values()))
        send(command, Actor.operator(board_id))
        with parts().desk.reading(board_id) as work:
            here, days = free_days_at(work, school_id)
    click.echo(f"Regio {here}")
    today = parts().now().date()
    for line in _lines(each for each in days if each.day >= today):
        click.echo(shown(line))
    for note in notes_on(today.year, today.year + 1):
        click.echo(f"Let op: {note}")


def _lines(days: Iterable[FreeDay]) -> Iterator[str]:
    """Days of one name that follow each other in one line."""
    span: list[FreeDay] = []
    for each in days:
        if span and (each.name != span[0].name or each.day - span[-1].day > timedelta(days=1)):
            yield _line(span)
            span = []
        span.append(each)
    if span:
        yield _line(span)


def _line(span: list[FreeDay]) -> str:
    first, last = date_in_words(span[0].day), date_in_words(span[-1].day)
    when = first if first == last else f"{first} t/m {last}"
    return f"  {when:<46}  {span[0].name} ({span[0].kind})"


def _own_day(text: str) -> FreeDay:
    day, _, name = text.partition("=")
    if not name.strip():
        raise _wrong(f"“{text}” noemt geen reden. Schrijf bijvoorbeeld 2026-12-07=Studiedag.")
    return FreeDay(_date(day), FreeKind.OWN, name.strip())


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise _wrong(f"“{text}” is geen datum. Schrijf jaar-maand-dag, bijvoorbeeld 2026-12-07.") from error


def _wrong(message: str) -> WrongUse:
    return WrongUse(shown(message), click.get_current_context().command_path)
