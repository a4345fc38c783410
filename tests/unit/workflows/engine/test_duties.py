"""Two people where the law wants two: `niet_door` (R32)."""

from __future__ import annotations

from tests.playing import Play, bundle
from workflows.engine import Done, barring
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
