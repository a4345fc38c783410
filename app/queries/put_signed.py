"""Whether what was signed as a version was put in force is still whole; and the file that goes along with its zip."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from app.domain.statements import is_about
from app.queries.drafts import VersionGiven, read_version
from app.queries.in_force import Held, Placed, read_placed
from app.store.in_force import statements_of
from app.store.signing import SigningKey, is_signed_text
from app.store.unit_of_work import Work


class Signed(StrEnum):
    """How it stands with a signature."""

    WHOLE = "heel"
    NONE = "geen"
    """There was no signing key."""
    BROKEN = "klopt niet"
    """It is not over this text, not by a key of this machine, or the text says something else than is kept."""
    UNKNOWN = "onbekend"
    """There is no key here to check it with."""


def read_signed(
    work: Work, geheel: str, key: SigningKey | None
) -> tuple[VersionGiven, Placed, Mapping[UUID, Signed]]:  # fmt: skip
    """A version, where it holds, and of each time that it was put in force how it stands with what was signed.

    Raises NotFoundError.
    """
    found, kept = read_version(work, geheel), statements_of(work, geheel)
    placed = read_placed(work, found.shown)
    return found, placed, {each.id: _judged(work.board, each, kept.get(each.id), key) for each in placed.held}


def signature_file(work: Work, geheel: str, key: SigningKey | None) -> bytes | None:
    """All that was signed of a version, to be checked elsewhere (docs/formats/history.md); None where nothing was."""
    told = [
        {"tekst": text, "handtekening": base64.b64encode(signature).decode(), "sleutel": _by(text, signature, key)}
        for text, signature in statements_of(work, geheel).values()
    ]
    if not told:
        return None
    document = {"vorm": "leidraad-handtekening-v1", "versie": geheel, "publicaties": told}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _judged(board: UUID, held: Held, kept: tuple[str, bytes] | None, key: SigningKey | None) -> Signed:
    if kept is None:
        return Signed.NONE
    if not is_about(kept[0], board, held.put):
        return Signed.BROKEN
    if key is None:
        return Signed.UNKNOWN
    return Signed.WHOLE if _by(*kept, key) else Signed.BROKEN


def _by(text: str, signature: bytes, key: SigningKey | None) -> str | None:
    """The public key that signed it, in base64; None where no key of this machine did."""
    keys = key.all if key else ()
    found = next((each for each in keys if is_signed_text(text, signature, each)), None)
    return base64.b64encode(found).decode() if found else None
