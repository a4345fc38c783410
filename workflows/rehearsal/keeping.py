"""A rehearsal as a scenario in a feature file, proven by playing it. Writes text, no file."""

from __future__ import annotations

import re
from typing import Final

from workflows.calendar import ZONE
from workflows.errors import ScenarioError
from workflows.rehearsal.playing import Rehearsal
from workflows.scenarios import Said, feature_text, read_date, run_scenarios, scenario_text

_HOLIDAY: Final = re.compile(r"het is schoolvakantie van (.+) tot en met .+")
_FILE: Final = "oefening.feature"


def scenario_of(rehearsal: Rehearsal, name: str) -> str:
    """A feature file of its own. Raises ScenarioError where it does not hold when it is played."""
    begun = rehearsal.dossier
    begun.world = rehearsal.begun
    text = feature_text(name, begun, rehearsal.acts, rehearsal.dossier, _given(rehearsal))
    return _proven(rehearsal, text, name)


def added(rehearsal: Rehearsal, name: str, there: str) -> str:
    """A feature file with the scenario after those that are in it. Raises ScenarioError where it does not hold there.

    That is so where the file has a background of its own, and where it cannot be read.
    """
    begun = rehearsal.dossier
    begun.world = rehearsal.begun
    text = scenario_text(name, begun, rehearsal.acts, rehearsal.dossier, _given(rehearsal))
    return _proven(rehearsal, f"{there.rstrip()}\n\n{text}", name)


def _given(rehearsal: Rehearsal) -> tuple[Said, ...]:
    """What a reader must know beforehand: no holiday that begins after the last thing that happened."""
    last = rehearsal.world.now.astimezone(ZONE).date()
    holidays = [(said, _HOLIDAY.fullmatch(said.text)) for said in rehearsal.given]
    return tuple(said for said, found in holidays if found and read_date(found[1]) <= last)


def _proven(rehearsal: Rehearsal, text: str, name: str) -> str:
    *_others, own = run_scenarios(rehearsal.bundle, {_FILE: text}).scenarios
    if not own.readable or own.name != name:
        raise ScenarioError("Dit bestand is niet te lezen. Kies een nieuw bestand, of verbeter eerst dit bestand.")
    if own.failure is not None:
        message = (
            f"Zo klopt het scenario niet in dit bestand, bij “{own.failure.step}”. {own.failure.message} "
            "Begint dit bestand met een achtergrond? Kies dan een nieuw bestand."
        )
        raise ScenarioError(message)
    return text
