"""What is sent to a database, statement by statement, as the engine tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from app.store.db import db

COMMIT, ROLLBACK = "COMMIT", "ROLLBACK"


@dataclass
class Sent:
    """The statements of a while, in order; each transaction ends with COMMIT or ROLLBACK."""

    statements: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """All of them but the ends."""
        return [each for each in self.statements if each not in {COMMIT, ROLLBACK}]

    def transactions(self) -> list[list[str]]:
        """The statements between begin and end, and the end."""
        found: list[list[str]] = [[]]
        for each in self.statements:
            found[-1].append(each)
            if each in {COMMIT, ROLLBACK}:
                found.append([])
        return [each for each in found if each]


@contextmanager
def counted() -> Iterator[Sent]:
    """Count what this app's database is sent, BEGIN left out."""
    sent = Sent()

    def statement(_c: Any, _cursor: Any, text: str, _values: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001  the library's signature
        if not text.startswith("BEGIN"):
            sent.statements.append(text)

    with listening(db.engine, before_cursor_execute=statement, commit=lambda _c: sent.statements.append(COMMIT),
                   rollback=lambda _c: sent.statements.append(ROLLBACK)):  # fmt: skip
        yield sent


@contextmanager
def listening(engine: Engine, **listeners: Callable[..., Any]) -> Iterator[None]:
    """Hear what an engine does for a while, by the name of the library's event."""
    for name, heard in listeners.items():
        event.listen(engine, name, heard)
    try:
        yield
    finally:
        for name, heard in listeners.items():
            event.remove(engine, name, heard)
