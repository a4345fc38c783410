"""`flask protocol diff A B`: what is different in B, in plain Dutch or as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import click

from app.cli.border import ExitCode, PathName, Unset, counted, shown
from app.cli.bundles import load
from workflows import Change, ChangeKind, ChangePart, Weight, compare

_WIDTH: Final = 80
_INDENT: Final = 14
_DEEP: Final = "!"
_TITLES: Final = {
    ChangePart.DRAWING: "Proces {}", ChangePart.TABLE: "Beslissing {}", ChangePart.FORM: "Formulier {}",
    ChangePart.RIGHTS: "Rechten ({})", ChangePart.RULES: "Regels", ChangePart.PROTOCOL: "Het protocol ({})",
    ChangePart.SCENARIO: "Scenario's: {}", ChangePart.FILE: "Andere bestanden",
}  # fmt: skip


@click.command("diff", cls=Unset)
@click.argument("old", type=PathName(), metavar="A")
@click.argument("new", type=PathName(), metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Geef alleen de lijst van verschillen, als JSON.")
@click.pass_context
def diff_command(ctx: click.Context, old: str, new: str, *, as_json: bool) -> None:
    """Zeg wat er in protocol B anders is dan in A: in de tekeningen, tabellen, formulieren, rechten en regels.

    A en B zijn een map of een zip. Uitkomst: 0 geen verschil, 1 verschillen, 2 verkeerd gebruik, 3 niet te beoordelen.
    """
    (before, _), (after, _) = load(old), load(new)
    found = compare(before, after)
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        click.echo(report(found))
    ctx.exit(ExitCode.DOES_NOT_HOLD if found else ExitCode.HOLDS)


def report(found: Sequence[Change]) -> str:
    """The differences for people, each part by itself in the order of the new version; layout apart, at the end."""
    if not found:
        return "Geen verschillen: dit is dezelfde versie."
    groups: dict[str, list[Change]] = {}
    for each in found:
        title = "Alleen opmaak" if each.kind is ChangeKind.LAYOUT else _TITLES[each.part].format(each.within)
        groups.setdefault(title, []).append(each)
    looks = groups.pop("Alleen opmaak", None)
    lines = [
        line
        for title, group in [*groups.items(), *([("Alleen opmaak", looks)] if looks else [])]
        for line in (shown(title), *_lines(group), "")
    ]
    return "\n".join([*lines, _summary(found)])


def _lines(group: Sequence[Change]) -> Iterator[str]:
    for each in group:
        mark = _DEEP if each.weight is Weight.BEHAVIOUR else " "
        kind = "" if each.kind is ChangeKind.LAYOUT else str(each.kind)
        head = f"{mark} {kind:{_INDENT - 2}}" if kind else "  "
        yield from textwrap.wrap(
            shown(each.sentence), _WIDTH, initial_indent=head, subsequent_indent=" " * len(head),
            break_on_hyphens=False,
        )  # fmt: skip


def _summary(found: Sequence[Change]) -> str:
    deep = sum(each.weight is Weight.BEHAVIOUR for each in found)
    work = sum(each.weight is Weight.WORK for each in found)
    looks = sum(each.kind is ChangeKind.LAYOUT for each in found)
    words = len(found) - deep - work - looks
    told = (
        f"Hoe een route loopt ({_DEEP}): {deep}. Wat mensen invullen, mogen zien of moeten nakomen: {work}. "
        f"Alleen woorden: {words}. Alleen opmaak: {looks}."
    )
    return "\n".join(textwrap.wrap(f"{counted(len(found), 'verschil', 'verschillen')}. {told}", _WIDTH))
