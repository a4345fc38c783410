"""What is written together at the end of a transaction: one statement on PostgreSQL, the same rows on both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid, bindparam, insert, select, update

from app.store.clock import random_id
from app.store.db import db
from app.store.kept import Kept
from app.store.together import MOST, Write, write_all
from app.store.unit_of_work import LostRaceError
from tests.counting import counted
from tests.killing import on_sqlite
from tests.school import School

_METADATA = MetaData()
ONE, OTHER = (
    Table(
        name, _METADATA, Column("board_id", Uuid, primary_key=True), Column("thing_id", Uuid, primary_key=True),
        Column("name", String(40)), Column("number", Integer),
    )
    for name in ("together_one", "together_other")
)  # fmt: skip
INTO_ONE, INTO_OTHER = (Kept(insert(table), tuple(each.name for each in table.c)) for table in (ONE, OTHER))
COUNT = Kept(
    update(ONE).where(ONE.c.thing_id == bindparam("b_thing")).values(number=ONE.c.number + bindparam("b_more"))
)  # fmt: skip


@pytest.fixture
def tables(school: School) -> Iterator[School]:
    _METADATA.create_all(db.engine)
    yield school
    _METADATA.drop_all(db.engine)


def thing(school: School, name: str, number: int = 0) -> dict[str, Any]:
    return {"board_id": school.board, "thing_id": random_id(), "name": name, "number": number}


def more(which: UUID, by: int) -> dict[str, Any]:
    return {"b_thing": which, "b_more": by}


def rows(school: School, table: Table) -> list[tuple[Any, ...]]:
    with school.reading() as work:
        return [tuple(each) for each in work.rows(select(table.c.name, table.c.number).order_by(table.c.name))]


def test_changes_of_several_tables_are_one_statement_where_the_database_can(tables: School) -> None:
    first = thing(tables, "'s-Gravenhage $1 %")
    with tables.writing() as work:
        work.run(INTO_ONE, first)
    writes = [
        Write(COUNT, more(first["thing_id"], 3), rows=1), Write(INTO_ONE, thing(tables, "Çağla", 1)),
        Write(INTO_OTHER, thing(tables, "Ylva", 2)), Write(INTO_OTHER, thing(tables, "Zoë")),
    ]  # fmt: skip
    with tables.writing() as work, counted() as sent:
        assert write_all(work.connection, writes)
    assert len([each for each in sent.statements if "together" in each]) == (3 if on_sqlite(tables.site) else 1)
    assert rows(tables, ONE) == [("'s-Gravenhage $1 %", 3), ("Çağla", 1)]
    assert rows(tables, OTHER) == [("Ylva", 2), ("Zoë", 0)]


@pytest.mark.parametrize("beside", [0, 1, MOST])
def test_a_row_that_is_not_there_is_told(tables: School, beside: int) -> None:
    there, others = thing(tables, "Emre"), [Write(INTO_OTHER, thing(tables, f"{each}")) for each in range(beside)]
    with tables.writing() as work:
        work.run(INTO_ONE, there)
        assert not write_all(work.connection, [Write(COUNT, more(random_id(), 1), rows=1), *others])
        assert write_all(work.connection, [Write(COUNT, more(there["thing_id"], 1), rows=1)])
        assert not write_all(work.connection, [
            Write(COUNT, more(there["thing_id"], 1), rows=1), Write(COUNT, more(random_id(), 1), rows=1),
        ])  # fmt: skip
    assert rows(tables, ONE)[0][1] >= 2
    assert len(rows(tables, OTHER)) == beside


def test_what_is_put_off_is_there_for_the_next_statement_and_one_row_is_never_changed_twice_at_once(
    tables: School,
) -> None:
    there = thing(tables, "Emre")
    with tables.writing() as work:
        work.run(INTO_ONE, there)
        work.later(COUNT, there["thing_id"], more(there["thing_id"], 1))
        work.later(COUNT, there["thing_id"], more(there["thing_id"], 1))
        assert [row.number for row in work.rows(select(ONE.c.number))] == [2]
        work.later(COUNT, there["thing_id"], more(there["thing_id"], 1))
    assert rows(tables, ONE) == [("Emre", 3)]


def test_a_race_that_was_lost_leaves_nothing(tables: School) -> None:
    with pytest.raises(LostRaceError):
        lose(tables, random_id())
    assert rows(tables, ONE) == rows(tables, OTHER) == []


def lose(school: School, nobodys: UUID) -> None:
    with school.writing() as work:
        work.run(INTO_ONE, thing(school, "Emre"))
        work.later(COUNT, nobodys, more(nobodys, 1), rows=1)
        work.add(OTHER, thing_id=random_id(), name="Noor", number=0)
