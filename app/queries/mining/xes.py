"""XES (IEEE 1849-2023): a trace for each route, written as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO, Any, Final
from uuid import UUID

from lxml import etree

from app.queries.mining.events import Case, Event, Trace

SPACE: Final = "http://www.xes-standard.org/"
_EXTENSIONS: Final = (
    ("Concept", "concept", "concept"), ("Time", "time", "time"), ("Lifecycle", "lifecycle", "lifecycle"),
    ("Organizational", "org", "org"), ("Identity", "identity", "identity"),
)  # fmt: skip
_NO_ID: Final = str(UUID(int=0))
_TRACE: Final = (("string", "concept:name", ""), ("id", "identity:id", _NO_ID))
_EVENT: Final = (
    ("string", "concept:name", ""), ("string", "lifecycle:transition", "complete"),
    ("date", "time:timestamp", "1970-01-01T00:00:00.000+00:00"), ("id", "identity:id", _NO_ID),
)  # fmt: skip
"""What every trace and every event has, with what would stand there where a reader misses it."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xes(cases: Iterable[Case], out: IO[bytes]) -> int:
    """Write all of it; how many dossiers there were."""
    count = 0
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(_tag("log"), {"xes.version": "1849.2023", "xes.features": ""}, nsmap={None: SPACE}):
            for each in _head():
                file.write(each)
            for count, case in enumerate(cases, start=1):  # noqa: B007  how many there were
                for trace in case.routes:
                    file.write(_trace(case, trace))
    return count


def _head() -> Iterable[Any]:
    for name, prefix, file in _EXTENSIONS:
        yield _made("extension", name=name, prefix=prefix, uri=f"{SPACE}{file}.xesext")
    for scope, attributes in (("trace", _TRACE), ("event", _EVENT)):
        of = _made("global", scope=scope)
        for kind, key, value in attributes:
            _put(of, kind, key, value)
        yield of
    yield _made("classifier", name="Activiteit", keys="concept:name")
    yield _made("classifier", name="ActiviteitEnOvergang", keys="concept:name lifecycle:transition")


def _trace(case: Case, trace: Trace) -> Any:
    made = _made("trace")
    for kind, key, value in (
        ("string", "concept:name", str(trace.id)), ("id", "identity:id", str(trace.id)),
        ("string", "proces", trace.name), ("string", "protocolversie", trace.version), ("id", "dossier", str(case.id)),
        ("id", "school", str(case.school)), ("int", "nummer", str(trace.number)),
    ):  # fmt: skip
        _put(made, kind, key, value)
    for each in trace.events:
        _event(made, each)
    return made


def _event(of: Any, event: Event) -> None:
    made = etree.SubElement(of, _tag("event"))
    for kind, key, value in (
        ("string", "concept:name", event.name), ("string", "lifecycle:transition", event.transition),
        ("date", "time:timestamp", _instant(event.at)), ("id", "identity:id", str(event.id)),
        ("string", "concept:instance", str(event.task or "")), ("string", "org:resource", str(event.person or "")),
        ("string", "org:role", ", ".join(event.functions)), ("string", "org:group", event.lane),
        ("string", "soort", event.kind), ("string", "element", event.element),
        ("date", "ingevoerd", _instant(event.entered)),
    ):  # fmt: skip
        if value:
            _put(made, kind, key, value)


def _made(name: str, /, **attributes: str) -> Any:
    """An element without a prefix: not every reader knows what one means."""
    plain: Any = {None: SPACE}
    return etree.Element(_tag(name), attributes, nsmap=plain)


def _put(of: Any, kind: str, key: str, value: str) -> None:
    etree.SubElement(of, _tag(kind), key=key, value=_NOT_XML.sub(" ", value))


def _tag(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds")
