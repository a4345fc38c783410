"""In the order in which it happened each route is shown as it once stood: its facts one after the other, as entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.queries.replay_order import placed

A, B = UUID(int=1), UUID(int=2)
START = datetime(2026, 11, 27, 9, tzinfo=UTC)
FACTS = st.lists(st.tuples(st.sampled_from((A, B)), st.integers(-10_000, 5), st.integers(0, 500)), max_size=30)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def test_what_was_done_before_its_route_began_stands_behind_that_beginning_and_before_what_came_later():
    told = [(A, at(0), at(0)), (B, at(30), at(30)), (A, at(-10_080), at(60))]
    assert placed(told) == [at(0), at(30), at(0)]


def test_what_could_be_where_it_happened_stands_there():
    told = [(A, at(0), at(0)), (B, at(30), at(30)), (A, at(10), at(60))]
    assert placed(told)[2] == at(10)


def test_what_a_fact_sets_off_elsewhere_never_stands_before_it():
    told = [(A, at(0), at(0)), (A, at(4), at(1)), (B, at(1), at(1))]
    assert placed(told) == [at(0), at(1), at(1)]


@given(FACTS)
def test_the_facts_of_a_route_follow_each_other_as_they_were_entered(drawn: list[tuple[UUID, int, int]]) -> None:
    entered, told = 0, []
    for stream, before, later in drawn:
        entered += later
        told.append((stream, at(entered + before), at(entered)))
    found = placed(told)
    order = sorted(range(len(told)), key=lambda number: (found[number], number))
    for stream in (A, B):
        own = [number for number in order if told[number][0] == stream]
        assert own == sorted(own)
    assert all(where <= each[2] for where, each in zip(found, told, strict=True))
