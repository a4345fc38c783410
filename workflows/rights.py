"""`rechten.csv`: which function may read or write which group of fields, in which phase (R65, architecture section 9).

Reads and answers; knows no people and no routes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from workflows.errors import SourceError

FILE_NAME: Final = "rechten.csv"
STARTER: Final = "starter"
"""The function, within a route, of whoever started it."""
ANY_PHASE: Final = "*"
COLUMNS: Final = ("functie", "veldgroep", "fase", "recht")


class Right(StrEnum):
    """What a function may do with a field group."""

    WRITE = "schrijven"
    READ = "lezen"
    OWN = "eigen"
    """Read what one wrote oneself."""

    @property
    def reach(self) -> int:
        """How far it goes: each right holds those that go less far."""
        return len(Right) - list(Right).index(self)


@dataclass(frozen=True, slots=True)
class Grant:
    """One row of the table."""

    function: str
    group: str
    phase: str
    right: Right
    line: int


@dataclass(frozen=True, slots=True)
class Rights:
    """The whole table. What it does not grant is not allowed."""

    grants: tuple[Grant, ...] = ()

    def may_read(self, functions: Collection[str], group: str, phase: str, *, own: bool) -> bool:
        """Whether someone with these functions may read a group of fields that was written in a phase.

        `own`: whether they wrote it themselves; then any right will do. An empty group is open to all of the route.
        """
        if not group:
            return True
        return any(
            grant.function in functions and grant.group == group and grant.phase in (ANY_PHASE, phase)
            and (own or grant.right is not Right.OWN)
            for grant in self.grants
        )  # fmt: skip

    def readers(self, groups: Collection[str]) -> frozenset[str]:
        """The functions that have any right to any of these groups: to others the route does not exist."""
        return frozenset(grant.function for grant in self.grants if grant.group in groups)


def read_rights(data: bytes) -> Rights:
    """Read the table. Raises SourceError, with the line, for columns or a right that are not those of the format."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(f"Regel {line}: sla {FILE_NAME} op als UTF-8.", code="encoding", line=line) from error
    rows = csv.reader(io.StringIO(text))
    try:
        head = tuple(cell.strip() for cell in next(rows, []))
        if head != COLUMNS:
            message = f"Regel 1: de kolommen van {FILE_NAME} zijn {', '.join(COLUMNS)}."
            raise SourceError(message, code="rights-columns", line=1)
        return Rights(tuple(_grants(rows)))
    except csv.Error as error:  # line ends of another age, or a cell without an end
        line = max(rows.line_num, 1)
        message = f"Regel {line}: hier loopt meer dan één regel door elkaar. Sla {FILE_NAME} opnieuw op."
        raise SourceError(message, code="rights-row", line=line) from error


def _grants(rows: Any) -> Iterable[Grant]:
    """Each with its line; that of one that goes over more lines is its last."""
    for row in rows:
        number = rows.line_num
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS) or not all(cells):
            message = f"Regel {number}: vul alle vier de kolommen, en niet meer."
            raise SourceError(message, code="rights-row", line=number)
        function, group, phase, right = cells
        if right not in set(Right):
            message = f"Regel {number}: “{right}” is geen recht. Kies uit: {', '.join(Right)}."
            raise SourceError(message, code="rights-right", line=number)
        yield Grant(function, group, phase, Right(right), number)
