"""The differences between the rows of a decision table. A row that moved is told as moved, not as gone and new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workflows.differences.matching import Matching
from workflows.differences.model import Change, Weight, Where
from workflows.differences.table_reading import Column, Row, Written
from workflows.differences.words import cut, starred

_MOST_COMPARED: Final = 40_000
"""Pairs of rows that are held against each other to find which row became which; beyond it they are gone and new."""


@dataclass(frozen=True)
class Table:
    """A decision table in its two versions."""

    name: str
    old: Written
    new: Written

    @cached_property
    def columns(self) -> Matching[Column]:
        """Which column is which: by id, by what it asks or sets, by its name."""
        return (
            Matching(self.old.columns, self.new.columns)
            .by(lambda each: (each.id, each.is_output) if each.id else None)
            .by(lambda each: (each.is_output, each.text)).by(lambda each: (each.is_output, each.name))
        )  # fmt: skip

    @cached_property
    def shared(self) -> tuple[tuple[int, int], ...]:
        """Places of the columns that are there in both."""
        return tuple((old, new) for old, new in self.columns.rows() if old is not None and new is not None)

    @cached_property
    def rows(self) -> Matching[tuple[Row, tuple[str, ...]]]:
        """Which row is which, each with its cells in the shared columns."""
        old = [(row, tuple(_cell(row, at) for at, _ in self.shared)) for row in self.old.rows]
        new = [(row, tuple(_cell(row, at) for _, at in self.shared)) for row in self.new.rows]
        inputs = sum(1 for at, _ in self.shared if not self.old.columns[at].is_output)
        found = (
            Matching(old, new)
            .by(lambda each: (each[0].id, each[1]) if each[0].id else None).by(lambda each: each[1])
            .by(lambda each: each[0].id or None).by(lambda each: each[1][:inputs] if inputs else None)
        )  # fmt: skip
        self._alike(found)
        return found

    @staticmethod
    def _alike(found: Matching[tuple[Row, tuple[str, ...]]]) -> None:
        """Pair the rows that are left and have more than half of their cells in common, the most alike first."""
        olds, news = found.left()
        if not olds or not news or len(olds) * len(news) > _MOST_COMPARED:
            return
        scored = sorted(
            (-_same(found.old[a][1], found.new[b][1]), abs(a - b), a, b) for a in olds for b in news
        )  # fmt: skip
        for score, _, old, new in scored:
            if -score * 2 > len(found.old[old][1]) and old in olds and new in news:
                found.pair(old, new)
                olds.remove(old)
                news.remove(new)


def differences(where: Where, table: Table) -> Iterator[Change]:
    """One for each row that is new, gone, moved or says something else."""
    moved = table.rows.moved()
    for old_at, new_at in table.rows.rows():
        if new_at is not None and old_at is not None:
            old, new = table.old.rows[old_at], table.new.rows[new_at]
            here = where.at(new.id or str(new_at + 1), old.id or str(old_at + 1), f"rij {new_at + 1}")
            yield from _changed(here, table, (old_at, old), (new_at, new), is_moved=new_at in moved)
        elif new_at is not None:
            row = table.new.rows[new_at]
            here = where.at(row.id or str(new_at + 1), "", f"rij {new_at + 1}")
            said = _spelled(table.new, row)
            sentence = f"Tabel {starred(table.name)} heeft er een rij bij, rij {new_at + 1}: {said}"
            yield here.added("row", Weight.BEHAVIOUR, sentence, said)
        elif old_at is not None:
            row = table.old.rows[old_at]
            here = where.at(row.id or str(old_at + 1), row.id or str(old_at + 1), f"rij {old_at + 1}")
            said = _spelled(table.old, row)
            sentence = f"Tabel {starred(table.name)} heeft rij {old_at + 1} niet meer: {said}"
            yield here.removed("row", Weight.BEHAVIOUR, sentence, said)


def _changed(
    where: Where, table: Table, before: tuple[int, Row], after: tuple[int, Row], *, is_moved: bool
) -> Iterator[Change]:  # fmt: skip
    (old_at, old), (new_at, new) = before, after
    cells = [
        (table.new.columns[b].name, _cell(old, a), _cell(new, b)) for a, b in table.shared
        if _cell(old, a) != _cell(new, b)
    ]  # fmt: skip
    told = " en ".join(f"{starred(name)} is nu {_said(b)} (was {_said(a)})" for name, a, b in cells)
    spoken = f"Rij {new_at + 1} van tabel {starred(table.name)}"
    values = [", ".join(f"{name}: {_said(pair[at])}" for name, *pair in cells) for at in (0, 1)]
    if is_moved:
        rest = f"; {told}" if told else ""
        sentence = f"Rij {old_at + 1} van tabel {starred(table.name)} staat nu als rij {new_at + 1}{rest}"
        values = [
            f"rij {old_at + 1}{': ' if told else ''}{values[0]}",
            f"rij {new_at + 1}{': ' if told else ''}{values[1]}",
        ]
        yield where.changed("row_moved", Weight.BEHAVIOUR, sentence, *values)
    elif told:
        yield where.changed("row", Weight.BEHAVIOUR, f"{spoken} zegt iets anders: {told}", *values)
    if old.remark != new.remark:
        sentence = f"De opmerking bij rij {new_at + 1} van tabel {starred(table.name)} is gewijzigd"
        yield where.changed("remark", Weight.WORDING, sentence, old.remark, new.remark)


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _said(cell: str) -> str:
    return cut(cell) if cell not in {"", "-"} else "alles" if cell == "-" else "leeg"


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(1 for a, b in zip(one, other, strict=True) if a == b)


def _spelled(table: Written, row: Row) -> str:
    """The row as a sentence: what it asks, and what comes of it."""
    cells = list(zip(table.columns, row.cells, strict=False))
    asks = [f"{column.name} {cut(cell)}" for column, cell in cells if not column.is_output and cell not in {"", "-"}]
    gives = [f"{column.name} {cut(cell)}" for column, cell in cells if column.is_output and cell not in {"", "-"}]
    return f"{' en '.join(asks) or 'altijd'} geeft {' en '.join(gives) or 'niets'}"
