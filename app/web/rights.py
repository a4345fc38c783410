"""Rights of a draft: who sees what, and changing that with the consequence said first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.draft_rights import meant_with, rights_before, sights_in
from app.queries.drafts import DraftShown, WholeDraft, read_draft_with_files
from app.web.blueprint import actor, ask, pages, parts
from app.web.editors import editors_of
from app.web.keeping import Tried, onward, said, tried
from app.web.right_words import APART, choices, function_name, key_of, right_of, short_choices, told
from app.web.undoing import undo_of, undoable, undone
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import RIGHTS_FILE, Cell, Grants, GroupAsked, Right, Sights, WorkflowError

FUNCTION, GROUP, RIGHT, PHASE = "functie", "veldgroep", "recht", "fase:"
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/rechten"
_SAID: Final = {
    "recht": lazy("Dit recht staat in dit ontwerp."),
    "terug": lazy("Het is ongedaan gemaakt. De rechten staan er weer zoals daarvoor."),
}
_MEANWHILE: Final = lazy(
    "%(name)s bewaarde de rechten nadat jij ze opende. Wat jij koos, staat hieronder nog. Lees wat het nu betekent, en "
    "bewaar het opnieuw; de andere rechten blijven zoals ze nu zijn."
)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A draft, with who may see what in it."""

    shown: DraftShown
    whole: WholeDraft
    found: Sights

    @property
    def seen(self) -> int:
        """The revision of the rights that whoever reads this page has seen; 0 where there are none."""
        return next((each.revision for each in self.shown.files if each.name == RIGHTS_FILE), 0)

    @property
    def data(self) -> bytes:
        """The rights as they are written."""
        return self.whole.files.get(RIGHTS_FILE, b"")

    @property
    def function(self) -> str:
        """The function that is asked about. Raises NotFoundError."""
        asked = request.values.get(FUNCTION, "")
        if asked not in self.found.functions or (self.found.rights is None and self.data):
            raise NotFoundError
        return asked

    @property
    def group(self) -> GroupAsked:
        """The field group that is asked about. Raises NotFoundError."""
        found = self.found.group(request.values.get(GROUP, ""))
        if found is None:
            raise NotFoundError
        return found

    @property
    def cell(self) -> Cell:
        """What that function may do with that group now. Raises NotFoundError."""
        return self.found.cell(self.function, self.group.key)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a form says."""

    key: str
    rights: Mapping[str, Right | None]
    """By phase, where phases are told apart."""


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def draft_rights(draft_id: UUID) -> ResponseReturnValue:
    """Who sees what."""
    desk = _desk(draft_id)
    found = desk.found
    asked = request.args.get(FUNCTION, "")
    return render_template(
        "protocol/rechten.html", it=desk.shown, found=found, cells={
            (function, group.key): told(found.cell(function, group.key), found.phases)
            for function in found.functions for group in found.groups
        },
        names={each: function_name(each) for each in found.functions}, said=said(_SAID),
        chosen=asked if asked in found.functions else found.functions[0],
        undo=undoable(desk.shown, ("recht",)),
    )  # fmt: skip


@pages.get(f"{_AT}/recht")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_right(draft_id: UUID) -> ResponseReturnValue:
    """Ask what one function may do with one field group."""
    return _cell_page(_desk(draft_id), Tried())


@pages.get(f"{_AT}/gevolg")
@declares(Permission.PUBLISH, at_the_door=True)
def right_consequence(draft_id: UUID) -> ResponseReturnValue:
    """What the choice means; nothing is saved."""
    return _consequence_page(_desk(draft_id), Tried())


@pages.post(f"{_AT}/recht")
@declares(Permission.PUBLISH, at_the_door=True)
def save_right(draft_id: UUID) -> ResponseReturnValue:
    """Save it, where nobody else did since it was read what it means."""
    desk = _desk(draft_id)
    found = _changed(desk)
    if isinstance(found, Tried):
        return _cell_page(desk, found)
    seen = number_of(request.form.get("gezien", "")) or 0
    command = SaveDraftFile(draft_id, RIGHTS_FILE, seen, found, parts().limits, apart=True)
    came = tried(command, meanwhile=_MEANWHILE).above
    if came.sent is None:
        return _consequence_page(_desk(draft_id), came)
    values = {FUNCTION: desk.function, **undo_of(RIGHTS_FILE, came.sent.result)}
    return onward("web.draft_rights", "recht", draft_id=draft_id, **values)


@pages.post(f"{_AT}/terug")
@declares(Permission.PUBLISH, at_the_door=True)
def undo_right(draft_id: UUID) -> ResponseReturnValue:
    """Let the rights be as they were before one save, where nobody saved them since."""
    who = actor()
    why_not = undone(draft_id, RIGHTS_FILE, lambda number: lambda work: rights_before(work, who, draft_id, number))
    return why_not or onward("web.draft_rights", "terug", draft_id=draft_id)


def _desk(draft_id: UUID) -> _Desk:
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    return _Desk(shown, whole, sights_in(whole, parts().limits))


def _choice(desk: _Desk) -> _Choice | None:
    """What is chosen; None where nothing is, or what cannot be."""
    key, cell = request.values.get(RIGHT, ""), desk.cell
    try:
        if key != APART:
            right_of(key)
            return _Choice(key, {})
        given = {each: request.values.get(f"{PHASE}{each}") for each in desk.found.phases}
        return _Choice(key, {
            each: cell.at(each) if right is None else right_of(right) for each, right in given.items()
        })  # fmt: skip
    except ValueError:
        return None


def _changed(desk: _Desk) -> bytes | Tried:
    """The rights with what is chosen; why not where that cannot be, or is so already."""
    choice, function, group = _choice(desk), desk.function, desk.group.key
    if choice is None:
        return Tried(errors={RIGHT: [_("Kies wat deze functie mag.")]}, status=422)
    try:
        table = Grants(desk.data)
        if choice.key == APART:
            table.by_phase(function, group, choice.rights)
        else:
            table.everywhere(function, group, right_of(choice.key))
    except WorkflowError as error:
        return Tried(errors={"": [in_words(error.message)]}, status=422)
    if table.written() == desk.data or (not desk.data and not table.says_something):
        return Tried(errors={RIGHT: [_("Dit is al zo. Kies iets anders, of ga terug naar “Rechten”.")]}, status=422)
    return table.written()


def _cell_page(desk: _Desk, came: Tried) -> ResponseReturnValue:
    cell, choice = desk.cell, _choice(desk) if request.values.get(RIGHT) else None
    page = render_template(
        "protocol/recht.html", it=desk.shown, found=desk.found, function=desk.function, group=desk.group, cell=cell,
        name=function_name(desk.function), errors=came.errors, seen=desk.seen, editors=editors_of(desk.shown),
        chosen=choice.key if choice else APART if cell.by_name else key_of(cell.everywhere),
        rights={
            each: key_of(choice.rights.get(each, cell.at(each)) if choice else cell.at(each))
            for each in desk.found.phases
        },
        choices=choices(), short=short_choices(), told=told(cell, desk.found.phases),
    )  # fmt: skip
    return page, came.status


def _consequence_page(desk: _Desk, came: Tried) -> ResponseReturnValue:
    data, choice = _changed(desk), _choice(desk)
    if isinstance(data, Tried) or choice is None:
        return _cell_page(desk, data if isinstance(data, Tried) else came)
    function, group = desk.function, desk.group
    fields = {FUNCTION: function, GROUP: group.key, RIGHT: choice.key}
    fields |= {f"{PHASE}{phase}": key_of(right) for phase, right in choice.rights.items()}
    page = render_template(
        "protocol/recht_gevolg.html", it=desk.shown, group=group, function=function, name=function_name(function),
        meant=meant_with(desk.whole, data, function, group.key, parts().limits), errors=came.errors,
        fields=fields, editors=editors_of(desk.shown),
        seen=desk.seen if came.status == 409 or request.method == "GET" else request.form.get("gezien", desk.seen),
    )  # fmt: skip
    return page, came.status
