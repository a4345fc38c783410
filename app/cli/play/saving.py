"""What was played, kept as a file: where it goes, and why it did not work. Never writes over a file."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from app.cli.border import why

_SLUG: Final = re.compile(r"[^a-z0-9]+")


class NotSavedError(Exception):
    """Dit kan niet worden bewaard."""


def place_for(name: str, folder: Path) -> Path:
    """The file that a name means: a path that ends in `.feature` as it is, any other name as a file in the folder."""
    if Path(name).suffix == ".feature":
        return Path(name)
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return folder / f"{_SLUG.sub('-', plain).strip('-') or 'scenario'}.feature"


def save(place: Path, text: str) -> None:
    """Write a new file, with the folders above it. Raises NotSavedError."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        taken = f"{place} is er al." if place.exists() else f"{place.parent} is geen map."
        raise NotSavedError(f"{taken} Kies een andere naam.") from error
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "die naam kan niet"
        message = f"{place} kan niet worden bewaard: {reason}. Noem een andere plek: bewaar x.feature"
        raise NotSavedError(message) from error
