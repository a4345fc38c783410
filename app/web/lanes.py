"""Lanes and functions of a draft: what the protocol is called, which functions it knows and what each lane means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.commands.schools import checked_name
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, NotFoundError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, read_draft_with_files
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, said, tried
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import PROTOCOL_FILE, Marks, Meaning, Meanings, WorkflowError, meanings

NAME: Final = "naam"
FUNCTION: Final = "functie"
MEANT: Final = "functies"
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/banen"
_SAID: Final = {
    "naam": lazy("Het protocol heet nu anders."),
    "functie": lazy("De functie staat erbij. Geef haar aan mensen zodra het ontwerp in gebruik is."),
    "baan": lazy("Dat betekent deze baan nu."),
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """A draft, with what its protocol.toml says of people."""

    shown: DraftShown
    marks: bytes
    found: Meanings

    @property
    def seen(self) -> int:
        """The revision of protocol.toml that whoever reads this page has seen."""
        return next((each.revision for each in self.shown.files if each.name == PROTOCOL_FILE), 0)

    @property
    def lane(self) -> Meaning:
        """The lane that is asked about. Raises NotFoundError."""
        asked = request.values.get("proces", ""), request.values.get("baan", "")
        found = next((each for each in self.found.lanes if (each.process, each.lane) == asked), None)
        if found is None:
            raise NotFoundError
        return found


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def draft_lanes(draft_id: UUID) -> ResponseReturnValue:
    """What there is."""
    return _page(_desk(draft_id), Tried())


@pages.post(f"{_AT}/naam")
@declares(Permission.PUBLISH, at_the_door=True)
def name_protocol(draft_id: UUID) -> ResponseReturnValue:
    """Call the protocol otherwise."""

    def change(marks: Marks) -> None:
        marks.name(checked_name(request.form.get(NAME, ""), NAME))

    return _done(_desk(draft_id), "naam", change)


@pages.post(f"{_AT}/functie")
@declares(Permission.PUBLISH, at_the_door=True)
def add_function(draft_id: UUID) -> ResponseReturnValue:
    """Know one function more."""
    desk = _desk(draft_id)
    known = {each.casefold() for each in desk.found.functions}

    def change(marks: Marks) -> None:
        name = checked_name(request.form.get(FUNCTION, ""), FUNCTION)
        if name.casefold() in known:
            raise InvalidValueError(_("Deze functie staat er al."), field=FUNCTION)
        if "," in name:
            message = _("In de naam van een functie staat geen komma. Zet er één tegelijk bij.")
            raise InvalidValueError(message, field=FUNCTION)
        marks.add_function(name)

    return _done(desk, "functie", change)


@pages.get(f"{_AT}/baan")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_lane(draft_id: UUID) -> ResponseReturnValue:
    """Ask what a lane means."""
    return _lane_page(_desk(draft_id), Tried())


@pages.post(f"{_AT}/baan")
@declares(Permission.PUBLISH, at_the_door=True)
def mean_lane(draft_id: UUID) -> ResponseReturnValue:
    """Let a lane mean these functions."""
    desk = _desk(draft_id)
    lane = desk.lane
    chosen = [each for each in request.form.getlist(MEANT) if each in desk.found.functions]

    def change(marks: Marks) -> None:
        if not chosen:
            raise InvalidValueError(_("Kies minstens één functie."), field=MEANT)
        marks.mean(lane.lane, chosen, "" if request.form.get("waar") == "overal" else lane.process)

    came = _saved(desk, change)
    return onward("web.draft_lanes", "baan", draft_id=draft_id) if came.sent else _lane_page(desk, came)


def _desk(draft_id: UUID) -> _Desk:
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    return _Desk(shown, whole.files.get(PROTOCOL_FILE, b""), meanings(whole.files, parts().limits))


def _saved(desk: _Desk, change: Callable[[Marks], None]) -> Tried:
    """The file with the change, saved where nobody else did since the page was made."""
    try:
        marks = Marks(desk.marks)
        change(marks)
    except InvalidValueError as error:
        return Tried(errors={error.field: [in_words(error.message)]}, status=422)
    except WorkflowError as error:
        return Tried(errors={"": [in_words(error.message)]}, status=422)
    seen = number_of(request.form.get("gezien", "")) or 0
    draft = desk.shown.item.id
    return tried(SaveDraftFile(draft, PROTOCOL_FILE, seen, marks.written(), parts().limits, apart=True)).above


def _done(desk: _Desk, deed: str, change: Callable[[Marks], None]) -> ResponseReturnValue:
    came = _saved(desk, change)
    return onward("web.draft_lanes", deed, draft_id=desk.shown.item.id) if came.sent else _page(desk, came)


def _page(desk: _Desk, came: Tried) -> ResponseReturnValue:
    page = render_template(
        "protocol/banen.html", it=desk.shown, found=desk.found, seen=desk.seen, errors=came.errors,
        typed=request.form, said=said(_SAID),
    )  # fmt: skip
    return page, came.status


def _lane_page(desk: _Desk, came: Tried) -> ResponseReturnValue:
    lane = desk.lane
    page = render_template(
        "protocol/baan.html", it=desk.shown, found=desk.found, lane=lane, seen=desk.seen, errors=came.errors,
        others=sorted({each.process_name for each in desk.found.lanes if each.lane == lane.lane} - {lane.process_name}),
        chosen=request.form.getlist(MEANT) if came.errors else lane.functions, typed=request.form,
    )  # fmt: skip
    return page, came.status
