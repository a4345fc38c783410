"""Finishing what is begun to be destroyed, also where the machine died on the way; then a checkpoint of it."""

from __future__ import annotations

import logging
from uuid import UUID

from app.commands.bus import Bus
from app.commands.finishing import close_off, finish
from app.jobs.checkpoints import Outside, copy_out, make_one
from app.jobs.mail import Post
from app.queries.desk import Desk
from app.queries.erasures import left_over

log = logging.getLogger(__name__)


def finish_begun(desk: Desk, bus: Bus, board: UUID, outside: Outside, post: Post) -> int:
    """Finish what is begun, wipe and sign what is done; how many those were.

    A checkpoint is made at once, because until one names the destroyed keys a backup of the key store brings them back.
    """
    with desk.reading(board) as work:
        begun, done = left_over(work, signs=outside.key is not None)
    finished = [each for each in begun if finish(bus, board, each, outside.key)]
    for each in set(begun) - set(finished):
        log.error("an erasure is not finished", extra={"action": "erasure_delayed", "erasure": str(each)})
    for each in done:
        close_off(bus, board, each, outside.key)
    if finished or done:
        make_one(bus, board, outside, at_once=True)
        copy_out(desk, bus, board, outside, post)
    return len(finished) + len(done)
