"""What is signed as a version is put in force: a text that anybody can read, and check with the key of the board."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from app.domain.in_force import Put, Reach
from app.domain.instants import instant_text

FIRST: Final = "leidraad-publicatie-v1"
"""Its first line: by it no other text that the key signs is taken for it."""
_WHO: Final = re.compile(r"(?:voorgesteld|ingestemd): \S+ (.*)")
_FOR: Final = {Reach.BOARD: "bestuur", Reach.SCHOOL: "school", Reach.PILOT: "proef"}


def statement_of(board: UUID, put: Put, proposed_by: str, agreed_by: str) -> str:
    """The text, with the names of both as they were then."""
    school = f" {put.school}" if put.school else ""
    lines = [
        FIRST, f"bestuur: {board}", f"versie: {put.geheel}", f"nummer: {put.number}",
        f"voor: {_FOR[put.reach]}{school}",
        *(f"mens: {each}" for each in sorted(map(str, put.people))),
        f"vanaf: {instant_text(put.since)}",
        f"voorgesteld: {put.proposed_by} {' '.join(proposed_by.split())}",
        f"ingestemd: {put.agreed_by} {' '.join(agreed_by.split())}",
    ]  # fmt: skip
    return "".join(f"{each}\n" for each in lines)


def is_about(text: str, board: UUID, put: Put) -> bool:
    """Whether a text says of this what stands in the database; the names are those of then."""
    names = [found[1] for found in map(_WHO.fullmatch, text.splitlines()) if found]
    return len(names) == 2 and text == statement_of(board, put, *names)
