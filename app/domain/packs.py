"""A pack for somebody outside: for whom it can be, and the signed list of its files. Plain text, made by one rule."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PACK_TAG: Final = "leidraad-pack-v1"
"""First line of the list, so that a signature on it is never taken for one on something else."""
MANIFEST: Final = "inhoud.txt"
SIGNATURE: Final = "inhoud.sig"
STEPS: Final = 5
"""In which a pack is made: checkpoint and proof, verdicts, history, replay, signed zip."""


class Recipient(StrEnum):
    """Whom a pack is for."""

    INSPECTORATE = "inspectie"
    BOARD = "bestuur"
    COURT = "rechter"
    PARENTS = "ouders"


@dataclass(frozen=True, slots=True)
class Covered:
    """What a list of files says of the pack itself."""

    board: str
    dossier: str
    pack: str
    made_at: str
    checkpoint: int
    names: bool


def manifest(about: Covered, files: Mapping[str, bytes]) -> str:
    """The list that is signed: what it is about, an empty line, and SHA-256 and name of each file, by name."""
    head = [
        PACK_TAG, f"bestuur {about.board}", f"dossier {about.dossier}", f"pakket {about.pack}",
        f"gemaakt {about.made_at}", f"ijkpunt {about.checkpoint}", f"namen {'ja' if about.names else 'nee'}", "",
    ]  # fmt: skip
    # Two spaces between: so `sha256sum --check` reads the same lines.
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())]
    return "".join(f"{line}\n" for line in (*head, *lines))
