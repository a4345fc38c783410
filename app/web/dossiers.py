"""Dossiers: the list of mine, one of them, beginning one, and the buttons that are drawn.

A child's name is typed in forms that are sent; no address ever holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.command import Command
from app.commands.routes import CloseDossier, OpenDossier, SendMessage
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.deeds import read_head
from app.queries.dossier_page import read_page
from app.queries.history import Part
from app.queries.listing import Listing, Stand, listing
from app.queries.origins import counted
from app.queries.paging import Page
from app.queries.parnassys import CATEGORY
from app.queries.parnassys_page import read_parnassys
from app.queries.pressing import LINKED, Press, press_for_pupil, press_in_dossier, presses_for_pupil
from app.queries.pupils import PupilFound, my_pupils
from app.queries.story import USUAL, read_story
from app.web.blueprint import actor, look, pages, parts, send
from app.web.chronology import tell
from app.web.deeds import BEGUN, KEPT, back_to, checked, done_said, errors_of, status_of
from app.web.forms import answers_of, conditional, only_redraws
from app.web.incidents import KINDS
from app.web.retold import retold
from app.web.standing import RUNS, people_shown, standing
from app.web.task_words import line_for_parnassys
from app.web.terms import Term, term_of
from workflows import FormView

LONGEST: Final = 100
"""Letters of what is searched for."""
_PUPILS: Final = 30


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent and not carried out: what is in it, and why it stays."""

    answers: Mapping[str, object]
    errors: Mapping[str, Sequence[str]]
    said: str = ""
    """What has nothing to do with one field."""


# the list


@pages.get("/dossiers")
@declares(Permission.SIGNED_IN)
def dossiers() -> str:
    """The dossiers of whoever asks: those that are open, or those that are closed."""
    closed = request.args.get("status") == "gesloten"
    after = request.args.get("vanaf") or None
    return _list(look(lambda work: listing(work, actor(), after=after, closed=closed)), closed)


@pages.post("/dossiers")
@declares(Permission.SIGNED_IN)
def search_dossiers() -> str:
    """Those of which the child's name holds what was typed; the answer to the form itself."""
    q, closed = request.form.get("q", "")[:LONGEST], request.form.get("status") == "gesloten"
    return _list(look(lambda work: listing(work, actor(), after=None, closed=closed, q=q.strip())), closed, q)


def _list(found: Listing, closed: bool, q: str = "") -> str:  # noqa: FBT001  as the form says it
    now = parts().desk.clock.roughly()
    terms = {each.id: _next(found, each.id, each.school.id, now) for each in found.page.items}
    return render_template("dossiers/lijst.html", found=found, terms=terms, closed=closed, q=q, running=_running)


def _next(found: Listing, dossier: UUID, school: UUID, now: Any) -> Term | None:
    due = min((each.next_due for each in found.routes.get(dossier, ()) if each.next_due), default=None)
    return term_of(due, now, found.calendars[school]) if due and school in found.calendars else None


def _running(stand: Stand) -> bool:
    return stand.status in RUNS


# a new one


@pages.get("/dossiers/nieuw")
@declares(Permission.SIGNED_IN)
def new_dossier() -> str:
    """My pupils, to begin with one of them."""
    return _new("", request.args.get("vanaf") or None)


@pages.post("/dossiers/nieuw")
@declares(Permission.SIGNED_IN)
def find_pupil() -> str:
    """Those of my pupils whose name holds what was typed. Another's pupil is told as nobody is."""
    return _new(request.form.get("q", "")[:LONGEST].strip(), None)


def _new(q: str, after: str | None) -> str:
    found: Page[PupilFound] = look(lambda work: my_pupils(work, actor(), q=q, limit=_PUPILS, after=after))
    return render_template("dossiers/nieuw.html", found=found, q=q)


@pages.get("/dossiers/nieuw/<uuid:pupil_id>")
@declares(Permission.OPEN_DOSSIER)
def new_for_pupil(pupil_id: UUID) -> str:
    """What may be begun for a pupil of mine."""
    found = look(lambda work: presses_for_pupil(work, actor(), parts().desk.bundles, pupil_id))
    if found is None:
        raise NotFoundError
    return render_template("dossiers/knoppen.html", found=found[0], presses=found[1])


@pages.get("/dossiers/nieuw/<uuid:pupil_id>/start")
@declares(Permission.OPEN_DOSSIER)
def begin(pupil_id: UUID) -> ResponseReturnValue:
    """The form behind a button that begins a dossier."""
    return _begin(pupil_id, None)


@pages.post("/dossiers/nieuw/<uuid:pupil_id>/start")
@declares(Permission.OPEN_DOSSIER)
def begin_dossier(pupil_id: UUID) -> ResponseReturnValue:
    """Press it; where a dossier is there already, it is pressed in that one."""
    return _begin(pupil_id, request.form)


def _begin(pupil_id: UUID, form: Any) -> ResponseReturnValue:
    message = request.args.get("knop", "")
    found = look(lambda work: press_for_pupil(work, actor(), parts().desk.bundles, pupil_id, message))
    back = url_for("web.new_for_pupil", pupil_id=pupil_id)
    if found is None and message.startswith(LINKED):
        return redirect(back, 303)
    if found is None:
        raise NotFoundError
    pupil, press = found
    links = url_for("web.begin", pupil_id=pupil_id, knop="")
    where = {"pupil": pupil, "back": back, "name": pupil.name, "links": links}
    return _pressed(press, form, where, lambda answers: OpenDossier(pupil_id, press.start.message, answers))


# one of them


@pages.get("/dossiers/<uuid:dossier_id>")
@declares(Permission.SEE_DOSSIER)
def dossier(dossier_id: UUID) -> str:
    """One dossier."""
    found = look(lambda work: read_page(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    stand, done = standing(found), request.args.get("gedaan", "")
    return render_template(
        "dossiers/dossier.html", page=found, it=found.detail, stand=stand, told=retold(tell(found.story)),
        story=found.story, names=counted(found.story.routes), part=Part(USUAL), people=people_shown(found),
        done=done_said(done), kinds=KINDS, first=stand.newest_of_mine if done == BEGUN else None,
    )  # fmt: skip


@pages.get("/dossiers/<uuid:dossier_id>/verloop")
@declares(Permission.SEE_DOSSIER)
def story(dossier_id: UUID) -> str:
    """What happened before, or in one route, or only its steps."""
    asked = request.args
    part = Part(USUAL, asked.get("vanaf") or None, _id(asked.get("route")), asked.get("stappen") == "ja")
    found = look(lambda work: read_story(work, actor(), parts().desk.bundles, dossier_id, part))
    if found is None:
        raise NotFoundError
    return render_template(
        "dossiers/verloop.html", it=found, story=found.story, told=retold(tell(found.story)), part=part,
        names=counted(found.story.routes),
    )  # fmt: skip


@pages.get("/dossiers/<uuid:dossier_id>/parnassys")
@declares(Permission.SEE_DOSSIER)
def parnassys(dossier_id: UUID) -> str:
    """What belongs in ParnasSys, to copy and to print."""
    found = look(lambda work: read_parnassys(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    pairs = [(line_for_parnassys(each), each) for each in found.steps]
    return render_template("dossiers/parnassys.html", it=found, pairs=pairs, category=CATEGORY)


@pages.get("/dossiers/<uuid:dossier_id>/start")
@declares(Permission.PRESS)
def start(dossier_id: UUID) -> ResponseReturnValue:
    """The form behind a button of a dossier."""
    return _start(dossier_id, None)


@pages.post("/dossiers/<uuid:dossier_id>/start")
@declares(Permission.PRESS)
def press_start(dossier_id: UUID) -> ResponseReturnValue:
    """Press it."""
    return _start(dossier_id, request.form)


def _start(dossier_id: UUID, form: Any) -> ResponseReturnValue:
    message = request.args.get("knop", "")
    found = look(lambda work: press_in_dossier(work, actor(), parts().desk.bundles, dossier_id, message))
    back = url_for("web.dossier", dossier_id=dossier_id)
    if found is None and message.startswith(LINKED):
        return redirect(back, 303)  # a text links to a button that is not for everybody who reads it
    if found is None:
        raise NotFoundError
    links = url_for("web.start", dossier_id=dossier_id, knop="")
    where = {
        "pupil": found.pupil, "back": back, "name": found.pupil.name, "dossier": dossier_id, "links": links,
    }  # fmt: skip
    press = found.press
    return _pressed(press, form, where, lambda answers: SendMessage(dossier_id, press.start.message, answers))


@pages.get("/dossiers/<uuid:dossier_id>/sluiten")
@declares(Permission.CLOSE_DOSSIER)
def closing(dossier_id: UUID) -> str:
    """What closing means, before it is done."""
    return _closing(dossier_id)


@pages.post("/dossiers/<uuid:dossier_id>/sluiten")
@declares(Permission.CLOSE_DOSSIER)
def close_dossier(dossier_id: UUID) -> ResponseReturnValue:
    """Close it."""
    reason = request.form.get("reason", "")
    try:
        checked(send(CloseDossier(dossier_id, reason), url_for("web.dossier", dossier_id=dossier_id)))
    except KEPT as error:
        return _closing(dossier_id, errors=errors_of(error), reason=reason), status_of(error)
    return back_to(dossier_id, "gesloten")


def _closing(dossier_id: UUID, **more: Any) -> str:
    head = look(lambda work: read_head(work, actor(), dossier_id, Permission.CLOSE_DOSSIER))
    if head is None:
        raise NotFoundError
    return render_template("dossiers/sluiten.html", head=head, **{"errors": {}, "reason": "", **more})


# pressing


def _pressed(press: Press, form: Any, where: dict[str, Any], make: Any) -> ResponseReturnValue:
    """The page of a button; with a form that was sent the button itself."""
    components = press.form.components if press.form else ()
    answers = {} if form is None else answers_of(form, components)
    if form is None or only_redraws(form):
        return _press_page(press, where, Typed(answers, {}))
    try:
        sent = checked(send(_made(make, answers), url_for("web.dossiers")))
    except KEPT as error:
        return _press_page(press, where, Typed(answers, errors_of(error))), status_of(error)
    return back_to(UUID(sent.location.rpartition("/")[2]), BEGUN)


def _made(make: Any, answers: Mapping[str, object]) -> Command:
    made: Command = make(answers)
    return made


def _press_page(press: Press, where: dict[str, Any], typed: Typed) -> str:
    view: FormView | None = press.form.view(typed.answers, typed.errors, now=press.now) if press.form else None
    live = bool(press.form and conditional(press.form.components))
    others = [("", each) for each in typed.errors.get("", ())]
    return render_template("dossiers/start.html", press=press, view=view, live=live, others=others, **where)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
