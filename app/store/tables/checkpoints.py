"""Checkpoints of the history, and what they were made of; what they mean stands in docs/formats/history.md."""

from __future__ import annotations

from typing import Final

from sqlalchemy import DDL, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid, event

from app.store.db import Instant, board_key, db

checkpoint = Table(
    "checkpoint", db.metadata, board_key(), Column("number", Integer, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("destroyed", Integer, nullable=False),  # how many keys it names as destroyed
    Column("text", Text, nullable=False),  # all of it, signature included
)  # fmt: skip

checkpoint_head = Table(  # a row where a chain stood elsewhere than at the checkpoint before
    "checkpoint_head", db.metadata, board_key(), Column("stream_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),  # of the checkpoint
    Column("place", Integer, nullable=False),  # in the tree of heads, from 0, and for ever
    Column("kind", String(5), nullable=False),
    Column("size", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("parent", Uuid),
    Index("uq_checkpoint_head_place", "board_id", "place", "number", unique=True),
    Index("ix_checkpoint_head_number", "board_id", "number"),
)  # fmt: skip

checkpoint_copy = Table(
    "checkpoint_copy", db.metadata, board_key(), Column("place", String(400), primary_key=True),
    Column("number", Integer, nullable=False),  # all up to this one were written there
    Column("at", Instant, nullable=False),
)  # fmt: skip


def _sqlite(name: str, new: str) -> tuple[str, ...]:
    return (
        f"""CREATE TRIGGER {name}_stays BEFORE UPDATE ON {name}
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END""",
        f"""CREATE TRIGGER {name}_remains BEFORE DELETE ON {name}
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END""",
        f"""CREATE TRIGGER {name}_follows BEFORE INSERT ON {name} WHEN {new}
BEGIN SELECT RAISE(ABORT, 'a checkpoint follows the one before it'); END""",
    )


def _postgresql(name: str) -> tuple[str, ...]:
    return (
        """CREATE OR REPLACE FUNCTION checkpoint_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a checkpoint is never changed or deleted'; END $$""",
        f"""CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}
FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_stays()""",
        f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {name}_stays",
    )


_NEXT: Final = "NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM checkpoint WHERE board_id = NEW.board_id)"
"""What the database refuses of a checkpoint that is added: another number than the next one."""
_THERE: Final = """EXISTS (
    SELECT 1 FROM checkpoint_head
    WHERE board_id = NEW.board_id AND stream_id = NEW.stream_id AND number >= NEW.number
) OR EXISTS (
    SELECT 1 FROM checkpoint_head WHERE board_id = NEW.board_id AND place = NEW.place AND number >= NEW.number
)"""
"""The same of a head: one that stands there already, or is older than one that does.

Two questions, because each has an index; with one of both, SQLite reads every head of the board for each that is added.
"""

for table, new in ((checkpoint, _NEXT), (checkpoint_head, _THERE)):
    for dialect, statements in (("sqlite", _sqlite(table.name, new)), ("postgresql", _postgresql(table.name))):
        for statement in statements:
            guard = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # untyped in the library
            event.listen(table, "after_create", guard)
