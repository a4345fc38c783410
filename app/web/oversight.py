"""Toezicht: who looks into dossiers as an auditor, until when, and what was opened to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.audits import BeginAudit, EndAudit
from app.domain.audits import LARGEST_SAMPLE, LONGEST, Method
from app.domain.declared import declares
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.audits import Oversight, read_oversight
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import DONE, Tried, asked_day, asked_id, onward, tried
from app.web.words import HERE, _, lazy

_SAID: Final[Mapping[str, str]] = {
    "gegeven": lazy("Het onderzoek staat klaar. Intern begeleider en directeur krijgen er bericht van."),
    "gestopt": lazy("Het onderzoek is gestopt. De auditor ziet nu niets meer."),
}  # fmt: skip
OPENED: Final[Mapping[str, str]] = {
    "leerling": lazy("de naam van de leerling"), "ouder": lazy("de naam van een ouder"),
    "medewerker": lazy("de naam van een medewerker"), "teksten": lazy("wat er in een route is geschreven"),
}  # fmt: skip
"""What was opened to an auditor, in words."""


@pages.get("/toezicht")
@declares(Permission.SEE_AUDITS, at_the_door=True)
def oversight() -> ResponseReturnValue:
    """The audits of the asker's schools, and a form for a new one."""
    return _page(Tried())


@pages.post("/toezicht")
@declares(Permission.GIVE_AUDIT, at_the_door=True)
def begin_audit() -> ResponseReturnValue:
    """Give one."""
    errors: dict[str, list[str]] = {}
    first, last = asked_day("eerste", errors), asked_day("laatste", errors)
    person, school = asked_id("persoon", request.form), asked_id("school", request.form)
    size = _size(errors)
    if person is None:
        errors["persoon"] = [_("Kies wie het onderzoek doet.")]
    if errors or first is None or last is None or person is None or school is None:
        return _page(Tried(errors=errors, status=422))
    form = request.form
    seed = form.get("startgetal", "") if size else ""
    came = tried(BeginAudit(school, person, first, last, form.get("reason", ""), size, seed))
    return _page(came) if came.sent is None else onward("web.oversight", "gegeven", school=asked_id())


@pages.post("/toezicht/<uuid:audit_id>/stoppen")
@declares(Permission.GIVE_AUDIT, at_the_door=True)
def stop_audit(audit_id: UUID) -> ResponseReturnValue:
    """End one before its time."""
    came = tried(EndAudit(audit_id, request.form.get("reason", "")), url_for("web.oversight"))
    return _page(came, ending=audit_id) if came.sent is None else onward("web.oversight", "gestopt")


def _size(errors: dict[str, list[str]]) -> int | None:
    """Of the sample; None for all dossiers."""
    if request.form.get("welke") != Method.SAMPLE:
        return None
    found = number_of(request.form.get("aantal", "").strip(), 5)
    if found is None:
        errors["aantal"] = [_("Vul in hoeveel dossiers: een getal tot %(most)s.", most=LARGEST_SAMPLE)]
        return 0
    return found


def _page(came: Tried, ending: UUID | None = None) -> ResponseReturnValue:
    who, after = actor(), request.args.get("vanaf") or None
    school = asked_id() or asked_id("school", request.form)
    found: Oversight = ask(lambda work: read_oversight(work, who, school, after))
    today = parts().desk.clock.roughly().astimezone(HERE).date()
    done = _SAID.get(request.args.get(DONE, ""))
    page = render_template(
        "toezicht/toezicht.html", found=found, errors=came.errors, typed=request.form, ending=ending, today=today,
        longest=today + LONGEST - timedelta(days=1), said=_(done) if done else "", opened=OPENED, after=after,
    )  # fmt: skip
    return page, came.status
