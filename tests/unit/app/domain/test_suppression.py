"""No number about fewer than five people, and nothing from which one follows, whatever is laid beside whatever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.suppression import (
    LEAST,
    Cell,
    Count,
    Figure,
    Hidden,
    added,
    among,
    covered,
    is_enough,
    may_split,
    of_children,
    of_children_among,
    ranked,
    whole,
)  # fmt: skip

COUNTS = st.integers(0, 60)


def small(count: int) -> bool:
    return 0 < count < LEAST


def one_each(counts: Mapping[str, int]) -> dict[str, Count]:
    """Each child has one."""
    return {name: Count(number, number) for name, number in counts.items()}


def told_apart(worlds: Mapping[Hashable, list[tuple[int, ...]]], secrets: Iterable[int]) -> list[tuple[int, ...]]:
    """Worlds in which somebody who knows the rules learns a small number: all worlds that look so have the same."""
    secret = list(secrets)
    return [
        world for alike in worlds.values() for world in alike for place in secret
        if small(world[place]) and len({each[place] for each in alike}) == 1
    ]  # fmt: skip


def test_a_number_that_is_no_part_is_told_from_five_on_and_so_is_none() -> None:
    assert [whole(each) for each in range(7)] == [0, *[Hidden.FEW] * 4, 5, 6]


@pytest.mark.parametrize("of", range(40))
def test_from_a_part_and_its_whole_neither_it_nor_what_is_left_over_follows(of: int) -> None:
    worlds = defaultdict[Hashable, list[tuple[int, ...]]](list)
    for count in range(of + 1):
        worlds[whole(of), among(count, of)].append((count, of - count))
    shown = [count for count in range(of + 1) if not isinstance(among(count, of), Hidden)]
    assert not [each for each in shown if small(each) or small(of - each)]
    assert not told_apart(worlds, (0, 1))


def test_parts_of_one_whole_that_have_nothing_to_do_with_each_other_tell_no_more_together() -> None:
    worlds = defaultdict[Hashable, list[tuple[int, ...]]](list)
    for of in range(14):
        for one, other in product(range(of + 1), repeat=2):
            worlds[whole(of), among(one, of), among(other, of)].append((one, of - one, other, of - other, of))
    assert not told_apart(worlds, range(5))


def test_sums_over_schools_and_years_tell_nothing_that_their_cells_keep_back() -> None:
    """Everything that is published of two schools: each by itself, and both together."""
    cells = [(of, count) for of in range(13) for count in range(of + 1)]
    worlds = defaultdict[Hashable, list[tuple[int, ...]]](list)
    for (of_one, one), (of_other, other) in product(cells, repeat=2):
        parts = (among(one, of_one), among(other, of_other))
        both = (added(parts), added([whole(of_one), whole(of_other)]), is_enough(parts))
        look = (*parts, whole(of_one), whole(of_other), *both)
        worlds[look].append((one, of_one - one, of_one, other, of_other - other, of_other))
    assert not told_apart(worlds, range(6))


@given(
    st.lists(st.one_of(COUNTS.map(whole), st.tuples(COUNTS, COUNTS).map(lambda two: among(*sorted(two)))), max_size=9)
)
def test_a_sum_is_made_of_what_may_be_told_and_of_nothing_else(cells: list[Cell]) -> None:
    told = added(cells)
    assert told.number == sum(each for each in cells if not isinstance(each, Hidden))
    assert (told.hidden is None) == all(not isinstance(each, Hidden) for each in cells)
    assert not small(told.number)
    assert told.is_shown or told.number == 0


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 30), max_size=15), st.integers(1, 10))
def test_of_a_whole_that_is_told_no_group_and_no_rest_is_small(counts: dict[str, int], most: int) -> None:
    everything = sum(counts.values())
    found = ranked(one_each(counts), everything, most)
    assert len(found.shown) <= most
    assert all(number == counts[key] >= LEAST for key, number in found.shown.items())
    if small(everything):
        assert not found.shown
        assert found.rest is Hidden.FEW
    else:
        assert not isinstance(found.rest, Hidden)
        assert not small(found.rest)
        assert sum(found.shown.values()) + found.rest == everything
    assert not [key for key in counts if key not in found.shown for told in found.shown if counts[key] > counts[told]]


def test_groups_of_a_whole_are_not_given_back_by_each_other() -> None:
    """As long as there can be one group more than there are: the orders of steps have no end."""
    worlds = defaultdict[Hashable, list[tuple[int, ...]]](list)
    for counts in product(range(9), repeat=4):
        named = {key: number for key, number in zip("abcd", counts, strict=True) if number}
        found = ranked(one_each(named), sum(counts), 10)
        worlds[tuple(sorted(found.shown.items())), found.rest, whole(sum(counts))].append(counts)
    assert not [each for each in told_apart(worlds, range(4)) if 0 in each]


def test_a_share_is_told_where_neither_those_in_it_nor_those_outside_are_few() -> None:
    assert may_split(0, 5)
    assert may_split(12, 0)
    assert not may_split(4, 40)
    assert not may_split(40, 1)


def test_a_median_is_told_of_five_that_may_be_told() -> None:
    assert is_enough([5])
    assert is_enough([Hidden.NEARLY])
    assert not is_enough([Hidden.FEW, Hidden.FEW, Hidden.WITHHELD])
    assert not is_enough([])


def test_one_cell_says_why_it_is_kept_back_and_a_sum_does_not() -> None:
    assert added([Hidden.FEW]) == Figure(0, Hidden.FEW)
    assert added([Hidden.NEARLY, 12]) == Figure(12, Hidden.WITHHELD)
    assert added([]) == Figure(0)


# of how many children


def test_many_routes_of_one_child_are_about_one_child() -> None:
    assert of_children(Count(20, 1)) is Hidden.FEW
    assert of_children(Count(20, 5)) == 20
    assert of_children_among(Count(20, 4), Count(60, 30)) is Hidden.FEW
    assert of_children_among(Count(40, 27), Count(60, 30)) is Hidden.NEARLY
    assert of_children_among(Count(40, 25), Count(60, 30)) == 40
    assert ranked({"a": Count(20, 1), "b": Count(13, 6)}, 7, 10).shown == {}
    assert ranked({"a": Count(20, 1), "b": Count(13, 6)}, 7, 10).rest == 33


def test_where_each_child_is_in_it_what_is_left_over_can_be_that_of_one() -> None:
    assert of_children_among(Count(59, 30), Count(60, 30)) is Hidden.NEARLY
    assert of_children_among(Count(60, 30), Count(60, 30)) == 60
    assert of_children_among(Count(9, 6), Count(10, 6)) is Hidden.WITHHELD


def test_groups_of_which_the_rest_may_be_of_few_children_are_told_together() -> None:
    """The rest of 5 routes may be of one child alone: the others of which it is are in the groups that are shown."""
    found = ranked({"a": Count(9, 9), "b": Count(7, 7), "c": Count(5, 1)}, 12, 10)
    assert found.shown == {"a": 9}
    assert found.rest == 12


def test_what_one_step_keeps_back_does_not_follow_from_the_others() -> None:
    counts = one_each({"a": 13, "b": 6, "c": 1})
    apart = dict.fromkeys(counts, "") | {each: each for each in counts}
    assert covered(counts, Count(20, 20), apart) == {"a": 13, "b": Hidden.WITHHELD, "c": Hidden.WITHHELD}
    assert covered(one_each({"a": 14, "b": 6}), Count(20, 20), {"a": "a", "b": "b"}) == {"a": 14, "b": 6}
    every = one_each({"all": 20, "most": 18})
    assert covered(every, Count(20, 20), {"all": "all", "most": "most"}) == {"all": 20, "most": Hidden.NEARLY}


def test_two_that_are_kept_back_and_are_few_together_do_not_follow_as_one() -> None:
    counts = one_each({"a": 10, "b": 6, "c": 2, "d": 2})
    told = covered(counts, Count(20, 20), {each: each for each in counts})
    assert told == {"a": 10, "b": Hidden.WITHHELD, "c": Hidden.WITHHELD, "d": Hidden.WITHHELD}


def test_of_steps_of_one_name_another_is_kept_back_with_a_single_one() -> None:
    counts = one_each({"x": 3, "y": 2, "a": 11, "b": 6, "c": 3})
    alike = {"x": "x", "y": "y", "a": "note", "b": "note", "c": "note"}
    told = covered(counts, Count(20, 20), alike)
    assert (told["a"], told["b"]) == (11, Hidden.WITHHELD)


def test_of_the_parts_of_a_whole_no_small_one_follows_whatever_they_are() -> None:
    """All ways to do one of three steps, by up to eighteen children who each have one route."""
    worlds = defaultdict[Hashable, list[tuple[int, ...]]](list)
    for counts in (each for each in product(range(19), repeat=3) if sum(each) < 19):
        named = one_each(dict(zip("abc", counts, strict=True)))
        of = Count(sum(counts), sum(counts))
        worlds[tuple(covered(named, of, dict.fromkeys("abc", "note")).values()), of_children(of)].append(counts)
    assert not told_apart(worlds, range(3))
