"""Everything that the product can do, on one screen: each command and what carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.commands import (
    access,
    deviations,
    people,
    protocols,
    roll,
    routes,
    schools,
    tasks,
    teams,
    timers,
    upkeep,
)  # fmt: skip
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
    teams.AddMember: teams.put_on_team,
    teams.EndMember: teams.take_off_team,
    teams.DenyPerson: teams.deny_person,
    teams.LiftDenial: teams.lift_denial,
    teams.RecordParent: teams.record_parent,
    schools.CreateBoard: schools.create_board,
    schools.CreateSchool: schools.create_school,
    schools.SetFreeDays: schools.set_free_days,
    people.InvitePerson: people.invite_person,
    people.GrantFunction: people.grant_function,
    people.EndFunction: people.end_function,
    people.EndEmployment: people.end_employment,
    access.AcceptInvitation: access.accept_invitation,
    access.CreateToken: access.create_token,
    access.RevokeToken: access.revoke_token,
    roll.PreviewRoll: roll.show_roll,
    roll.ImportRoll: roll.import_roll,
    protocols.PublishBundle: protocols.publish_bundle,
    timers.FireTimers: timers.fire_timers,
    timers.RetryIncident: timers.retry_incident,
    upkeep.Tick: upkeep.note_tick,
    upkeep.MarkMail: upkeep.mark_mail,
    upkeep.SealReads: upkeep.seal,
    upkeep.TidyUp: upkeep.tidy_up,
}

UNRECORDED: Final[tuple[type[Unrecorded], ...]] = (
    tasks.SaveDraft, roll.PreviewRoll, timers.FireTimers, upkeep.Tick, upkeep.MarkMail, upkeep.SealReads, upkeep.TidyUp,
)  # fmt: skip
"""The commands that need leave no fact: drafts, the machine's own rounds, and timers of which none was due any more."""
