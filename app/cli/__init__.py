"""The command line: `flask protocol check|test|play`. Reads files and writes to the terminal; decides nothing itself.

Needs neither database nor key nor right settings: whoever mends a drawing must not have to mend a server first.
"""

from __future__ import annotations

import os

from flask import Flask

from app.cli.border import Group
from app.cli.check import check_command
from app.cli.play import play_command
from app.cli.scenarios import test_command
from app.factory import create_app as create
from app.settings import Settings, SettingsError, from_environment

protocol = Group(
    "protocol",
    commands=[check_command, test_command, play_command],
    help="Het getekende protocol nakijken, beproeven en spelen.",
)  # fmt: skip


def create_app() -> Flask:
    """The app with its commands. A setting that is wrong stops a server, not the work on a drawing."""
    try:
        settings = from_environment(os.environ)
    except SettingsError:
        settings = Settings()  # each command that reads a setting says this to the person, by `border.settings`
    app = create(settings)
    app.cli.add_command(protocol)
    return app


__all__ = ["create_app", "protocol"]
