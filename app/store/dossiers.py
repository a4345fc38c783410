"""Dossiers and their routes: locking, loading and beginning. One lock holds all of a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, String, Uuid, bindparam, delete, func, select, update
from sqlalchemy.sql.visitors import replacement_traverse

from app.store.in_force import holds
from app.store.kept import Kept
from app.store.loaded import LOOPT, LoadedDossier, LoadedRoute
from app.store.outcome import NUMBER
from app.store.people import around, around_of
from app.store.streams import Stream
from app.store.tables import (
    bundle,
    deviation,
    dossier,
    dossier_function,
    route,
    route_reader,
    school,
    task,
)  # fmt: skip
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW

DOSSIER_COLUMNS: Final = (
    dossier.c.school_id, dossier.c.pupil_id, dossier.c.key_id.label("dossier_key"),
    dossier.c.stream_id.label("dossier_stream"), dossier.c.facts.label("dossier_facts"),
    dossier.c.head.label("dossier_head"), dossier.c.routes.label("dossier_routes"),
    dossier.c.last_at.label("dossier_last_at"), dossier.c.opened_at.label("dossier_opened_at"),
    dossier.c.closed_at.label("dossier_closed_at"), school.c.calendar,
)  # fmt: skip
"""What a dossier is made of, beside its `dossier_id`."""
_DOSSIER: Final = (
    select(dossier.c.dossier_id, *DOSSIER_COLUMNS)
    .join(school, (school.c.board_id == dossier.c.board_id) & (school.c.school_id == dossier.c.school_id))
    .where(dossier.c.board_id == BOARD, dossier.c.dossier_id == bindparam("dossier"))
)
_HOLDS: Final = holds(
    bindparam("school", type_=Uuid()), bindparam("for_person", type_=Uuid()), bindparam("own", type_=String())
)
DOSSIER, TASK, PERSON = "dossier", "task", "person"
"""What is known of what is locked: the dossier; a task in it; and who asks for that."""
_LOCK: Final = Kept(_DOSSIER.with_for_update(of=dossier))
_LOCK_OR_SKIP: Final = Kept(_DOSSIER.with_for_update(of=dossier, skip_locked=True))
_HERE: Final = (
    select(task.c.dossier_id, task.c.route_id, dossier.c.school_id, dossier.c.pupil_id)
    .join(dossier, (dossier.c.board_id == task.c.board_id) & (dossier.c.dossier_id == task.c.dossier_id))
    .where(task.c.board_id == BOARD, task.c.task_id == bindparam("task"))
    .cte("here")
)
"""Where a task is: read anew behind the lock, so that nothing of before it has to be waited for."""


def _here(name: str) -> Any:
    return select(_HERE.c[name]).scalar_subquery()


def _routes(dossier_id: Any, asked: Any) -> Select[Any]:
    """The routes of a dossier that run, and the one that is asked for."""
    return (
        select(route)
        .where(
            route.c.board_id == BOARD, route.c.dossier_id == dossier_id,
            (route.c.status == LOOPT) | (route.c.route_id == asked),
        )
        .order_by(route.c.number)
    )  # fmt: skip


_ROUTES: Final = _routes(bindparam("dossier"), bindparam("asked"))
_OF_TASK: Final = (
    _routes(_here("dossier_id"), _here("route_id"))
    .outerjoin(
        task,
        (task.c.board_id == route.c.board_id) & (task.c.route_id == route.c.route_id)
        & (task.c.task_id == bindparam("task")),
    )
    .add_columns(
        task.c.task_id, task.c.version.label("task_version"), task.c.status.label("task_status"), task.c.done_by,
        task.c.closed_at, task.c.opened_in, task.c.joined,
    )
)  # fmt: skip
_AROUND: Final = around(
    dossier=_here("dossier_id"), school=_here("school_id"), pupil=_here("pupil_id"), route=_here("route_id"),
    task=bindparam("task"),
)  # fmt: skip
_FOR_PERSON: Final = _OF_TASK.add_columns(_AROUND.label("around"))


def _by_its_own_clock(statement: Select[Any]) -> Any:
    """With the instant at which the database begins the statement, after the lock, in the place of the bound one."""
    replaced: Any = replacement_traverse
    return replaced(statement, {}, lambda each, **_: func.statement_timestamp() if each is NOW else None)


def _asked(statement: Select[Any]) -> tuple[Kept, Kept]:
    numbered = statement.add_columns(NUMBER)
    clock = func.clock_timestamp().label("clock")
    return Kept(numbered), Kept(_by_its_own_clock(numbered.add_columns(clock)))


_STATEMENTS: Final[Mapping[str, tuple[Kept, Kept]]] = {
    DOSSIER: _asked(_ROUTES), TASK: _asked(_OF_TASK), PERSON: _asked(_FOR_PERSON),
}  # fmt: skip
"""By what is known: by a bound time, and by the database's, which comes along then."""


def lock_dossier(
    work: Work, dossier_id: UUID, *, asked: UUID | None = None, skip_locked: bool = False
) -> LoadedDossier | None:
    """The dossier, locked until the transaction ends, with its open routes and the one that is asked for.

    None where it is not there; with `skip_locked` also where somebody else holds it.
    """
    values = {"board": work.board, "dossier": dossier_id, "asked": asked}
    return _locked(work, _LOCK_OR_SKIP if skip_locked else _LOCK, values, DOSSIER)[1]


def lock_of_task(
    work: Work, lock: Kept, task_id: UUID, person: UUID | None = None
) -> tuple[Row[Any] | None, LoadedDossier | None]:  # fmt: skip
    """The row of `lock`, which locks the dossier of a task, and that dossier with the task as it is under the lock.

    With a `person`, to whom `lock` gives a row only where they may do the task, the people around that come along.
    """
    values: dict[str, object] = {"board": work.board, "task": task_id}
    if person is not None:
        values |= {"person": person, "now": work.clock.roughly()}
    return _locked(work, lock, values, TASK if person is None else PERSON)


def _locked(
    work: Work, lock: Kept, values: Mapping[str, object], known: str
) -> tuple[Row[Any] | None, LoadedDossier | None]:  # fmt: skip
    """Lock, and load in the same journey what runs: the second statement begins when the first has its lock."""
    clocked = work.on_server and work.clock.read is None
    statement = _STATEMENTS[known][clocked]
    rows, routes = work.ask((lock, values), (statement, values if clocked else {**values, "now": work.now}))
    if not rows:
        return None, None
    (row,) = rows
    found = _dossier_of(work, row)
    found.routes = [_route_of(work, each) for each in routes]
    if known != DOSSIER:
        found.task = next((each for each in routes if each.task_version is not None), None)
    if known == PERSON and routes:
        found.around = around_of(routes[0].around)
    latest = max([found.last_at, *(each.last_at for each in routes)])
    if routes:
        work.number = routes[0].transaction
    work.held_at(latest, routes[0].clock.astimezone(UTC) if routes and clocked else None)
    return row, found


def new_dossier(work: Work, *, school_id: UUID, pupil_id: UUID, calendar: str) -> LoadedDossier:
    """A dossier that is begun in this transaction."""
    stream = new_stream(work)
    made = LoadedDossier(
        work, work.new_id(), school_id, pupil_id, stream, calendar, work.now, work.now, is_new=True,
    )  # fmt: skip
    work.before_end.append(made.save)
    return made


def new_route(found: LoadedDossier, process: str, name: str, bundle_hash: str, started_by: UUID | None) -> LoadedRoute:
    """A route that is begun in this transaction; its key is durable before the transaction ends."""
    work = found.work
    found.begun += 1
    made = LoadedRoute(
        work, work.new_id(), found.id, found.begun, process, name, bundle_hash, LOOPT, 0, new_stream(work), started_by,
        work.now,
    )  # fmt: skip
    found.routes.append(made)
    return made


def new_stream(work: Work) -> Stream:
    """A stream with a key of its own."""
    made = work.keys.create(work.board)
    return Stream(work.new_id(), made.id, lambda: made.key)


def add_standing(work: Work, dossier_id: UUID, functions: Iterable[str]) -> None:
    """Put functions on the team of a dossier."""
    for each in functions:
        work.add(dossier_function, dossier_id=dossier_id, function=each)


def add_readers(work: Work, route_id: UUID, functions: Iterable[str]) -> None:
    """Write down for which functions a route exists."""
    for each in functions:
        work.add(route_reader, route_id=route_id, function=each)


def set_readers(work: Work, route_id: UUID, functions: Iterable[str]) -> None:
    """Write down anew for which functions a route exists."""
    work.run(delete(route_reader).where(route_reader.c.board_id == work.board, route_reader.c.route_id == route_id))
    add_readers(work, route_id, functions)


def bundle_in_force(
    work: Work, school: UUID | None = None, person: UUID | None = None, own: str | None = None
) -> str | None:
    """The hash of the protocol version that new routes start on now: what this person starts at this school.

    Without a person it is that of the school, or of the pilot on its `own` version, which a route throws a message on;
    without a school that of the whole board. None where none was published.
    """
    found: str | None = work.run(
        _HOLDS, {"board": work.board, "now": work.now, "school": school, "for_person": person, "own": own}
    ).scalar_one_or_none()
    return found


def bundle_files(work: Work, geheel: str) -> bytes | None:
    """The zip of a published version."""
    where = (bundle.c.board_id == work.board, bundle.c.geheel == geheel)
    found: bytes | None = work.run(select(bundle.c.files).where(*where)).scalar_one_or_none()
    return found


def open_deviation(work: Work, deviation_id: UUID) -> Row[Any] | None:
    """A proposal to deviate on which nobody decided yet."""
    where = (
        deviation.c.board_id == work.board, deviation.c.deviation_id == deviation_id, deviation.c.decided_at.is_(None),
    )  # fmt: skip
    return work.row(select(deviation).where(*where))


def decide_deviation(work: Work, deviation_id: UUID, person: UUID) -> None:
    """Write down who decided on a proposal."""
    where = (deviation.c.board_id == work.board, deviation.c.deviation_id == deviation_id)
    work.run(update(deviation).where(*where).values(decided_by=person, decided_at=work.now))


def drop_proposal(work: Work, deviation_id: UUID) -> None:
    """Take away a proposal on which nobody will decide any more."""
    work.run(delete(deviation).where(deviation.c.board_id == work.board, deviation.c.deviation_id == deviation_id))


def stream_of(work: Work, row: Row[Any]) -> Stream:
    """The stream of a row that owns one."""
    key_id = row.key_id
    return Stream(row.stream_id, key_id, lambda: work.keys.get(work.board, key_id), row.facts, bytes(row.head))


def _dossier_of(work: Work, row: Row[Any]) -> LoadedDossier:
    """The dossier of a row with `DOSSIER_COLUMNS`; it writes itself when the transaction ends."""
    key_id = row.dossier_key
    stream = Stream(
        row.dossier_stream, key_id, lambda: work.keys.get(work.board, key_id), row.dossier_facts,
        bytes(row.dossier_head),
    )  # fmt: skip
    found = LoadedDossier(
        work, row.dossier_id, row.school_id, row.pupil_id, stream, row.calendar, row.dossier_last_at,
        row.dossier_opened_at, row.dossier_closed_at, row.dossier_routes,
    )  # fmt: skip
    found.loaded = found.mark()
    work.before_end.append(found.save)
    return found


def _route_of(work: Work, row: Row[Any]) -> LoadedRoute:
    stream = stream_of(work, row)
    return LoadedRoute(
        work, row.route_id, row.dossier_id, row.number, row.process, row.name, row.bundle, row.status, row.version,
        stream, row.started_by, row.started_at, row.stuck, row.milestone, dict(row.reached), row.phase,
        list(row.ends), row.next_due, row.ended_at, bytes(row.state), row.version, before=row.facts,
    )  # fmt: skip
