"""Lopende routes meenemen: a dry run of what runs to a version, by hand where it must, the deed, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.batches import ResumeBatch, StopBatch
from app.commands.command import Command
from app.commands.moving import BeginBack, BeginMove, BeginTrial
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.moving_page import read_batch, read_running, routes_gone
from app.queries.moving_shapes import BatchShown
from app.web.blueprint import actor, ask, look, pages, parts
from app.web.keeping import Tried, asked_id, tried
from app.web.whatif import told
from app.web.words import lazy

KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "proef": (lazy("Kunnen de routes mee?"), lazy("kan mee"), lazy("kan niet mee")),
    "overzetten": (lazy("Routes meegenomen"), lazy("is meegenomen"), lazy("blijft")),
    "terugdraaien": (lazy("Routes teruggedraaid"), lazy("is terug"), lazy("blijft")),
}
"""Kind of batch to what its page is called, what of a route it says where it went well, and where it did not."""
STATUS: Final[Mapping[str, str]] = {"loopt": lazy("Loopt nu"), "gestopt": lazy("Gestopt"), "klaar": lazy("Klaar")}
STEP, FIELD, AWAY = "stap-", "veld-", "-"
"""How a form says what was chosen: names of its fields, and the answer that takes away what stands there."""
REASON: Final = "reason"


@pages.get("/protocollen/<geheel>/lopend")
@declares(Permission.PUBLISH, at_the_door=True)
def running_routes(geheel: str) -> ResponseReturnValue:
    """What runs on other versions, and the batches that there were."""
    return _running(geheel, Tried())


@pages.post("/protocollen/<geheel>/lopend")
@declares(Permission.PUBLISH, at_the_door=True)
def try_routes(geheel: str) -> ResponseReturnValue:
    """Begin a dry run."""
    came = tried(BeginTrial(geheel, asked_id("school", request.form)))
    return _onward(came.sent.result, geheel) if came.sent else _running(geheel, came)


@pages.get("/protocollen/lopend/<uuid:batch_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def moving_batch(batch_id: UUID) -> ResponseReturnValue:
    """A batch: how far it is, or what came of each route."""
    return _page(batch_id, Tried())


@pages.post("/protocollen/lopend/<uuid:batch_id>/stoppen")
@declares(Permission.PUBLISH, at_the_door=True)
def stop_moving(batch_id: UUID) -> ResponseReturnValue:
    """Stop it."""
    return _changed(batch_id, StopBatch(batch_id))


@pages.post("/protocollen/lopend/<uuid:batch_id>/verder")
@declares(Permission.PUBLISH, at_the_door=True)
def resume_moving(batch_id: UUID) -> ResponseReturnValue:
    """Let it go on."""
    return _changed(batch_id, ResumeBatch(batch_id))


@pages.post("/protocollen/lopend/<uuid:batch_id>/opnieuw")
@declares(Permission.PUBLISH, at_the_door=True)
def try_again(batch_id: UUID) -> ResponseReturnValue:
    """Try once more, with what was decided by hand."""
    shown = _shown(batch_id)
    school = shown.schools[0].id if len(shown.schools) == 1 else None
    came = tried(BeginTrial(shown.version.geheel, school, _mapping(shown)))
    return _onward(came.sent.result, shown.version.geheel) if came.sent else _page(batch_id, came)


@pages.get("/protocollen/lopend/<uuid:batch_id>/meenemen")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_move(batch_id: UUID) -> ResponseReturnValue:
    """What taking them along means, before it is done."""
    return _asked(batch_id, Tried(), back=False)


@pages.post("/protocollen/lopend/<uuid:batch_id>/meenemen")
@declares(Permission.PUBLISH, at_the_door=True)
def move_routes(batch_id: UUID) -> ResponseReturnValue:
    """Begin to take them along."""
    came = tried(BeginMove(batch_id, request.form.get(REASON, "")))
    return _onward(came.sent.result) if came.sent else _asked(batch_id, came, back=False)


@pages.get("/protocollen/lopend/<uuid:batch_id>/terugdraaien")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_back(batch_id: UUID) -> ResponseReturnValue:
    """What taking them back means, before it is done."""
    return _asked(batch_id, Tried(), back=True)


@pages.post("/protocollen/lopend/<uuid:batch_id>/terugdraaien")
@declares(Permission.PUBLISH, at_the_door=True)
def take_back(batch_id: UUID) -> ResponseReturnValue:
    """Begin to take them back."""
    came = tried(BeginBack(batch_id, request.form.get(REASON, "")))
    return _onward(came.sent.result) if came.sent else _asked(batch_id, came, back=True)


def _onward(batch: UUID | None, geheel: str = "") -> ResponseReturnValue:
    """To the batch that began; to the list of them where the form was sent twice: the first time made it."""
    if batch is not None:
        return redirect(url_for("web.moving_batch", batch_id=batch), 303)
    return redirect(url_for("web.running_routes", geheel=geheel) if geheel else url_for("web.workbench"), 303)


def _changed(batch_id: UUID, command: Command) -> ResponseReturnValue:
    """To the batch as it stands now; who was second at the button sees there what the first one did."""
    tried(command)
    return redirect(url_for("web.moving_batch", batch_id=batch_id), 303)


def _running(geheel: str, came: Tried) -> ResponseReturnValue:
    who = actor()
    found = ask(lambda work: read_running(work, who, geheel))
    page = render_template(
        "protocol/lopend.html", it=found, errors=came.errors, typed=request.form, kinds=KINDS, status=STATUS, told=told,
        schools=[(str(each.id), each.name) for each in found.schools],
    )  # fmt: skip
    return page, came.status


def _shown(batch_id: UUID) -> BatchShown:
    who = actor()
    return ask(lambda work: read_batch(work, who, parts().desk.bundles, batch_id))


def _page(batch_id: UUID, came: Tried) -> ResponseReturnValue:
    who, shown = actor(), _shown(batch_id)
    routes = () if shown.item.runs else look(lambda work: routes_gone(work, who, shown))
    over = bool(request.headers.get("HX-Request")) and not shown.item.runs
    page = render_template(
        "protocol/lopend_ronde.html", it=shown, last=shown.item, routes=routes, kinds=KINDS, told=told,
        errors=came.errors, chosen=_chosen(shown), away=AWAY,
    )  # fmt: skip
    return page, came.status, {"HX-Refresh": "true"} if over else {}


def _asked(batch_id: UUID, came: Tried, *, back: bool) -> ResponseReturnValue:
    shown = _shown(batch_id)
    if not shown.goes or shown.item.kind != ("overzetten" if back else "proef"):
        raise NotFoundError
    page = render_template(
        "protocol/lopend_doen.html", it=shown, back=back, errors=came.errors, typed=request.form,
    )  # fmt: skip
    return page, came.status


def _chosen(shown: BatchShown) -> dict[str, str]:
    """What each list of the form stands at: as it was typed, else as it was decided for this dry run."""
    decided = {f"{STEP}{each.element}": AWAY if each.chosen == "" else each.chosen or "" for each in shown.steps}
    decided |= {f"{FIELD}{each.name}": each.chosen for each in shown.fields}
    return {name: request.form.get(name, value) for name, value in decided.items()}


def _mapping(shown: BatchShown) -> dict[str, Any]:
    """What was decided, that of before included. An answer that the page does not offer is none."""
    elements: dict[str, str | None] = dict(shown.elements)
    for step in shown.steps:
        said = request.form.get(f"{STEP}{step.element}", "")
        elements.pop(step.element, None)
        if said == AWAY:
            elements[step.element] = None
        elif said in {each.element for each in step.targets}:
            elements[step.element] = said
    fields = dict(shown.values)
    for field in shown.fields:
        said = request.form.get(f"{FIELD}{field.name}", "")
        if said in field.values:
            fields[field.name] = said
    return {"elements": elements, "fields": fields}
