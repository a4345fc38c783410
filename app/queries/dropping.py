"""What throwing a drawing of a draft away means: what goes with it, and what in the draft still speaks of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.queries.drafts import WholeDraft
from app.queries.scenarios import FEATURE
from workflows import Leaving, Limits, leaving

_SCENARIO: Final = re.compile(r"^\s*(?:Abstract Scenario|Scenario|Voorbeeld):\s*(.*)$")
_QUOTED: Final = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Dropping:
    """A draft without one of its drawings."""

    leaving: Leaving
    scenarios: tuple[str, ...]
    """Those that name something that is drawn nowhere else."""


def dropping(whole: WholeDraft, name: str, limits: Limits) -> Dropping:
    """What it means. Outside any transaction. Never raises on what files hold."""
    found = leaving(whole.files, name, limits)
    return Dropping(found, tuple(dict.fromkeys(_scenarios(whole.files, found.names))))


def _scenarios(files: Mapping[str, bytes], names: Collection[str]) -> Iterator[str]:
    for file in sorted(files):
        if file.endswith(FEATURE):
            yield from _naming(files[file].decode("utf-8", errors="replace"), names)


def _naming(text: str, names: Collection[str]) -> Iterator[str]:
    """Names of the scenarios that name one of these; what stands before the first belongs to all of them."""
    every, told = False, ""
    for line in text.splitlines():
        here = _SCENARIO.match(line)
        told = here[1].strip() if here else told
        named = not {*_QUOTED.findall(line)}.isdisjoint(names)
        every = every or (named and not told)
        if told and (every or named):
            yield told
