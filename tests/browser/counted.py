"""The made-up school with some hundred routes of last months in it, so that there are figures to look at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.store.clock import random_id
from app.store.unit_of_work import Work, transaction
from tests.figured import Did, Went, add_route
from tests.machine import Machine
from tests.school import the_bundle
from workflows import PlaceKind, places

ROUTES: Final = 260
_TERMS: Final = (3, 5, 7, 10, 14)


def fill(folder: Path) -> None:
    """Put routes of the meldcode as rows into the made-up school of a folder; nothing serves it yet."""
    machine = Machine(folder)
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with transaction(board, parts.bus.keys, parts.bus.clock) as work:
            school = work.run(select(t.school.c.school_id)).scalars().first()
            assert school is not None
            _routes(work, school)


def _routes(work: Work, school: UUID) -> None:
    chance = Random(7)  # noqa: S311  the same rows each time
    bundle = the_bundle()
    drawn = bundle.processes["meldcode"]
    own = [
        each
        for each in places(drawn)
        if each.kind is not PlaceKind.STEP and drawn.nodes[each.element].tag == "userTask"
    ]
    called = next(
        each for each in places(bundle.processes["oudergesprek"])
        if bundle.processes["oudergesprek"].nodes[each.element].tag == "userTask"
    )  # fmt: skip
    speed = {each.element: chance.choice((0.1, 0.4, 1.5, 3, 6, 9, 16)) for each in own}
    term = {each.element: chance.choice(_TERMS) for each in own}
    today = work.now.replace(hour=8, minute=0, second=0, microsecond=0)
    routes = []
    for _ in range(ROUTES):
        way = own[: chance.choice((4, 4, 4, 6, 6, 9))]
        if chance.random() < 0.2:
            way = [*way[:2], *way[3:]]
        after, tasks = timedelta(), []
        for each in way:
            took = timedelta(days=chance.gammavariate(2, speed[each.element] / 2))
            tasks.append(Did(each.element, each.name, took, timedelta(days=term[each.element]), after))
            after += took
        tasks.append(Did(called.element, called.name, timedelta(days=2), None, after, process="oudergesprek"))
        begun = today - timedelta(days=chance.randrange(5, 400))
        moved = own[5].element if chance.random() < 0.05 else ""
        routes.append(add_route(work, school, Went(tasks, begun, chance.random() < 0.9, "meldcode", moved_to=moved)))
    _judged(work, routes, chance)


def _judged(work: Work, routes: list[UUID], chance: Random) -> None:
    check = random_id()
    work.add(
        t.check_run, check_id=check, verdicts=["conformiteit"], dossier_id=None, schools=None, begun_by=None,
        begun_at=work.now, ended_at=work.now, status="klaar", done=1, total=1, found=1, counts={},
    )  # fmt: skip
    rules = the_bundle().rules.rules
    for place, route in enumerate(chance.sample(routes, 90)):
        rule = rules[min(chance.randrange(6), chance.randrange(6))]
        work.add(
            t.check_finding, finding_id=random_id(), check_id=check, place=place, verdict="conformiteit",
            sort="afgeweken" if place % 3 else "geschonden", sentence="", dossier_id=None, route_id=route, number=1,
            rule=rule.id,
        )  # fmt: skip
