"""`flask protocol play`: a protocol played by hand in the terminal, with a made-up dossier and a clock of its own."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.border import PathName, Unset
from app.cli.bundles import default_bundle, load
from app.cli.play.console import Console, Stopped
from app.cli.play.session import Session


@click.command("play", cls=Unset)
@click.option("--bundle", "bundle_path", type=PathName(), metavar="MAP", help="Het protocol: een map of een zip.")
def play_command(bundle_path: str | None) -> None:
    """Speel een protocol: een verzonnen dossier, elke functie om de beurt, en een klok die je zelf verzet."""
    named = bundle_path or str(default_bundle())
    bundle, _ = load(named)
    folder = Path(named) if Path(named).is_dir() else Path()
    try:
        Session(Console(), bundle, folder / "scenarios").run()
    except (Stopped, KeyboardInterrupt):
        click.echo("Tot ziens.")


__all__ = ["play_command"]
