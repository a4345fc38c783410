"""What the page of a task says: the name of its button, what comes next, what happened, why it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.functions import BESTUUR, MT, ON_THE_DOSSIER
from app.queries.ahead import Ahead, Kind, Next, Way
from app.queries.decided import Row
from app.queries.parnassys import StepDone
from app.queries.task_page import TaskPage
from app.web.words import _, day, lowered, plainly
from workflows import TaskKind

_DOING: Final = re.compile(r"\s+(?:voeren|doen|houden)$")
_THING: Final = re.compile(r"(?:gesprek|bespreking|overleg|melding|evaluatie|vraag)\b", re.IGNORECASE)
_READYING: Final = re.compile(r"(?:\w+en)$")
_WORK: Final = (Kind.TASK, Kind.QUESTION)
_NEUTER: Final = frozenset({BESTUUR, MT})


@dataclass(frozen=True, slots=True)
class WayTold:
    """What comes next, in words."""

    answer: str
    """The answer on which it comes; empty where it comes in any case, or a table decides."""
    text: str


def button_of(page: TaskPage) -> str:
    """The name of the deed, by what is written down; a name that says no more than that it goes on is the honest rest.

    Of a task that is named for a talk or the like, that talk is named: `Oudergesprek vastleggen en verder`.
    """
    if page.step is not None:
        return _("Genoteerd in ParnasSys")
    return deed_named(page.task.kind, page.task.name, page.ahead)


def deed_named(kind: TaskKind, name: str, found: Ahead) -> str:
    """The same of any task or question of which is known what comes after it."""
    if kind is TaskKind.VRAAG:
        return _("Antwoord vastleggen en verder")
    following = _certain(found)
    if following:
        return _("Vastleggen, dan ‘%(name)s’", name=following)
    thing = _DOING.sub("", name)
    if not _THING.search(thing) or _READYING.search(thing) or ":" in thing:
        return _("Vastleggen en afsluiten") if found.is_end else _("Vastleggen en verder")
    if found.is_end:
        return _("%(what)s vastleggen en afsluiten", what=thing)
    return _("%(what)s vastleggen en verder", what=thing)


def _certain(found: Ahead) -> str:
    """The one task that comes in any case and at once."""
    if len(found.ways) != 1:
        return ""
    then = found.ways[0].then
    names = {each.name for each in then if each.kind in _WORK}
    open_ended = any(each.kind in (Kind.OTHERS, Kind.WAIT, Kind.DEPENDS) for each in then)
    return names.pop() if len(names) == 1 and not open_ended else ""


def ways_told(page: TaskPage) -> tuple[WayTold, ...]:
    """What comes after a task, a few words for each thing; what two ways say alike is said once."""
    return ways_of(page.ahead, page.parnassys)


def ways_of(ahead: Ahead, note: str = "") -> tuple[WayTold, ...]:
    """The same of what comes after any task; `note` is the route that only notes a line for ParnasSys."""
    found = (WayTold(way.said, _said(way, note)) for way in ahead.ways)
    return tuple(dict.fromkeys(each for each in found if each.text))


def consequences(page: TaskPage) -> tuple[str, ...]:
    """What cannot be taken back, or reaches people beyond the school: said before the button."""
    told = [_("%(who)s krijgt bericht zodra je dit vastlegt.", who=called(each)) for each in sorted(page.ahead.told)]
    if page.ahead.is_end and page.steps:
        told.append(_("Hiermee is de route “%(name)s” klaar.", name=page.task.route_name))
    return tuple(told)


def called(function: str) -> str:
    """A function as a sentence begins with it: `Het bestuur`, `De directeur`."""
    if function == ON_THE_DOSSIER:
        return _("Iedereen op het dossier")
    return _("Het %(function)s", function=function) if function in _NEUTER else _("De %(function)s", function=function)


def functions_said(functions: tuple[str, ...]) -> str:
    """To whom a task is open."""
    return _("iedereen op het dossier") if ON_THE_DOSSIER in functions else ", ".join(functions)


def row_said(row: Row) -> str:
    """What a decision table said, and of what."""
    if not row.numbers:
        return _("De beslistabel “%(name)s” wees hierheen. Wat erin ging is niet voor jou.", name=row.name)
    numbers = ", ".join(map(str, row.numbers))
    because = "; ".join(f"{name} {plainly(value)}" for name, value in row.inputs.items()) or _("nog niets ingevuld")
    so = "; ".join(f"{name} {plainly(value)}" for name, value in row.outputs.items())
    told = _("De beslistabel “%(name)s” wees hierheen, regel %(numbers)s: %(because)s.",
             name=row.name, numbers=numbers, because=because)  # fmt: skip
    return f"{told} " + _("Uitkomst: %(outcome)s.", outcome=so) if so else told


def line_for_parnassys(step: StepDone) -> str:
    """What is written in ParnasSys: the number of the step and the day. Of which route would say too much."""
    when = day(step.at).partition(" ")[2]
    return _("%(step)s gedaan op %(day)s", step=step.step or _("Stap"), day=when)


def _said(way: Way, note: str) -> str:
    """The work that comes first, then who hears of it, and last the line for ParnasSys.

    A step goes without saying where its work is named.
    """
    works = any(each.kind in _WORK for each in way.then)
    kept = [each for each in way.then if not (works and each.kind is Kind.STEP)]
    noted = any(_is_note(each, note) for each in kept)
    others, order = any(each.kind is Kind.OTHERS for each in kept), list(Kind)
    rest = [each for each in kept if each.kind is not Kind.OTHERS and not _is_note(each, note)]
    things = [_thing(each) for each in sorted(rest, key=lambda each: order.index(each.kind)) if each.kind not in _WORK]
    said = ", ".join(dict.fromkeys([*_works_said(rest), *things]))
    line = _("een regel voor ParnasSys") if noted else ""
    said = _("%(what)s en %(line)s", what=said, line=line) if said and line else said or line
    return _("als de andere taken ook klaar zijn: %(what)s", what=said) if others and said else said


def _is_note(each: Next, note: str) -> bool:
    return each.kind in (Kind.ROUTE, Kind.BEGINS) and each.name == note


def _works_said(then: Sequence[Next]) -> Iterator[str]:
    """Each task once, with all to whom it goes."""
    lanes: dict[tuple[Kind, str], list[str]] = {}
    for each in then:
        if each.kind in _WORK:
            lanes.setdefault((each.kind, each.name), []).append(lowered(each.lane) if each.lane else "")
    for (kind, name), found in lanes.items():
        who = [each for each in dict.fromkeys(found) if each]
        *first, last = who or [""]
        functions = _("%(first)s en %(last)s", first=", ".join(first), last=last) if first else last
        named = f"{name} ({functions})" if functions else name
        quoted = f"“{name}” ({functions})" if functions else f"“{name}”"
        yield named if kind is Kind.TASK else _("de vraag %(name)s", name=quoted)


def _thing(each: Next) -> str:
    return {
        Kind.STEP: _("“%(name)s” begint", name=each.name),
        Kind.NOTICE: _("%(who)s krijgt bericht", who=lowered(called(each.name))),
        Kind.ROUTE: _("de route “%(name)s” hoort ervan", name=each.name),
        Kind.BEGINS: _("de route “%(name)s” begint", name=each.name),
        Kind.WAIT: _("wachten op “%(name)s”", name=each.name) if each.name else _("wachten tot het zover is"),
        Kind.END: _("de route is klaar"),
        Kind.DEPENDS: _("wat er verder komt, volgt uit wat je hier invult"),
    }[each.kind]
