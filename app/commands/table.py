"""Everything that the product can do, on one screen: each command and what carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.commands import deviations, routes, tasks, timers, upkeep
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
    upkeep.Tick: upkeep.note_tick,
    upkeep.MarkMail: upkeep.mark_mail,
    upkeep.SealReads: upkeep.seal,
    upkeep.TidyUp: upkeep.tidy_up,
}

UNRECORDED: Final[tuple[type[Unrecorded], ...]] = (
    tasks.SaveDraft, timers.FireTimers, upkeep.Tick, upkeep.MarkMail, upkeep.SealReads, upkeep.TidyUp,
)  # fmt: skip
"""The commands that need leave no fact: drafts, the machine's own rounds, and timers of which none was due any more."""
