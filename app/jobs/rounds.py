"""The rounds of a worker: each goes over all boards, and what fails on one keeps it from no other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.commands.bus import Bus
from app.commands.command import Unrecorded
from app.commands.upkeep import SealReads, Tick, TidyUp
from app.domain.actors import Actor
from app.domain.errors import UnavailableError, WrongStateError
from app.jobs.mail import Post, send_due
from app.jobs.timers import fire_due
from app.queries.desk import Desk

log = logging.getLogger(__name__)
ASLEEP: Final = timedelta(minutes=2)
"""A longer silence than this means that work was left behind."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What one worker does again and again."""

    worker: UUID
    desk: Desk
    bus: Bus
    post: Post

    def tick(self) -> None:
        """Say that this worker is there, and let go off what is due."""
        self._everywhere("tick", self._tick)

    def mail(self) -> None:
        """Send the mail that waits."""
        self._everywhere("mail", lambda board: send_due(self.desk, self.bus, board, self.post))

    def seal(self) -> None:
        """Seal what was read."""
        self._everywhere("seal", lambda board: self._send(board, SealReads()))

    def tidy(self) -> None:
        """The nightly round."""
        self._everywhere("tidy", lambda board: self._send(board, TidyUp()))

    def _tick(self, board: UUID) -> None:
        before = self._send(board, Tick(self.worker))
        fired = fire_due(self.desk, self.bus, board)
        if isinstance(before, datetime) and fired and self.post.now() - before > ASLEEP:
            log.warning(
                "work was left behind and is done now",
                extra={"action": "caught_up", "timers": fired, "since": str(before)},
            )

    def _send(self, board: UUID, command: Unrecorded) -> object:
        result: object = self.bus.send(command, by=Actor.system(board)).result
        return result

    def _everywhere(self, round_: str, do: Callable[[UUID], object]) -> None:
        try:
            boards = self.desk.boards()
        except UnavailableError:
            log.warning("the database is away", extra={"action": f"{round_}_delayed"})
            return
        for board in boards:
            try:
                do(board)
            except UnavailableError:
                log.warning("a board was not reached", extra={"action": f"{round_}_delayed"})
            except WrongStateError as error:
                log.error(error.message, extra={"action": f"{round_}_refused"})  # noqa: TRY400  it is told, not traced
            except Exception:
                # One board's trouble must not stop the clock of all others; it is logged with its trace.
                log.exception("a round failed on one board", extra={"action": f"{round_}_failed"})
