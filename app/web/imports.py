"""Reading in a school's roll: choose a file, see what it would change, then do just that.

The file is sent once. Between the look and the deed it is kept sealed; the page knows it by an id.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.uploads import ImportUpload, KeepUpload, Previewed, PreviewUpload
from app.domain.declared import declares
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.domain.roll import RollError
from app.queries.places import SchoolAt, schools_for, the_school
from app.queries.uploads import Upload, read_upload
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, asked_id, onward, said, tried, which
from app.web.words import _, lazy, ngettext

MOST: Final = 500
"""Lines of one list on the page; the counts are of all."""
_KINDS: Final = {
    "groep": ("%(num)s groep", "%(num)s groepen"), "leerling": ("%(num)s leerling", "%(num)s leerlingen"),
    "medewerker": ("%(num)s collega", "%(num)s collega’s"),
}  # fmt: skip
_DEEDS: Final = {
    "nieuw": lazy("nieuw"), "gewijzigd": lazy("gewijzigd"), "vertrekt": lazy("vertrokken"), "terug": lazy("terug"),
    "geweigerd": lazy("geweigerd, dus niet in Leidraad"), "gelijk": lazy("ongewijzigd"),
}  # fmt: skip


@pages.get("/mensen/inlezen")
@declares(Permission.IMPORT, at_the_door=True)
def imports() -> ResponseReturnValue:
    """Ask for a file."""
    return _form(Tried())


@pages.post("/mensen/inlezen")
@declares(Permission.IMPORT, at_the_door=True)
def send_roll() -> ResponseReturnValue:
    """Keep the file, and go and look at it."""
    school = _schools()[1]
    came = tried(KeepUpload(school.id, _sent(), url_for("web.imports")))
    if came.sent is None:
        return _form(came)
    return redirect(came.sent.location, 303)


@pages.get("/mensen/inlezen/<uuid:upload_id>")
@declares(Permission.IMPORT, at_the_door=True)
def roll(upload_id: UUID) -> ResponseReturnValue:
    """What the file would change, or what it changed."""
    found = _upload(upload_id)
    if found is None:
        return onward("web.imports", "weg")
    if found.done is not None:
        counts = [_counted(what, number) for what, number in found.done["counts"].items()]
        return render_template("mensen/ingelezen.html", upload=found, counts=counts)
    return _preview(upload_id, found, {}, 200)


@pages.post("/mensen/inlezen/<uuid:upload_id>")
@declares(Permission.IMPORT, at_the_door=True)
def take_in(upload_id: UUID) -> ResponseReturnValue:
    """Do what was shown; what changed meanwhile is shown anew."""
    found = _upload(upload_id)
    if found is None:
        return onward("web.imports", "weg")
    if found.done is None:
        wanted = ImportUpload(upload_id, request.form.get("plan", ""), sure=request.form.get("zeker") == "ja")
        came = tried(wanted)
        if came.sent is None:
            return _again(upload_id, came)
    return redirect(url_for("web.roll", upload_id=upload_id), 303)


def _sent() -> bytes:
    """What was chosen; nothing of it stays on the disk of the web server."""
    file = request.files.get("bestand")
    if file is None:
        return b""
    with file.stream as stream:
        return stream.read()


def _again(upload_id: UUID, came: Tried) -> ResponseReturnValue:
    """What went wrong, above what the file would change now; where it was taken in by another tab, what it did."""
    found = _upload(upload_id)
    if found is None or found.done is not None:
        return redirect(url_for("web.roll", upload_id=upload_id), 303)
    return _preview(upload_id, found, dict(came.errors), came.status)


def _preview(upload_id: UUID, found: Upload, errors: dict[str, list[str]], status: int) -> ResponseReturnValue:
    try:
        shown: Previewed = parts().bus.send(PreviewUpload(upload_id), by=actor()).result
    except RollError as error:
        return _form(Tried(errors={"bestand": [error.message]}, status=422), found.school)
    except (NotFoundError, WrongStateError):  # gone, or taken in, since it was looked up
        return onward("web.imports", "weg")
    page = render_template(
        "mensen/inlezen_bekijken.html", upload=found, plan=shown.plan, errors=errors, most=MOST
    )  # fmt: skip
    return page, status


def _counted(what: str, number: int) -> str:
    """`leerling vertrekt` as people say it of so many."""
    kind, _sign, word = what.partition(" ")
    amount = ngettext(*_KINDS[kind], number)
    return f"{amount}: {_(_DEEDS[word])}"


def _upload(upload_id: UUID) -> Upload | None:
    who = actor()
    return ask(lambda work: read_upload(work, who, upload_id))


def _schools() -> tuple[tuple[SchoolAt, ...], SchoolAt]:
    who = actor()
    schools = ask(lambda work: schools_for(work, who, Permission.IMPORT))
    return schools, the_school(schools, asked_id())


def _form(came: Tried, school: SchoolAt | None = None) -> ResponseReturnValue:
    schools, first = _schools()
    school = school or first
    page = render_template(
        "mensen/inlezen.html", schools=schools, school=school, which=which(schools, school.id), errors=came.errors,
        said=said(),
    )  # fmt: skip
    return page, came.status
