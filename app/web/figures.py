"""Cijfers: how long steps take, where they wait, in which order they come, and where routes left the drawn way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import Response, render_template, request

from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.numbers import number_of
from app.domain.permissions import Permission, may
from app.queries.figure_shapes import Asked, Figures
from app.queries.figures import OLDEST, read_figures
from app.queries.mining.sheet import line
from app.web import figure_words as words
from app.web.blueprint import actor, ask, pages, parts
from app.web.words import _

_MARK: Final = "\ufeff".encode()
"""By this a spreadsheet knows UTF-8."""
_YEAR: Final = 4
"""Digits."""


@pages.get("/cijfers")
@declares(Permission.SEE_FIGURES, at_the_door=True)
def figures() -> str:
    """The figures of one process, with a table to each picture."""
    it = _read()
    return render_template(
        "cijfers/cijfers.html", it=it, words=words, titles=words.titles(it), heat=_heat(it),
        chosen=_chosen(it), years=range(it.this_year, it.this_year - OLDEST - 1, -1),
        mines=may(actor(), Permission.MINE),
        takes_out=may(actor(), Permission.MINE),
    )  # fmt: skip


@pages.get("/cijfers/<any(stappen, wachten, volgorden, regels, afwijkingen):table>.csv")
@declares(Permission.SEE_FIGURES, at_the_door=True)
def figures_table(table: str) -> Response:
    """One table for a spreadsheet."""
    it = _read()
    about = [_("Proces"), it.process.name if it.process else ""], [_("Periode"), words.school_years(it.first, it.last)]
    rows = [*about, *_TABLES[table](it)]
    name = f"cijfers-{table}-{it.first}-{it.last + 1}.csv"
    return Response(
        _MARK + b"".join(line(each) for each in rows), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _read() -> Figures:
    args = request.args
    asked = Asked(_school(args.get("school", "")), _year("van"), _year("tot"), args.get("proces", "")[:200])
    return ask(lambda work: read_figures(work, actor(), parts().desk.bundles, asked))


def _school(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFoundError from None


def _year(name: str) -> int | None:
    text = request.args.get(name, "")
    return number_of(text) if len(text) == _YEAR else None


def _chosen(it: Figures) -> dict[str, Any]:
    """What is asked, as it stands in an address."""
    return {
        "school": it.school or None, "van": it.first, "tot": it.last, "proces": it.process.id if it.process else None,
    }  # fmt: skip


def _heat(it: Figures) -> dict[str, Any]:
    """For the drawing: how warm each step of the process itself is, and what is written on it."""
    own = [each for each in it.steps if it.process and each.process == it.process.id]
    return {
        "process": it.process.id if it.process else "",
        "steps": [
            {
                "element": each.element, "seconds": each.wait.median, "heat": words.heat(each.wait.median),
                "says": words.lasting(each.wait.median),
            }
            for each in own if each.wait is not None
        ],
    }  # fmt: skip


def _steps(it: Figures) -> list[list[str]]:
    head = [
        _("Stap"), _("Onderdeel van"), _("Routes"), _("Mediaan in dagen"), _("9 van de 10 binnen, in dagen"),
        _("Termijn in dagen"), _("Binnen de termijn, in procenten"),
    ]  # fmt: skip
    rows = [
        [
            each.name, each.within, words.number(each.done), *_span(each.lead),
            words.days(each.lead.term if each.lead else None), "" if each.share is None else str(each.share),
        ]
        for each in it.steps
    ]  # fmt: skip
    return [head, *rows]


def _waits(it: Figures) -> list[list[str]]:
    head = [_("Stap"), _("Onderdeel van"), _("Mediaan in dagen"), _("9 van de 10 binnen, in dagen")]
    return [head, *([each.name, each.within, *_span(each.wait)] for each in it.steps)]


def _span(span: Any) -> list[str]:
    return ["", ""] if span is None else [words.days(span.median), words.days(span.ninth)]


def _orders(it: Figures) -> list[list[str]]:
    rows = [[words.order(each), str(each.routes)] for each in it.orders]
    return [[_("Volgorde"), _("Routes")], *rows, [_("Andere volgorden"), words.number(it.others)]]


def _rules(it: Figures) -> list[list[str]]:
    found = it.judged.found if it.judged else ()
    rows = [[each.id, each.name, _(words.SORTS[each.sort]), words.number(each.routes)] for each in found]
    return [[_("Regel"), _("Naam"), _("Wat er was"), _("Routes")], *rows]


def _moves(it: Figures) -> list[list[str]]:
    return [[_("Verzet naar"), _("Routes")], *([each.name, words.number(each.routes)] for each in it.moves)]


_TABLES: Final[Mapping[str, Callable[[Figures], list[list[str]]]]] = {
    "stappen": _steps, "wachten": _waits, "volgorden": _orders, "regels": _rules, "afwijkingen": _moves,
}  # fmt: skip
