"""Two people where the law wants two: `niet_door` (R32)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.playing import Play, bundle
from workflows.engine import Done, barring, done_beside
from workflows.types import OpenTask


def task(name: str, niet_door: str) -> OpenTask:
    return Play(bundle(P=f'start s\n user a "{name}" niet_door="{niet_door}"\n end e\n s -> a -> e')).task("a")


def test_who_answered_a_question_may_not_confirm_the_weighing_however_long_ago() -> None:
    weighing = task("Weging bekrachtigen", "Afwegingsvraag 1, Afwegingsvraag 2")
    before = Done("Afwegingsvraag 2", "sanne")
    assert barring(weighing, "sanne", [before]) == before
    assert barring(weighing, "roel", [before]) is None
    assert barring(weighing, "sanne", [Done("Iets anders", "sanne")]) is None


def test_of_a_pair_nobody_does_both_but_a_later_round_is_open_again() -> None:
    report = task("Melding Veilig Thuis doen", "Melding Veilig Thuis doen")
    assert barring(report, "roel", [Done("Melding Veilig Thuis doen", "roel", frozenset({report.id}))]) is not None
    assert barring(report, "roel", [Done("Melding Veilig Thuis doen", "roel", frozenset({"een eerdere"}))]) is None


@dataclass(frozen=True)
class Row:
    name: str
    done_by: str | None
    opened_in: int
    closed_in: int


def test_what_comes_in_the_place_of_a_task_that_lapsed_is_of_the_same_pair() -> None:
    report = task("Melden", "Melden")
    first, lapsed, again = Row("Melden", "roel", 3, 5), Row("Melden", None, 3, 7), Row("Melden", None, 7, 9)
    assert barring(report, "roel", done_beside(report, 9, [first, lapsed, again])) is not None
    assert barring(report, "anneke", done_beside(report, 9, [first, lapsed, again])) is None
    assert barring(report, "roel", done_beside(report, 9, [first, lapsed])) is None


def test_a_round_that_follows_at_once_is_a_new_one() -> None:
    report = task("Melden", "Melden")
    assert barring(report, "roel", done_beside(report, 5, [Row("Melden", "roel", 3, 5)])) is None
