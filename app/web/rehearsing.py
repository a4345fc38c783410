"""Rehearsing a draft or a version: a made-up dossier in which one does the work of every function in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.rehearsing import ActAs, BeginRehearsal, KeepRehearsal
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, KeyReusedError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import read_draft, read_version
from app.queries.rehearsal_page import acting_as
from app.queries.rehearsals import RehearsalKept, given_now, own_rehearsal, read_rehearsal, remember, told_again
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.days import no_day, typed_day
from app.web.diagrams import drawn_of_draft, drawn_of_version
from app.web.keeping import DONE, onward
from app.web.keeping import said as sentence
from app.web.rehearsal_view import rehearsal_page
from app.web.rehearsal_words import act_said
from app.web.words import _, dated, lazy
from app.web.words import said as in_words
from workflows import (
    Rehearsal,
    Said,
    WorkflowError,
    clock_at,
    coming_in,
    local_day,
    next_moment,
    passing,
    pressing,
)  # fmt: skip

_FAR: Final = timedelta(days=731)
"""How far the clock goes at once: whatever repeats in between is carried out each time."""
WHAT, SEEN, DAY, MESSAGE, FUNCTION, ON = "wat", "gezien", "datum", "bericht", "functie", "taak"
STEP: Final = "stap"
"""Of the address after something was done: what that brought about is told first."""
_SAID: Final[Mapping[str, str]] = {
    "terug": lazy("De laatste stap is teruggenomen."),
    "opnieuw": lazy("Je bent opnieuw begonnen. Er is nog niets gebeurd in dit dossier."),
    "bewaard": lazy("Bewaard als scenario, en meteen gespeeld: het klopt."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something did not happen."""

    errors: Mapping[str, list[str]] = field(default_factory=dict)
    status: int = 200


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/oefenen")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearse_draft(draft_id: UUID) -> ResponseReturnValue:
    """What rehearsing a draft is; on to the rehearsal that one has there."""
    who = actor()
    shown, own = ask(lambda work: (read_draft(work, who, draft_id), own_rehearsal(work, who, draft_id, None)))
    if own is not None:
        return redirect(url_for("web.rehearsal", rehearsal_id=own), 303)
    back = url_for("web.protocol_draft", draft_id=draft_id)
    return render_template("protocol/oefenen_begin.html", name=shown.item.name, back=back, digest=shown.digest)


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/oefenen")
@declares(Permission.PUBLISH, at_the_door=True)
def begin_on_draft(draft_id: UUID) -> ResponseReturnValue:
    """Begin one."""
    who = actor()
    return _begun(draft_id, None, ask(lambda work: read_draft(work, who, draft_id)).digest)


@pages.get("/protocollen/<geheel>/oefenen")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearse_version(geheel: str) -> ResponseReturnValue:
    """What rehearsing a version is; on to the rehearsal that one has there."""
    who = actor()
    own = ask(lambda work: own_rehearsal(work, who, None, geheel))
    found = ask(lambda work: read_version(work, geheel))
    if own is not None:
        return redirect(url_for("web.rehearsal", rehearsal_id=own), 303)
    name, back = dated(found.shown.name, found.shown.published_at), url_for("web.version", geheel=geheel)
    return render_template("protocol/oefenen_begin.html", name=name, back=back, digest=geheel)


@pages.post("/protocollen/<geheel>/oefenen")
@declares(Permission.PUBLISH, at_the_door=True)
def begin_on_version(geheel: str) -> ResponseReturnValue:
    """Begin one."""
    return _begun(None, geheel, geheel)


@pages.get("/oefenen/<uuid:rehearsal_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearsal(rehearsal_id: UUID) -> ResponseReturnValue:
    """How it stands, and what can be done now."""
    return page_of(read(rehearsal_id), Refusal())


@pages.post("/oefenen/<uuid:rehearsal_id>")
@declares(Permission.PUBLISH, at_the_door=True)
def rehearse_on(rehearsal_id: UUID) -> ResponseReturnValue:
    """Do something that asks nothing further."""
    kept, what = read(rehearsal_id), request.form.get(WHAT, "")
    if what == "als":
        return _changed(kept)
    played = told_again(kept, parts().limits)
    try:
        if what in _BACK and played is not None:
            _back(kept, played, again=what == "opnieuw")
            return onward("web.rehearsal", what, rehearsal_id=kept.id)
        if played is not None:
            done(kept, played, _sentence(kept, played, what))
    except InvalidValueError as error:
        return page_of(kept, Refusal({error.field: [in_words(error.message)]}, 422))
    except WorkflowError as error:
        return page_of(kept, Refusal({"": [in_words(error.message)]}, 422))
    except (WrongStateError, KeyReusedError) as error:
        return page_of(read(rehearsal_id), Refusal({"": [in_words(error.message)]}, 409))
    return onward("web.rehearsal", STEP, rehearsal_id=kept.id)


def read(rehearsal_id: UUID) -> RehearsalKept:
    """One of one's own. Raises NotFoundError."""
    who = actor()
    return ask(lambda work: read_rehearsal(work, who, rehearsal_id))


def seen() -> int:
    """The revision that a form was made for; one that there never is for what is none."""
    return number_of(request.form.get(SEEN, "")) or 0


def done(kept: RehearsalKept, played: Rehearsal, said: Said) -> None:
    """Carry out a sentence and keep it. Raises WorkflowError where it cannot be, WrongStateError, KeyReusedError."""
    check_seen(kept)
    after = played.go_on(said)
    send(KeepRehearsal(kept.id, seen(), after.acts, kept.digest))
    remember(kept, after)


def check_seen(kept: RehearsalKept) -> None:
    """Raises WrongStateError where the rehearsal went on in another window: there another thing would be done."""
    if kept.revision != seen():
        raise WrongStateError("Deze oefening ging intussen verder in een ander venster. Hieronder staat hoe het nu is.")


def drawn(kept: RehearsalKept) -> Mapping[str, str]:
    """Where its drawings are fetched."""
    return drawn_of_draft(kept.draft, kept.files) if kept.draft else drawn_of_version(kept.geheel, kept.files)


def back_of(kept: RehearsalKept) -> str:
    """The page of the draft or version."""
    if kept.draft is not None:
        return url_for("web.protocol_draft", draft_id=kept.draft)
    return url_for("web.version", geheel=kept.geheel)


def page_of(kept: RehearsalKept, refusal: Refusal) -> ResponseReturnValue:
    """The page of the whole, or what keeps it from being played."""
    played = told_again(kept, parts().limits)
    page = render_template(
        "protocol/oefenen.html", kept=kept, played=played, back=back_of(kept), errors=refusal.errors, at=drawn(kept),
        it=rehearsal_page(kept, played, request.args.get("diagram", "")) if played else None, said=sentence(_SAID),
        left=[act_said(each.text) for each in played.left] if played else [], typed=request.form,
        file=request.args.get("bestand", ""), fresh=request.args.get(DONE) == STEP,
    )  # fmt: skip
    return page, refusal.status


def _begun(draft: UUID | None, geheel: str | None, digest: str) -> ResponseReturnValue:
    who = actor()
    given = ask(lambda work: given_now(work, who))
    sent = send(BeginRehearsal(draft, geheel, digest, given))
    own = sent.result or ask(lambda work: own_rehearsal(work, who, draft, geheel))
    return redirect(url_for("web.rehearsal", rehearsal_id=own), 303)


def _changed(kept: RehearsalKept) -> ResponseReturnValue:
    """Go on as another; to a task at once, where one was named."""
    played, function = told_again(kept, parts().limits), request.form.get(FUNCTION, "")
    if played is not None and function in played.dossier.people.functions:
        send(ActAs(kept.id, function))
    task = request.form.get(ON, "")
    if task:
        return redirect(url_for("web.rehearsal_task", rehearsal_id=kept.id, task=task), 303)
    return redirect(url_for("web.rehearsal", rehearsal_id=kept.id), 303)


def _back(kept: RehearsalKept, played: Rehearsal, *, again: bool) -> None:
    check_seen(kept)
    who = actor()
    # Who begins again begins today.
    given = ask(lambda work: given_now(work, who)) if again else None
    send(KeepRehearsal(kept.id, seen(), () if again else played.acts[:-1], kept.digest, given))


_BACK: Final = frozenset({"terug", "opnieuw"})
_Deed = Callable[[RehearsalKept, Rehearsal], Said]


def _sentence(kept: RehearsalKept, played: Rehearsal, what: str) -> Said:
    """What is asked, as a sentence. Raises InvalidValueError."""
    deed = _DEEDS.get(what)
    if deed is None:
        raise InvalidValueError(_("Kies wat er gebeurt."))
    return deed(kept, played)


def _next(_kept: RehearsalKept, played: Rehearsal) -> Said:
    found = next_moment(played.dossier)
    if found is None:
        raise InvalidValueError(_("Er loopt nu geen termijn. Laat zelf tijd voorbijgaan."))
    return found


def _clock(_kept: RehearsalKept, played: Rehearsal) -> Said:
    day = typed_day(request.form.get(DAY, ""))
    if day is None:
        raise InvalidValueError(no_day(), field=DAY)
    if day > local_day(played.world.now) + _FAR:
        raise InvalidValueError(_("Zet de klok per keer hooguit twee jaar vooruit."), field=DAY)
    return clock_at(day)


def _start(kept: RehearsalKept, played: Rehearsal) -> Said:
    function, message = acting_as(kept, played), request.form.get(MESSAGE, "")
    found = next((each for each in played.dossier.buttons(function) if each.message == message), None)
    if found is None or found.form:
        raise InvalidValueError(_("Dit is nu niet te starten. Kies uit wat hieronder staat."))
    return pressing(played.dossier, function, found, {})


def _message(_kept: RehearsalKept, played: Rehearsal) -> Said:
    message = request.form.get(MESSAGE, "")
    if message not in played.dossier.messages:
        raise InvalidValueError(_("Kies een bericht uit de lijst."), field=MESSAGE)
    return coming_in(message)


_DEEDS: Final[Mapping[str, _Deed]] = {
    "volgende": _next, "klok": _clock, "start": _start, "bericht": _message,
    "dag": lambda _kept, _played: passing(1, "dag"),
    "week": lambda _kept, _played: passing(5, "schooldagen"),
}  # fmt: skip
