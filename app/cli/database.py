"""`flask database upgrade`: the tables and the keys that this version asks for."""

from __future__ import annotations

import click
from flask import current_app

from app.cli.border import Command, Group, NotStarted
from app.parts import prepare
from app.settings import SettingsError


@click.command("upgrade", cls=Command, help="De database en de sleutels klaarmaken voor deze versie.")
def upgrade_command() -> None:
    """Make what is not there yet; a second time nothing changes."""
    ready()
    click.echo("De database is bij.")


def ready() -> None:
    """Prepare database and keys. Raises NotStarted."""
    try:
        prepare(current_app)
    except SettingsError as error:
        raise NotStarted(str(error)) from error


database = Group("database", commands=[upgrade_command], help="De database klaarmaken.")
