"""The stored state of a route: canonical JSON, compressed, sealed under the route's key (docs/formats/history.md)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.store.sealing import about_state, seal, unseal


def seal_state(key: bytes, route: UUID, version: int, canonical: bytes) -> bytes:
    """What stands in the row. `canonical` are the canonical bytes of the state."""
    return seal(key, _compressed(canonical), *about_state(route, version))


def _compressed(canonical: bytes) -> bytes:
    """In a window of 8 KB, which holds most states whole: to ready the usual one costs six times all the rest."""
    made = zlib.compressobj(6, zlib.DEFLATED, 13, 6)
    return made.compress(canonical) + made.flush()


def unseal_state(key: bytes, route: UUID, version: int, sealed: bytes) -> Mapping[str, Any]:
    """The state again. Raises SealError where the row is not what was written for this route and version."""
    found: Mapping[str, Any] = json.loads(zlib.decompress(unseal(key, sealed, *about_state(route, version))))
    return found
