"""The border with the person at the terminal: exit codes, plain Dutch for what goes wrong, and never a traceback."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
import traceback
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from enum import IntEnum
from typing import Any, Final, TypeVar

import click
from flask.cli import ScriptInfo

from app.domain.errors import UnavailableError
from app.parts import SETTINGS
from app.settings import Settings
from workflows import WorkflowError

Item = TypeVar("Item")
WRONG: Final = "leidraad.wrong"
"""Where an app keeps what is wrong with its settings: `app.extensions[WRONG]`."""
AWAY: Final = " ".join((UnavailableError.__doc__ or "").split())
"""What is told where the database or the keys went away in the middle."""


class ExitCode(IntEnum):
    """How a command ends (architecture section 11)."""

    HOLDS = 0
    DOES_NOT_HOLD = 1
    WRONG_USE = 2
    NOT_JUDGED = 3


class WrongUse(click.ClickException):
    """De opdracht klopt niet zoals hij is getypt."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, message: str, command: str = "flask protocol") -> None:
        super().__init__(message)
        self.command = command

    def show(self, file: Any = None) -> None:
        """Say it, and where help is."""
        click.echo(f"{shown(self.message)}\nHulp: {self.command} --help", file=file, err=file is None)


class NotJudged(click.ClickException):
    """Dit kon niet worden beoordeeld."""

    exit_code = ExitCode.NOT_JUDGED

    def show(self, file: Any = None) -> None:
        """Say it."""
        click.echo(shown(self.message), file=file, err=file is None)


class NotStarted(NotJudged):
    """Een instelling heeft een waarde die niet kan, dus Leidraad start niet."""

    exit_code = ExitCode.WRONG_USE


class Left(NotJudged):
    """De opdracht is afgebroken."""

    exit_code = ExitCode.DOES_NOT_HOLD

    def __init__(self) -> None:
        super().__init__("\nAfgebroken: wat nog niet was gedaan, is niet gedaan.")


class PathName(click.ParamType[str]):
    """The name of a file or folder as a person types it; an empty one would mean the folder one happens to be in."""

    name = "path"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name itself. Raises click.UsageError for none."""
        if not value:
            self.fail("een lege naam noemt geen bestand en geen map.", param, ctx)
        return value


class Command(click.Command):
    """A command whose every way to fail ends in a Dutch sentence and an exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words behind the command. Raises WrongUse."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise WrongUse(_in_dutch(error), ctx.command_path) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Carry the command out."""
        readable_output()
        self.check_settings(ctx)
        try:
            return super().invoke(ctx)
        except (WorkflowError, UnicodeError) as error:
            raise NotJudged(str(error)) from error
        except UnavailableError as error:
            raise NotJudged(AWAY) from error
        except click.Abort as error:  # Ctrl-C, or no more words where one was asked
            raise Left from error
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as error:
            raise NotJudged(f"Dit lukte niet: {error.filename or 'een bestand'}: {why(error)}.") from error
        except Exception as error:  # a fault of the program: the person gets its place, not the pile of calls
            raise NotJudged(own_fault(error)) from error

    def check_settings(self, ctx: click.Context) -> None:
        """Raise NotStarted where a setting cannot be right: what is done with the wrong one cannot be undone."""
        if wrong := _wrong(ctx):
            raise NotStarted(wrong)


class Unset(Command):
    """A command that needs no settings: whoever mends a drawing must not have to mend a server first."""

    def check_settings(self, ctx: click.Context) -> None:
        """Say which setting is wrong, and go on with the usual ones."""
        if wrong := _wrong(ctx):
            click.echo(f"Let op: {shown(wrong)} De gewone instellingen gelden nu.", err=True)


def _wrong(ctx: click.Context) -> str:
    return str(ctx.ensure_object(ScriptInfo).load_app().extensions.get(WRONG, ""))


class Group(click.Group):
    """A group of such commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant. Raises WrongUse where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            names = ", ".join(sorted(self.commands))
            raise WrongUse(f"De opdracht “{args[0]}” is er niet. Kies uit: {names}.", ctx.command_path) from error


_EXTRA: Final = re.compile(r"Got unexpected extra arguments? \((.+)\)", re.DOTALL)
"""What Click says of words that are too many."""


def _in_dutch(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"De optie {error.option_name} is er niet."
    if isinstance(error, click.BadOptionUsage):
        return f"Bij de optie {error.option_name} hoort {'geen' if 'not take' in error.message else 'nog een'} waarde."
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _of_parameter(error, error.param)
    if extra := _EXTRA.fullmatch(error.message):
        return f"Dit hoort niet bij deze opdracht: {extra[1]}."
    return f"Zo werkt deze opdracht niet: {error.message}"


def _of_parameter(error: click.BadParameter, param: click.Parameter) -> str:
    name = param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.get_current_context())
    if isinstance(error, click.MissingParameter):
        return f"{name} ontbreekt. Die hoort bij deze opdracht."
    if isinstance(param.type, click.Choice):
        return f"{name} kan dit niet zijn. Kies uit: {', '.join(map(str, param.type.choices))}."
    if isinstance(param.type, click.IntRange):
        return f"{name} is een heel getal van {param.type.min} tot en met {param.type.max}."
    return f"{name} kan zo niet: {error.message}"


def own_fault(error: Exception) -> str:
    """What a person is told of a fault of the program: what it is and where, for whoever mends it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = [frame for frame in frames if frame.filename.endswith(".py")][-1]
    where = f"{os.path.basename(place.filename)}, regel {place.lineno}"  # noqa: PTH119 the name is all we want
    what = f"{type(error).__name__}: {error}; {where}"
    return f"Hier gaat Leidraad zelf de fout in ({what}). Meld dit met wat je deed."


_WHY: Final = {
    errno.ENOENT: "die map of dat bestand is er niet", errno.EACCES: "dat mag je hier niet",
    errno.EPERM: "dat mag je hier niet", errno.EROFS: "hier kan niets worden geschreven",
    errno.ENOTDIR: "een deel van de naam is geen map", errno.EISDIR: "dat is een map",
    errno.EEXIST: "dat is er al", errno.ENOSPC: "de schijf is vol", errno.ENAMETOOLONG: "de naam is te lang",
}  # fmt: skip


def why(error: OSError) -> str:
    """Why a file could not be read or written, in Dutch; where the system says something rare, its number."""
    return _WHY.get(error.errno or 0, f"het systeem meldt fout {error.errno}")


def settings() -> Settings:
    """The settings that the app was made with."""
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    found: Settings = app.extensions[SETTINGS]
    return found


def agreed(question: str) -> bool:
    """Ask somebody at the terminal; only a yes is one."""
    said: str = click.prompt(f"{question} [ja/nee]", default="nee", show_default=False)
    return said.strip().casefold() in {"j", "ja", "y", "yes"}


def readable_output() -> None:
    """Let no character of a name stop a message, whatever the terminal can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def shown(text: str) -> str:
    """A text with nothing in it that steers a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text)


def progress(each: Iterable[Item], length: int, label: str) -> AbstractContextManager[Iterable[Item]]:
    """A bar for whoever waits at a terminal; nothing where nobody looks."""
    if length > 1 and sys.stderr.isatty():
        return click.progressbar(each, length=length, label=label, file=sys.stderr)
    return nullcontext(each)


def counted(number: int, one: str, more: str) -> str:
    """`1 fout`, `2 fouten`, `geen fouten`."""
    return f"{number or 'geen'} {one if number == 1 else more}"
