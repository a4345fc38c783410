"""Lanes and functions of a draft: what the protocol is called, which functions it knows and what each lane means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.commands.schools import checked_name
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, WholeDraft, read_draft_with_files
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.keeping import Tried, onward, said
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import PROTOCOL_FILE, Marks, Meaning, WorkflowError, meanings

NAME: Final = "naam"
FUNCTION: Final = "functie"
MEANT: Final = "functies"
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/banen"
_MEANWHILE: Final = lazy("%(name)s heeft dit ontwerp intussen opgeslagen. Er is niets veranderd; kijk het nog eens na.")
_SAID: Final = {
    "naam": lazy("Het protocol heet nu anders."),
    "functie": lazy("De functie staat erbij. Geef haar aan mensen zodra het ontwerp in gebruik is."),
    "baan": lazy("Dat betekent deze baan nu."),
}


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def draft_lanes(draft_id: UUID) -> ResponseReturnValue:
    """What there is."""
    return _page(draft_id, Tried())


@pages.post(f"{_AT}/naam")
@declares(Permission.PUBLISH, at_the_door=True)
def name_protocol(draft_id: UUID) -> ResponseReturnValue:
    """Call the protocol otherwise."""

    def change(marks: Marks) -> None:
        marks.name(checked_name(request.form.get(NAME, ""), NAME))

    return _done(draft_id, "naam", _saved(draft_id, change))


@pages.post(f"{_AT}/functie")
@declares(Permission.PUBLISH, at_the_door=True)
def add_function(draft_id: UUID) -> ResponseReturnValue:
    """Know one function more."""
    _shown, whole = _read(draft_id)
    known = {each.casefold() for each in meanings(whole.files, parts().limits).functions}

    def change(marks: Marks) -> None:
        name = checked_name(request.form.get(FUNCTION, ""), FUNCTION)
        if name.casefold() in known:
            raise InvalidValueError(_("Deze functie staat er al."), field=FUNCTION)
        if "," in name:
            raise InvalidValueError(
                "In de naam van een functie staat geen komma. Zet er een tegelijk bij.", field=FUNCTION
            )
        marks.add_function(name)

    return _done(draft_id, "functie", _saved(draft_id, change))


@pages.get(f"{_AT}/baan")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_lane(draft_id: UUID) -> ResponseReturnValue:
    """Ask what a lane means."""
    return _lane_page(draft_id, Tried())


@pages.post(f"{_AT}/baan")
@declares(Permission.PUBLISH, at_the_door=True)
def mean_lane(draft_id: UUID) -> ResponseReturnValue:
    """Let a lane mean these functions."""
    _shown, whole = _read(draft_id)
    lane = _lane(whole)
    known = meanings(whole.files, parts().limits).functions
    chosen = [each for each in request.form.getlist(MEANT) if each in known]

    def change(marks: Marks) -> None:
        if not chosen:
            raise InvalidValueError(_("Kies minstens één functie."), field=MEANT)
        marks.mean(lane.lane, chosen, "" if request.form.get("waar") == "overal" else lane.process)

    came = _saved(draft_id, change)
    return onward("web.draft_lanes", "baan", draft_id=draft_id) if came.sent else _lane_page(draft_id, came)


def _saved(draft_id: UUID, change: Callable[[Marks], None]) -> Tried:
    """The file with the change, saved where nobody else did since the page was made."""
    seen = number_of(request.form.get("gezien", ""))
    _shown, whole = _read(draft_id)
    try:
        marks = Marks(whole.files.get(PROTOCOL_FILE, b""))
        change(marks)
        command = SaveDraftFile(draft_id, PROTOCOL_FILE, seen or 0, marks.written(), parts().limits, apart=True)
        return Tried(send(command))
    except MeanwhileError as error:
        return Tried(errors={"": [_(_MEANWHILE, name=error.by)]}, status=409)
    except WrongStateError as error:
        return Tried(errors={"": [in_words(error.message)]}, status=409)
    except InvalidValueError as error:
        return Tried(errors={error.field: [in_words(error.message)]}, status=422)
    except WorkflowError as error:
        return Tried(errors={"": [in_words(error.message)]}, status=422)


def _done(draft_id: UUID, deed: str, came: Tried) -> ResponseReturnValue:
    return onward("web.draft_lanes", deed, draft_id=draft_id) if came.sent else _page(draft_id, came)


def _read(draft_id: UUID) -> tuple[DraftShown, WholeDraft]:
    who = actor()
    return ask(lambda work: read_draft_with_files(work, who, draft_id))


def _lane(whole: WholeDraft) -> Meaning:
    """The lane that is asked about. Raises NotFoundError."""
    process, name = request.values.get("proces", ""), request.values.get("baan", "")
    lanes = meanings(whole.files, parts().limits).lanes
    found = next((each for each in lanes if (each.process, each.lane) == (process, name)), None)
    if found is None:
        raise NotFoundError
    return found


def _seen(shown: DraftShown) -> int:
    return next((each.revision for each in shown.files if each.name == PROTOCOL_FILE), 0)


def _page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    shown, whole = _read(draft_id)
    page = render_template(
        "protocol/banen.html", it=shown, found=meanings(whole.files, parts().limits), seen=_seen(shown),
        errors=came.errors, typed=request.form, said=said(_SAID),
    )  # fmt: skip
    return page, came.status


def _lane_page(draft_id: UUID, came: Tried) -> ResponseReturnValue:
    shown, whole = _read(draft_id)
    found, lane = meanings(whole.files, parts().limits), _lane(whole)
    page = render_template(
        "protocol/baan.html", it=shown, found=found, lane=lane, seen=_seen(shown), errors=came.errors,
        others=sorted({each.process_name for each in found.lanes if each.lane == lane.lane} - {lane.process_name}),
        chosen=request.form.getlist(MEANT) if came.errors else lane.functions, typed=request.form,
    )  # fmt: skip
    return page, came.status
