"""Packs for somebody outside: asking for one, what waits for a second person, and fetching what was made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.packs import AskPack, ConfirmPack, DeclinePack
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.files import size_said
from app.domain.numbers import number_of
from app.domain.packs import STEPS
from app.domain.permissions import Permission
from app.queries.packs import list_packs, read_asking, read_file, read_pack
from app.web.blueprint import actor, look, pages, parts
from app.web.keeping import DONE, Tried, onward, tried
from app.web.pack_files import FOR_WHOM
from app.web.packing import make_at_once
from app.web.words import _, lazy

_SAID = {
    "gevraagd": lazy("Je aanvraag staat er. Een tweede persoon moet hem bevestigen."),
    "klaar": lazy("Het pakket is klaar. Je haalt het hieronder op."),
    "bezig": lazy("Het pakket wordt gemaakt. Kijk over een minuut opnieuw."),
    "afgewezen": lazy("De aanvraag is vervallen. Er is niets gemaakt."),
}  # fmt: skip


@pages.get("/dossiers/<uuid:dossier_id>/pakket")
@declares(Permission.PACK)
def ask_pack(dossier_id: UUID) -> ResponseReturnValue:
    """Ask for a pack."""
    return _asking(dossier_id, Tried())


@pages.post("/dossiers/<uuid:dossier_id>/pakket")
@declares(Permission.PACK)
def send_pack(dossier_id: UUID) -> ResponseReturnValue:
    """Send what is asked."""
    typed = request.form
    since = typed.get("since", "").strip()
    command = AskPack(
        dossier_id, typed.get("recipient", ""), typed.get("names") == "ja", typed.get("reden", ""),
        None if not since else number_of(since) or 0,
    )  # fmt: skip
    done = tried(command, url_for("web.packs"))
    return onward("web.packs", "gevraagd") if done.sent else _asking(dossier_id, done)


@pages.get("/pakketten")
@declares(Permission.PACK)
def packs() -> str:
    """What waits for a second person, and what was made."""
    found = look(lambda work: list_packs(work, actor()))
    said = _SAID.get(request.args.get(DONE, ""), "")
    return render_template(
        "pakket/lijst.html", packs=found, said=_(said) if said else "", **_words(),
    )  # fmt: skip


@pages.get("/pakketten/<uuid:pack_id>")
@declares(Permission.PACK)
def pack(pack_id: UUID) -> ResponseReturnValue:
    """One of them: what agreeing means."""
    return _one(pack_id, Tried())


@pages.post("/pakketten/<uuid:pack_id>/bevestigen")
@declares(Permission.PACK)
def confirm_pack(pack_id: UUID) -> ResponseReturnValue:
    """Agree, as a second person; a small pack is made at once."""
    done = tried(ConfirmPack(pack_id), url_for("web.packs"))
    if not done.sent:
        return _one(pack_id, done)
    own = parts()
    made = make_at_once(own.desk, own.bus, actor().board, pack_id, own.signing_key())
    return onward("web.packs", "klaar" if made else "bezig")


@pages.post("/pakketten/<uuid:pack_id>/afwijzen")
@declares(Permission.PACK)
def decline_pack(pack_id: UUID) -> ResponseReturnValue:
    """Say no, or take it back."""
    done = tried(DeclinePack(pack_id, request.form.get("reden", "")), url_for("web.packs"))
    return onward("web.packs", "afgewezen") if done.sent else _one(pack_id, done)


@pages.get("/pakketten/<uuid:pack_id>/bestand")
@declares(Permission.PACK)
def pack_file(pack_id: UUID) -> ResponseReturnValue:
    """Fetch it; that is written down."""
    found = look(lambda work: read_file(work, actor(), pack_id))
    if found is None:
        return redirect(url_for("web.pack", pack_id=pack_id), 303)
    made = Response(found.data, content_type="application/zip")
    made.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    made.headers["Cache-Control"] = "no-store"
    return made


def _asking(dossier_id: UUID, done: Tried) -> ResponseReturnValue:
    found = look(lambda work: read_asking(work, actor(), dossier_id))
    if found is None:
        raise NotFoundError
    typed = request.form
    page = render_template("pakket/aanvragen.html", it=found, errors=done.errors, typed=typed, **_words())
    return page, done.status


def _one(pack_id: UUID, done: Tried) -> ResponseReturnValue:
    found = look(lambda work: read_pack(work, actor(), pack_id))
    if found is None:
        raise NotFoundError
    typed = request.form.get("reden", "")
    return render_template("pakket/pakket.html", it=found, errors=done.errors, typed=typed, **_words()), done.status


def _words() -> dict[str, Any]:
    return {"for_whom": {each: _(text) for each, text in FOR_WHOM.items()}, "steps": STEPS, "size_said": size_said}
