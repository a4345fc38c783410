"""The history: one row a fact. In clear stands only what a chain needs (docs/formats/history.md)."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Uuid

from app.store.db import board_key, db

fact = Table(
    "fact", db.metadata, board_key(), Column("stream_id", Uuid, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("entered", String(27), nullable=False),  # RFC 3339, as it stands in the hash
    Column("ciphertext", LargeBinary, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("key_id", Uuid, nullable=False),
)  # fmt: skip
