"""Whose each stream is, where a row of that may hold anything: what cannot be read is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Table, func, select

from app.store.history import Owner, UnreadableError, owners, readable
from app.store.tables import board, dossier, route
from app.store.unit_of_work import Work

_OWNING: Final[tuple[tuple[str, Table, Column[Any]], ...]] = (
    ("dossier", dossier, dossier.c.dossier_id), ("route", route, route.c.route_id), ("board", board, board.c.board_id),
)  # fmt: skip
Bad = tuple[str, UUID | None]
"""What a row is of, in a few words, and the dossier that it belongs to where that can be read."""


def readable_owners(work: Work, dossier_id: UUID | None) -> tuple[list[Owner], list[Bad]]:
    """All streams of the board, or of one dossier, and the rows that cannot be read; row by row only if it must."""
    try:
        return owners(work, dossier_id), []
    except UnreadableError:
        return _one_by_one(work, dossier_id)


def dossiers_of(work: Work) -> list[UUID]:
    """The ids of all dossiers of the board, in order; what is no id is left out."""
    rows = work.run(select(_written(dossier.c.dossier_id, work)).where(dossier.c.board_id == work.board))
    return sorted(found for found in (_uuid(each) for each in rows.scalars()) if found is not None)


def _one_by_one(work: Work, dossier_id: UUID | None) -> tuple[list[Owner], list[Bad]]:
    found: list[Owner] = []
    bad: list[Bad] = []
    for kind, table, key in _OWNING:
        if kind == "board" and dossier_id is not None:
            continue
        for name, of in _keys(work, table, key):
            if dossier_id is not None and of != dossier_id:
                continue
            try:
                found.append(_owner(work, kind, table, key, name))
            except (UnreadableError, ValueError):
                bad.append((f"{kind} {_shown(name)}", of))
    return found, bad


def _keys(work: Work, table: Table, key: Column[Any]) -> Iterator[tuple[str, UUID | None]]:
    """The key of every row as it is written, and the dossier of the row."""
    of = table.c.dossier_id if "dossier_id" in table.c else key
    rows = work.rows(select(_written(key, work).label("key"), _written(of, work).label("of")).where(
        table.c.board_id == work.board
    ))  # fmt: skip
    return iter([(str(row.key), _uuid(row.of) if table is not board else None) for row in rows])


def _owner(work: Work, kind: str, table: Table, key: Column[Any], name: str) -> Owner:
    columns = [table.c[each] for each in ("stream_id", "facts", "head", "key_id")]
    more = [table.c[each] for each in ("dossier_id", "route_id", "number") if each in table.c]
    with readable("een rij van het bestuur, een dossier of een route"):
        row = work.row(select(*columns, *more).where(table.c.board_id == work.board, _written(key, work) == name))
        if row is None or not isinstance(row.head, bytes) or not isinstance(row.facts, int) or row.facts < 0:
            message = "no row that owns a stream"
            raise ValueError(message)
        number = getattr(row, "number", 0)
        return Owner(
            kind, row.stream_id, row.facts, row.head, row.key_id, getattr(row, "dossier_id", None),
            getattr(row, "route_id", None), number if isinstance(number, int) else 0,
        )  # fmt: skip


def _written(key: Column[Any], work: Work) -> Any:
    """A key as text that can always be read: hexadecimal of whatever bytes stand there."""
    if work.connection.dialect.name == "sqlite":
        return func.hex(key)
    return func.encode(func.uuid_send(key), "hex")


def _uuid(written: object) -> UUID | None:
    text = str(written)
    try:
        return UUID(text) if len(text) == _PLAIN else UUID(bytes.fromhex(text).decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return None


def _shown(written: str) -> str:
    found = _uuid(written)
    return str(found) if found else "met een id dat er geen is"


_PLAIN: Final = 32
"""Digits of an id; one that is kept as text gives twice as many."""
