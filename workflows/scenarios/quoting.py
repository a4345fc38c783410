"""Which scenarios of a feature file speak of something by its name. Runs nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from workflows.scenarios.feature import Scenario, read_feature
from workflows.scenarios.words import key, straight

_QUOTED: Final = re.compile(r'"([^"]+)"')


def quoting(text: str, names: Collection[str]) -> tuple[str, ...]:
    """The names of those of which a sentence, the background's included, or a table has one of these names.

    None of a file that cannot be read: nothing in it is tried.
    """
    wanted = {key(each) for each in names}
    found = (each for each in read_feature(text) if isinstance(each, Scenario))
    return tuple(dict.fromkeys(each.name for each in found if not wanted.isdisjoint(map(key, _named(each)))))


def _named(scenario: Scenario) -> Iterator[str]:
    for step in scenario.steps:
        yield from _QUOTED.findall(straight(step.text))
        yield from (cell for row in step.table or () for cell in row)
