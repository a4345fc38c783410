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
    return seal(key, zlib.compress(canonical, 6), *about_state(route, version))


def unseal_state(key: bytes, route: UUID, version: int, sealed: bytes) -> Mapping[str, Any]:
    """The state again. Raises SealError where the row is not what was written for this route and version."""
    found: Mapping[str, Any] = json.loads(zlib.decompress(unseal(key, sealed, *about_state(route, version))))
    return found
