"""Drafts of a protocol: their files as they are now, and every revision that was saved, as what changed in it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

protocol_draft = Table(
    "protocol_draft", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("based_on", String(64)),  # the version that it began as; null for one that was uploaded
    Column("revision", Integer, nullable=False),  # number of the last save
    Column("changed_by", Uuid, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("proposed_by", Uuid),  # who asks to bring it into force; null while nobody does
    Column("proposed_at", Instant),
    Column("proposed_digest", String(64)),  # over its files as they were then: what is saved after it was not proposed
    Column("proposed_why", String(1000)),
    Column("proposed_for", JSON),  # for whom, and from which day
    Column("dropped_by", Uuid),
    Column("dropped_at", Instant),  # null while it is worked on
    Index("ix_protocol_draft_changed", "board_id", "changed_at"),
)  # fmt: skip

draft_file = Table(
    "draft_file", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("name", String(200), primary_key=True),  # its path in the protocol
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("revision", Integer, nullable=False),  # in which it was last changed
    Column("changed_by", Uuid, nullable=False),
    Column("changed_at", Instant, nullable=False),
)  # fmt: skip

draft_revision = Table(
    "draft_revision", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    # begonnen, bewaard, hersteld, verbeterd, samengevoegd, hernoemd, functie-weg
    Column("kind", String(12), nullable=False),
    Column("source", Integer),  # the revision that came back; of one that was merged: with which
    Column("digest", String(64), nullable=False),  # over all files, as that of a version
    Column("made_by", Uuid, nullable=False),
    Column("begun_at", Instant, nullable=False),  # of the first of the saves that it stands for
    Column("made_at", Instant, nullable=False),
)  # fmt: skip

draft_change = Table(
    "draft_change", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("digest", String(64)),  # null where the file went away
    Column("size", Integer, nullable=False),
)  # fmt: skip

draft_content = Table(
    "draft_content", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("digest", String(64), primary_key=True),  # SHA-256 of the bytes
    Column("packed", LargeBinary, nullable=False),  # zlib
)  # fmt: skip

draft_presence = Table(
    "draft_presence", db.metadata, board_key(), Column("draft_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("name", String(200), primary_key=True),  # of the file that is open
    Column("seen_at", Instant, nullable=False),  # a page that is open says so every few seconds
)  # fmt: skip
