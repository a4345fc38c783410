"""A replay with other names for the people in it, for who may play it without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from uuid import UUID

from app.queries.filled_in import FilledIn
from app.queries.history import Who
from app.queries.replay_page import Frame, Replay


def renamed(replay: Replay, called: Callable[[UUID, str], str], *, words: bool = True) -> Replay:
    """The same with other names for the people in it; without `words` also without all that people wrote themselves.

    `called` gets the id of somebody and their name.
    """
    return replace(replay, frames=tuple(_renamed(each, called, words=words) for each in replay.frames))


_BY_NAME: Final = ("person", "proposed_by")


def _renamed(frame: Frame, called: Callable[[UUID, str], str], *, words: bool) -> Frame:
    entry = frame.entry
    data = dict(entry.data)
    for each in _BY_NAME:
        if data.get(f"{each}_name"):
            data[f"{each}_name"] = called(UUID(str(data[each])), str(data[f"{each}_name"]))
    beside = data.get("beside")
    if isinstance(beside, list) and isinstance(names := data.get("beside_names"), list):
        data["beside_names"] = [called(UUID(made), name) for made, name in zip(beside, names, strict=True)]
    if not words:
        data.pop("reason", None)
    other = replace(
        entry, by=_who(entry.by, called), on_behalf=_who(entry.on_behalf, called), data=data,
        answers=entry.answers if words else (),
    )  # fmt: skip
    return replace(frame, entry=other, filled_in=frame.filled_in if words else FilledIn())


def _who(who: Who | None, called: Callable[[UUID, str], str]) -> Who | None:
    return None if who is None else replace(who, name=called(who.id, who.name))
