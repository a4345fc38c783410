"""`flask protocol whatif FOLDER`: how all routes of the school would have gone on a draft, as numbers."""

from __future__ import annotations

import json
from typing import Final

import click
from flask import current_app

from app.cli.border import Command, ExitCode, PathName, progress, shown
from app.cli.bundles import load
from app.cli.parts import parts
from app.cli.places import board_option, school_option, the_board, the_school
from app.domain.suppression import Cell, Hidden
from app.queries.passing import count
from app.queries.whatif import Aside, Shown, Tally, Which, each_route
from workflows import Fate

_ENDS: Final = {
    ExitCode.HOLDS: "Alle routes zouden hetzelfde gaan.", ExitCode.DOES_NOT_HOLD: "Niet alles zou hetzelfde gaan.",
    ExitCode.NOT_JUDGED: "Niet alle routes waren te lezen.",
}  # fmt: skip
_SAID: Final = {Fate.SAME: "gaan hetzelfde", Fate.OTHER: "gaan anders", Fate.STUCK: "lopen vast"}
_MOST: Final = 40
"""Places that are told in words; `--json` tells all."""


@click.command("whatif", cls=Command, help="Hoe alle routes, lopend en af, op dit ontwerp zouden zijn gegaan.")
@click.argument("path", metavar="MAP", type=PathName())
@click.option("--json", "as_json", is_flag=True, help="De uitkomst als JSON.")
@school_option
@board_option
@click.pass_context
def whatif_command(
    ctx: click.Context, path: str, school: str | None, board: str | None, *, as_json: bool
) -> None:  # fmt: skip
    """Ends with 0 where all would go the same, 1 where some would not, 3 where some cannot be read."""
    draft, _ = load(path)
    tally = Tally()
    with current_app.app_context():
        of, desk = the_board(board), parts().desk
        which = Which(frozenset({the_school(of, school)}) if school else None)
        with progress(each_route(desk, of, draft, which), count(desk, of, which), "Routes") as told:
            for each in told:
                tally.add(each)
    code = _code(tally)
    click.echo(json.dumps(_as_dict(tally.shown(), code), ensure_ascii=False) if as_json else _told(tally.shown(), code))
    ctx.exit(code)


def _code(tally: Tally) -> ExitCode:
    if tally.fates[Fate.OTHER] or tally.fates[Fate.STUCK]:
        return ExitCode.DOES_NOT_HOLD
    return ExitCode.NOT_JUDGED if tally.asides[Aside.UNREADABLE] else ExitCode.HOLDS


def _told(said: Shown, code: ExitCode) -> str:
    if said.judged == 0 and not any(said.asides.values()):
        return "Er zijn nog geen routes, dus er is niets te vergelijken."
    lines = [f"{said.judged!s} routes bekeken."]
    lines += [f"  {said.fates[str(fate)]!s:>12}  {words}" for fate, words in _SAID.items()]
    lines += [f"  {cell!s:>12}  {aside}, dus niet te zeggen" for aside, cell in said.asides.items() if cell != 0]
    if said.places:
        lines.append("Waar het anders zou gaan of vast zou lopen, en in hoeveel routes:")
    lines += [f"  {each.routes!s:>12}  {shown(each.sentence)}" for each in said.places[:_MOST]]
    if len(said.places) > _MOST:
        lines.append(f"  … en nog {len(said.places) - _MOST} plekken; --json geeft ze alle.")
    return "\n".join([*lines, _ENDS[code]])


def _as_dict(said: Shown, code: ExitCode) -> dict[str, object]:
    return {
        "same": code is ExitCode.HOLDS, "judged": _cell(said.judged),
        "routes": {name: _cell(cell) for name, cell in said.fates.items()},
        "not_judged": {name: _cell(cell) for name, cell in said.asides.items()},
        "places": [
            {"sort": each.sort, "element": each.element, "sentence": each.sentence, "routes": _cell(each.routes)}
            for each in said.places
        ],
    }  # fmt: skip


def _cell(cell: Cell) -> int | str:
    return str(cell) if isinstance(cell, Hidden) else cell
