"""Ids of an export for analysis: nobody can turn them back once the key of that one export is gone."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keyed:
    """Ids of one export: the same thing has the same id in it, and nothing ties it to another export."""

    key: bytes = field(repr=False)

    def of(self, kind: str, thing: object) -> UUID:
        """The id that stands for a thing of some kind."""
        digest = hmac.digest(self.key, f"{kind}\0{thing}".encode(), "sha256")
        return UUID(bytes=digest[:16], version=4)
