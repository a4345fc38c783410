"""How long it is kept: by what it is, when the pupil left, and what stands in where that is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.retention import (
    WITHOUT_SUSPICION,
    Kind,
    Leaving,
    dossier_kept_until,
    is_over,
    kept_until,
    kind_of,
)

CLOSED = date(2026, 3, 12)


@pytest.mark.parametrize(("leaving", "until"), [
    (Leaving(date(2027, 7, 9)), date(2029, 7, 9)),
    (Leaving(date(2025, 7, 9)), date(2028, 3, 12)),
    (Leaving(date(2028, 2, 29)), date(2030, 3, 1)),
    (Leaving(None, date(2016, 7, 31)), date(2032, 7, 31)),
    (Leaving(None, date(2016, 8, 1)), date(2033, 7, 31)),
    (Leaving(date(2027, 7, 9), date(2016, 8, 1)), date(2029, 7, 9)),
    (Leaving(), None),
])  # fmt: skip
def test_a_dossier_is_kept_two_years_after_leaving_or_closing(leaving: Leaving, until: date | None) -> None:
    assert kept_until(Kind.SUPPORT, CLOSED, leaving) == until
    assert kept_until(Kind.REPORTING_CODE, CLOSED, leaving) == until


def test_without_suspicion_it_is_one_year_whoever_left() -> None:
    assert kept_until(Kind.NO_SUSPICION, CLOSED, Leaving()) == date(2027, 3, 12)


@pytest.mark.parametrize(("process", "ends", "kind"), [
    ("meldcode", ["Afgesloten, gewone ondersteuning"], Kind.NO_SUSPICION),
    ("meldcode", ["Afgesloten"], Kind.REPORTING_CODE),
    ("meldcode", ["Afgesloten", "Afgesloten, gewone ondersteuning"], Kind.REPORTING_CODE),
    ("meldcode", [], Kind.REPORTING_CODE),
    ("ondersteuningsroute", ["Afgesloten"], Kind.SUPPORT),
])  # fmt: skip
def test_what_a_route_is(process: str, ends: list[str], kind: Kind) -> None:
    assert kind_of(process, ends) is kind


def test_a_dossier_is_kept_as_long_as_the_longest_in_it() -> None:
    left = Leaving(date(2020, 7, 9))
    routes = [(Kind.NO_SUSPICION, date(2026, 1, 1)), (Kind.SUPPORT, date(2025, 1, 1))]
    assert dossier_kept_until(CLOSED, left, routes) == date(2028, 3, 12)
    assert dossier_kept_until(CLOSED, Leaving(), routes) is None


def test_it_is_over_the_day_after() -> None:
    assert not is_over(CLOSED, CLOSED)
    assert is_over(CLOSED, date(2026, 3, 13))
    assert not is_over(None, CLOSED)


def test_how_a_meldcode_without_suspicion_ends_is_drawn_so() -> None:
    """The rule goes by the name of an end event of the school's own protocol."""
    drawn = (Path(__file__).resolve().parents[4] / "bpmn/zorgdossier/zorgroutes.bpmn").read_text("utf-8")
    assert all(f'name="{each}"' in drawn for each in WITHOUT_SUSPICION)
