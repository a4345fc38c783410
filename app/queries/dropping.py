"""What throwing a drawing of a draft away means: what goes with it, and what in the draft still speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.queries.drafts import WholeDraft
from app.queries.scenarios import FEATURE
from workflows import Leaving, Limits, leaving, quoting


@dataclass(frozen=True, slots=True)
class Dropping:
    """A draft without one of its drawings."""

    leaving: Leaving
    scenarios: tuple[str, ...]
    """Those that name something that is drawn nowhere else."""


def dropping(whole: WholeDraft, name: str, limits: Limits) -> Dropping:
    """What it means. Outside any transaction. Never raises on what files hold."""
    found = leaving(whole.files, name, limits)
    features = (
        data.decode("utf-8-sig", "replace") for file, data in sorted(whole.files.items()) if file.endswith(FEATURE)
    )
    return Dropping(found, tuple(dict.fromkeys(each for text in features for each in quoting(text, found.names))))
