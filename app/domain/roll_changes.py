"""What an import would do to a school, as values: by kind who is new, changed, leaving, returning or refused, and why.

A plan is shown before anything is done; its digest says whether what is done is what was shown. It names children, so
it goes to the person who imports and nowhere else: no log, no mail, no address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from app.domain.roll import RollGroup, RollKind, RollPupil, RollRefusal, RollSchool, RollStaff
from app.domain.roll_functions import Proposal

Value = TypeVar("Value", RollGroup, RollPupil, RollStaff)

PLURAL: Final = {RollKind.GROUP: "Groepen", RollKind.PUPIL: "Leerlingen", RollKind.STAFF: "Medewerkers"}
_AMOUNTS: Final = {
    RollKind.GROUP: ("1 groep", "{} groepen"),
    RollKind.PUPIL: ("1 leerling", "{} leerlingen"),
    RollKind.STAFF: ("1 medewerker", "{} medewerkers"),
}
FEW: Final = 5
"""Below this many a whole group may leave without a warning."""
ABSENT: Final = "staat niet meer in het bestand"


def amount(number: int, kind: RollKind) -> str:
    """`1 leerling`, `3 leerlingen`."""
    one, many = _AMOUNTS[kind]
    return one if number == 1 else many.format(number)


class Deed(StrEnum):
    """What happens to one item."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    LEAVING = "vertrekt"
    RETURNING = "terug"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, as people read it; the empty text is nothing."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry(Generic[Value]):
    """One item that an import touches."""

    deed: Deed
    key: str
    id: UUID | None
    """Of what the school already has; None exactly for what is new."""
    value: Value
    """What is kept afterwards, whole."""
    changes: tuple[FieldChange, ...] = ()
    reason: str = ""
    """Why somebody leaves or returns."""
    notes: tuple[str, ...] = ()
    """What a person should look at before saying yes."""

    @property
    def title(self) -> str:
        """The name that people know it by."""
        return self.value.title


@dataclass(frozen=True, slots=True)
class KindPlan(Generic[Value]):
    """All that happens to the groups, the pupils or the staff, in order of key."""

    kind: RollKind
    entries: tuple[Entry[Value], ...] = ()
    refused: tuple[RollRefusal, ...] = ()
    unchanged: int = 0
    skipped: int = 0
    """Had left before the school had them here; they are not kept at all."""
    here: int = 0
    """How many there are now."""

    @property
    def new(self) -> tuple[Entry[Value], ...]:
        """Not known to the school until now."""
        return self._of(Deed.NEW)

    @property
    def changed(self) -> tuple[Entry[Value], ...]:
        """Known, with another value; whoever had left stays away."""
        return self._of(Deed.CHANGED)

    @property
    def leaving(self) -> tuple[Entry[Value], ...]:
        """Here until now, and no longer."""
        return self._of(Deed.LEAVING)

    @property
    def returning(self) -> tuple[Entry[Value], ...]:
        """Left earlier, and here again."""
        return self._of(Deed.RETURNING)

    @property
    def many_leave(self) -> bool:
        """Whether more than half would be gone because the file does not name them: then it may be the wrong one."""
        return self.here >= FEW and 2 * sum(entry.reason == ABSENT for entry in self.leaving) > self.here

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, by the Dutch word for it."""
        tally = {deed.value: len(self._of(deed)) for deed in Deed}
        return {**tally, "geweigerd": len(self.refused), "gelijk": self.unchanged}

    def _of(self, deed: Deed) -> tuple[Entry[Value], ...]:
        return tuple(entry for entry in self.entries if entry.deed is deed)


@dataclass(frozen=True, slots=True)
class RollPlan:
    """What an import would do. Nothing in it is done by itself; functions are proposed, never given."""

    groups: KindPlan[RollGroup]
    pupils: KindPlan[RollPupil]
    staff: KindPlan[RollStaff]
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    school: RollSchool = field(default_factory=RollSchool)

    @property
    def kinds(self) -> tuple[KindPlan[RollGroup], KindPlan[RollPupil], KindPlan[RollStaff]]:
        """Groups before the people who refer to them."""
        return self.groups, self.pupils, self.staff

    @property
    def many_leave(self) -> bool:
        """Whether of any kind more than half would be gone."""
        return any(kind.many_leave for kind in self.kinds)

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would change nothing."""
        return not any(kind.entries for kind in self.kinds)

    @property
    def digest(self) -> str:
        """SHA-256, hexadecimal, of what would be done and what is refused; notes and lines of the file do not count."""
        content = {
            "kinds": [
                {
                    "entries": [_canonical(entry) for entry in kind.entries],
                    "refused": [[refusal.key, refusal.reason] for refusal in kind.refused],
                }
                for kind in self.kinds
            ],
            "proposals": [[one.key, one.function] for one in self.proposals],
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON values, for the API."""
        return {
            "digest": self.digest,
            "kinds": [_kind_as_dict(kind) for kind in self.kinds],
            "proposals": [asdict(proposal) for proposal in self.proposals],
            "notes": list(self.notes),
            "dropped": dict(sorted(self.dropped.items())),
        }

    def lines(self, *, most: int = 20) -> list[str]:
        """The plan in Dutch for a terminal: counts first, then of each list at most `most` lines."""
        told = [f"{PLURAL[kind.kind]}: {_in_words(kind.counts)}" for kind in self.kinds]
        told += [f"Niet overgenomen: {name} ({count} keer)" for name, count in sorted(self.dropped.items())]
        told += [f"Let op: {note}" for note in self.notes]
        for kind in self.kinds:
            told += _section(PLURAL[kind.kind], [*_entry_lines(kind), *map(_refusal_line, kind.refused)], most)
        proposals = [f"{one.key}  {one.name}: {one.function}, want {one.reason}" for one in self.proposals]
        return [*told, *_section("Voorstellen voor functies; niemand krijgt er nu een", proposals, most)]


def _canonical(entry: Entry[Any]) -> dict[str, Any]:
    value = asdict(entry.value)
    del value["line"]
    changes = [asdict(change) for change in entry.changes]
    return {"deed": entry.deed, "id": entry.id, "value": value, "changes": changes, "reason": entry.reason}


def _kind_as_dict(kind: KindPlan[Any]) -> dict[str, Any]:
    return {
        "kind": kind.kind.value,
        "counts": kind.counts,
        "entries": [
            {
                "deed": entry.deed.value,
                "key": entry.key,
                "id": None if entry.id is None else str(entry.id),
                "name": entry.title,
                "value": entry.value.wording(),
                "changes": [asdict(change) for change in entry.changes],
                "reason": entry.reason,
                "notes": list(entry.notes),
            }
            for entry in kind.entries
        ],
        "refused": [
            {"key": refusal.key, "line": refusal.line, "reason": refusal.reason} for refusal in kind.refused
        ],
    }  # fmt: skip


def _in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def _entry_lines(kind: KindPlan[Any]) -> Iterator[str]:
    for deed in Deed:
        for entry in kind.entries:
            if entry.deed is deed:
                yield f"{deed.value}  {entry.key}  {entry.title}{_told(entry)}"


def _told(entry: Entry[Any]) -> str:
    changes = ", ".join(
        f'{change.field} "{change.old}" wordt "{change.new}"' for change in entry.changes
    )  # fmt: skip
    parts = [part for part in (entry.reason, changes, *(f"let op: {note}" for note in entry.notes)) if part]
    return f": {'; '.join(parts)}" if parts else ""


def _refusal_line(refusal: RollRefusal) -> str:
    where = "" if refusal.line is None else f"regel {refusal.line}, "
    return f"geweigerd  {refusal.key or '(geen sleutel)'}  {where}{refusal.reason}"


def _section(title: str, items: list[str], most: int) -> list[str]:
    if not items:
        return []
    rest = [f"  … en nog {len(items) - most}"] if len(items) > most else []
    return ["", title, *(f"  {item}" for item in items[:most]), *rest]
