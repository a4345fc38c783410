"""Whether a task may be completed now: a refusal or nothing. Knows no rows and no engine."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import DoneError, StaleError

OPEN = "open"
DONE = "afgerond"


def check_open(status: str, done_by: str, at: datetime | None) -> None:
    """Raise DoneError for a task that was completed, or that a timer or another step closed."""
    if status == OPEN:
        return
    if status == DONE:
        raise DoneError(done_by, at, f"Deze taak is al afgerond door {done_by}." if done_by else None)
    raise DoneError("", at, "Deze taak is vervallen: een termijn of een andere stap heeft hem gesloten.")


def check_seen(version: int, seen: int | None) -> None:
    """Raise StaleError where the task is no longer as it was given out; who does not say what they saw, saw this."""
    if seen is not None and seen != version:
        raise StaleError(version)
