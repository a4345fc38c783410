"""The command line. Reads files, sends commands, and writes to the terminal; decides nothing itself.

`flask protocol` needs neither database nor key nor right settings: whoever mends a drawing must not have to mend a
server first. Whatever else starts the app needs settings that can be right.
"""

from __future__ import annotations

import os

import click
from flask import Flask
from flask.cli import FlaskGroup

from app.cli.border import WRONG, Group, NotStarted
from app.cli.check import check_command
from app.cli.database import database
from app.cli.demo import demo_command
from app.cli.diff import diff_command
from app.cli.document import document_command
from app.cli.history import history
from app.cli.migrate import migrate_command
from app.cli.people import people, person, school, token
from app.cli.play import play_command
from app.cli.prove import prove_command
from app.cli.publish import publish_command
from app.cli.scenarios import test_command
from app.cli.serve import serve_command
from app.cli.whatif import whatif_command
from app.parts import bind
from app.settings import Settings, SettingsError, from_environment

protocol = Group(
    "protocol",
    commands=[
        check_command, diff_command, document_command, migrate_command, play_command, prove_command, publish_command,
        test_command, whatif_command,
    ],
    help="Het getekende protocol nakijken, beproeven, spelen en publiceren.",
)  # fmt: skip


def create_app() -> Flask:
    """The app with its commands, its settings read once.

    Where a setting cannot be right, a command that needs none (`border.Unset`) goes on with the usual ones. All else is
    refused: NotStarted is raised within another command, and SettingsError where no command runs. Views are there for a
    command of Flask itself, such as `run` or `routes`: no other needs them, and they are a fifth of a start.
    """
    ctx = click.get_current_context(silent=True)
    settings, wrong = _settings(ctx)
    app = _whole(settings) if _is_of_flask(ctx) else _bare(settings)
    app.extensions[WRONG] = wrong
    for command in (protocol, database, school, person, token, people, history, demo_command, serve_command):
        app.cli.add_command(command)
    return app


def _settings(ctx: click.Context | None) -> tuple[Settings, str]:
    """The settings, and what is wrong with them."""
    try:
        return from_environment(os.environ), ""
    except SettingsError as error:
        if ctx is None:
            raise
        if _is_of_flask(ctx):
            raise NotStarted(str(error)) from error
        # Flask looks for a command that only the app has, and which one is not known yet.
        return Settings(), str(error)


def _is_of_flask(ctx: click.Context | None) -> bool:
    """Whether a command of Flask itself asks for the app; one of ours is looked for by the group around it."""
    return ctx is not None and not isinstance(ctx.command, FlaskGroup)


def _bare(settings: Settings) -> Flask:
    app = Flask("app", static_folder=None)
    bind(app, settings)
    return app


def _whole(settings: Settings) -> Flask:
    from app.factory import create_app as create  # noqa: PLC0415  see above

    return create(settings)


__all__ = ["create_app", "protocol"]
