"""Every table of the product. Columns only: what they mean stands beside them, what may change them in `store`."""

from app.store.tables.access import invitation, read_log, read_seal, token
from app.store.tables.history import fact
from app.store.tables.people import (
    board,
    calendar,
    employment,
    free_day,
    group_teacher,
    holding,
    parent,
    person,
    pupil,
    pupil_group,
    school,
    school_group,
)
from app.store.tables.routes import (
    answer,
    denial,
    deviation,
    dossier,
    dossier_function,
    draft,
    member,
    route,
    route_reader,
    task,
    task_function,
)
from app.store.tables.work import bundle, idempotency, in_force, incident, outbox, worker

__all__ = [
    "answer", "board", "bundle", "calendar", "denial", "deviation", "dossier", "dossier_function", "draft",
    "employment", "fact", "free_day", "group_teacher", "holding", "idempotency", "in_force", "incident", "invitation",
    "member", "outbox", "parent", "person", "pupil", "pupil_group", "read_log", "read_seal", "route", "route_reader",
    "school", "school_group", "task", "task_function", "token", "worker",
]  # fmt: skip
