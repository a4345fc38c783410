"""Whole numbers as people type them and addresses hold them: whatever text comes in, no page is broken by it."""

from __future__ import annotations

from typing import Final

MOST_DIGITS: Final = 9
"""More than any number that a page gives out; Python itself refuses those of thousands of digits."""


def number_of(text: str, digits: int = MOST_DIGITS) -> int | None:
    """The number that a text is, of so many digits at most; None for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None
