"""A rename changes along: what scenarios, rules and other drawings call by its old name gets the new one.

Pure: two states of a protocol in, the files that change out. Changes only what surely meant what was renamed, and of a
file only the names; what is not sure is told and left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.diagram.protocol import FILE_NAME
from workflows.renaming.in_drawings import Drawnwise, values_in
from workflows.renaming.in_rules import Rulewise
from workflows.renaming.in_scenarios import Played
from workflows.renaming.model import Carried, Log, Renamed, RenamedIn
from workflows.renaming.naming import Naming, gone
from workflows.rules import is_rules_file
from workflows.scenarios.words import level
from workflows.validator import Limits

__all__ = ["Carried", "Renamed", "RenamedIn", "carry"]

_LIMITS: Final = Limits()
_DRAWING: Final = ".bpmn"
_SCENARIO: Final = ".feature"


def carry(
    earlier: Iterable[Mapping[str, bytes]], now: Mapping[str, bytes], limits: Limits = _LIMITS
) -> Carried:  # fmt: skip
    """What the renames since each of these earlier states change elsewhere; the last state first.

    A name that stands in a text is looked up in each of them, so that what was renamed twice is found too. Two states
    from which the same names are gone are one.
    """
    files, log, seen = dict(now), Log(), set[frozenset[str]]()
    texts = [_mentioning(name, data) for name, data in now.items()]
    for was in earlier:
        lost = frozenset(name for name in gone(was, now) if any(name in text for text in texts))
        if lost and lost not in seen:
            seen.add(lost)
            files = _carried(Naming(was, limits), files, log, limits)
            log.earlier()
    changed = {name: data for name, data in files.items() if now.get(name) != data}
    return Carried(changed, log.told(sure=True), log.told(sure=False))


def _mentioning(name: str, data: bytes) -> str:
    """What of a file can name something."""
    if is_rules_file(name) or name.endswith(_SCENARIO) or name == FILE_NAME:
        return level(data.decode("utf-8", errors="replace").replace("\\", "")).casefold()
    return level("\n".join(values_in(data))).casefold() if _is_drawing(name) else ""


def _carried(was: Naming, files: dict[str, bytes], log: Log, limits: Limits) -> dict[str, bytes]:
    """Drawings first: what these then call by its new name, texts may call so."""
    drawn = Drawnwise(was, Naming(files, limits), log)
    made = {name: drawn.drawing(name, data) if _is_drawing(name) else data for name, data in files.items()}
    if FILE_NAME in made:
        made[FILE_NAME] = drawn.protocol(FILE_NAME, made[FILE_NAME])
    now = Naming(made, limits)
    rules, scenarios = Rulewise(was, now, log), Played(was, now, log)
    for name, data in made.items():
        if is_rules_file(name):
            made[name] = rules.file(name, data)
        elif name.endswith(_SCENARIO):
            made[name] = scenarios.file(name, data)
    return made


def _is_drawing(name: str) -> bool:
    return name.endswith(_DRAWING) and "/" not in name
