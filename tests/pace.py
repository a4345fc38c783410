"""That something does not grow without end, where nothing is said of how fast it is: benchmarks say that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

PATIENCE = 4
"""How many times as long as usual something may take: the machine may be slow, and does other tests beside it."""


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    """Fail where this takes far more of the processor than these seconds, within which it usually is done."""
    begun = process_time()
    yield
    spent = process_time() - begun
    assert spent < PATIENCE * seconds, f"{spent:.1f} s of the processor, where {seconds} is usual"
