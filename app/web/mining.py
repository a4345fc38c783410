"""The course of all dossiers as a file, for whoever studies how the work goes: no names, no words, no small numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from tempfile import TemporaryFile
from typing import IO, Final
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.mining import Case, Names, Span, cases, write_ocel, write_sheet, write_xes
from app.queries.places import SchoolAt
from app.queries.taken_out import FEWEST, schools_to_take, take_out
from app.web.blueprint import actor, ask, look, pages, parts
from app.web.keeping import asked_day, asked_id
from app.web.words import HERE, _, lazy

_CHUNK: Final = 1 << 16
_Writer = Callable[[Iterable[Case], IO[bytes]], int]
WRITERS: Final[dict[str, tuple[_Writer, str, str, str]]] = {
    "csv": (write_sheet, "verloop.csv", "text/csv; charset=utf-8", lazy("Tabel voor een rekenblad (CSV)")),
    "xes": (write_xes, "verloop.xes", "application/xml", lazy("XES, voor programma’s voor process mining")),
    "ocel": (write_ocel, "verloop.json", "application/json", lazy("OCEL 2.0, met dossiers, routes en taken apart")),
}  # fmt: skip
"""By its word: what writes it, the name of the file, its kind, and what it is for."""


@pages.get("/cijfers/uitvoer")
@declares(Permission.MINE, at_the_door=True)
def mining() -> ResponseReturnValue:
    """Choose what to take out."""
    return _page({})


@pages.post("/cijfers/uitvoer")
@declares(Permission.MINE, at_the_door=True)
def mined() -> ResponseReturnValue:
    """The file."""
    errors: dict[str, list[str]] = {}
    kind = WRITERS.get(request.form.get("soort", ""))
    if kind is None:
        errors["soort"] = [_("Kies welk bestand je wilt.")]
    begin, end = (asked_day(name, errors, required=False) for name in ("van", "tot"))
    if errors or kind is None:
        return _page(errors)
    span = Span(
        _chosen(asked_id("school", request.form)), datetime.combine(begin, time(), HERE) if begin else None,
        datetime.combine(end + timedelta(days=1), time(), HERE) if end else None,
    )  # fmt: skip
    out = TemporaryFile()  # noqa: SIM115  it is closed with the answer
    count = _write(kind[0], span, out)
    if count < FEWEST:
        out.close()
        few = _("Er zijn minder dan %(n)s dossiers: dan is te raden over wie het gaat. Kies meer.", n=FEWEST)
        return _page({"": [few]})
    look(lambda work: take_out(work, actor()))
    return _answer(out, kind[1], kind[2])


def _write(write: _Writer, span: Span, out: IO[bytes]) -> int:
    desk = parts().desk
    count = write(cases(desk, actor().board, desk.bundles, span, Names()), out)
    out.seek(0)
    return count


def _answer(out: IO[bytes], name: str, kind: str) -> Response:
    made = Response(_read(out), content_type=kind)
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    made.headers["Cache-Control"] = "no-store"
    return made


def _read(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while chunk := out.read(_CHUNK):
            yield chunk


def _chosen(school: UUID | None) -> frozenset[UUID]:
    """The schools that go out: the one that was asked for, or all that are this person's."""
    own = frozenset(each.id for each in _schools())
    if school is not None and school not in own:
        raise NotFoundError
    return own if school is None else frozenset({school})


def _schools() -> tuple[SchoolAt, ...]:
    return ask(lambda work: schools_to_take(work, actor()))


def _page(errors: dict[str, list[str]]) -> ResponseReturnValue:
    kinds = [(word, _(each[3])) for word, each in WRITERS.items()]
    schools = [(each.id, each.name) for each in _schools()]
    page = render_template("cijfers/uitvoer.html", kinds=kinds, schools=schools, errors=errors, typed=request.form)
    return page, 422 if errors else 200
