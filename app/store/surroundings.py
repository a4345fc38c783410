"""Rows that stand around the routes of a dossier, as a check lays them beside the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, select

from app.domain.in_force import Put
from app.store.history import readable
from app.store.in_force import all_put
from app.store.tables import bundle, dossier, fact, holding, member, route, route_reader, task, task_function
from app.store.tasks import NEVER
from app.store.unit_of_work import Work

__all__ = [
    "NEVER",
    "bundle_rows",
    "function_rows",
    "holding_ends",
    "holdings_kept",
    "member_rows",
    "puts_kept",
    "reader_rows",
    "routes_begun",
]

_FIRST: Final = 1


def bundle_rows(work: Work) -> dict[str, str]:
    """Every published version: its hash, and that of its behaviour. Raises UnreadableError."""
    with readable("een protocolversie"):
        rows = work.rows(select(bundle.c.geheel, bundle.c.gedrag).where(bundle.c.board_id == work.board))
        return {row.geheel: row.gedrag for row in rows}


def puts_kept(work: Work) -> Sequence[Put]:
    """Everything that was ever put in force. Raises UnreadableError."""
    with readable("welke protocolversie geldt"):
        return all_put(work)


def reader_rows(work: Work, route_id: UUID) -> frozenset[str]:
    """The functions for whom a route exists. Raises UnreadableError."""
    where = (route_reader.c.board_id == work.board, route_reader.c.route_id == route_id)
    with readable("voor wie een route bestaat"):
        return frozenset(work.run(select(route_reader.c.function).where(*where)).scalars())


def function_rows(work: Work, route_id: UUID) -> dict[str, dict[str, datetime]]:
    """Task to the functions to which it is or was open, each with the term in the list. Raises UnreadableError."""
    query = (
        select(task_function.c.task_id, task_function.c.function, task_function.c.due_at)
        .join(task, (task.c.board_id == task_function.c.board_id) & (task.c.task_id == task_function.c.task_id))
        .where(task.c.board_id == work.board, task.c.route_id == route_id)
    )  # fmt: skip
    found: dict[str, dict[str, datetime]] = {}
    with readable("voor wie een taak is"):
        for row in work.rows(query):
            found.setdefault(str(row.task_id), {})[row.function] = row.due_at
    return found


def member_rows(work: Work, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Everybody who is or was on the team of a dossier by name. Raises UnreadableError."""
    where = (member.c.board_id == work.board, member.c.dossier_id == dossier_id)
    with readable("wie er betrokken is"):
        return list(work.rows(select(member).where(*where).order_by(member.c.member_id)))


def holdings_kept(work: Work) -> Sequence[Row[Any]]:
    """Every function that somebody holds, held or will hold. Raises UnreadableError."""
    what = (holding.c.holding_id, holding.c.person_id, holding.c.function, holding.c.school_id, holding.c.ended_at)
    with readable("wie een functie heeft"):
        return list(work.rows(select(*what).where(holding.c.board_id == work.board)))


def holding_ends(work: Work, person_id: UUID) -> frozenset[datetime]:
    """When functions of somebody ended or end."""
    where = (holding.c.board_id == work.board, holding.c.person_id == person_id, holding.c.ended_at.is_not(None))
    return frozenset(work.run(select(holding.c.ended_at).where(*where)).scalars())


def routes_begun(work: Work, dossier_id: UUID) -> tuple[int, Sequence[Row[Any]]]:
    """How many routes a dossier has had, and those that are there by number, with when their first fact was entered.

    Raises UnreadableError.
    """
    where = (dossier.c.board_id == work.board, dossier.c.dossier_id == dossier_id)
    mine = (route.c.board_id == work.board, route.c.dossier_id == dossier_id)
    first = and_(
        fact.c.board_id == route.c.board_id, fact.c.stream_id == route.c.stream_id, fact.c.sequence == _FIRST
    )  # fmt: skip
    with readable("de nummers van routes"):
        count = work.run(select(dossier.c.routes).where(*where)).scalar_one_or_none() or 0
        rows = work.rows(
            select(route.c.route_id, route.c.number, fact.c.entered).outerjoin(fact, first).where(*mine)
            .order_by(route.c.number)
        )  # fmt: skip
        return count, list(rows)
