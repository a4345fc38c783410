"""Two files that began as one, made one again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from workflows.errors import WorkflowError
from workflows.merging import forms, layout, tables, texts
from workflows.merging.apart import Apart, X, Y
from workflows.merging.combining import Combining, Ways
from workflows.merging.model import KIND, Choices, Clash, Merged, NotApartError, Parts, Side
from workflows.merging.telling import Telling, whole_file
from workflows.merging.together import Together, has_joints, missing, prefixes_of
from workflows.sources import read_xml

_NEEDED: Final = frozenset({"sourceRef", "targetRef", "attachedToRef", "dataObjectRef", "dataStoreRef", "bpmnElement"})
_NEVER_ASKED: Final = frozenset({"exporter", "exporterVersion", "schemaVersion"})
_XML: Final = frozenset({".bpmn", ".dmn"})


def merge(name: str, base: bytes, mine: bytes, theirs: bytes, choices: Choices | None = None) -> Merged:
    """What both made of `base`, a file of this name; where they clash, as was chosen, or else as the other has it.

    A value that one changed is as that one has it. It never refuses: what cannot be merged by its parts is one clash.
    """
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    chosen = choices or {}
    try:
        return _by_parts(name, [base, mine, theirs], chosen)
    except (NotApartError, WorkflowError, RecursionError):  # the last: nested without end
        return _whole(name, mine, theirs, chosen)


def parts_of(name: str, files: list[bytes]) -> list[Parts]:
    """States of one file, each taken apart. Raises NotApartError, WorkflowError or RecursionError."""
    suffix = PurePosixPath(name).suffix
    if suffix in _XML:
        roots = [read_xml(each) for each in files]
        cells = tables.cells_in(*roots)
        return [Apart(each, cells=those).take() for each, those in zip(roots, cells, strict=True)]
    if suffix == ".form":
        return [forms.Taking().take(each) for each in files]
    if suffix in texts.BLOCKS:
        return [texts.take(name, each) for each in files]
    raise NotApartError


def _by_parts(name: str, files: list[bytes], choices: Choices) -> Merged:
    suffix = PurePosixPath(name).suffix
    parts = parts_of(name, files)
    if suffix in _XML:
        return _merge_xml(files, parts, choices)
    if suffix == ".form":
        return _merge_parts(parts, choices, forms.put)
    sound = all(texts.can_be_read(name, each) for each in files[1:])
    return _merge_parts(parts, choices, lambda merged: texts.put(name, merged, sound=sound))


def _merge_xml(files: list[bytes], parts: list[Parts], choices: Choices) -> Merged:
    roots = [read_xml(each) for each in files]
    if len({each["/"].values[KIND] for each in parts}) != 1:
        raise NotApartError
    loose = frozenset().union(*(missing(each) for each in roots[1:]))

    def put(merged: Parts) -> bytes:
        layout.settle(merged, *parts)
        tables.square(merged)
        return Together(merged, prefixes_of(*roots[1:]), has_joints(*roots[1:]), loose).put()

    def silent(key: str, name: str) -> bool:
        if key.startswith("%"):
            return name not in {X, Y} or any(layout.is_around(key, each) for each in parts)
        return name[0] == "~" or name in _NEVER_ASKED or (name == "id" and tables.is_cell(key))

    ways = Ways(silent, _lying, _NEEDED, (X, Y))
    return _merge_parts(parts, choices, put, ways)


_PLAIN_WAYS: Final = Ways(lambda _, name: name in _NEVER_ASKED, lambda _: False)


def _merge_parts(
    parts: list[Parts], choices: Choices, put: Callable[[Parts], bytes], ways: Ways = _PLAIN_WAYS
) -> Merged:  # fmt: skip
    base, mine, theirs = parts
    work = Combining(base, mine, theirs, choices, ways)
    merged = work.combine()
    data = put(merged)
    telling = Telling(base, mine, theirs)
    other = [key for key in dict.fromkeys([*merged, *mine]) if merged.get(key) != mine.get(key)]
    clashes = tuple(telling.told(each) for each in work.asked.values())
    elements = tuple(each for each in dict.fromkeys(_shown(key) for key in other) if each)
    return Merged(data, clashes, elements, Telling(merged, merged, mine).named(other))


def _lying(key: str) -> bool:
    return key.startswith(("%BPMNShape", "%BPMNEdge", "%DMN")) or tables.is_cell(key)


def _shown(key: str) -> str:
    """Id of the element that a part is of, or shows; empty for the file itself."""
    if key.startswith("%"):
        return key.partition("@")[2]
    return key.removeprefix("#").partition("/")[0] if key.startswith("#") else ""


def _whole(name: str, mine: bytes, theirs: bytes, choices: Choices) -> Merged:
    """One of the two, as was chosen."""
    clash: Clash = whole_file(name, mine, theirs)
    chosen = choices.get(clash.id)
    if chosen is None:
        return Merged(theirs, (clash,))
    return Merged(mine if chosen is Side.MINE else theirs)
