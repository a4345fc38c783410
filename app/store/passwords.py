"""Passwords: hashed with Argon2id and compared. Knows no person, no table and no rule for what a password must be."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
_TURNS: Final = BoundedSemaphore(2)
"""Each reckoning takes 64 MiB: a rush of sign-ins must not take all of the machine's memory."""


def hashed(password: str) -> str:
    """What is kept of a password: parameters, salt and hash in one text."""
    with _TURNS:
        return _HASHER.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where nothing was kept, so that nobody learns who has one."""
    with _TURNS:
        try:
            _HASHER.verify(kept or _nobodys(), _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("")


def _plain(password: str) -> bytes:
    # Keyboards compose the same letters in different ways (NIST SP 800-63B, 5.1.1.2).
    return unicodedata.normalize("NFKC", password).encode()
