"""Which version holds for whom: the pilot before the school before the board, and of each the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app.domain.in_force import Put, Reach, Target, holding, places, standing, turn_of

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
HERE, THERE = UUID(int=1), UUID(int=2)
ANNE, BAS = UUID(int=11), UUID(int=12)


def put(
    number: int, geheel: str, school: UUID | None = None, *people: UUID, days: int = 0, back: bool = False
) -> Put:  # fmt: skip
    target = Target(school, frozenset(people))
    made = NOW - timedelta(days=9) + timedelta(hours=number)
    return Put(
        UUID(int=100 + number), number, geheel, target.reach, school, target.people, NOW + timedelta(days=days - 1),
        ANNE, BAS, made, withdrawn_at=NOW if back else None,
    )  # fmt: skip


def held(puts: list[Put], school: UUID | None, person: UUID | None = None, own: str | None = None) -> str:
    found = holding(puts, school, person, NOW, own)
    return found.geheel if found else ""


def test_the_pilot_goes_before_the_school_and_the_school_before_the_board() -> None:
    puts = [put(1, "a"), put(2, "b", HERE), put(3, "c", HERE, ANNE)]
    assert [held(puts, HERE, ANNE), held(puts, HERE, BAS), held(puts, HERE), held(puts, THERE, ANNE)] == [
        "c", "b", "b", "a",
    ]  # fmt: skip
    assert held(puts, None) == "a"


def test_what_a_route_begins_by_a_message_stays_in_its_pilot() -> None:
    puts = [put(1, "a"), put(3, "c", HERE, ANNE)]
    assert [held(puts, HERE, own=each) for each in ("a", "c")] == ["a", "c"]
    assert held(puts, THERE, own="c") == "a"


def test_of_two_at_one_instant_the_last_holds_and_a_day_to_come_holds_not_yet() -> None:
    puts = [put(1, "a"), put(2, "b"), put(3, "c", days=9)]
    assert held(puts, HERE) == "b"
    assert [each.geheel for each in puts if each.is_planned(NOW)] == ["c"]
    later = holding(puts, HERE, None, NOW + timedelta(days=9))
    assert later is not None
    assert later.geheel == "c"


def test_what_was_taken_back_lets_the_one_before_hold_again() -> None:
    puts = [put(1, "a"), put(2, "b", back=True)]
    assert held(puts, HERE) == "a"
    assert (turn_of(puts), turn_of(puts[:1])) == (3, 1)


def test_a_pilot_ends_where_its_version_holds_for_more_people_and_goes_on_where_that_is_taken_back() -> None:
    pilot, wider, newer = put(2, "b", HERE, ANNE), put(3, "b", HERE), put(4, "c", HERE)
    puts = [put(1, "a"), pilot, wider, newer]
    assert held(puts, HERE, ANNE) == "c"
    assert pilot not in standing(puts, NOW)
    assert held([put(1, "a"), pilot, replace(wider, withdrawn_at=NOW)], HERE, ANNE) == "b"
    elsewhere = replace(wider, school=THERE)
    assert held([put(1, "a"), pilot, elsewhere, newer], HERE, ANNE) == "b"


def test_what_holds_where_names_each_place_once() -> None:
    puts = [
        put(1, "a"), put(2, "b"), put(3, "c", HERE, ANNE), put(4, "d", HERE, ANNE, BAS), put(5, "e", THERE),
        put(6, "f", HERE, ANNE),
    ]  # fmt: skip
    found = [(each.geheel, each.reach) for each in places(puts, NOW)]
    assert found == [("b", Reach.BOARD), ("e", Reach.SCHOOL), ("f", Reach.PILOT), ("d", Reach.PILOT)]


def test_a_target_is_kept_as_it_was() -> None:
    for target in (Target(), Target(HERE, frozenset({ANNE, BAS}), date(2027, 8, 1))):
        assert Target.from_json(target.as_json()) == target
