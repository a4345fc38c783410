"""A difference as a value: what kind, how much it weighs, where, and one Dutch sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to something."""

    ADDED = "toegevoegd"
    REMOVED = "vervallen"
    CHANGED = "gewijzigd"
    LAYOUT = "alleen opmaak"


class Weight(StrEnum):
    """How deep a difference goes."""

    BEHAVIOUR = "gedrag"
    """Routes run otherwise. Wherever `Bundle.gedrag` differs, at least one difference has this weight."""
    WORK = "werk"
    """What people fill in or may see, or what the protocol must keep; not how a route runs."""
    WORDING = "tekst"
    LAYOUT = "opmaak"


class ChangePart(StrEnum):
    """The part of a bundle in which something differs."""

    DRAWING = "tekening"
    TABLE = "beslissing"
    FORM = "formulier"
    RIGHTS = "rechten"
    RULES = "regels"
    PROTOCOL = "protocol"
    SCENARIO = "scenario's"
    FILE = "bestand"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, in the order of a JSON answer."""

    kind: ChangeKind
    what: str
    """Stable name of the property, in English: `element`, `lane`, `term`, `row`, `required`."""
    weight: Weight
    part: ChangePart
    file: str
    """Name of the file within the bundle: in the new version, in the old one where it is gone."""
    process: str
    """Id of the process; empty outside the drawings."""
    within: str
    """What people call the process, form or table in which it lies."""
    element: str
    """Id in the new version, in the old one where it is gone; of a form the key of the field."""
    was: str
    """Id in the old version; empty where it was not there."""
    name: str
    """What people call it; empty where it has no name."""
    old: str
    new: str
    sentence: str
    """The difference in plain Dutch; names stand between stars."""
    beside: tuple[str, ...] = ()
    """Ids of what changed with it and is told by it: the arrows of a new step, what was pushed aside."""

    def as_dict(self) -> dict[str, object]:
        """The difference as the JSON of `flask protocol diff --json`."""
        return {
            "kind": str(self.kind), "what": self.what, "weight": str(self.weight), "part": str(self.part),
            "file": self.file, "process": self.process, "within": self.within, "element": self.element,
            "was": self.was, "name": self.name, "old": self.old, "new": self.new, "sentence": self.sentence,
            "beside": list(self.beside),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a bundle, of which differences are made."""

    part: ChangePart
    file: str
    within: str = ""
    process: str = ""
    element: str = ""
    was: str = ""
    name: str = ""

    def at(self, element: str, was: str, name: str) -> Where:
        """The place of one thing within this one."""
        return replace(self, element=element, was=was, name=name)

    def added(self, what: str, weight: Weight, sentence: str, new: str = "", beside: tuple[str, ...] = ()) -> Change:
        """Something that is new."""
        return self._made(ChangeKind.ADDED, what, weight, "", new, sentence, beside)

    def removed(self, what: str, weight: Weight, sentence: str, old: str = "", beside: tuple[str, ...] = ()) -> Change:
        """Something that is gone."""
        return self._made(ChangeKind.REMOVED, what, weight, old, "", sentence, beside)

    def changed(self, what: str, weight: Weight, sentence: str, old: str = "", new: str = "") -> Change:
        """Something that is otherwise."""
        return self._made(ChangeKind.CHANGED, what, weight, old, new, sentence, ())

    def laid_out(self, what: str, sentence: str, beside: tuple[str, ...] = ()) -> Change:
        """Something that only looks otherwise."""
        return self._made(ChangeKind.LAYOUT, what, Weight.LAYOUT, "", "", sentence, beside)

    def _made(  # noqa: PLR0913, PLR0917 the fields of a difference that are not those of its place
        self, kind: ChangeKind, what: str, weight: Weight, old: str, new: str, sentence: str, beside: tuple[str, ...]
    ) -> Change:
        return Change(
            kind, what, weight, self.part, self.file, self.process, self.within, self.element, self.was, self.name,
            old, new, sentence, beside,
        )  # fmt: skip
