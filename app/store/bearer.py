"""Secrets that are given out once: one-time links and tokens. Only their SHA-256 is kept; knows no table."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

TOKEN: Final = "lrd_"  # noqa: S105  the mark of a token, by which a leaked one is found; no secret
_BYTES: Final = 32
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Bearer:
    """A secret with the board that it is of: who holds it is believed."""

    board: UUID
    secret: str = field(repr=False)

    @classmethod
    def new(cls, board: UUID) -> Bearer:
        """A fresh one, of 256 random bits."""
        return cls(board, secrets.token_urlsafe(_BYTES))

    @classmethod
    def read(cls, text: str) -> Bearer | None:
        """Take a link's secret or a token apart; None for what can be neither."""
        board, dot, secret = text.strip().removeprefix(TOKEN).partition(".")
        if not dot or not secret or len(text) > _LONGEST:
            return None
        try:
            return cls(UUID(hex=board), secret)
        except ValueError:
            return None

    @property
    def hash(self) -> bytes:
        """What is kept of it: 32 bytes. Quick to make, because nobody can guess 256 bits."""
        return hashlib.sha256(self.secret.encode()).digest()

    @property
    def link(self) -> str:
        """As it stands in a one-time link."""
        return f"{self.board.hex}.{self.secret}"

    @property
    def token(self) -> str:
        """As it is given to the API."""
        return f"{TOKEN}{self.link}"
