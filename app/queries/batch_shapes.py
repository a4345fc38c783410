"""A batch as pages tell of it, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.store.batches import DONE, RUNS


@dataclass(frozen=True, slots=True)
class BatchSaid:
    """Who had it begun, and how far it is."""

    id: UUID
    by: str
    begun_at: datetime
    ended_at: datetime | None
    status: str
    why: str
    """It stopped by itself, in Dutch."""
    done: int
    total: int

    @property
    def runs(self) -> bool:
        """Whether the worker goes on with it."""
        return self.status == RUNS

    @property
    def is_done(self) -> bool:
        """Whether all routes were gone by."""
        return self.status == DONE


def said_of(row: Any, names: Mapping[UUID, str]) -> tuple[UUID, str, datetime, datetime | None, str, str, int, int]:
    """What `BatchSaid` begins with, of a row."""
    by = names.get(row.asked_by, "")
    return row.batch_id, by, row.begun_at, row.ended_at, row.status, row.why, row.done, row.total
