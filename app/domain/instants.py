"""How an instant is written wherever it is signed, hashed or kept as text."""

from __future__ import annotations

from datetime import UTC, datetime


def instant_text(instant: datetime) -> str:
    """An aware instant as RFC 3339 in UTC with microseconds and `Z`: 27 characters."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
