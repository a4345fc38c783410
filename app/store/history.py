"""Streams as they lie in the database: whose they are, their facts, and what a check lays beside them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, literal, null, select, union_all
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql import cast
from sqlalchemy.types import Uuid

from app.store.chain import Link
from app.store.documents import fact_bytes
from app.store.sealing import SealError, about_fact, unseal
from app.store.tables import answer, board, dossier, fact, read_log, read_seal, route, task
from app.store.unit_of_work import Work

_NO_ID: Final = cast(null(), Uuid)


class UnreadableError(Exception):
    """Something stands in the database that cannot have been written there; the message says where, in Dutch."""


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Read rows of which somebody may have made anything: SQLite keeps whatever it is given, in any column.

    Raises UnreadableError, naming `what`, where a value is not of the kind of its column.
    """
    message = f"in {what} staat iets wat daar nooit is opgeschreven"
    try:
        yield
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UnreadableError(message) from error
    except OperationalError as error:
        # The driver tells a text that is no UTF-8 as it tells a database that is away.
        if not isinstance(error.orig, sqlite3.Error) or "decode" not in str(error.orig):
            raise
        raise UnreadableError(message) from error


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose stream it is: the board's, a dossier's or a route's; nobody's where its key and rows were destroyed."""

    kind: str
    stream: UUID
    count: int
    head: bytes
    key_id: UUID | None = None
    dossier: UUID | None = None
    route: UUID | None = None
    number: int = 0
    """Of a route in its dossier."""


def owners(work: Work, dossier_id: UUID | None = None) -> list[Owner]:
    """All streams of the board, or those of one dossier. Raises UnreadableError."""
    parts = [
        select(
            literal("dossier").label("kind"), dossier.c.stream_id, dossier.c.facts, dossier.c.head, dossier.c.key_id,
            dossier.c.dossier_id, _NO_ID.label("route_id"), literal(0).label("number"),
        ).where(dossier.c.board_id == work.board, *([dossier.c.dossier_id == dossier_id] if dossier_id else [])),
        select(
            literal("route"), route.c.stream_id, route.c.facts, route.c.head, route.c.key_id, route.c.dossier_id,
            route.c.route_id, route.c.number,
        ).where(route.c.board_id == work.board, *([route.c.dossier_id == dossier_id] if dossier_id else [])),
    ]  # fmt: skip
    if dossier_id is None:
        parts.append(
            select(
                literal("board"), board.c.stream_id, board.c.facts, board.c.head, board.c.key_id, _NO_ID, _NO_ID,
                literal(0),
            ).where(board.c.board_id == work.board)
        )  # fmt: skip
    with readable("een rij van het bestuur, een dossier of een route"):
        return [
            Owner(
                row.kind,
                row.stream_id,
                _count(row.facts),
                _bytes(row.head),
                row.key_id,
                row.dossier_id,
                row.route_id,
                _count(row.number),
            )
            for row in work.rows(union_all(*parts))
        ]


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        message = "no bytes"
        raise TypeError(message)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        message = "no count"
        raise ValueError(message)
    return value


def streams_in_facts(work: Work) -> set[UUID]:
    """Every stream that has a fact. Raises UnreadableError."""
    with readable("een feit"):
        return set(work.run(select(fact.c.stream_id).where(fact.c.board_id == work.board).distinct()).scalars())


def links(work: Work, stream: UUID) -> list[Link]:
    """The links of a stream, in order. Raises UnreadableError, naming the fact."""
    with readable("een feit"):
        rows = work.rows(
            select(fact.c.sequence, fact.c.entered, fact.c.ciphertext, fact.c.head)
            .where(fact.c.board_id == work.board, fact.c.stream_id == stream).order_by(fact.c.sequence)
        )  # fmt: skip
    found = []
    for place, row in enumerate(rows, start=1):
        kinds = (row.sequence, int), (row.entered, str), (row.ciphertext, bytes), (row.head, bytes)
        if not all(isinstance(value, kind) for value, kind in kinds):
            message = f"in feit {place} staat iets wat daar nooit is opgeschreven"
            raise UnreadableError(message)
        found.append(Link(stream, row.sequence, row.entered, row.ciphertext, row.head))
    return found


def opened(key: bytes, link: Link) -> dict[str, Any]:
    """The document of a fact. Raises SealError where it was not sealed here, or is not in its one spelling."""
    plain = unseal(key, link.ciphertext, *about_fact(link.stream, link.sequence, link.entered))
    document: dict[str, Any] = json.loads(plain)
    if fact_bytes(document) != plain:
        message = "Dit feit staat niet in zijn ene schrijfwijze."
        raise SealError(message)
    return document


def answer_rows(work: Work, route_id: UUID) -> dict[tuple[str, str], Row[Any]]:
    """The answers of a route as rows, by command and field group. Raises UnreadableError."""
    where = (answer.c.board_id == work.board, answer.c.route_id == route_id)
    with readable("een antwoord"):
        rows = work.rows(select(answer).where(*where))
        for row in rows:
            _bytes(row.sealed)
        return {(str(row.command_id), row.veldgroep): row for row in rows}


def route_row(work: Work, route_id: UUID) -> Row[Any]:
    """The row of a route. Raises LookupError where there is none, UnreadableError."""
    with readable("de rij van de route"):
        row = work.row(select(route).where(route.c.board_id == work.board, route.c.route_id == route_id))
        if row is not None:
            _bytes(row.state)
    if row is None:
        message = "there is no such route"
        raise LookupError(message)
    return row


def task_rows(work: Work, route_id: UUID) -> dict[str, Row[Any]]:
    """The tasks of a route as rows, open and closed, by id. Raises UnreadableError."""
    where = (task.c.board_id == work.board, task.c.route_id == route_id)
    with readable("een taak"):
        return {str(row.task_id): row for row in work.rows(select(task).where(*where).order_by(task.c.task_id))}


def reads_between(work: Work, first: int, count: int) -> list[Row[Any]]:
    """The rows of the read log with these numbers, in order."""
    return list(work.rows(
        select(read_log)
        .where(read_log.c.board_id == work.board, read_log.c.number >= first, read_log.c.number < first + count)
        .order_by(read_log.c.number)
    ))  # fmt: skip


def read_seals(work: Work) -> Iterator[Row[Any]]:
    """The seals on the read log, in order."""
    yield from work.rows(select(read_seal).where(read_seal.c.board_id == work.board).order_by(read_seal.c.number))


def boards(work: Work) -> list[UUID]:
    """Every board of this machine."""
    return list(work.run(select(board.c.board_id).order_by(board.c.board_id)).scalars())
