"""Signing in, and who looked at what (R65; NEN 7513 is the model)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

token = Table(
    "token", db.metadata, board_key(), Column("token_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("until", Instant),
    Column("revoked_at", Instant),
    Index("uq_token_hash", "board_id", "hash", unique=True),
)  # fmt: skip

invitation = Table(
    "invitation", db.metadata, board_key(), Column("invitation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("until", Instant, nullable=False),
    Column("used_at", Instant),
    Index("uq_invitation_hash", "board_id", "hash", unique=True),
)  # fmt: skip

session = Table(
    "session", db.metadata, board_key(), Column("session_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("uq_session_hash", "board_id", "hash", unique=True),
    Index("ix_session_person", "board_id", "person_id"),
)  # fmt: skip

sign_in_failure = Table(  # under no board: whoever mistypes a login is on none
    "sign_in_failure", db.metadata, board_key(), Column("failure_id", Uuid, primary_key=True),
    Column("login", LargeBinary(32), nullable=False),  # an HMAC: people type their password there, too
    Column("network", LargeBinary(32), nullable=False),  # an HMAC
    Column("at", Instant, nullable=False),
    Index("ix_sign_in_failure_login", "board_id", "login", "at"),
    Index("ix_sign_in_failure_network", "board_id", "network", "at"),
)  # fmt: skip

read_log = Table(
    "read_log", db.metadata, board_key(), Column("read_id", Uuid, primary_key=True),
    Column("number", BigInteger),  # its place in the sealed log, given when it is sealed
    Column("at", Instant, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", Uuid),  # dossier, task or pupil that was asked for
    Column("found", Boolean, nullable=False),
    Column("sealed", LargeBinary),  # what was typed into a search, under the board's key
    Index("ix_read_log_number", "board_id", "number"),
    Index("ix_read_log_subject", "board_id", "subject"),
    Index("ix_read_log_person", "board_id", "person_id", "at"),
)  # fmt: skip

read_seal = Table(
    "read_seal", db.metadata, board_key(), Column("number", Integer, primary_key=True),
    Column("begins", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),  # of its rows: the chain still holds when their time is over
    Column("head", LargeBinary(32), nullable=False),
    Column("sealed_at", Instant, nullable=False),
)  # fmt: skip
