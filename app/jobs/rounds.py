"""The rounds of a worker: each goes over all boards, and what fails on one keeps it from no other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.commands.bus import Bus
from app.commands.checkpoints import SigningKey
from app.commands.command import Unrecorded
from app.commands.erasing import ForgetRoll
from app.commands.upkeep import SealReads, Tick, TidyUp
from app.domain.actors import Actor
from app.domain.errors import UnavailableError, WrongStateError
from app.jobs import batches
from app.jobs.checkpoints import Outside, copy_out, make_one
from app.jobs.checks import begin_nightly, go_on
from app.jobs.erasures import finish_begun
from app.jobs.mail import Post, send_due
from app.jobs.timers import fire_due
from app.queries.batches import Worker
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
    outside: Outside = field(default_factory=Outside)
    batching: Worker = field(default_factory=Worker)
    packing: Callable[[Desk, Bus, UUID, SigningKey | None], int] | None = None
    """Makes the packs that wait; it draws pages, so whoever puts the parts together brings it."""

    def tick(self) -> None:
        """Say that this worker is there, and let go off what is due."""
        self._everywhere("tick", self._tick)

    def mail(self) -> None:
        """Send the mail that waits."""
        self._everywhere("mail", lambda board: send_due(self.desk, self.bus, board, self.post))

    def seal(self) -> None:
        """Seal what was read."""
        self._everywhere("seal", lambda board: self._send(board, SealReads()))

    def checkpoint(self) -> None:
        """Make a checkpoint where an hour has passed, and write outside what was not yet."""
        if self.outside.fresh().key is None:
            log.error("there is no key to sign checkpoints with", extra={"action": "checkpoint_unsigned"})
            return
        self._everywhere("checkpoint", self._checkpoint)

    def erase(self) -> None:
        """Finish what is begun to be destroyed."""
        self._everywhere(
            "erase", lambda board: finish_begun(self.desk, self.bus, board, self.outside.fresh(), self.post)
        )  # fmt: skip

    def tidy(self) -> None:
        """The nightly round."""
        self._everywhere("tidy", self._tidy)

    def check_history(self) -> None:
        """Begin the check of all history, as every night."""
        self._everywhere("check", lambda board: begin_nightly(self.bus, board))

    def go_on_checking(self) -> None:
        """Go on with the checks of the history that run."""
        self._everywhere("checking", lambda board: go_on(self.desk, self.bus, board, self.outside.fresh()))

    def go_on_with_batches(self) -> None:
        """Go on with what goes by many routes."""
        self._everywhere("batch", lambda board: batches.go_on(self.desk, self.bus, board, self.batching))

    def pack(self) -> None:
        """Make the packs that two people agreed on."""
        packing = self.packing
        if packing is not None:
            self._everywhere("pack", lambda board: packing(self.desk, self.bus, board, self.outside.fresh().key))

    def _tick(self, board: UUID) -> None:
        before = self._send(board, Tick(self.worker))
        fired = fire_due(self.desk, self.bus, board)
        if isinstance(before, datetime) and fired and self.post.now() - before > ASLEEP:
            log.warning(
                "work was left behind and is done now",
                extra={"action": "caught_up", "timers": fired, "since": str(before)},
            )

    def _tidy(self, board: UUID) -> None:
        self._send(board, TidyUp())
        while self._send(board, ForgetRoll()):
            pass

    def _checkpoint(self, board: UUID) -> None:
        outside = self.outside.fresh()
        make_one(self.bus, board, outside)
        copy_out(self.desk, self.bus, board, outside, self.post)

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
