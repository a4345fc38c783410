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
from app.queries.drafts import DraftShown, WholeDraft, read_draft_with_files
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, onward, said, tried
from app.web.undoing import undo_of, undoable
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import FROM_THE_START, PROTOCOL_FILE, Marks, Meaning, Meanings, WorkflowError, meanings, team_of

NAME: Final = "naam"
FUNCTION: Final = "functie"
MEANT: Final = "functies"
TEAM: Final = "team:"
WAS: Final = "was:"
_UNDOES: Final = ("naam", "functie", "baan", "team")
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/banen"
_SAID: Final = {
    "naam": lazy("Het protocol heet nu anders."),
    "functie": lazy(
        "De functie staat erbij. Kies bij “Rechten” wat ze mag lezen. Aan mensen geven kan zodra het ontwerp in "
        "gebruik is."
    ),
    "baan": lazy("De baan is nu voor de functies die je koos."),
    "team": lazy("Zo staat het nu in dit ontwerp."),
    "functie-weg": lazy("De functie is weggehaald, met haar rechten en haar plaats in het team."),
    "terug": lazy("Het is ongedaan gemaakt. Het staat er weer zoals daarvoor."),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft, with what its protocol.toml says of people."""

    shown: DraftShown
    whole: WholeDraft
    found: Meanings

    @property
    def marks(self) -> bytes:
        """What protocol.toml says, as it is written."""
        return self.whole.files.get(PROTOCOL_FILE, b"")

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
    return lanes_page(desk_of(draft_id), Tried())


@pages.post(f"{_AT}/naam")
@declares(Permission.PUBLISH, at_the_door=True)
def name_protocol(draft_id: UUID) -> ResponseReturnValue:
    """Call the protocol otherwise."""

    def change(marks: Marks) -> None:
        marks.name(checked_name(request.form.get(NAME, ""), NAME))

    return _done(desk_of(draft_id), "naam", change)


@pages.post(f"{_AT}/functie")
@declares(Permission.PUBLISH, at_the_door=True)
def add_function(draft_id: UUID) -> ResponseReturnValue:
    """Know one function more."""
    desk = desk_of(draft_id)
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
    return _lane_page(desk_of(draft_id), Tried())


@pages.post(f"{_AT}/baan")
@declares(Permission.PUBLISH, at_the_door=True)
def mean_lane(draft_id: UUID) -> ResponseReturnValue:
    """Let a lane mean these functions."""
    desk = desk_of(draft_id)
    lane = desk.lane
    chosen = [each for each in request.form.getlist(MEANT) if each in desk.found.functions]

    def change(marks: Marks) -> None:
        if not chosen:
            raise InvalidValueError(_("Kies minstens één functie."), field=MEANT)
        marks.mean(lane.lane, chosen, "" if request.form.get("waar") == "overal" else lane.process)

    came = saved(desk, change)
    return done(desk, "baan", came) or _lane_page(desk, came)


def desk_of(draft_id: UUID) -> Desk:
    """A draft, for who changes what it says of people. Raises NotFoundError."""
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    return Desk(shown, whole, meanings(whole.files, parts().limits))


def saved(desk: Desk, change: Callable[[Marks], None]) -> Tried:
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


def done(desk: Desk, deed: str, came: Tried) -> ResponseReturnValue | None:
    """To the page that shows it, with what undoes it; None where it was not done."""
    if came.sent is None:
        return None
    undo = undo_of(PROTOCOL_FILE, came.sent.result)
    return onward("web.draft_lanes", deed, draft_id=desk.shown.item.id, **undo)


def _done(desk: Desk, deed: str, change: Callable[[Marks], None]) -> ResponseReturnValue:
    came = saved(desk, change)
    return done(desk, deed, came) or lanes_page(desk, came)


def chosen_phase(function: str, now: str) -> str:
    """What the form says of a function and the team, where it was changed there; else what holds now.

    So who sends the form again after somebody else saved changes only what they chose themselves.
    """
    chosen = request.form.get(f"{TEAM}{function}", now)
    return now if chosen == request.form.get(f"{WAS}{function}") else chosen


def lanes_page(desk: Desk, came: Tried) -> ResponseReturnValue:
    """The page, with what came of a deed on it."""
    team, phases = team_of(desk.whole.files, parts().limits)
    page = render_template(
        "protocol/banen.html", it=desk.shown, found=desk.found, seen=desk.seen, errors=came.errors,
        typed=request.form, said=said(_SAID), undo=undoable(desk.shown, _UNDOES),
        team=[
            (each, f"{TEAM}{each}", f"{WAS}{each}", phase, chosen_phase(each, phase)) for each, phase in team.items()
        ],
        phases=phases, start=FROM_THE_START,
    )  # fmt: skip
    return page, came.status


def _lane_page(desk: Desk, came: Tried) -> ResponseReturnValue:
    lane = desk.lane
    page = render_template(
        "protocol/baan.html", it=desk.shown, found=desk.found, lane=lane, seen=desk.seen, errors=came.errors,
        others=sorted({each.process_name for each in desk.found.lanes if each.lane == lane.lane} - {lane.process_name}),
        chosen=request.form.getlist(MEANT) if came.errors else lane.functions, typed=request.form,
    )  # fmt: skip
    return page, came.status
