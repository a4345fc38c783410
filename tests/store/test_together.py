"""What is written together at the end of a transaction: one journey to PostgreSQL, the same rows on both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid, bindparam, insert, select, update

from app.store.clock import random_id
from app.store.db import db
from app.store.kept import Kept
from app.store.pipeline import AT_ONCE
from app.store.together import Write, write_all
from app.store.unit_of_work import LostRaceError
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
    db.engine.dispose()


def thing(school: School, name: str, number: int = 0) -> dict[str, Any]:
    return {"board_id": school.board, "thing_id": random_id(), "name": name, "number": number}


def more(which: UUID, by: int) -> dict[str, Any]:
    return {"b_thing": which, "b_more": by}


def rows(school: School, table: Table) -> list[tuple[Any, ...]]:
    with school.reading() as work:
        return [tuple(each) for each in work.rows(select(table.c.name, table.c.number).order_by(table.c.name))]


def test_changes_of_several_tables_are_written_in_their_order(tables: School) -> None:
    first = thing(tables, "'s-Gravenhage $1 %")
    writes = [
        Write(INTO_ONE, first), Write(COUNT, more(first["thing_id"], 3), must=True),
        Write(INTO_ONE, thing(tables, "Çağla", 1)), Write(INTO_OTHER, thing(tables, "Ylva", 2)),
        Write(COUNT, more(first["thing_id"], 4), must=True), Write(INTO_OTHER, thing(tables, "Zoë")),
    ]  # fmt: skip
    with tables.writing() as work:
        assert write_all(work.connection, writes)
    assert rows(tables, ONE) == [("'s-Gravenhage $1 %", 7), ("Çağla", 1)]
    assert rows(tables, OTHER) == [("Ylva", 2), ("Zoë", 0)]


@pytest.mark.parametrize("beside", [0, 1, AT_ONCE])
@pytest.mark.parametrize("first", [True, False])
def test_what_must_be_there_and_is_not_is_told_and_nothing_is_committed(
    tables: School, beside: int, first: bool  # noqa: FBT001  a parameter of a test
) -> None:  # fmt: skip
    others = [Write(INTO_OTHER, thing(tables, f"{each}")) for each in range(beside)]
    missing = Write(COUNT, more(random_id(), 1), must=True)
    with tables.writing() as work:
        assert not write_all(work.connection, [missing, *others] if first else [*others, missing], commit=True)
        work.connection.rollback()
    assert rows(tables, OTHER) == []


def test_what_need_not_be_there_may_be_missing(tables: School) -> None:
    with tables.writing() as work:
        assert write_all(work.connection, [Write(COUNT, more(random_id(), 1)), Write(INTO_ONE, thing(tables, "Emre"))])
    assert rows(tables, ONE) == [("Emre", 0)]


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
        work.later(COUNT, nobodys, more(nobodys, 1), must=True)
        work.add(OTHER, thing_id=random_id(), name="Noor", number=0)
