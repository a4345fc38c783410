"""What happens in a scenario: the sentences after *Gegeven* and *Als*, each one thing done to the dossier."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from workflows.calendar import ZONE
from workflows.errors import ScenarioError
from workflows.scenarios import clock
from workflows.scenarios.answers import REASON, carried, fill, labels_in
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.finding import button_named, message_named, work_for
from workflows.scenarios.sentences import Sentence, Table, sentence
from workflows.scenarios.words import same
from workflows.types import TaskKind

_LONGEST: Final = 366
"""Days of one school holiday."""
Match = re.Match[str]


def _open_dossier(dossier: MemoryDossier, _found: Match, _table: Table) -> None:
    if dossier.world.routes:
        message = "Dit dossier is al begonnen. Begin een tweede dossier in een eigen scenario."
        raise ScenarioError(message)


def _set_clock(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    day = clock.read_date(found[1])
    today = dossier.now.astimezone(ZONE)
    at = clock.read_time(found[2]) if found[2] else clock.MORNING
    if found[2] is None and dossier.world.routes and day == today.date():
        at = today.time()
    dossier.move_clock(clock.instant(day, at))


def _wait(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    count = "1" if found[1].casefold() in {"een", "één"} else found[1]
    dossier.move_clock(clock.later(dossier.now, f"{count} {found[2]}", dossier.world.calendar))


def _close_school(dossier: MemoryDossier, found: Match, _table: Table) -> None:
    first, last = clock.read_date(found[1]), clock.read_date(found[2])
    length = (last - first).days + 1
    if not 0 < length <= _LONGEST:
        wrong = "Noem de eerste dag eerst." if length <= 0 else f"Een vakantie duurt hoogstens {_LONGEST} dagen."
        message = f"De vakantie van {found[1]} tot en met {found[2]} kan niet. {wrong}"
        raise ScenarioError(message)
    dossier.close_school(frozenset[date](first + timedelta(days=days) for days in range(length)))


def _press(dossier: MemoryDossier, found: Match, table: Table) -> None:
    catch, function = button_named(dossier, dossier.people.speakers(found[1]), found[2])
    values = fill(dossier.bundle, catch.form, table, dossier.now)
    dossier.press(function, catch, dossier.bundle.routing(catch.form, values))


def _complete(dossier: MemoryDossier, found: Match, table: Table) -> None:
    speakers = dossier.people.speakers(found[1])
    work, function = work_for(dossier, speakers, TaskKind.TAAK, found[2], found[3], found[4])
    values = fill(dossier.bundle, work.task.form, table, dossier.now)
    dossier.complete(function, work, dossier.bundle.routing(work.task.form, values))


def _answer(dossier: MemoryDossier, found: Match, table: Table) -> None:
    speakers = dossier.people.speakers(found[1])
    work, function = work_for(dossier, speakers, TaskKind.VRAAG, found[2], found[3], found[4])
    reasons = [value for name, value in table.items() if same(name, "reden")]
    if len(reasons) > 1:
        message = "De reden staat twee keer in de tabel."
        raise ScenarioError(message)
    rest = {name: value for name, value in table.items() if not same(name, "reden")}
    fill(dossier.bundle, work.task.form, rest, dossier.now)
    labels = labels_in(work.task, re.findall(r'"([^"]*)"', found[5]))
    dossier.answer(function, work, labels, next(iter(reasons), REASON))


def _come_in(dossier: MemoryDossier, found: Match, table: Table) -> None:
    dossier.come_in(message_named(dossier, found[1]), carried(dossier.bundle.fields, table))


_WHERE: Final = r"(?: van (?:de )?route §)?(?: in (?:de )?lane §)?"

DEEDS: Final[tuple[Sentence, ...]] = (
    sentence(
        r"een dossier(?: (?:voor|van) .+)?", "een dossier voor een leerling uit groep 4", _open_dossier,
    ),
    sentence(
        r"het is (?:school)?vakantie van (.+?) (?:tot en met|t/m) (.+)",
        "het is schoolvakantie van 19 december 2026 tot en met 3 januari 2027", _close_school,
    ),
    sentence(
        r"het is (.+?)(?: om (\d{1,2}[:.]\d{2})(?: uur)?)?", "het is 1 september 2026 om 14:05", _set_clock,
    ),
    sentence(
        r"er (?:gaa[nt]? )?(\d+|een|één) (\w+) voorbij ?(?:gaan|gaat)?", "er 5 werkdagen voorbijgaan", _wait,
    ),
    sentence(
        rf"§ de taak §{_WHERE} afrondt", '"leerkracht" de taak "…" afrondt', _complete,
        takes_table=True, names="wie werk route lane",
    ),
    sentence(
        rf'§ op de vraag §{_WHERE} antwoordt ("[^"]*"(?:(?:,| en|, en) "[^"]*")*)',
        '"leerkracht" op de vraag "…" antwoordt "…"', _answer,
        takes_table=True, names="wie werk route lane",
    ),
    sentence(r"§ § start", '"intern begeleider" "…" start', _press, takes_table=True, names="wie knop"),
    sentence(
        r"(?:het )?bericht § (?:binnenkomt|komt binnen)", 'bericht "…" binnenkomt', _come_in, takes_table=True,
        names="bericht",
    ),
)  # fmt: skip
