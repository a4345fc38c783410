"""The list of tasks: mine and my functions', what must be done first on top.

What is searched for may be a child's name, so a search is sent as a form and stands in no address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.asked import asked_of
from app.queries.origins import counted
from app.queries.worklist import MOST, Entry, ListAsked, Whose, Worklist, read_worklist
from app.web.blueprint import actor, ask, pages, parts
from app.web.live import print_of
from app.web.standing import with_step
from app.web.terms import Group, Term, group_of, term_of
from app.web.words import HERE, _, clock, short_day, short_moment

LONGEST: Final = 100
"""Letters of what is searched for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list."""

    entry: Entry
    name: str
    term: Term
    why: str
    saved: str
    """When this person last typed in it; empty where they did not."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its rows; `count` is of all that stands under it, also on later pages."""

    group: Group
    count: str
    rows: tuple[Shown, ...]


@pages.get("/")
@declares(Permission.SIGNED_IN)
def inbox() -> ResponseReturnValue:
    """What is mine to do, and my functions'."""
    return _page(_asked(request.args))


@pages.post("/zoeken")
@declares(Permission.SIGNED_IN)
def search_tasks() -> ResponseReturnValue:
    """The tasks of mine in whose name, or the pupil's, this text stands; the answer to the form itself."""
    return _page(_asked(request.form))


@pages.route("/lijst", methods=["GET", "POST"])
@declares(Permission.SIGNED_IN)
def inbox_part() -> ResponseReturnValue:
    """The list alone, as a page fetches it by itself when something changed."""
    return _part(_asked(request.form if request.method == "POST" else request.args))


def _asked(given: Mapping[str, str]) -> ListAsked:
    """What was asked for; what is not to be read is not asked."""
    whose = given.get("van", "")
    return ListAsked(
        Whose(whose) if whose in set(Whose) else Whose.ALL, _id(given.get("school", "")), given.get("route", "")[:200],
        given.get("vanaf") or None, " ".join(given.get("q", "").split())[:LONGEST] if request.method == "POST" else "",
    )  # fmt: skip


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _part(asked: ListAsked) -> str:
    who = actor()
    found = ask(lambda work: read_worklist(work, who, parts().desk.bundles, asked))
    return render_template("taken/lijst_deel.html", here="web.inbox", **_shown(found, asked))


def _page(asked: ListAsked) -> str:
    """The page, with the proposals that wait for this person: those are no tasks of a dossier."""
    who, bundles = actor(), parts().desk.bundles
    found, waiting = ask(lambda work: (read_worklist(work, who, bundles, asked), asked_of(work, who)))
    return render_template("taken/lijst.html", here="web.inbox", waiting=waiting, **_shown(found, asked))


def _shown(found: Worklist, asked: ListAsked) -> dict[str, Any]:
    acute = tuple(_row(each, found) for each in found.acute)
    headings = _headings(found, asked)
    return {
        "asked": asked, "found": found, "acute": acute, "headings": headings, "whose": list(Whose),
        "print": print_of(found.now, found.all), "number": f"{MOST}+" if len(found.all) > MOST else len(found.all),
        "filtered": asked.whose or asked.school or asked.process, "filters": _filters(asked),
    }  # fmt: skip


def _filters(asked: ListAsked) -> dict[str, str]:
    """As they stand in an address: no name among them."""
    given = {"van": asked.whose.value, "school": str(asked.school or ""), "route": asked.process}
    return {name: value for name, value in given.items() if value}


def _headings(found: Worklist, asked: ListAsked) -> tuple[Heading, ...]:
    rows = [_row(each, found) for each in found.entries]
    here = Counter(row.term.group for row in rows)
    counts, last = (here, None) if asked.q else _counts(found)
    return tuple(
        Heading(
            group, f"{max(counts[group], here[group])}{'+' if group is last else ''}",
            tuple(row for row in rows if row.term.group is group),
        )
        for group in Group if here[group]
    )  # fmt: skip


def _counts(found: Worklist) -> tuple[Counter[Group], Group | None]:
    """How many stand under each heading, and the heading at which the counting was broken off."""
    on_top = {each.task.id for each in found.acute}
    groups = [group_of(each.due_at, found.now) for each in found.counted if each.task not in on_top]
    broken_off = len(found.counted) > MOST
    return Counter(groups[:-1] if broken_off else groups), groups[-1] if broken_off else None


def _row(each: Entry, found: Worklist) -> Shown:
    saved = each.saved_at
    today = saved is not None and saved.astimezone(HERE).date() == found.now.astimezone(HERE).date()
    told = "" if saved is None else clock(saved) if today else short_moment(saved)
    return Shown(
        each,
        with_step(each.task.name, each.step),
        term_of(each.task.due_at, found.now, each.calendar),
        _why(each),
        told,
    )


def _why(each: Entry) -> str:
    """What opened it, in a few words."""
    if each.after_done:
        return _("na “%(task)s”", task=each.after_done)
    if each.after_lapsed:
        return _("omdat “%(task)s” is vervallen", task=each.after_lapsed)
    if each.begins_route and each.is_starter:
        return _("door jou begonnen")
    if each.begins_route and each.starter:
        return _("begonnen door %(name)s", name=each.starter)
    if each.begins_route and each.origin:
        return _("volgt uit “%(route)s”", route=counted(each.origin.routes)[each.origin.route])
    if each.begins_route:
        return _("volgt uit een andere route")
    return _("sinds %(day)s", day=short_day(each.opened_at))
