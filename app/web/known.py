"""The question what was known on a day, as it stands in the address of a replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from app.queries.replay_page import Replay
from app.web.days import day_in, end_of
from app.web.words import HERE


@dataclass(frozen=True, slots=True)
class KnownOn:
    """What was asked."""

    day: date | None
    """None where nothing was asked, or no day that there is."""
    ahead: bool = False
    """Whether the day is still to come: nothing can be said of it but what is known now."""
    wrong: bool = False
    """Whether something was asked that is no day."""

    @classmethod
    def asked(cls, text: str, now: datetime) -> Self:
        """What stands in the address."""
        day = day_in(text.strip())
        if day is None:
            return cls(None, wrong=bool(text.strip()))
        return cls(day, ahead=day > now.astimezone(HERE).date())

    def of(self, replay: Replay) -> Replay:
        """What was known at the end of that day; all of it where that cannot be told."""
        return replay.known_at(end_of(self.day)) if self.day is not None and not self.ahead else replay
