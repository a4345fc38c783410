"""A worker that lets go off what is due, once it is told to: `python -m tests.bench.firing`, a process of its own.

It is the round of the real worker without its clock: how long that waits between two rounds is no measure of work.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter
from uuid import UUID

from app.factory import create_app
from app.jobs.timers import fire_due
from app.parts import parts_of
from app.settings import from_environment


def main() -> None:
    """Get ready and say so. For each line, which names a board, fire; say how many went off and when the last did."""
    app = create_app(from_environment(os.environ))
    parts = parts_of(app)
    with app.app_context():
        parts.desk.boards()
        print("ready", flush=True)
        for board in sys.stdin:
            fired = fire_due(parts.desk, parts.bus, UUID(board.strip()))
            print(fired, perf_counter(), flush=True)


if __name__ == "__main__":
    main()
