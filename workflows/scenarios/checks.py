"""What a scenario claims: the sentences after *Dan*. Each looks at the dossier and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from workflows.calendar import date_in_words, last_day
from workflows.errors import ScenarioError
from workflows.scenarios.clock import in_words as moment_in_words
from workflows.scenarios.clock import read_date
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.finding import (
    button_named,
    decision_named,
    described,
    known_button,
    known_milestone,
    message_named,
    names_of,
    processes_named,
    what_is_open,
    work_for,
    work_named,
)  # fmt: skip
from workflows.scenarios.sentences import Sentence, Table, sentence
from workflows.scenarios.words import key, quoted, same
from workflows.scenarios.world import Work
from workflows.types import RouteStatus, Scalar, TaskKind

Match = re.Match[str]


def _has(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    work_for(dossier, dossier.people.speakers(found[1]), TaskKind(key(found[2])), found[3], found[4])


def _has_not(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    functions = dossier.people.speakers(found[1])
    for work in work_named(dossier, TaskKind(key(found[2])), found[3], found[4]):
        if any(dossier.refusal(function, work) is None for function in functions):
            message = f"{found[1]} heeft wel: {described(dossier, work)}."
            raise ScenarioError(message)


def _nobody_has(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    open_work = work_named(dossier, TaskKind(key(found[1])), found[2], found[3])
    if open_work:
        message = f"Toch staat open: {'; '.join(described(dossier, work) for work in open_work)}."
        raise ScenarioError(message)


def _can_do(dossier: MemoryDossier, found: Match, table: Table) -> None:
    (_has_not if found[5] else _has)(dossier, found, table)


def _can_start(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    functions = dossier.people.speakers(found[1])
    if not found[3]:
        button_named(dossier, functions, found[2])
        return
    known_button(dossier, found[2])
    for function in functions:
        if any(same(found[2], name) for catch in dossier.buttons(function) for name in (catch.message, catch.name)):
            message = f"{function} kan “{found[2]}” wel starten."
            raise ScenarioError(message)


def _decided(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    decision = decision_named(dossier, found[1])
    asked = [each for each in dossier.world.decisions if each.decision == decision]
    if not asked:
        message = f"De beslistabel “{found[1]}” is nog niet gevraagd. {what_is_open(dossier)}"
        raise ScenarioError(message)
    outputs = {name: _shown(value) for name, value in asked[-1].outputs.items()}
    if not any(same(value, found[2]) for value in outputs.values()):
        said = ", ".join(f"{name} = “{value}”" for name, value in outputs.items()) or "niets"
        given = ", ".join(f"{name} = “{_shown(value)}”" for name, value in asked[-1].inputs.items())
        message = f"De uitkomst van “{found[1]}” is {said}, gevraagd met {given}."
        raise ScenarioError(message)


def _shown(value: Scalar) -> str:
    return {True: "ja", False: "nee"}[value] if isinstance(value, bool) else str(value)


def _closed(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    processes = processes_named(dossier, found[1])
    routes = [route for route in dossier.world.routes if route.process in processes]
    if not routes:
        _call_closed(dossier, processes, found[1], found[2])
        return
    last = routes[-1]
    if last.status is not RouteStatus.AFGESLOTEN:
        message = f"De route “{found[1]}” is niet afgesloten ({last.status}). {what_is_open(dossier)}"
        raise ScenarioError(message)
    _at_end(found[1], found[2], last.ends)


def _call_closed(dossier: MemoryDossier, processes: tuple[str, ...], name: str, end: str | None) -> None:
    if set(processes) & set(dossier.calls()):
        message = f"De route “{name}” loopt nog. {what_is_open(dossier)}"
        raise ScenarioError(message)
    ended = [each for each in dossier.world.ended if each.process in processes]
    if not ended:
        message = f"De route “{name}” is nog niet begonnen. {what_is_open(dossier)}"
        raise ScenarioError(message)
    _at_end(name, end, (ended[-1].end,))


def _at_end(name: str, wanted: str | None, ends: tuple[str, ...]) -> None:
    if wanted and not any(same(wanted, end) for end in ends):
        message = f"De route “{name}” is afgesloten met {quoted(ends) or 'een einde zonder naam'}, niet met “{wanted}”."
        raise ScenarioError(message)


def _runs(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    running = [*(route.process for route in dossier.open_routes), *dossier.calls()]
    runs = bool(set(processes_named(dossier, found[1])) & set(running))
    if runs is bool(found[2]):
        names = quoted(dossier.bundle.processes[process].name for process in running) or "geen enkele route"
        message = f"De route “{found[1]}” loopt {'wel' if runs else 'niet'}. Nu loopt: {names}."
        raise ScenarioError(message)


def _told(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    functions = dossier.people.speakers(found[2])
    told = any(dossier.people.is_told(functions, notice.to) for notice in dossier.world.notices)
    if told is (key(found[1]) == "geen"):
        sent = "; ".join(f"“{notice.name}” aan {notice.to}" for notice in dossier.world.notices) or "geen"
        message = f"Aan {found[2]} is {'wel een' if told else 'geen'} bericht gestuurd. Gestuurde berichten: {sent}."
        raise ScenarioError(message)


def _thrown(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    name = message_named(dossier, found[1])
    unheard = bool(found[3])
    messages = dossier.world.unheard if unheard else dossier.world.messages
    there = any(message.name == name for message in messages)
    if there is bool(found[2]):
        what = "niet gehoord" if unheard else "gestuurd"
        so = "wel" if there else "niet"
        message = f"Het bericht “{name}” is {so} {what}. {what.capitalize()}: {names_of(messages)}."
        raise ScenarioError(message)


def _reached(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    known_milestone(dossier, found[1])
    names = [milestone.name for route in dossier.world.routes for milestone in route.milestones]
    reached = any(same(name, found[1]) for name in names)
    if reached is bool(found[2]):
        so = "wel" if reached else "niet"
        message = f"De stap “{found[1]}” is {so} bereikt. Bereikt zijn: {quoted(names) or 'geen'}."
        raise ScenarioError(message)


def _late(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    late = [work for work in _open(dossier, found) if work.task.due and work.task.due <= dossier.now]
    if bool(late) is bool(found[4]):
        terms, so = _terms(_open(dossier, found)), "wel" if late else "niet"
        message = f"“{found[2]}” is {so} te laat: {terms}; het is nu {moment_in_words(dossier.now)}."
        raise ScenarioError(message)


def _due(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    day = read_date(found[3])
    if not any(work.task.due and last_day(work.task.due) == day for work in _either(dossier, found[1], found[2])):
        message = f"Van “{found[1]}” {_terms(_either(dossier, found[1], found[2]))}, niet {date_in_words(day)}."
        raise ScenarioError(message)


def _open(dossier: MemoryDossier, found: Match) -> list[Work]:
    return _there(dossier, work_named(dossier, TaskKind(key(found[1])), found[2], found[3]), found[2])


def _either(dossier: MemoryDossier, name: str, route: str | None) -> list[Work]:
    open_work = [work for work in dossier.work() if same(work.task.name, name)]
    return _there(dossier, open_work or work_named(dossier, TaskKind.TAAK, name, route), name)


def _there(dossier: MemoryDossier, open_work: list[Work], name: str) -> list[Work]:
    if not open_work:
        message = f"“{name}” staat niet open. {what_is_open(dossier)}"
        raise ScenarioError(message)
    return open_work


def _terms(open_work: list[Work]) -> str:
    dates = [date_in_words(last_day(work.task.due)) for work in open_work if work.task.due]
    return f"is de uiterste datum {' en '.join(dates)}" if dates else "is er geen uiterste datum"


_ROUTE: Final = r"(?: van (?:de )?route §)?"
_Check = Callable[[MemoryDossier, Match, Table], None]

CHECKS: Final[tuple[Sentence, ...]] = (
    sentence(
        rf"heeft niemand de (taak|vraag) §{_ROUTE}", 'heeft niemand de taak "…"', _nobody_has, names="werk route",
    ),
    sentence(rf"heeft § de (taak|vraag) §{_ROUTE}", 'heeft "leerkracht" de taak "…"', _has, names="wie werk route"),
    sentence(
        rf"heeft § (?:niet )?de (taak|vraag) §{_ROUTE}(?: niet)?", 'heeft "leerkracht" de taak "…" niet', _has_not,
        names="wie werk route",
    ),
    sentence(
        rf"kan § de (taak|vraag) §{_ROUTE}( niet)? (?:afronden|beantwoorden)",
        'kan "leerkracht" de taak "…" niet afronden', _can_do, names="wie werk route",
    ),
    sentence(r"kan § §( niet)? starten", 'kan "leerkracht" "…" starten', _can_start, names="wie knop"),
    sentence(
        r"is de uitkomst van § §", 'is de uitkomst van "D2b" "MELDEN"', _decided, names="beslistabel uitkomst",
    ),
    sentence(
        r"is de route § afgesloten(?: met §)?", 'is de route "…" afgesloten met "…"', _closed, names="route einde",
    ),
    sentence(r"loopt de route §( niet)?", 'loopt de route "…"', _runs, names="route"),
    sentence(
        r"is er (een|geen) bericht gestuurd aan (?:de |het )?§", 'is er een bericht gestuurd aan "bestuur"', _told,
        names="wie",
    ),
    sentence(r"is het bericht §( niet)? gestuurd()", 'is het bericht "…" gestuurd', _thrown, names="bericht"),
    sentence(r"is het bericht §()( niet) gehoord", 'is het bericht "…" niet gehoord', _thrown, names="bericht"),
    sentence(r"is de stap §( niet)? bereikt", 'is de stap "…" bereikt', _reached, names="stap"),
    sentence(rf"is de (taak|vraag) §{_ROUTE}( niet)? te laat", 'is de taak "…" te laat', _late, names="werk route"),
    sentence(
        rf"is de uiterste datum van (?:de (?:taak|vraag) )?§{_ROUTE} (.+)",
        'is de uiterste datum van "…" 8 september 2026', _due, names="werk route",
    ),
)  # fmt: skip
