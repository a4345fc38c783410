"""The floor: the same server and driver and an answer in JSON, doing one bare transaction of 1 update and 2 inserts.

It knows no people, rights, forms, engine, keys or history. What a completion costs above it is what those cost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from threading import Lock

from flask import Flask, Response, request
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    create_engine,
    insert,
    update,
)  # fmt: skip

from app.store.clock import random_id
from app.store.db import WRITES, db, open_database

URL = "FLOOR_DATABASE_URL"
"""The variable that says which database."""
_METADATA = MetaData()
ROW = Table(
    "floor_row", _METADATA, Column("id", Uuid, primary_key=True), Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)  # fmt: skip
ITEM = Table("floor_item", _METADATA, Column("id", Uuid, primary_key=True), Column("name", String(200)))
NOTE = Table("floor_note", _METADATA, Column("id", Uuid, primary_key=True), Column("text", LargeBinary))
_MOVE = (
    update(ROW).where(ROW.c.id == bindparam("b_id")).values(version=ROW.c.version + 1, state=bindparam("state"))
)  # fmt: skip
_STATE, _NOTE = bytes(200), bytes(1_000)


def make_floor(url: str, rows: int) -> list[str]:
    """Make its tables, with rows to update; their ids."""
    ids = [random_id() for _ in range(rows)]
    fill(url, _METADATA, {ROW: [{"id": each, "version": 0, "state": _STATE} for each in ids]})
    return [str(each) for each in ids]


def fill(url: str, tables: MetaData, rows: Mapping[Table, Sequence[Mapping[str, object]]]) -> None:
    """Make tables with rows in them; PostgreSQL sees what they hold, as it does by itself within a minute."""
    engine = create_engine(url)
    tables.create_all(engine)
    with engine.begin() as connection:
        for table, those in rows.items():
            connection.execute(insert(table), list(those))
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _make_app(url: str) -> Flask:
    app = Flask("floor")
    open_database(app, url)
    one_writer = Lock() if url.startswith("sqlite") else nullcontext()

    @app.post("/floor/<uuid:id>")
    def complete(id: object) -> Response:  # noqa: A002  the name in the address
        said = json.loads(request.get_data())
        made = random_id()
        with one_writer, db.engine.connect().execution_options(**{WRITES: True}) as connection:
            connection.execute(_MOVE, {"b_id": id, "state": _STATE})
            connection.execute(insert(ITEM), {"id": made, "name": "Taak"})
            connection.execute(insert(NOTE), {"id": random_id(), "text": _NOTE})
            connection.commit()
        told = {"id": str(id), "made": str(made), "answers": len(said["answers"])}
        return Response(json.dumps(told), mimetype="application/json")

    return app


if URL in os.environ:
    app = _make_app(os.environ[URL])
