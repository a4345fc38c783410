"""Figures in words: what a picture tells, how long something takes, and what stands where a number is kept back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from babel.numbers import format_decimal

from app.domain.suppression import Figure, Hidden
from app.queries.figure_shapes import Counted, Figures, Order, Span, Step
from app.web.words import _, language, lazy, ngettext

_HOUR: Final = 3_600
DAY: Final = 24 * _HOUR
_SEVERAL: Final = 10
"""From so many days on, tenths say nothing."""
_KEPT: Final[Mapping[Hidden, str]] = {
    Hidden.FEW: lazy("minder dan 5 kinderen"), Hidden.NEARLY: lazy("bijna alle kinderen"),
    Hidden.WITHHELD: lazy("niet getoond"),
}  # fmt: skip
SORTS: Final[Mapping[str, str]] = {
    "afgeweken": lazy("afgeweken, met reden"), "geschonden": lazy("niet gehouden"),
}  # fmt: skip
HEAT: Final[tuple[tuple[int, str], ...]] = (
    (DAY, lazy("korter dan een dag")), (3 * DAY, lazy("1 tot 3 dagen")), (7 * DAY, lazy("3 tot 7 dagen")),
    (14 * DAY, lazy("1 tot 2 weken")),
)  # fmt: skip
HOTTEST: Final = lazy("2 weken of langer")


def number(figure: Figure) -> str:
    """How many, or why that is not told."""
    if figure.hidden is None:
        return str(figure.number)
    if figure.is_shown:
        return _("meer dan %(number)s", number=figure.number)
    return _(_KEPT[figure.hidden])


def lasting(seconds: float | None) -> str:
    """How long: in hours below a day, else in calendar days; nothing for None."""
    if seconds is None:
        return ""
    if seconds < _HOUR:
        return _("minder dan een uur")
    if seconds < DAY:
        return ngettext("%(num)s uur", "%(num)s uur", int(seconds // _HOUR))
    days = round(seconds / DAY, 1) if seconds < _SEVERAL * DAY else round(seconds / DAY)
    return _("1 dag") if days == 1 else _("%(days)s dagen", days=format_decimal(days, locale=language()))


def days(seconds: float | None) -> str:
    """For a spreadsheet: calendar days, with the comma of the Netherlands."""
    return "" if seconds is None else f"{seconds / DAY:.2f}".replace(".", ",")


def heat(seconds: float) -> int:
    """Which of the five colours."""
    return sum(seconds >= least for least, _words in HEAT)


def scale() -> list[tuple[int, str]]:
    """Each colour with what it means."""
    return list(enumerate([*(_(words) for _least, words in HEAT), _(HOTTEST)]))


def order(each: Order) -> str:
    """The steps of an order, one after another."""
    if each.runs:
        return _("Loopt nog")
    return " → ".join(each.steps) or _("Geen stap gedaan")


def school_years(first: int, last: int) -> str:
    """The school years from one to another."""
    one, other = f"{first}-{first + 1}", f"{last}-{last + 1}"
    if first == last:
        return _("schooljaar %(year)s", year=one)
    return _("schooljaren %(first)s tot en met %(last)s", first=one, last=other)


def titles(it: Figures) -> Mapping[str, str]:
    """What each picture tells, in one sentence."""
    return {
        "stappen": _of_steps(it.steps), "wachten": _of_waits(it.steps), "volgorden": _of_orders(it.orders),
        "regels": _of_rules(it.judged.found if it.judged else ()), "afwijkingen": _of_moves(it.moves),
    }  # fmt: skip


def _of_steps(steps: Sequence[Step]) -> str:
    timed = [(step, step.lead) for step in steps if step.lead is not None]
    if not timed:
        return _("Er zijn routes van te weinig kinderen om te zeggen hoe lang een stap duurt.")
    against = [(step, lead, _over(lead)) for step, lead in timed if lead.term]
    if against:
        step, lead, over = max(against, key=lambda each: each[2])
        if over > 1:
            return _(
                "“%(step)s” duurt mediaan %(median)s; de termijn is %(term)s.",
                step=step.name, median=lasting(lead.median), term=lasting(lead.term),
            )  # fmt: skip
        return _("De mediaan van elke stap met een termijn blijft binnen die termijn.")
    step, lead = max(timed, key=lambda each: each[1].median)
    return _("“%(step)s” duurt het langst: mediaan %(median)s.", step=step.name, median=lasting(lead.median))


def _over(lead: Span) -> float:
    return lead.median / lead.term if lead.term else 0.0


def _of_waits(steps: Sequence[Step]) -> str:
    timed = [(step, step.wait) for step in steps if step.wait is not None]
    if not timed:
        return _("Er zijn routes van te weinig kinderen om te zeggen waar het wachten zit.")
    step, wait = max(timed, key=lambda each: each[1].median)
    return _("“%(step)s” staat het langst open: mediaan %(median)s.", step=step.name, median=lasting(wait.median))


def _of_orders(orders: Sequence[Order]) -> str:
    ended = [each for each in orders if not each.runs]
    if not ended:
        return _("Geen volgorde van stappen kwam bij zo veel kinderen voor dat die te tonen is.")
    return ngettext(
        "De meest gevolgde volgorde, van %(num)s stap, kwam %(routes)s keer voor.",
        "De meest gevolgde volgorde, van %(num)s stappen, kwam %(routes)s keer voor.",
        len(ended[0].steps), routes=ended[0].routes,
    )  # fmt: skip


def _of_rules(found: Sequence[Counted]) -> str:
    if not found:
        return _("Bij de laatste controle was elke regel die te beoordelen was, gehouden.")
    if not found[0].routes.is_shown:
        return _("Bij zo weinig kinderen is van regels afgeweken dat er geen aantal te tonen is.")
    return _(
        "Van “%(rule)s” is het vaakst afgeweken: in %(routes)s routes.", rule=found[0].name,
        routes=number(found[0].routes),
    )  # fmt: skip


def _of_moves(moves: Sequence[Counted]) -> str:
    if not moves:
        return _("Geen route is met de hand verzet.")
    if not moves[0].routes.is_shown:
        return _("Bij zo weinig kinderen is een route met de hand verzet dat er geen aantal te tonen is.")
    return _(
        "Routes zijn het vaakst met de hand verzet naar “%(step)s”: %(routes)s.", step=moves[0].name,
        routes=number(moves[0].routes),
    )  # fmt: skip
