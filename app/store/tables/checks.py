"""Checks of the history as they run, and what they found: ids, numbers and sentences that name no child."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, Uuid

from app.store.db import Instant, board_key, db

check_run = Table(
    "check_run", db.metadata, board_key(), Column("check_id", Uuid, primary_key=True),
    Column("verdicts", JSON, nullable=False),  # which of the three
    Column("dossier_id", Uuid),  # None: all of them
    Column("audit_id", Uuid),  # for which audit, always with a dossier; None: for none
    Column("schools", JSON),  # ids of the schools whose dossiers are looked at; null: of the whole board
    Column("begun_by", Uuid),  # None: the machine, at night
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("status", String(8), nullable=False),  # loopt, gestopt, klaar
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False),
    Column("cursor", Uuid),  # the last dossier that was looked at
    Column("found", Integer, nullable=False, default=0),
    Column("counts", JSON, nullable=False, default=dict),  # streams, facts, steps, rules, checkpoints
    Index("ix_check_run_begun", "board_id", "begun_at"),
    Index("ix_check_run_status", "board_id", "status"),
    Index("ix_check_run_dossier", "board_id", "dossier_id", "begun_at"),
    Index("ix_check_run_audit", "board_id", "audit_id", "dossier_id"),
)  # fmt: skip

check_finding = Table(
    "check_finding", db.metadata, board_key(), Column("finding_id", Uuid, primary_key=True),
    Column("check_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),  # the order in which they were found
    Column("verdict", String(16), nullable=False),
    Column("sort", String(24), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("dossier_id", Uuid),
    Column("route_id", Uuid),
    Column("number", Integer, nullable=False, default=0),
    Column("stream_id", Uuid),
    Column("sequence", Integer, nullable=False, default=0),
    Column("element", String(200), nullable=False, default=""),
    Column("rule", String(40), nullable=False, default=""),
    Column("by_id", Uuid),
    Column("second_id", Uuid),
    Index("ix_check_finding_check", "board_id", "check_id", "place"),
)  # fmt: skip
