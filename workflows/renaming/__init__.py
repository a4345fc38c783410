"""A rename changes along: what scenarios, rules and other drawings call by its old name gets the new one.

Pure: two states of a protocol in, the files that change out. Changes only what surely meant what was renamed, and of a
file only the names; what is not sure is told and left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.diagram.protocol import FILE_NAME
from workflows.renaming.in_drawings import Drawnwise
from workflows.renaming.in_rules import Rulewise
from workflows.renaming.in_scenarios import Played
from workflows.renaming.model import Carried, Log, Renamed, RenamedIn
from workflows.renaming.naming import Naming
from workflows.rules import is_rules_file
from workflows.scenarios.words import key
from workflows.validator import Limits

__all__ = ["Carried", "Renamed", "RenamedIn", "carry"]

_LIMITS: Final = Limits()
_DRAWING: Final = ".bpmn"
_SCENARIO: Final = ".feature"


def carry(
    earlier: Iterable[Mapping[str, bytes]], now: Mapping[str, bytes], limits: Limits = _LIMITS
) -> Carried:  # fmt: skip
    """What the renames since each of these earlier states change elsewhere; the last state first.

    A name that stands in a text is looked up in each of them, so that what was renamed twice is found too.
    """
    files, log = dict(now), Log()
    for was in earlier:
        files = _carried(Naming(was, limits), files, log, limits)
    changed = {name: data for name, data in files.items() if now.get(name) != data}
    return Carried(changed, log.told(sure=True), log.told(sure=False))


def _carried(was: Naming, files: dict[str, bytes], log: Log, limits: Limits) -> dict[str, bytes]:
    """Drawings first: what these then call by its new name, texts may call so."""
    before = Naming(files, limits)
    old = {key(name) for own, name in was.everything.items() if name != before.everything.get(own, name)} - {""}
    if not old:
        return files
    drawn = Drawnwise(was, before, log)
    made = {name: drawn.drawing(name, data) if _is_drawing(name) else data for name, data in files.items()}
    if FILE_NAME in made:
        made[FILE_NAME] = drawn.protocol(FILE_NAME, made[FILE_NAME])
    now = Naming(made, limits)
    rules, scenarios = Rulewise(was, now, log), Played(was, now, log)
    for name, data in made.items():
        if not _has(data, old):
            continue
        if is_rules_file(name):
            made[name] = rules.file(name, data)
        elif name.endswith(_SCENARIO):
            made[name] = scenarios.file(name, data)
    return made


def _has(data: bytes, names: Iterable[str]) -> bool:
    """Whether a text may have one of these names: most have none, and need not be read."""
    text = key(data.decode("utf-8", errors="replace").replace("\\", ""))
    return any(name in text for name in names)


def _is_drawing(name: str) -> bool:
    return name.endswith(_DRAWING) and "/" not in name
