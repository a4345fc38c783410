"""`flask protocol document`: a protocol on paper, as it is drawn."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from app.cli.border import ExitCode, PathName, Unset, WrongUse, settings, shown
from app.cli.bundles import load
from app.documents import PAPERS, Issue
from app.queries.papers import told
from workflows import Calendar, prove


@click.command("document", cls=Unset)
@click.argument("path", type=PathName(), metavar="MAP")
@click.option("--out", required=True, type=PathName(), help="De map waarin de documenten komen.")
@click.option("--previous", type=PathName(), help="De map van de vorige versie: dan staat erin wat er is veranderd.")
@click.pass_context
def document_command(ctx: click.Context, path: str, out: str, previous: str | None) -> None:
    """Maak van een protocol het document van de school, de folder voor ouders, de wandkaart en een pagina met tekst.

    Uitkomst: 0 gemaakt, 2 verkeerd gebruik, 3 het protocol klopt nog niet.
    """
    target = Path(out)
    if target.exists() and not target.is_dir():
        message = f"“{out}” is een bestand. Noem bij --out een map."
        raise WrongUse(message)
    bundle, _ = load(path)
    before = load(previous)[0] if previous else None
    today = datetime.now(Calendar.zone).date()  # noqa: TID251  an entry point: the day on which the papers are made
    document, issue = told(bundle, before, prove(bundle, settings().limits)), Issue(today)
    target.mkdir(parents=True, exist_ok=True)
    for name, paper in PAPERS.items():
        data = paper(document, issue)
        (target / name).write_bytes(data)
        click.echo(f"{shown(str(target / name))}  {max(len(data) // 1000, 1)} kB")
    ctx.exit(ExitCode.HOLDS)
