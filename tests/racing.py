"""Several people, or one person several times, at the same instant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from app.commands.command import Command
from app.domain.actors import Actor
from app.domain.errors import KeyReusedError, UnavailableError, WrongStateError
from tests.school import School

Act = Callable[[], Any]


def at_once(school: School, acts: Sequence[Act]) -> list[Any]:
    """Do all of these in threads that begin together; what each gave or raised."""
    gate = Barrier(len(acts))

    def run(act: Act) -> Any:
        with school.site.app.app_context():
            gate.wait(timeout=20)
            try:
                return act()
            except (WrongStateError, UnavailableError, KeyReusedError) as told:
                return told

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, act) for act in acts]]


def sending(school: School, command: Command, by: Actor, key: str | None = None) -> Act:
    return lambda: school.bus.send(command, by=by, key=key, at="/hier")
