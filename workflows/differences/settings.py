"""What is otherwise about the properties of an element: who does it, with whom, with which form, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.differences.element import Element
from workflows.differences.model import Change, Weight
from workflows.differences.words import cut, listed, starred, term

_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "formulier": ("form", "gebruikt nu formulier {}", "heeft geen formulier meer"),
    "termijn": ("term", "heeft nu een termijn van {}", "heeft geen termijn meer"),
    "samen_met": ("together", "gaat nu samen met {}", "gaat niet meer samen met een ander"),
    "niet_door": ("barred", "mag nu niet door wie {} deed", "mag nu ook door wie een eerdere stap deed"),
    "ook_door": ("also_by", "mag nu ook door {}", "mag niet meer door anderen"),
    "lane": ("lane_of_each", "zoekt nu per keer wie het doet: {}", "zoekt niet meer per keer wie het doet"),
    "knop": ("button", "heeft nu een knop voor {}", "heeft geen knop meer"),
    "aan": ("notice", "bericht nu {}", "bericht niemand meer"),
    "mee": ("carried", "geeft nu {} mee", "geeft niets meer mee"),
    "fase": ("phase", "begint nu fase {}", "begint geen fase meer"),
}  # fmt: skip
"""Property to the stable name of its difference, what is said of its value, and of it being gone."""
_LISTS: Final = frozenset({"niet_door", "ook_door", "knop", "mee"})
_NAMES: Final = frozenset({"formulier", "samen_met", "aan", "fase"})
_PASSED: Final = {"in": "geeft nu {} mee als {}", "uit": "neemt nu {} over als {}"}


def differences(it: Element) -> Iterator[Change]:
    """Of its properties, those with a meaning first."""
    old, new = it.old.properties, it.new.properties
    others = sorted((old.keys() | new.keys()) - _SAID.keys())
    for key in (*_SAID, *others):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if before and after and _as_renamed(it, key, before) == after:
            it.pairs.retold.add(it.where.file)
        else:
            yield _told(it, key, before, after)


def _as_renamed(it: Element, key: str, text: str) -> str:
    """What a property says once everything that it names is called as it is now: that is told where it is renamed."""
    process = it.new.process
    renamed: Mapping[str, str] = {}
    if key == "formulier":
        renamed = it.pairs.form_keys
    elif key == "niet_door":
        renamed = it.pairs.node_names(process)
    elif key in {"samen_met", "ook_door", "knop"}:
        renamed = it.pairs.lane_names(process)
    if key not in _LISTS:
        return renamed.get(text, text)
    parts = [part.strip() for part in text.split(",")]
    mapped = [renamed.get(part, part) for part in parts]
    return ", ".join(mapped) if mapped != parts else text


def _told(it: Element, key: str, old: str | None, new: str | None) -> Change:
    what, now, gone = _SAID.get(key) or _other(key)
    rest = gone if new is None else now.format(_value(key, new))
    before = f" (was {_value(key, old)})" if old else ""
    told_old, told_new = (term(each) if key == "termijn" and each else each or "" for each in (old, new))
    return it.told(what, Weight.BEHAVIOUR, f"{rest}{before}", told_old, told_new)


def _other(key: str) -> tuple[str, str, str]:
    """What is said of a property that has no sentence of its own: a field passed on, or one nobody knows."""
    way, _, field = key.partition(".")
    if field and way in _PASSED:
        name = starred(field)
        now = _PASSED[way].format(name.replace("{", "{{").replace("}", "}}"), "{}")
        gone = f"geeft {name} niet meer mee" if way == "in" else f"neemt {name} niet meer over"
        return key, now, gone
    safe = starred(key).replace("{", "{{").replace("}", "}}")
    return f"property {key}", f"heeft nu bij {safe} staan: {{}}", f"heeft {starred(key)} niet meer"


def _value(key: str, text: str) -> str:
    if not text:
        return "niets"
    if key == "termijn":
        return term(text)
    if key in _LISTS:
        return listed(part.strip() for part in text.split(",") if part.strip())
    return starred(cut(text)) if key in _NAMES else cut(text)
