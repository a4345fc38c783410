"""How a name is found by who cannot type it: without capitals, accents and the many kinds of apostrophe."""

from __future__ import annotations

import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans({
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
    "‐": "-", "‑": "-", "–": "-",
})  # fmt: skip
"""Letters that do not fall apart into one of ours and a mark, and signs that keyboards take for one another."""


def plain(text: str) -> str:
    """A text as it is compared: `İsmail ’t Hart-Şahin` and `ismail t hart-sahin` are the same."""
    apart = unicodedata.normalize("NFKD", " ".join(text.translate(_ALIKE).split()).casefold())
    bare = "".join(each for each in apart if not unicodedata.combining(each)).translate(_ALIKE)
    return bare.replace("'", "") or bare
