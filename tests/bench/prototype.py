"""The prototype of the study of the peers, made anew: what the same stack does with the library and one transaction.

Each completion is one transaction: the state under a lock, restored with the specification kept in memory, run, and
saved again where nobody was before; the task done, the next one put down, and a row that says so. It knows no people,
rights, forms, terms, messages, keys or history. The study measured 330 completions/s of it where it asked 390 of us.
"""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from threading import Lock
from typing import Any

from flask import Flask, Response, request
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    insert,
    select,
    update,
)  # fmt: skip

from app.store.clock import random_id
from app.store.db import WRITES, db, open_database
from tests.bench import library
from tests.bench.floor import fill
from tests.bench.processes import twenty_steps

URL = "PROTOTYPE_DATABASE_URL"
"""The variable that says which database."""
_METADATA = MetaData()
INSTANCE = Table(
    "prototype_instance", _METADATA, Column("id", Uuid, primary_key=True), Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)  # fmt: skip
TASK = Table(
    "prototype_task", _METADATA, Column("id", Uuid, primary_key=True), Column("instance", Uuid, nullable=False),
    Column("name", String(200), nullable=False), Column("open", Boolean, nullable=False),
)  # fmt: skip
AUDIT = Table(
    "prototype_audit", _METADATA, Column("id", Uuid, primary_key=True), Column("task", Uuid),
    Column("said", LargeBinary),
)  # fmt: skip
_LOCKED = (
    select(INSTANCE.c.id, INSTANCE.c.version, INSTANCE.c.state)
    .join(TASK, TASK.c.instance == INSTANCE.c.id)
    .where(TASK.c.id == bindparam("task"), TASK.c.open)
    .with_for_update(of=INSTANCE)
)
_MOVED = (
    update(INSTANCE)
    .where(INSTANCE.c.id == bindparam("b_id"), INSTANCE.c.version == bindparam("b_version"))
    .values(version=INSTANCE.c.version + 1, state=bindparam("state"))
)
_DONE = update(TASK).where(TASK.c.id == bindparam("b_id")).values(open=False)


def _specification() -> Any:
    return library.parse(twenty_steps().in_python)


def make_prototype(url: str, instances: int) -> list[str]:
    """Make its tables, with instances that wait at their first task; the ids of those tasks."""
    spec = _specification()
    with library.own_clock():
        state = library.without_spec(spec).serialize_json(library.start(spec)).encode()
    rows = [(random_id(), random_id()) for _ in range(instances)]
    fill(url, _METADATA, {
        INSTANCE: [{"id": one, "version": 0, "state": state} for one, _ in rows],
        TASK: [{"id": task, "instance": one, "name": "Taak 1", "open": True} for one, task in rows],
    })  # fmt: skip
    return [str(task) for _, task in rows]


def _make_app(url: str) -> Flask:
    app = Flask("prototype")
    open_database(app, url)
    one_writer = Lock() if url.startswith("sqlite") else nullcontext()
    serializer = library.without_spec(_specification())
    library.as_shipped()

    @app.post("/prototype/<uuid:task>")
    def complete(task: object) -> Response:
        said = json.loads(request.get_data())
        with one_writer, db.engine.connect().execution_options(**{WRITES: True}) as connection:
            row = connection.execute(_LOCKED, {"task": task}).one()
            workflow = serializer.deserialize_json(row.state)
            library.complete(workflow, said["answers"])
            state = serializer.serialize_json(workflow).encode()
            moved = connection.execute(_MOVED, {"b_id": row.id, "b_version": row.version, "state": state})
            if moved.rowcount != 1:
                raise RuntimeError("somebody else moved it")
            connection.execute(_DONE, {"b_id": task})
            opened = [
                {"id": random_id(), "instance": row.id, "name": each.task_spec.bpmn_name, "open": True}
                for each in workflow.get_tasks(state=TaskState.READY, manual=True)
            ]
            if opened:
                connection.execute(insert(TASK), opened)
            connection.execute(insert(AUDIT), {"id": random_id(), "task": task, "said": request.get_data()})
            connection.commit()
        told = {"opened": [{"id": str(each["id"]), "name": each["name"]} for each in opened]}
        return Response(json.dumps(told), mimetype="application/json")

    return app


if URL in os.environ:
    app = _make_app(os.environ[URL])
