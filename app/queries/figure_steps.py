"""The steps among the figures: how many did each, how long it took, and by what those of one name are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias
from uuid import UUID

from app.domain.suppression import (
    Cell,
    Count,
    Hidden,
    added,
    covered,
    is_enough,
    may_split,
    of_children_among,
)  # fmt: skip
from app.queries.figure_shapes import Span, Step
from app.store.figures import LEAD, WAIT, WITHIN, Part

NOT_ANY: Final = Count(0, 0)
_NINTH_FROM: Final = 10
"""With fewer, the one within which nine of ten fall is the longest: somebody's own."""
Place: TypeAlias = tuple[UUID, int]
"""A school and a school year."""
Told: TypeAlias = Mapping[tuple[Place, str], Cell]
"""What may be told of a step at a place."""


def told(of: Mapping[Place, Count], rows: Sequence[Any], column: str) -> Told:
    """In how many routes each step came or was done: what a single one keeps back does not follow from the others."""
    made: dict[tuple[Place, str], Cell] = {}
    for place, cells in by(rows, lambda row: (row.school_id, row.year)).items():
        counts = {_id(row): count_of(row, column) for row in cells}
        alike = {_id(row): f"{row.process}{WITHIN}{row.name}" for row in cells}
        made |= {(place, each): cell for each, cell in covered(counts, of[place], alike).items()}
    return made


def parts_of(told: Told, rows: Iterable[Any]) -> list[Part]:
    """Those of which a median may be made, of each step: one over fewer than five would say how long *they* took.

    It follows from the median with them, laid beside that without: of a year more, or a school more.
    """
    return [
        (row.school_id, row.year, row.process, row.element) for row in rows
        if is_enough([told[(row.school_id, row.year), _id(row)]])
    ]  # fmt: skip


def steps_of(
    of: Mapping[Place, Count], rows: Sequence[Any], told: tuple[Told, Told], spans: Sequence[Any]
) -> list[Step]:  # fmt: skip
    """The steps, by what may be told of those that were done and of those that came."""
    known = {(row.what, row.process, row.element): row for row in spans}
    names = _names(rows)
    made = []
    for step, cells in by(rows, _id).items():
        process, element = cells[0].process, cells[0].element
        done, came = ([_cell(each, place, step, of[place]) for place in of] for each in told)
        made.append(Step(
            step, process, element, names[step], "", added(done), _span(known.get((LEAD, process, element)), done),
            _span(known.get((WAIT, process, element)), came), _share(told[0], cells),
        ))  # fmt: skip
    return made


def by(rows: Sequence[Any], key: Any) -> dict[Any, list[Any]]:
    """Rows by a key, in order."""
    made: dict[Any, list[Any]] = {}
    for row in rows:
        made.setdefault(key(row), []).append(row)
    return made


def places_of(rows: Iterable[Any], column: str) -> dict[Place, Count]:
    """By place what a row counts."""
    return {(row.school_id, row.year): count_of(row, column) for row in rows}


def count_of(row: Any, column: str) -> Count:
    """Routes, and the children that they are of."""
    return Count(getattr(row, column), getattr(row, f"{column}_children"))


def _cell(told: Told, place: Place, step: str, of: Count) -> Cell:
    return told.get((place, step), of_children_among(NOT_ANY, of))


def _id(row: Any) -> str:
    return f"{row.process}{WITHIN}{row.element}"


def _names(rows: Sequence[Any]) -> dict[str, str]:
    """By step its name; those of one name are told apart by their lane, and by a number where that is the same too."""
    each = {_id(row): row for row in sorted(rows, key=lambda each: (_id(each), each.name))}
    alike = Counter((row.process, row.name) for row in each.values())
    lanes = Counter((row.process, row.name, row.lane) for row in each.values())
    named, before = {}, Counter[tuple[str, str, str | None]]()
    for step, row in each.items():
        key = (row.process, row.name, row.lane)
        before[key] += 1
        beside = [*([row.lane] if row.lane else []), *([str(before[key])] if lanes[key] > 1 else [])]
        named[step] = f"{row.name} ({', '.join(beside)})" if alike[key[:2]] > 1 and beside else row.name
    return named


def _span(row: Any, cells: Sequence[Cell]) -> Span | None:
    if row is None or not is_enough(cells):
        return None
    term = None if row.term_low is None else (row.term_low + row.term_high) / 2
    return Span((row.low + row.high) / 2, row.ninth if row.number >= _NINTH_FROM else None, term)


def _share(told: Told, rows: Sequence[Any]) -> int | None:
    shown = [
        row for row in rows
        if not isinstance(told[(row.school_id, row.year), _id(row)], Hidden)
        and may_split(row.timely_children, row.late_children)
    ]  # fmt: skip
    timely, late = sum(row.timely for row in shown), sum(row.late for row in shown)
    return round(100 * timely / (timely + late)) if timely + late else None
