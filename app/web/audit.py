"""What an auditor works with: their audits, each dossier by pseudonyms, and the log of all that they opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.audits import LiftPseudonym
from app.commands.verdicts import CheckAudited
from app.domain.audits import BEGUN_ALL, What
from app.domain.declared import declares
from app.domain.errors import FormInvalidError, NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.queries.audit import MANY, read_audit, read_audits, read_judging, read_replayed, read_seen
from app.queries.audit_check import Checked, read_audit_check
from app.queries.audit_judged import Judged
from app.queries.audit_shapes import Masked, Seen
from app.queries.history import Part
from app.queries.lens import Called
from app.queries.story import USUAL
from app.web.blueprint import actor, ask, look, pages, parts, send
from app.web.chronology import tell
from app.web.deeds import errors_of, status_of
from app.web.known import KnownOn
from app.web.oversight import OPENED
from app.web.replaying import script, status_in_words, told
from app.web.verdicts import QUESTIONS, SORTS
from app.web.words import _, lazy, ngettext

CALLED: Final = Called(
    lambda number: _("Leerling %(number)s", number=number), lambda letter: _("Ouder %(letter)s", letter=letter),
    lambda letter: _("Medewerker %(letter)s", letter=letter),
    lambda count: ngettext("ingevuld, %(num)s teken", "ingevuld, %(num)s tekens", count),
)  # fmt: skip
LOOKED: Final[Mapping[str, str]] = {
    "audit": lazy("het onderzoek"), "audit dossier": lazy("het dossier"), "audit replay": lazy("de herhaling"),
    "audit check": lazy("het oordeel"), BEGUN_ALL: lazy("het nakijken van alle dossiers"),
}  # fmt: skip
"""Action in the log of reads to what was opened."""
_A_MINUTE: Final = 60
"""Dossiers that are judged in a minute, roughly: it is told before somebody begins."""


@pages.get("/onderzoek")
@declares(Permission.AUDIT, at_the_door=True)
def audits() -> str:
    """The audits of whoever asks."""
    return render_template("toezicht/onderzoeken.html", audits=look(lambda work: read_audits(work, actor())))


@pages.get("/onderzoek/<uuid:audit_id>")
@declares(Permission.AUDIT, at_the_door=True)
def audit(audit_id: UUID) -> str:
    """One of them: its dossiers, and what the auditor opened in it."""
    after, log = request.args.get("vanaf") or None, request.args.get("log") or None
    found = look(lambda work: read_audit(work, actor(), CALLED, audit_id, after=after, log=log))
    if found is None:
        raise NotFoundError
    return render_template(
        "toezicht/onderzoek.html", page=found, it=found.audit, judged=found.judged, looked=LOOKED, many=MANY,
        status=status_in_words, opened=OPENED, sorts=SORTS, minutes=_minutes(found.judged),
    )  # fmt: skip


@pages.post("/onderzoek/<uuid:audit_id>/nakijken")
@declares(Permission.AUDIT, at_the_door=True)
def begin_audit_checks(audit_id: UUID) -> ResponseReturnValue:
    """Have all of its dossiers judged; where that goes on already, its page shows how far it is."""
    here = url_for("web.audit", audit_id=audit_id)
    send(CheckAudited(audit_id), here)
    return redirect(here, 303)


@pages.get("/onderzoek/<uuid:audit_id>/voortgang")
@declares(Permission.AUDIT, at_the_door=True)
def audit_progress(audit_id: UUID) -> ResponseReturnValue:
    """The part of its page that asks again by itself; once nothing waits any more the whole page is drawn anew."""
    judged, itself = ask(lambda work: read_judging(work, actor(), audit_id)), "HX-Request" in request.headers
    if judged is None and itself:  # it ended meanwhile: its page says so
        return "", 404, {"HX-Refresh": "true"}
    if judged is None:
        raise NotFoundError
    if not itself:
        return redirect(url_for("web.audit", audit_id=audit_id), 303)
    page = render_template("toezicht/deel_stand.html", audit_id=audit_id, judged=judged, minutes=_minutes(judged))
    return page, 200, {} if judged.waiting else {"HX-Refresh": "true"}


@pages.get("/onderzoek/<uuid:audit_id>/<int:number>")
@declares(Permission.AUDIT, at_the_door=True)
def audited(audit_id: UUID, number: int) -> ResponseReturnValue:
    """A dossier of it."""
    return _page(audit_id, number, {}, 200)


@pages.post("/onderzoek/<uuid:audit_id>/<int:number>/openen")
@declares(Permission.AUDIT, at_the_door=True)
def lift(audit_id: UUID, number: int) -> ResponseReturnValue:
    """Open a name, or what people wrote in a route."""
    form = request.form
    what, _sign, which = form.get("wat", "").partition(":")
    try:
        send(LiftPseudonym(audit_id, number, what, which, form.get("reason", "")))
    except (FormInvalidError, WrongStateError) as error:
        return _page(audit_id, number, errors_of(error), status_of(error))
    return redirect(url_for("web.audited", audit_id=audit_id, number=number, gedaan="open"), 303)


@pages.get("/onderzoek/<uuid:audit_id>/<int:number>/herhaling")
@declares(Permission.AUDIT, at_the_door=True)
def audit_replay(audit_id: UUID, number: int) -> str:
    """The replay of a dossier of it."""
    place = audit_id, number
    found = look(lambda work: read_replayed(work, actor(), parts().desk.bundles, CALLED, place))
    if found is None:
        raise NotFoundError
    asked = KnownOn.asked(request.args.get("op", ""), parts().desk.clock.roughly())
    shown = asked.of(found[1])
    data = script(shown, lambda _route, stage: url_for("web.drawn", geheel=stage.bundle, name=stage.file))
    return render_template(
        "toezicht/herhaling.html", audit=found[0], number=number, whole=len(found[1].frames), data=data,
        first=data["diagrams"][0] if data["diagrams"] else "", asked=asked, **told(shown),
    )  # fmt: skip


@pages.get("/onderzoek/<uuid:audit_id>/<int:number>/nakijken")
@declares(Permission.AUDIT, at_the_door=True)
def audit_check(audit_id: UUID, number: int) -> str:
    """The verdicts on it."""
    place, after = (audit_id, number), request.args.get("vanaf", -1, type=int)
    found = look(lambda work: read_audit_check(work, actor(), parts().desk.bundles, CALLED, place, after))
    if found is None:
        raise NotFoundError
    return render_template(
        "toezicht/nakijken.html", page=found, it=found.checked, audit_id=audit_id, number=number, after=after,
        questions=QUESTIONS, sorts=SORTS, grouped=_grouped(found.checked) if found.checked else {},
    )  # fmt: skip


@pages.post("/onderzoek/<uuid:audit_id>/<int:number>/nakijken")
@declares(Permission.AUDIT, at_the_door=True)
def begin_audit_check(audit_id: UUID, number: int) -> ResponseReturnValue:
    """Have it judged."""
    here = url_for("web.audit_check", audit_id=audit_id, number=number)
    send(CheckAudited(audit_id, number), here)
    return redirect(here, 303)


def _minutes(judged: Judged | None) -> int:
    """About how long it takes to judge all of them."""
    return -(-judged.total // _A_MINUTE) if judged else 0


def _page(audit_id: UUID, number: int, errors: Mapping[str, list[str]], status: int) -> ResponseReturnValue:
    part = Part(USUAL, request.args.get("vanaf") or None)
    found = look(lambda work: read_seen(work, actor(), parts().desk.bundles, CALLED, (audit_id, number), part))
    if found is None:
        raise NotFoundError
    page = render_template(
        "toezicht/dossier.html", it=found, audit=found.audit, told=tell(found.story), part=part, errors=errors,
        names=found.story.routes, typed=request.form, masks=_closed(found), opened=_opened(found),
        done=request.args.get("gedaan") == "open", status=status_in_words,
    )  # fmt: skip
    return page, status


def _closed(found: Seen) -> list[tuple[str, str]]:
    """What can still be opened, as choices of a form."""
    return [(f"{each.what}:{each.which}", _named(each)) for each in found.masks if not each.open]


def _opened(found: Seen) -> list[str]:
    return [_named(each) for each in found.masks if each.open]


def _named(each: Masked) -> str:
    if each.what is What.TEXTS:
        return _("Wat er is geschreven in route %(number)s, “%(name)s”", number=each.which, name=each.name)
    return each.name


def _grouped(checked: Checked) -> dict[str, dict[str, list[Any]]]:
    made: dict[str, dict[str, list[Any]]] = {}
    for verdict in QUESTIONS:
        for sort in SORTS:
            here = [each for each in checked.findings if (each.verdict, each.sort) == (verdict, sort)]
            if here:
                made.setdefault(verdict, {})[sort] = here
    return made
