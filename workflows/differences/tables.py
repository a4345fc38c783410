"""The differences between the decisions: which are new or gone, their columns and rows, how hits decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.rows import Table
from workflows.differences.rows import differences as rows_of
from workflows.differences.table_reading import Column, Written, written_decisions
from workflows.differences.words import counted, cut, listed, starred, was
from workflows.feel import DecisionModel, Expression

BEHAVIOUR, WORDING = Weight.BEHAVIOUR, Weight.WORDING
_EMPTY: Final = frozenset({"", "-"})
_POLICIES: Final = {
    "UNIQUE": "precies één rij past", "ANY": "meer rijen mogen passen als ze hetzelfde zeggen",
    "PRIORITY": "de uitkomst met voorrang geldt", "FIRST": "de eerste rij die past geldt",
    "COLLECT": "alle rijen die passen gelden", "RULE ORDER": "alle rijen die passen gelden, in hun volgorde",
    "OUTPUT ORDER": "alle rijen die passen gelden, op volgorde van voorrang",
    "COLLECT SUM": "de rijen die passen worden opgeteld", "COLLECT COUNT": "de rijen die passen worden geteld",
    "COLLECT MIN": "de laagste uitkomst geldt", "COLLECT MAX": "de hoogste uitkomst geldt",
}  # fmt: skip


def differences(pairs: Pairs) -> Iterator[Change]:
    """All of them, decision by decision in the order of the new version."""
    before, after = written_decisions(pairs.changed_files[0]), written_decisions(pairs.changed_files[1])
    for old, new in pairs.decisions.things():
        if (old is None or old.id not in before) and (new is None or new.id not in after):
            continue
        if new is not None:
            where = _where(after[new.id], new, old)
            if old is None:
                size = counted(len(after[new.id].rows), "rij", "rijen")
                yield where.added("decision", BEHAVIOUR, f"Beslissing {starred(new.name)} is nieuw, met {size}")
            else:
                yield from _changed(where, (old, before[old.id]), (new, after[new.id]))
        elif old is not None:
            where = _where(before[old.id], old, old)
            yield where.removed("decision", BEHAVIOUR, f"Beslissing {starred(old.name)} is vervallen")


def _where(written: Written, model: DecisionModel, old: DecisionModel | None) -> Where:
    return Where(ChangePart.TABLE, written.file, model.name, "", model.id, old.id if old else "", model.name)


def _changed(
    where: Where, before: tuple[DecisionModel, Written], after: tuple[DecisionModel, Written]
) -> Iterator[Change]:
    (old, was_written), (new, written) = before, after
    name = starred(new.name)
    if old.id != new.id:
        sentence = f"Beslissing {name} heeft een ander nummer{was(old.id)}"
        yield where.changed("id", BEHAVIOUR, sentence, old.id, new.id)
    if old.name != new.name:
        yield where.changed("name", WORDING, f"Beslissing {starred(old.name)} heet nu {name}", old.name, new.name)
    if was_written.file != written.file:
        sentence = f"Beslissing {name} staat nu in bestand {written.file}{was(was_written.file)}"
        yield where.changed("file", WORDING, sentence, was_written.file, written.file)
    if was_written.description != written.description:
        sentence = f"De uitleg bij beslissing {name} is gewijzigd"
        yield where.changed("instruction", WORDING, sentence, was_written.description, written.description)
    yield from _needs(where, before, after)
    if was_written.columns and written.columns:
        yield from _table(where, Table(new.name, was_written, written))
    elif repr(old.logic) != repr(new.logic):
        told = [each.text if isinstance(each, Expression) else "" for each in (old.logic, new.logic)]
        rest = f"rekent nu met {cut(told[1])}{was(told[0])}" if all(told) else "rekent nu anders"
        yield where.changed("logic", BEHAVIOUR, f"Beslissing {name} {rest}", *told)


def _needs(
    where: Where, before: tuple[DecisionModel, Written], after: tuple[DecisionModel, Written]
) -> Iterator[Change]:
    (old, was_written), (new, written) = before, after
    name = starred(new.name)
    if repr(old.knowledge) != repr(new.knowledge):
        functions = [listed(each.name for each in model.knowledge) for model in (old, new)]
        sentence = f"Beslissing {name} gebruikt nu andere rekenregels: {functions[1]}"
        yield where.changed("knowledge", BEHAVIOUR, sentence, *functions)
    if (was_written.requires, old.variable, old.inputs) != (written.requires, new.variable, new.inputs):
        sentence = f"Beslissing {name} is nu met andere gegevens verbonden"
        told = [", ".join((*each.requires, *model.inputs)) for model, each in (before, after)]
        yield where.changed("requirement", BEHAVIOUR if old.requirements != new.requirements else WORDING,
                            sentence, *told)  # fmt: skip


def _table(where: Where, table: Table) -> Iterator[Change]:
    old, new = table.old.policy, table.new.policy
    if old != new:
        sentence = f"In tabel {starred(table.name)} geldt nu: {_policy(new)} (was: {_policy(old)})"
        yield where.changed("hit_policy", BEHAVIOUR, sentence, old, new)
    moved = table.columns.moved()
    for old_at, new_at in table.columns.rows():
        before = None if old_at is None else table.old.columns[old_at]
        after = None if new_at is None else table.new.columns[new_at]
        if after is not None and before is not None:
            here = where.at(after.id or after.text, before.id or before.text, after.name)
            yield from _column(here, table, before, after)
            if new_at in moved:
                sentence = f"Kolom {starred(after.name)} van tabel {starred(table.name)} staat op een andere plaats"
                yield here.changed("column_moved", BEHAVIOUR, sentence, str((old_at or 0) + 1), str((new_at or 0) + 1))
        elif after is not None and new_at is not None:
            here = where.at(after.id or after.text, "", after.name)
            told = _filled(table.new, new_at)
            sentence = f"Tabel {starred(table.name)} heeft er een kolom bij: {starred(after.name)}{told}"
            yield here.added("column", BEHAVIOUR, sentence, after.text)
        elif before is not None:
            here = where.at(before.id or before.text, before.id or before.text, before.name)
            sentence = f"Tabel {starred(table.name)} heeft kolom {starred(before.name)} niet meer"
            yield here.removed("column", BEHAVIOUR, sentence, before.text)
    yield from rows_of(where, table)


def _policy(policy: str) -> str:
    return _POLICIES.get(policy, policy)


def _filled(table: Written, column: int) -> str:
    rows = [
        str(at) for at, row in enumerate(table.rows, 1) if column < len(row.cells) and row.cells[column] not in _EMPTY
    ]
    if not rows or len(rows) == len(table.rows):
        return ", ingevuld in elke rij" if rows else ", nog nergens ingevuld"
    shown = rows if len(rows) <= 6 else [*rows[:5], f"nog {len(rows) - 5}"]
    return f", ingevuld in rij {', '.join(shown)}"


def _column(where: Where, table: Table, old: Column, new: Column) -> Iterator[Change]:
    spoken = f"Kolom {starred(new.name)} van tabel {starred(table.name)}"
    if old.name != new.name and (old.name != old.text or new.name != new.text):
        sentence = f"Kolom {starred(old.name)} van tabel {starred(table.name)} heet nu {starred(new.name)}"
        yield where.changed("column_name", BEHAVIOUR, sentence, old.name, new.name)
    rows = (
        ("column_field", old.text, new.text, f"{'zet' if new.is_output else 'vraagt'} nu {new.text or 'niets'}"),
        ("column_type", old.type_ref, new.type_ref, f"is nu van soort {new.type_ref or 'vrij'}"),
        ("column_values", old.allowed, new.allowed, f"kent nu de waarden {cut(new.allowed) or 'die iemand geeft'}"),
        ("column_default", old.default, new.default, f"is zonder treffer nu {cut(new.default) or 'leeg'}"),
    )
    for what, before, after, rest in rows:
        if before != after:
            yield where.changed(what, BEHAVIOUR, f"{spoken} {rest}{was(before)}", before, after)
