"""Audits: how dossiers are drawn so that anybody can draw them again, and by what names an auditor knows people.

Standard library only. What is drawn is told in docs/formats/history.md; the names are keyed, so that those of one audit
say nothing of another.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

SAMPLE_TAG: Final = "leidraad-sample-v1"
LONGEST: Final = timedelta(days=92)
"""Of an audit: three months."""
LARGEST_SAMPLE: Final = 500
BEGUN_ALL: Final = "audit checks"
"""What the log of reads calls it that an auditor had all dossiers of an audit judged, once of the audit, …"""
BEGUN_EACH: Final = "judged for an audit"
"""… and of each dossier: by a name that does not fill the auditor's own list with as many lines."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Method(StrEnum):
    """Which dossiers of a school."""

    ALL = "alle"
    SAMPLE = "steekproef"


class What(StrEnum):
    """What can be opened to an auditor."""

    PUPIL = "leerling"
    PARENT = "ouder"
    STAFF = "medewerker"
    TEXTS = "teksten"
    """What people wrote in one route."""


def listed(dossiers: Iterable[UUID]) -> bytes:
    """The list that is drawn from, in its one spelling."""
    return "".join(f"{each}\n" for each in sorted(map(str, dossiers))).encode()


def digest_of(dossiers: Iterable[UUID]) -> str:
    """SHA-256 of the list that is drawn from."""
    return hashlib.sha256(listed(dossiers)).hexdigest()


def drawn(dossiers: Iterable[UUID], seed: str, size: int) -> tuple[UUID, ...]:
    """A sample, by nothing but the seed and the ids: the same for everybody who draws it."""
    return tuple(sorted(dossiers, key=lambda each: _lot(seed, each))[:size])


def _lot(seed: str, dossier: UUID) -> bytes:
    return hashlib.sha256(f"{SAMPLE_TAG}\n{seed}\n{dossier}".encode()).digest()


def audit_key(board_key: bytes, audit: UUID) -> bytes:
    """By which the names of one audit are given out."""
    return hmac.digest(board_key, b"leidraad audit" + audit.bytes, hashlib.sha256)


def shuffled(key: bytes, ids: Iterable[UUID]) -> list[UUID]:
    """Ids in an order that only the key knows."""
    return sorted(ids, key=lambda each: hmac.digest(key, each.bytes, hashlib.sha256))


def letters(number: int) -> str:
    """A number from 1 as letters: A to Z, then AA and on."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, len(_LETTERS))
        found = _LETTERS[rest] + found
    return found


def lettered(ids: Sequence[UUID]) -> dict[UUID, str]:
    """A letter for each, in this order."""
    return {each: letters(number) for number, each in enumerate(ids, start=1)}


def staff_letters(key: bytes, staff: Iterable[tuple[UUID, datetime]], given_at: datetime) -> dict[UUID, str]:
    """A letter for each member of staff, by id and first day; who came after the audit was given comes last."""
    people = list(staff)
    there = shuffled(key, [each for each, came in people if came <= given_at])
    return lettered([*there, *(each for each, came in people if came > given_at)])
