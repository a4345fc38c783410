"""How wide letters are, and where a line of words breaks, without a font at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

SIZE: Final = 12.0
"""Height of the letters in a drawing."""
LEADING: Final = 13.5
"""From one line to the next."""
_HYPHEN: Final = re.compile(r"(?<=\w-)(?=\w)")
_NARROW: Final = frozenset("iljI.,:;'’!|()[] -")
_SLIM: Final = frozenset("tfrcsz")
_WIDE: Final = frozenset("mwMWOQGDHN—…")


def width_of(text: str, size: float = SIZE) -> float:
    """About the width of a text in a plain sans serif; rather too much than too little."""
    return size * sum(0.29 if sign in _NARROW else 0.43 if sign in _SLIM else 0.78 if sign in _WIDE else 0.545
                      for sign in text)  # fmt: skip


def wrapped(text: str, width: float, size: float = SIZE) -> tuple[str, ...]:
    """The lines of a text in a column; a word that is wider than the column is broken by a hyphen."""
    lines: list[str] = []
    glue = ""
    for word, after in _words(text):
        if lines and width_of(f"{lines[-1]}{glue}{word}", size) <= width:
            lines[-1] = f"{lines[-1]}{glue}{word}"
        else:
            lines += _broken(word, width, size)
        glue = after
    return tuple(lines)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Where a line may break: after spaces, and after a hyphen between letters. With what stands behind each."""
    for word in text.split():
        parts = _HYPHEN.split(word)
        for part in parts[:-1]:
            yield part, ""
        yield parts[-1], " "


def _broken(word: str, width: float, size: float) -> list[str]:
    lines = []
    while width_of(word, size) > width and len(word) > 2:
        part = _fitting(word, width, size)
        lines.append(f"{word[:part]}-")
        word = word[part:]
    return [*lines, word]


def _fitting(word: str, width: float, size: float) -> int:
    """How many letters of a word fit before a hyphen: one at least, and two left over."""
    at = len(word) - 2
    while at > 1 and width_of(f"{word[:at]}-", size) > width:
        at -= 1
    return max(at, 1)
