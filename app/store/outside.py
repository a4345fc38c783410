"""Copies of checkpoints in a folder outside the database: their names, and reading them back. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from app.store.notes import LARGEST

MAIL: Final = "mailto:"
_NAME: Final = re.compile(r"([0-9a-f]{32})-([0-9]{8,18})\.txt", re.ASCII)


def file_name(board: UUID, number: int) -> str:
    """The name of the copy of a checkpoint."""
    return f"{board.hex}-{number:08d}.txt"


def copies(folder: Path, board: UUID | None = None, after: int = 0) -> Iterator[tuple[UUID, int, str]]:
    """Board, number and text of the copies, in order of name: of a board, or of all. Raises OSError.

    A file that is no text is an empty one, which is a copy of nothing.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        match = _NAME.fullmatch(path.name)
        if match is None or (board and match[1] != board.hex) or int(match[2]) <= after:
            continue
        with path.open("rb") as file:
            yield UUID(match[1]), int(match[2]), file.read(LARGEST).decode("utf-8", "replace")
