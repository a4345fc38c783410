"""Everything that the product can do, on one screen: each command and what carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.commands import deviations, routes, tasks, timers
from app.commands.command import Command, Handler, Unrecorded

HANDLERS: Final[Mapping[type[Command], Handler]] = {
    tasks.CompleteTask: tasks.complete_task,
    tasks.CorrectTask: tasks.correct_task,
    tasks.SaveDraft: tasks.keep_draft,
    routes.OpenDossier: routes.open_dossier,
    routes.SendMessage: routes.send_message,
    routes.WithdrawRoute: routes.withdraw_route,
    routes.CloseDossier: routes.close_dossier,
    deviations.ProposeDeviation: deviations.propose_deviation,
    deviations.ConfirmDeviation: deviations.confirm_deviation,
    timers.FireTimers: timers.fire_timers,
    timers.RetryIncident: timers.retry_incident,
}

UNRECORDED: Final[tuple[type[Unrecorded], ...]] = (tasks.SaveDraft, timers.FireTimers)
"""The commands that need leave no fact: a draft, and a round of timers in which nothing was due any more."""
