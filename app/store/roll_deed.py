"""Carrying out the plan of an import: rows of a kind in one statement. It plans nothing and grants nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, select, update

from app.domain.roll import RollStaff
from app.domain.roll_changes import Deed, Entry, KindPlan, RollPlan, Value
from app.domain.roll_plan import KnownRoll
from app.store.boards import seal_personal
from app.store.roll import PUPIL, said_of_pupil, said_of_staff
from app.store.staff import add_person, logins
from app.store.tables import employment, group_teacher, person, pupil, pupil_group, school_group
from app.store.unit_of_work import Work

_EMAIL: Final = "e-mail"
"""The name of the field in a plan."""
_LONGEST_LOGIN: Final = 100
_LONGEST_NAME: Final = 200
_NO_LETTERS: Final = re.compile(r"[^a-z0-9._@+-]+")
_TO_ASCII: Final = str.maketrans({"ı": "i", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe"})


@dataclass(slots=True)
class Kept:
    """Ids by key, of all that the school has after the import; of those who are gone, none."""

    groups: dict[str, UUID] = field(default_factory=dict)
    pupils: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    """Pupil to the keys of their groups."""
    staff: dict[str, UUID] = field(default_factory=dict)
    teaching: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    """Member of staff to the keys of the groups that they teach."""


def carry_out_plan(work: Work, school_id: UUID, known: KnownRoll, plan: RollPlan, today: date) -> Kept:
    """Write all that the plan says. Importing the same file again then plans nothing."""
    ids = {kind.kind: {entry.key: entry.id or work.new_id() for entry in kind.entries} for kind in plan.kinds}
    groups, pupils, staff = plan.kinds
    _write_groups(work, school_id, groups, ids[groups.kind])
    _write_pupils(work, school_id, pupils, ids[pupils.kind], today)
    ids[staff.kind] |= _write_staff(work, school_id, staff)
    kept = Kept()
    kept.groups = {value.key: each for each, value in _after(known.groups, groups, ids[groups.kind])}
    kept.pupils = {each: value.groups for each, value in _after(known.pupils, pupils, ids[pupils.kind])}
    there = list(_after(known.staff, staff, ids[staff.kind]))
    kept.staff = {value.key: each for each, value in there}
    kept.teaching = {each: value.groups for each, value in there}
    _put_in_groups(work, school_id, kept, [each.id for each in known.staff])
    return kept


def _after(known: Sequence[Any], plan: KindPlan[Value], ids: Mapping[str, UUID]) -> Iterable[tuple[UUID, Value]]:
    """Who or what is here once the plan was carried out."""
    here = {one.value.key: (one.id, one.value) for one in known if one.here}
    for entry in plan.entries:
        if entry.deed is Deed.LEAVING:
            here.pop(entry.key, None)
        elif entry.deed is not Deed.CHANGED or entry.key in here:
            here[entry.key] = (ids[entry.key], entry.value)
    return here.values()


def _write_groups(work: Work, school_id: UUID, plan: KindPlan[Any], ids: Mapping[str, UUID]) -> None:
    changed = []
    for entry in plan.entries:
        value, gone = entry.value, entry.deed is Deed.LEAVING
        columns = {
            "name": value.name, "jaargroep": value.jaargroep, "composite": value.composite,
            "ended_at": work.now if gone else None,
        }  # fmt: skip
        if entry.deed is Deed.NEW:
            work.add(school_group, group_id=ids[entry.key], school_id=school_id, key=entry.key, **columns)
        else:
            changed.append({"b_group_id": entry.id, **columns})
    _update(work, school_group, ("group_id",), changed)


def _write_pupils(work: Work, school_id: UUID, plan: KindPlan[Any], ids: Mapping[str, UUID], today: date) -> None:
    changed = []
    for entry in plan.entries:
        made = ids[entry.key]
        columns = {
            "sealed": seal_personal(work, PUPIL, made, said_of_pupil(entry.value)), "left_on": left_on(entry, today),
            "changed_at": work.now,
        }  # fmt: skip
        if entry.deed is Deed.NEW:
            work.add(pupil, pupil_id=made, school_id=school_id, key=entry.key, **columns)
        else:
            changed.append({"b_pupil_id": made, **columns})
    _update(work, pupil, ("pupil_id",), changed)


def left_on(entry: Entry[Any], today: date) -> date | None:
    """Since when a pupil is gone; None for one who is here, whatever day of leaving the file has for later."""
    day: date | None = entry.value.left_on
    if day is not None and day <= today:
        return day
    return today if entry.deed is Deed.LEAVING else None


def _write_staff(work: Work, school_id: UUID, plan: KindPlan[RollStaff]) -> dict[str, UUID]:
    """Write the people and where they work; ids of those who are new. Nobody can sign in by it."""
    made = dict[str, UUID]()
    taken = logins(work) if plan.new else set()
    jobs, back, names, emails = (list[dict[str, Any]]() for _ in range(4))
    for entry in plan.entries:
        value = entry.value
        name = value.name.full[:_LONGEST_NAME]
        said = said_of_staff(value)
        if entry.deed is Deed.NEW:
            made[entry.key] = add_person(work, free_login(value, taken), name, value.email, is_active=False)
            work.add(
                employment, school_id=school_id, person_id=made[entry.key], key=entry.key, said=said, declined=[],
                began_at=work.now, ended_at=None,
            )  # fmt: skip
            continue
        gone = work.now if entry.deed is Deed.LEAVING else None
        job = {"b_school_id": school_id, "b_person_id": entry.id, "said": said, "ended_at": gone}
        if entry.deed is Deed.RETURNING:  # begins anew: what was decided when they were here before is asked again
            back.append({**job, "began_at": work.now, "declined": []})
        else:
            jobs.append(job)
        names.append({"b_person_id": entry.id, "name": name})
        # An address that somebody set here stays, unless the file has another than it had before.
        if value.email and any(change.field == _EMAIL for change in entry.changes):
            emails.append({"b_person_id": entry.id, "email": value.email})
    _update(work, employment, ("school_id", "person_id"), jobs)
    _update(work, employment, ("school_id", "person_id"), back)
    _update(work, person, ("person_id",), names)
    _update(work, person, ("person_id",), emails)
    return made


def free_login(value: RollStaff, taken: set[str]) -> str:
    """A login that nobody has: the user name of the file, else the name; takes it at once."""
    name = value.name
    wanted = _plain(value.username) or _plain(".".join(filter(None, (name.first, name.voorvoegsel, name.achternaam))))
    base = login = wanted or "medewerker"
    number = 1
    while login in taken:
        number += 1
        login = f"{base}.{number}"
    taken.add(login)
    return login


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_TO_ASCII))
    ascii_ = _NO_LETTERS.sub("", "".join(letter for letter in bare if not unicodedata.combining(letter)))
    return ascii_.strip(".-_@+")[:_LONGEST_LOGIN]


def _put_in_groups(work: Work, school_id: UUID, kept: Kept, staff: Sequence[UUID]) -> None:
    """Let who sits and who teaches in which group be what the file says; who was put there by hand stays."""
    query = select(pupil_group.c.pupil_id, pupil_group.c.group_id).join(
        pupil, (pupil.c.board_id == pupil_group.c.board_id) & (pupil.c.pupil_id == pupil_group.c.pupil_id)
    )
    where = (pupil_group.c.board_id == work.board, pupil.c.school_id == school_id)
    _become(work, pupil_group, "pupil_id", work.rows(query.where(*where)), _pairs(kept.pupils, kept.groups))
    query = select(group_teacher.c.person_id, group_teacher.c.group_id).join(
        school_group,
        (school_group.c.board_id == group_teacher.c.board_id) & (school_group.c.group_id == group_teacher.c.group_id),
    )
    where = (group_teacher.c.board_id == work.board, school_group.c.school_id == school_id)
    ours = {*staff, *kept.teaching}
    rows = [row for row in work.rows(query.where(*where)) if row.person_id in ours]
    _become(work, group_teacher, "person_id", rows, _pairs(kept.teaching, kept.groups))


def _pairs(people: Mapping[UUID, tuple[str, ...]], groups: Mapping[str, UUID]) -> set[tuple[UUID, UUID]]:
    return {(each, groups[key]) for each, keys in people.items() for key in keys if key in groups}


def _become(work: Work, table: Table, who: str, rows: Iterable[Any], wanted: set[tuple[UUID, UUID]]) -> None:
    there = {(row[0], row[1]) for row in rows}
    gone = [{"b_who": each, "b_group": group} for each, group in sorted(there - wanted)]
    if gone:
        where = (
            table.c.board_id == work.board, table.c[who] == bindparam("b_who"),
            table.c.group_id == bindparam("b_group"),
        )  # fmt: skip
        work.run(delete(table).where(*where), gone)
    for each, group in sorted(wanted - there):
        work.add(table, **{who: each}, group_id=group)


def _update(work: Work, table: Table, keys: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> None:
    """One statement for all rows; the columns that find a row are bound as `b_…`."""
    if not rows:
        return
    where = (table.c.board_id == work.board, *(table.c[key] == bindparam(f"b_{key}") for key in keys))
    names = [name for name in rows[0] if not name.startswith("b_")]
    work.run(update(table).where(*where).values({name: bindparam(name) for name in names}), rows)
