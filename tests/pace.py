"""That something does not grow without end, where nothing is said of how fast it is: benchmarks say that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    """Fail where this takes more of the processor than these seconds; waiting for others counts for nothing."""
    begun = process_time()
    yield
    spent = process_time() - begun
    assert spent < seconds, f"{spent:.1f} s of the processor"
