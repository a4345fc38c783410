"""How long whoever guesses must wait: delays only, and short ones for a network that a school shares."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.sessions import network_of, wait_for_login, wait_for_network
from tests.school import START


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (6, 16), (7, 30), (8, 30), (10_000, 30)]
)
def test_after_three_failures_a_login_waits_longer_each_time_and_never_longer_than_half_a_minute(
    failures: int, seconds: int
) -> None:
    assert wait_for_login(failures, START, START) == seconds


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (29, 0), (30, 1), (33, 4), (34, 5), (10_000, 5)])
def test_a_network_waits_five_seconds_at_most(failures: int, seconds: int) -> None:
    assert wait_for_network(failures, START, START) == seconds


def test_what_was_waited_is_taken_off_and_a_part_of_a_second_counts_whole() -> None:
    assert wait_for_login(5, START, START + timedelta(seconds=2.5)) == 6
    assert wait_for_login(5, START, START + timedelta(seconds=8)) == 0
    assert wait_for_login(5, START, START + timedelta(hours=1)) == 0
    assert wait_for_login(5, None, START) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "-"), ("geen adres", "-"),
    ],
)  # fmt: skip
def test_a_house_counts_as_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
