"""How long a sign-in lasts, and how long whoever guesses must wait. Delays only: nobody locks a school out."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

IDLE: Final = timedelta(minutes=60)
"""A session that nobody used for so long has ended: a screen in a classroom is left alone."""
LONGEST: Final = timedelta(hours=12)
"""A session ends after so long, used or not: a working day and its evening."""
TOUCHED: Final = timedelta(minutes=1)
"""How often, at most, it is written down that a session is used: a page is read more often than that."""
FORGOTTEN: Final = timedelta(minutes=15)
"""A failure older than this does not count."""
FREE: Final = 3
"""So many failures for one login cost nothing: everybody mistypes."""
FREE_OF_NETWORK: Final = 30
"""The same for one network address, which a whole school shares."""
_MOST: Final = 30
_MOST_OF_NETWORK: Final = 5
_NETWORK: Final = 64
"""Bits of an IPv6 address that tell one house from another; the rest a machine may choose afresh each minute."""


def wait_for_login(failures: int, last: datetime | None, now: datetime) -> int:
    """Seconds until the next try with a login that failed so often, the last time then."""
    if failures < FREE:
        return 0
    return _left(min(_MOST, 2 ** min(failures - FREE + 1, 5)), last, now)


def wait_for_network(failures: int, last: datetime | None, now: datetime) -> int:
    """Seconds until the next try from a network address: short, because colleagues wait with whoever guesses."""
    if failures < FREE_OF_NETWORK:
        return 0
    return _left(min(_MOST_OF_NETWORK, failures - FREE_OF_NETWORK + 1), last, now)


def network_of(address: str) -> str:
    """What an address is counted under; what is no address counts as one and the same."""
    try:
        found = ip_address(address)
    except ValueError:
        return "-"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), _NETWORK), strict=False))
    return str(found)


def _left(seconds: int, last: datetime | None, now: datetime) -> int:
    if last is None:
        return 0
    left = last + timedelta(seconds=seconds) - now
    return max(0, -(-left // timedelta(seconds=1)))
