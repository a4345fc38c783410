"""What happened in a rehearsal, in sentences. What the protocol says itself stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.web.task_words import called
from app.web.words import _, plainly, short_day
from workflows import Happening, Told, ToldKind, last_day

_NAMED: Final = re.compile(r'"([^"]*)"')
_CLOCK: Final = "het is "


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done, with what it brought about."""

    number: int
    text: str
    at: datetime
    table: Mapping[str, str]
    told: tuple[tuple[str, bool], ...]
    """Each with whether it is a step of the school's document."""


def lines_of(happenings: tuple[Happening, ...]) -> tuple[Line, ...]:
    """All of it, the last first."""
    return tuple(
        Line(number, act_said(each.said.text), each.at, each.said.table, tuple(_lines(each.told)))
        for number, each in reversed(list(enumerate(happenings, start=1)))
    )


def act_said(text: str) -> str:
    """A sentence of a scenario as it stands in the list, in Dutch whatever the language of the page."""
    said = _NAMED.sub(r"“\1”", text)
    return f"Het wordt {said.removeprefix(_CLOCK)}" if said.startswith(_CLOCK) else f"Als {said}"


def _lines(told: tuple[Told, ...]) -> Iterator[tuple[str, bool]]:
    for each in told:
        yield _SENTENCES[each.kind](each), each.kind is ToldKind.STEP


def _opened(each: Told) -> str:
    who = ", ".join(each.who) or _("iedereen")
    said = _("“%(name)s” staat open voor %(who)s.", name=each.name, who=who)
    return f"{said} " + _("Uiterlijk %(day)s.", day=short_day(last_day(each.due))) if each.due else said


def _decided(each: Told) -> str:
    because = "; ".join(f"{name} {plainly(value)}" for name, value in each.inputs.items())
    if not each.rows:
        return _("De beslistabel “%(name)s” heeft geen regel voor %(because)s.", name=each.name, because=because)
    so = "; ".join(f"{name} {plainly(value)}" for name, value in each.outputs.items()) or _("geen")
    said = _(
        "De beslistabel “%(name)s” koos regel %(rows)s. Uitkomst: %(outcome)s.",
        name=each.name, rows=", ".join(map(str, each.rows)), outcome=so,
    )  # fmt: skip
    return f"{said} " + _("Dat kwam door: %(because)s.", because=because) if because else said


def _closed(each: Told) -> str:
    if each.end:
        return _("De route “%(name)s” is klaar, met “%(end)s”.", name=each.name, end=each.end)
    return _("De route “%(name)s” is klaar.", name=each.name)


def _noticed(each: Told) -> str:
    who = called(" ".join(each.who))
    return _("%(who)s zou bericht krijgen: “%(name)s”.", who=who, name=each.name)


_SENTENCES: Final[Mapping[ToldKind, Callable[[Told], str]]] = {
    ToldKind.TIMER: lambda each: _("De wachttijd van “%(name)s” is om.", name=each.name),
    ToldKind.LATE: lambda each: _("De termijn van “%(name)s” is voorbij.", name=each.name),
    ToldKind.STARTED: lambda each: _("De route “%(name)s” begint.", name=each.name),
    ToldKind.DECIDED: _decided,
    ToldKind.STEP: lambda each: _("De route is nu bij “%(name)s”.", name=each.name),
    ToldKind.MESSAGE: lambda each: _("Het bericht “%(name)s” komt aan.", name=each.name),
    ToldKind.UNHEARD: lambda each: _("Op het bericht “%(name)s” wacht niets.", name=each.name),
    ToldKind.NOTICE: _noticed,
    ToldKind.CLOSED: _closed,
    ToldKind.LAPSED: lambda each: _("“%(name)s” hoeft niet meer.", name=each.name),
    ToldKind.OPENED: _opened,
}
