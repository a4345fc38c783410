"""How things are strung together in a Dutch sentence."""

from __future__ import annotations

from collections.abc import Iterable


def in_words(names: Iterable[str], last: str = "en") -> str:
    """`a, b en c`; nothing where there is nothing."""
    found = list(names)
    return f" {last} ".join(part for part in (", ".join(found[:-1]), found[-1]) if part) if found else ""
