"""OCEL 2.0 as JSON: events with the dossiers, routes, tasks and people-in-a-function that they are about.

Written as it comes: events go out at once, objects are put aside in a file and follow, types come last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any, Final

from app.queries.mining.events import Case, Event, Trace

DOSSIER, ROUTE, TASK, FUNCTION = "dossier", "route", "taak", "persoon in functie"
_OBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    DOSSIER: ("school",), ROUTE: ("proces", "protocolversie"), TASK: ("naam", "lane"), FUNCTION: ("functie",),
}  # fmt: skip
"""Type of object to its attributes, all of them text."""
_EVENT: Final = (
    ("naam", "string"), ("soort", "string"), ("element", "string"), ("lane", "string"), ("ingevoerd", "time"),
)  # fmt: skip
_ALWAYS: Final = "1970-01-01T00:00:00Z"
"""Since when an attribute that never changes has its value."""
_CHUNK: Final = 1 << 16


def write_ocel(cases: Iterable[Case], out: IO[bytes]) -> int:
    """Write all of it; how many dossiers there were."""
    count = 0
    with TemporaryFile() as aside:
        writing = _Writing(out, aside)
        out.write(b'{"events":[\n')
        for count, case in enumerate(cases, start=1):  # noqa: B007  how many there were
            writing.case(case)
        out.write(b'\n],"objects":[\n')
        aside.seek(0)
        while chunk := aside.read(_CHUNK):
            out.write(chunk)
        out.write(b'\n],"eventTypes":')
        out.write(_json([
            {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in _EVENT]}
            for name in sorted(writing.types)
        ]))  # fmt: skip
        out.write(b',\n"objectTypes":')
        out.write(_json([
            {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}
            for name, attributes in _OBJECTS.items()
        ]))  # fmt: skip
        out.write(b"}\n")
    return count


@dataclass(slots=True)
class _Writing:
    """What was written so far, as far as it must be known."""

    out: IO[bytes]
    aside: IO[bytes]
    types: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    """The only objects that come back in another dossier: as many as a school has staff."""
    _first: bool = True
    _first_aside: bool = True

    def case(self, case: Case) -> None:
        self._object(str(case.id), DOSSIER, {"school": str(case.school)})
        for event in case.events:
            self._event(event, case, None)
        for trace in case.routes:
            told = {"proces": trace.name, "protocolversie": trace.version}
            self._object(str(trace.id), ROUTE, told, [(str(case.id), "van dossier")])
            tasks: set[str] = set()
            for event in trace.events:
                self._task(event, trace, tasks)
                self._event(event, case, trace)

    def _task(self, event: Event, trace: Trace, tasks: set[str]) -> None:
        task = str(event.task or "")
        if task and task not in tasks:
            tasks.add(task)
            self._object(task, TASK, {"naam": event.name, "lane": event.lane}, [(str(trace.id), "van route")])

    def _event(self, event: Event, case: Case, trace: Trace | None) -> None:
        kind = f"{event.kind}: {event.name}" if event.name and event.name != event.kind else event.kind
        self.types.add(kind)
        related = [(str(case.id), DOSSIER), *([(str(trace.id), ROUTE)] if trace else [])]
        related += [(str(event.task), TASK)] if event.task else []
        related += [(each, "gedaan door") for each in self._people(event)]
        values = {
            "naam": event.name, "soort": event.kind, "element": event.element, "lane": event.lane,
            "ingevoerd": _instant(event.entered),
        }  # fmt: skip
        self._put({
            "id": str(event.id), "type": kind, "time": _instant(event.at),
            "attributes": [{"name": name, "value": value} for name, value in values.items()],
            "relationships": _related(related),
        })  # fmt: skip

    def _people(self, event: Event) -> Iterator[str]:
        """A person is an object for each function that they held."""
        for function in event.functions if event.person else ():
            made = f"{event.person} {function}"
            if made not in self.people:
                self.people.add(made)
                self._object(made, FUNCTION, {"functie": function})
            yield made

    def _object(
        self, made: str, kind: str, values: Mapping[str, str], related: Iterable[tuple[str, str]] = ()
    ) -> None:  # fmt: skip
        document = {
            "id": made, "type": kind,
            "attributes": [{"name": name, "time": _ALWAYS, "value": value} for name, value in values.items()],
            "relationships": _related(related),
        }  # fmt: skip
        self.aside.write((b"" if self._first_aside else b",\n") + _json(document))
        self._first_aside = False

    def _put(self, document: Mapping[str, Any]) -> None:
        self.out.write((b"" if self._first else b",\n") + _json(document))
        self._first = False


def _related(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": made, "qualifier": how} for made, how in pairs]


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
