"""Boards and schools being added, and what of a school may change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from app.domain.free_days import FreeDay, FreeKind
from app.store.calendars import keep_calendar, set_free_days
from app.store.dossiers import new_stream
from app.store.streams import Stream
from app.store.tables import board, school
from app.store.unit_of_work import Work


def board_exists(work: Work) -> bool:
    """Whether the board of this transaction is there."""
    return work.row(select(board.c.board_id).where(board.c.board_id == work.board)) is not None


def new_board(work: Work, name: str) -> Stream:
    """Begin the board of this transaction, with a key of its own; it is written at the end, facts and all."""
    stream, at = new_stream(work), work.now

    def write() -> None:
        work.add(
            board, name=name, key_id=stream.key_id, stream_id=stream.id, facts=stream.count, head=stream.head,
            created_at=at,
        )  # fmt: skip

    work.before_end.append(write)
    return stream


def find_school(work: Work, school_id: UUID) -> Row[Any] | None:
    """The row of a school."""
    return work.row(select(school).where(school.c.board_id == work.board, school.c.school_id == school_id))


def find_brin(work: Work, brin: str) -> Row[Any] | None:
    """The row of the school with this BRIN."""
    return work.row(select(school).where(school.c.board_id == work.board, school.c.brin == brin))


def add_school(work: Work, name: str, brin: str, region: str, calendar: str) -> UUID:
    """Keep a new school; its id."""
    made = work.new_id()
    work.add(
        school, school_id=made, name=name, brin=brin, region=region, calendar=calendar, created_at=work.now
    )  # fmt: skip
    return made


def set_region(work: Work, school_id: UUID, region: str) -> None:
    """Give a school another region."""
    where = (school.c.board_id == work.board, school.c.school_id == school_id)
    work.run(update(school).where(*where).values(region=region))


def keep_free_days(
    work: Work, school_id: UUID, digest: str, days: tuple[FreeDay, ...], public: frozenset[date], free: frozenset[date]
) -> None:
    """Keep a calendar by its digest, and give it to a school with the days that it is made of, one row a day.

    Of a day that is free for two reasons one is shown, a public holiday before all else; the calendar has both.
    """
    keep_calendar(work, digest, public, free)
    shown = {each.day: each for each in sorted(days, key=lambda each: each.kind is FreeKind.HOLIDAY)}
    rows = [{"day": each.day, "kind": str(each.kind), "name": each.name} for each in shown.values()]
    set_free_days(work, school_id, digest, rows)


def all_schools(work: Work) -> Sequence[Row[Any]]:
    """Every school of the board, by name: id, name, BRIN, region."""
    return work.rows(select(school).where(school.c.board_id == work.board).order_by(school.c.name, school.c.brin))


def board_name(work: Work) -> str:
    """What the board is called."""
    return str(work.run(select(board.c.name).where(board.c.board_id == work.board)).scalar_one())
