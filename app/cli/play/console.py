"""The terminal as play sees it: lines in, lines out. Works as well through a pipe, without colours and without echo."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import Final, TextIO

import click

from app.cli.border import shown

_RED: Final = "fout"
_DIM: Final = "zacht"
_BOLD: Final = ("hier", "kop")


_LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)\1")
_STRESSED: Final = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+)\1(?![\w*])")
_HEADING: Final = re.compile(r"^#{1,6} ", re.MULTILINE)


class Stopped(Exception):
    """Er komt niets meer."""


def without_marks(text: str) -> str:
    """A Markdown text as a terminal shows it: words alone, and behind the name of a page on the web its address."""
    named = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[2].startswith("http") else link[1], text)
    return _HEADING.sub("", _STRESSED.sub(r"\2", _STRONG.sub(r"\2", named)))


class Console:
    """One conversation over two streams."""

    def __init__(self, typed: TextIO | None = None, said: TextIO | None = None) -> None:
        self.typed, self.said = typed or sys.stdin, said or sys.stdout
        self.is_terminal = self.typed.isatty() and self.said.isatty()
        self.colours = self.is_terminal and "NO_COLOR" not in os.environ
        if isinstance(self.typed, io.TextIOWrapper):
            self.typed.reconfigure(errors="replace")

    def say(self, text: str = "", style: str = "") -> None:
        """Print a line."""
        line = shown(text)
        if style and self.colours:
            # None and not False: click writes a sign for False too, and that of "not dim" ends bold.
            dim, bold = style == _DIM or None, style in _BOLD or None
            line = click.style(line, fg="red" if style == _RED else None, dim=dim, bold=bold)
        print(line, file=self.said, flush=True)

    def ask(self, prompt: str) -> str:
        """Read a line, without blanks around it. Raises Stopped at the end of what is typed."""
        print(f"{shown(prompt)} ", end="", file=self.said, flush=True)
        line = self.typed.readline()
        if not line:
            print(file=self.said)
            raise Stopped
        if not self.is_terminal:
            print(line.rstrip("\n"), file=self.said)  # through a pipe nobody sees what is typed
        return line.strip()

    def can_show(self, text: str) -> bool:
        """Whether the terminal knows these characters."""
        try:
            text.encode(self.said.encoding or "ascii")
        except UnicodeEncodeError:
            return False
        return True
