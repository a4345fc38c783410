"""A transaction that lost a race is run again; a database that cannot be reached is told as such."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.domain.errors import UnavailableError, UncertainError
from app.store.keys import KeysError
from app.store.unit_of_work import CommitLostError, LostRaceError

log = logging.getLogger(__name__)
Result = TypeVar("Result")
TRIES: Final = 4
_PAUSE: Final = 0.02
"""Seconds before the second try; three times as long before each next one."""
_LOST: Final = (OperationalError, InterfaceError, IntegrityError, LostRaceError, PoolTimeoutError, CommitLostError)


def retried(action: Callable[[], Result], pause: Callable[[float], None] = sleep, *, known: bool = True) -> Result:
    """Run a whole transaction, again where it lost a race or its connection. Raises UnavailableError after four tries.

    Safe because nothing of a transaction that failed stays. Where its commit may have succeeded, it is run again only
    if it is `known` to be a repetition, by its key or by what it finds; else UncertainError.
    """
    for number in range(TRIES):
        try:
            return action()
        except KeysError as error:
            raise UnavailableError from error
        except (*_LOST, DBAPIError) as error:
            if not isinstance(error, _LOST) and not _is_cut_off(error):
                raise
            _give_up(error, known=known, last=number == TRIES - 1)
            pause(_PAUSE * 3**number)
    raise UnavailableError


def _give_up(error: Exception, *, known: bool, last: bool) -> None:
    if isinstance(error, CommitLostError) and not known:
        raise UncertainError from error
    if last or not _may_pass(error):
        # Its kind alone: what the database says of it may quote a value.
        log.warning("a transaction was given up: %s", type(error).__name__, extra={"action": "transaction_given_up"})
        raise UnavailableError from error


@contextmanager
def reachable() -> Iterator[None]:
    """Tell a database that is away as UnavailableError, where a question is asked and nothing is tried again."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, CommitLostError, LostRaceError) as error:
        raise UnavailableError from error
    except DBAPIError as error:
        if _is_cut_off(error):
            raise UnavailableError from error
        raise


def _is_cut_off(error: Exception) -> bool:
    """The server ended the session, as it does where a node slept in a transaction: it tells that as another error."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _may_pass(error: Exception) -> bool:
    """A lock that was not given in five seconds will not be given in the next; all else may have been a race."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) if isinstance(error, DBAPIError) else None
    return state not in ("55P03", "57014")
