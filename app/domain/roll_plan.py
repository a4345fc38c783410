"""From what a school has and what a file says to what an import would do. Decides, and does nothing.

Two people are the same exactly when their stable key is the same; likeness never joins them. Where a key cannot be
trusted (unstable, double, given to somebody else) the item is refused, because one child silently turning into
another is worse than one child that somebody must enter by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Generic
from uuid import UUID

from app.domain.roll import (
    PersonName,
    Roll,
    RollError,
    RollGroup,
    RollKind,
    RollPupil,
    RollRefusal,
    RollSchool,
    RollStaff,
)
from app.domain.roll_changes import ABSENT, PLURAL, Deed, Entry, FieldChange, KindPlan, RollPlan, Value, amount
from app.domain.roll_functions import Proposal, proposals_for

UNSTABLE: Final = "#"
"""A key that begins with it is another one in the next file (EDEXML 2.1)."""
REUSED: Final = (
    "sleutel hergebruikt: de school kent onder deze sleutel iemand anders. Laat de sleutel nakijken in de administratie"
)


@dataclass(frozen=True, slots=True)
class Known(Generic[Value]):
    """What the school has under a key, as the last import left it."""

    id: UUID
    value: Value
    here: bool = True
    """False for whoever has left, and for a group that no longer exists."""


@dataclass(frozen=True, slots=True)
class KnownRoll:
    """All that the school has, also who has left: keys are never given out again."""

    groups: tuple[Known[RollGroup], ...] = ()
    pupils: tuple[Known[RollPupil], ...] = ()
    staff: tuple[Known[RollStaff], ...] = ()
    brin: str = ""
    """BRIN of the school, four or six characters; empty where it is not known, and then a file of any school fits."""


@dataclass(frozen=True, slots=True)
class _Rules(Generic[Value]):
    """What differs between groups, pupils and staff. A text is a reason; the empty text means no."""

    kind: RollKind
    unfit: Callable[[Value], str]
    another: Callable[[Value, Value], bool]
    gone: Callable[[Value], str]


def plan(current: KnownRoll, roll: Roll, today: date) -> RollPlan:
    """What importing `roll` on `today` (the local day) would do to a school that has `current`.

    Planning again after it was carried out finds nothing to do. A kind that the file does not name is left alone.
    Raises RollError for a file of another school.
    """
    _check_same_school(current.brin, roll.school)
    groups = _plan_kind(_GROUPS, current.groups, roll.groups, roll.refused)
    pupils = _plan_kind(_pupils_on(today), current.pupils, roll.pupils, roll.refused)
    staff = _plan_kind(_STAFF, current.staff, roll.staff, roll.refused)
    pupils = replace(pupils, entries=tuple(_with_namesakes(pupils.entries, current.pupils)))
    staff = replace(staff, entries=tuple(_with_namesakes(staff.entries, current.staff)))
    notes = (
        *roll.notes,
        *_notes_on(groups, current.groups, roll.groups),
        *_notes_on(pupils, current.pupils, roll.pupils),
        *_notes_on(staff, current.staff, roll.staff),
        *_unknown_groups(current, roll),
    )
    return RollPlan(
        groups=groups, pupils=pupils, staff=staff, proposals=tuple(_proposals(staff, current.staff)),
        notes=notes, dropped=dict(roll.dropped), school=roll.school,
    )  # fmt: skip


def _check_same_school(ours: str, theirs: RollSchool) -> None:
    """A file that names no branch may be of the whole school, so only another branch tells that it is not ours."""
    code, branch = theirs.brin, theirs.branch.zfill(2) if theirs.branch else ""
    if not ours or not code:
        return
    elsewhere = branch and ours[4:] and ours[4:] != branch
    if ours[:4].upper() != code[:4].upper() or elsewhere:
        raise RollError(
            f"Dit bestand is van de school met BRIN {code}{branch}, en jij importeert voor {ours}. "
            "Kies het bestand van je eigen school."
        )


def _plan_kind(
    rules: _Rules[Value], known: Sequence[Known[Value]], items: Sequence[Value], unread: Sequence[RollRefusal]
) -> KindPlan[Value]:
    refused: list[RollRefusal] = [refusal for refusal in unread if refusal.kind is rules.kind]
    had = {one.value.key: one for one in known}
    seen = Counter([*(item.key for item in items), *(refusal.key for refusal in refused if refusal.key)])
    entries = []
    unchanged = skipped = 0
    for item in items:
        reason = _refusal(rules, item, seen[item.key], had.get(item.key))
        if reason:
            refused.append(RollRefusal(rules.kind, item.key, reason, item.line))
            continue
        entry = _entry(rules, item, had.get(item.key))
        if entry is not None:
            entries.append(entry)
        elif item.key in had:
            unchanged += 1
        else:
            skipped += 1
    if items:
        entries += [
            Entry(Deed.LEAVING, one.value.key, one.id, one.value, reason=ABSENT)
            for one in known
            if one.here and one.value.key not in seen
        ]
    entries.sort(key=lambda entry: entry.key)
    refused.sort(key=lambda refusal: (refusal.key, refusal.line or 0, refusal.reason))
    here = sum(one.here for one in known)
    return KindPlan(rules.kind, tuple(entries), tuple(refused), unchanged, skipped, here)


def _refusal(rules: _Rules[Value], item: Value, times: int, had: Known[Value] | None) -> str:
    if item.key.startswith(UNSTABLE):
        return f"de sleutel begint met {UNSTABLE} en is dus niet vast. Vraag de administratie om een vaste sleutel"
    if times > 1:
        return f"deze sleutel staat {times} keer in het bestand. Laat de dubbele weghalen in de administratie"
    if had is not None and rules.another(had.value, item):
        return REUSED
    return rules.unfit(item)


def _entry(rules: _Rules[Value], item: Value, had: Known[Value] | None) -> Entry[Value] | None:
    gone = rules.gone(item)
    if had is None:
        # Who left before the school had them here is nobody's concern, so they are not kept at all.
        return None if gone else Entry(Deed.NEW, item.key, None, item)
    changes = tuple(_changes(had.value, item))
    if gone and had.here:
        return Entry(Deed.LEAVING, item.key, had.id, item, changes, gone)
    if not gone and not had.here:
        return Entry(Deed.RETURNING, item.key, had.id, item, changes, "staat weer in het bestand")
    return None if item == had.value else Entry(Deed.CHANGED, item.key, had.id, item, changes)


def _changes(old: Value, new: Value) -> Iterator[FieldChange]:
    before = old.wording()
    for name, value in new.wording().items():
        if before[name] != value:
            yield FieldChange(name, before[name], value)


def _pupils_on(today: date) -> _Rules[RollPupil]:
    def unfit(pupil: RollPupil) -> str:
        late = pupil.born is not None and pupil.born > today
        return "de geboortedatum ligt na vandaag. Verbeter die in de administratie" if late else ""

    def gone(pupil: RollPupil) -> str:
        return f"uitstroomdatum {pupil.left_on}" if pupil.left_on is not None and pupil.left_on <= today else ""

    return _Rules(RollKind.PUPIL, unfit, _another_child, gone)


def _another_child(old: RollPupil, new: RollPupil) -> bool:
    """Another day of birth and another name; without days of birth, no part of the name in common."""
    if old.born is None and new.born is None:
        return _nothing_in_common(old.name, new.name)
    return old.born != new.born and _folded(old.name) != _folded(new.name)


def _another_adult(old: RollStaff, new: RollStaff) -> bool:
    """Nothing in common: no part of the name, no user name, no address. Their functions would go to a stranger."""
    same_login = old.username == new.username != ""
    same_email = old.email.casefold() == new.email.casefold() != ""
    return _nothing_in_common(old.name, new.name) and not same_login and not same_email


def _nothing_in_common(old: PersonName, new: PersonName) -> bool:
    first = old.first.casefold() != new.first.casefold()
    return first and old.achternaam.casefold() != new.achternaam.casefold()


def _folded(name: PersonName) -> str:
    return name.full.casefold()


_GROUPS: Final[_Rules[RollGroup]] = _Rules(RollKind.GROUP, lambda _: "", lambda _old, _new: False, lambda _: "")
_STAFF: Final[_Rules[RollStaff]] = _Rules(RollKind.STAFF, lambda _: "", _another_adult, lambda _: "")


def _with_namesakes(
    entries: Sequence[Entry[Value]], known: Sequence[Known[Value]]
) -> Iterator[Entry[Value]]:  # fmt: skip
    keys: dict[str, list[str]] = defaultdict(list)
    for one in known:
        keys[one.value.title.casefold()].append(one.value.key)
    for entry in entries:
        same = keys.get(entry.title.casefold(), ()) if entry.deed is Deed.NEW else ()
        notes = tuple(f"deze naam staat hier al met sleutel {key}; is het dezelfde persoon?" for key in same)
        yield replace(entry, notes=notes)


def _notes_on(made: KindPlan[Value], known: Sequence[Known[Value]], items: Sequence[Value]) -> Iterator[str]:
    plural = PLURAL[made.kind].lower()
    here = sum(one.here for one in known)
    absent = sum(entry.reason == ABSENT for entry in made.leaving)
    if here and not items:
        yield f"het bestand heeft geen {plural} die je kunt overnemen; wat de school al heeft, blijft zoals het is."
    if made.many_leave:
        yield f"van {amount(here, made.kind)} staan er {absent} niet meer in het bestand. Is dit het goede bestand?"
    if absent and any(not refusal.key for refusal in made.refused):
        yield f"er zijn {plural} zonder sleutel geweigerd; kijk of die niet bij de vertrekkers staan."
    if made.skipped:
        yield f"al vertrokken en hier niet bekend, dus niet toegevoegd: {amount(made.skipped, made.kind)}."


def _unknown_groups(current: KnownRoll, roll: Roll) -> Iterator[str]:
    exist = {group.key for group in roll.groups} or {one.value.key for one in current.groups if one.here}
    missing: dict[str, Counter[RollKind]] = defaultdict(Counter)
    referring = [
        *((RollKind.PUPIL, pupil.groups) for pupil in roll.pupils),
        *((RollKind.STAFF, person.groups) for person in roll.staff),
    ]
    for kind, keys in referring:
        for key in set(keys) - exist:
            missing[key][kind] += 1
    for key, counts in sorted(missing.items()):
        told = " en ".join(amount(count, kind) for kind, count in sorted(counts.items()))
        yield f"groep {key} is niet bekend, maar wordt genoemd bij {told}."


def _proposals(staff: KindPlan[RollStaff], known: Sequence[Known[RollStaff]]) -> Iterator[Proposal]:
    had = {one.value.key: one.value for one in known if one.here}
    for entry in staff.entries:
        if entry.deed is not Deed.LEAVING:
            yield from proposals_for(entry.value, had.get(entry.key))
