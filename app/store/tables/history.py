"""The history: one row a fact. In clear stands only what a chain needs (docs/formats/history.md)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import DDL, Column, Integer, LargeBinary, String, Table, Uuid, event

from app.store.db import board_key, db

fact = Table(
    "fact", db.metadata, board_key(), Column("stream_id", Uuid, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("entered", String(27), nullable=False),  # RFC 3339, as it stands in the hash
    Column("ciphertext", LargeBinary, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("key_id", Uuid, nullable=False),
)  # fmt: skip

_FOLLOWS: Final = """
CREATE TRIGGER fact_follows BEFORE INSERT ON fact
WHEN NEW.sequence <> 1 + (
    SELECT coalesce(max(sequence), 0) FROM fact WHERE board_id = NEW.board_id AND stream_id = NEW.stream_id
)
BEGIN SELECT RAISE(ABORT, 'a fact follows the one before it'); END
"""
_REFUSE: Final = """
CREATE FUNCTION fact_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a fact is never changed or deleted'; END $$
"""
_STAYS: Final = """
CREATE TRIGGER fact_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fact
FOR EACH STATEMENT EXECUTE FUNCTION fact_stays()
"""
REFUSALS: Final = {
    "sqlite": (
        "CREATE TRIGGER fact_stays BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END",
        "CREATE TRIGGER fact_remains BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END",
        _FOLLOWS,
    ),
    "postgresql": (_REFUSE, _STAYS, "ALTER TABLE fact ENABLE ALWAYS TRIGGER fact_stays"),
}
"""What makes the database itself refuse to change a fact, by its kind. An insert that would replace is one too."""

for dialect, statements in REFUSALS.items():
    for statement in statements:
        guard = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # untyped in the library
        event.listen(fact, "after_create", guard)
