"""Rehearsals of a protocol: what somebody does in a made-up dossier. No child, and nothing that is written down."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Uuid

from app.store.db import Instant, board_key, db

rehearsal = Table(
    "rehearsal", db.metadata, board_key(), Column("rehearsal_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),  # whose it is: nobody else sees it
    Column("draft_id", Uuid),  # null where it is of a version
    Column("geheel", String(64)),  # null where it is of a draft
    Column("digest", String(64), nullable=False),  # over the files with which it was last played
    Column("function", String(200), nullable=False),  # as whom the person acts now; empty until one is chosen
    Column("revision", Integer, nullable=False),
    Column("given", JSON, nullable=False, default=list),  # sentences of a scenario, each a text and its table
    Column("acts", JSON, nullable=False, default=list),  # the same: what was done
    Column("changed_at", Instant, nullable=False),
    Index("ix_rehearsal_person", "board_id", "person_id", "changed_at"),
)  # fmt: skip
