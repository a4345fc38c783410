"""Looking at what stands in the tables of one board."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.store.sealing import about_draft, unseal
from tests.school import School


def only(school: School, table: Any, **where: object) -> Any:
    """The one row there is."""
    (found,) = rows(school, table, **where)
    return found


def rows(school: School, table: Any, **where: object) -> list[Any]:
    conditions = [table.c[name] == value for name, value in where.items()]
    with school.reading() as work:
        return list(work.rows(select(table).where(table.c.board_id == school.board, *conditions)))


def drafted(school: School, task: UUID, function: str) -> dict[str, object]:
    """What is kept of what somebody typed."""
    person = school.people[function]
    row = only(school, t.draft, task_id=task, person_id=person)
    key = school.site.keys.get(school.board, only(school, t.route, route_id=row.route_id).key_id)
    found: dict[str, object] = json.loads(unseal(key, bytes(row.sealed), *about_draft(row.route_id, task, person)))
    return found
