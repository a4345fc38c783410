"""Functions of a draft: who is on every team without being asked, taking a function away, and undoing either."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.mending import DROPPED, MendDraft, UnmendDraft
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.draft_rights import broken_by, protocol_before, without_function
from app.web.blueprint import actor, pages, parts
from app.web.editors import editors_of
from app.web.keeping import Tried, onward, tried
from app.web.lanes import FUNCTION, Desk, chosen_phase, desk_of, done, lanes_page, saved
from app.web.undoing import refused_undo, undone
from app.web.words import lazy
from app.web.words import said as in_words
from workflows import FROM_THE_START, PROTOCOL_FILE, Finding, Marks, WorkflowError, team_of, uses_of

_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/banen"
_MEANWHILE: Final = lazy(
    "%(name)s heeft dit ontwerp intussen opgeslagen. Er is niets weggehaald. Kijk of je dit nog wilt, en bevestig het "
    "opnieuw."
)
_HOW: Final = {
    "knop": lazy("heeft de knop"), "aan": lazy("krijgt dit bericht"), "ook_door": lazy("mag dit ook doen"),
    "samen_met": lazy("doet dit samen"),
}  # fmt: skip


@pages.post(f"{_AT}/team")
@declares(Permission.PUBLISH, at_the_door=True)
def save_team(draft_id: UUID) -> ResponseReturnValue:
    """Who is on every team from now on; what is as it was stays as it is written."""
    desk = desk_of(draft_id)
    team, phases = team_of(desk.whole.files, parts().limits)

    def change(marks: Marks) -> None:
        for function, before in team.items():
            wanted = chosen_phase(function, before)
            if wanted == before or wanted not in ("", FROM_THE_START, *phases):
                continue
            if wanted:
                marks.join(function, wanted)
            else:
                marks.leave(function)

    came = saved(desk, change)
    return done(desk, "team", came) or lanes_page(desk, came)


@pages.post(f"{_AT}/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def undo_lanes(draft_id: UUID) -> ResponseReturnValue:
    """Let protocol.toml be as it was before one save, where nobody saved it since."""
    who = actor()
    why_not = undone(draft_id, PROTOCOL_FILE, lambda number: lambda work: protocol_before(work, who, draft_id, number))
    return why_not or onward("web.draft_lanes", "terug", draft_id=draft_id)


@pages.get(f"{_AT}/functie/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_drop_function(draft_id: UUID) -> ResponseReturnValue:
    """What taking a function away means, or what still names it."""
    return _drop_page(desk_of(draft_id), Tried())


@pages.post(f"{_AT}/functie/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def drop_function(draft_id: UUID) -> ResponseReturnValue:
    """Take it away, with its rights and its place on teams, where nothing else names it."""
    desk = desk_of(draft_id)
    function = _function(desk)
    try:
        files = without_function(desk.whole, function)
    except WorkflowError as error:
        return _drop_page(desk, Tried(errors={"": [in_words(error.message)]}, status=422))
    if uses_of(desk.whole.files, function, parts().limits).is_needed or broken_by(desk.whole, files, parts().limits):
        return _drop_page(desk, Tried(status=422))
    command = MendDraft(draft_id, request.form.get("gezien", ""), files, parts().limits, kind=DROPPED)
    came = tried(command, meanwhile=_MEANWHILE).above
    return onward("web.draft_lanes", "functie-weg", draft_id=draft_id) if came.sent else _drop_page(desk, came)


@pages.post(f"{_AT}/functie/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def undo_drop_function(draft_id: UUID) -> ResponseReturnValue:
    """Let the function come back with all that went with it, where nobody saved anything since."""
    came = tried(UnmendDraft(draft_id, request.form.get("gezien", ""))).above
    return onward("web.draft_lanes", "terug", draft_id=draft_id) if came.sent else refused_undo(draft_id, came.told)


def _function(desk: Desk) -> str:
    asked = request.values.get(FUNCTION, "")
    if asked not in desk.found.functions:
        raise NotFoundError
    return asked


def _drop_page(desk: Desk, came: Tried) -> ResponseReturnValue:
    function = _function(desk)
    uses, errors, stuck = uses_of(desk.whole.files, function, parts().limits), dict(came.errors), False
    broken: tuple[Finding, ...] = ()
    if not uses.is_needed:
        try:
            broken = broken_by(desk.whole, without_function(desk.whole, function), parts().limits)
        except WorkflowError as error:
            stuck, errors = True, errors or {"": [in_words(error.message)]}
    page = render_template(
        "protocol/functie_weg.html", it=desk.shown, function=function, uses=uses, broken=broken, errors=errors,
        stuck=stuck, editors=editors_of(desk.shown), how=_HOW, start=FROM_THE_START,
    )  # fmt: skip
    return page, came.status
