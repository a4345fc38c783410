"""A table for a spreadsheet, of which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Final
from zoneinfo import ZoneInfo

from app.queries.mining.events import Case, Event, Trace

HEAD: Final = (
    "dossier", "school", "route", "proces", "protocolversie", "activiteit", "soort", "overgang", "tijdstip",
    "ingevoerd", "taak", "persoon", "functies", "lane", "element",
)  # fmt: skip
_HERE: Final = ZoneInfo("Europe/Amsterdam")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones are taken for the others by some programs."""
_MARK: Final = b"\xef\xbb\xbf"
"""By this Excel knows UTF-8; it expects semicolons where a comma stands in numbers."""


def write_sheet(cases: Iterable[Case], out: IO[bytes]) -> int:
    """Write all of it; how many dossiers there were."""
    count = 0
    out.write(_MARK + line(HEAD))
    for count, case in enumerate(cases, start=1):  # noqa: B007  how many there were
        for row in _rows(case):
            out.write(line(row))
    return count


def line(cells: Iterable[str]) -> bytes:
    """A line of the table."""
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\r\n").writerow([safe(each) for each in cells])
    return made.getvalue().encode()


def safe(cell: str) -> str:
    """A cell that is text, whatever it begins with."""
    # Some programs look past spaces at the beginning.
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def _rows(case: Case) -> Iterator[tuple[str, ...]]:
    for event in case.events:
        yield _row(case, None, event)
    for trace in case.routes:
        for event in trace.events:
            yield _row(case, trace, event)


def _row(case: Case, trace: Trace | None, event: Event) -> tuple[str, ...]:
    route = (str(trace.id), trace.name, trace.version) if trace else ("", "", "")
    return (
        str(case.id), str(case.school), *route, event.name, event.kind, event.transition, _local(event.at),
        _local(event.entered), str(event.task or ""), str(event.person or ""), ", ".join(event.functions), event.lane,
        event.element,
    )  # fmt: skip


def _local(value: datetime) -> str:
    """As a spreadsheet reads a time: that of the Netherlands."""
    return value.astimezone(_HERE).strftime("%Y-%m-%d %H:%M:%S")
