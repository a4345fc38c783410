"""Audits: who may look into which dossiers of a school, until when, and which names were opened to them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

audit = Table(
    "audit", db.metadata, board_key(), Column("audit_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),  # the auditor
    Column("given_by", Uuid, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("began_at", Instant, nullable=False),  # may be later than now
    Column("until", Instant, nullable=False),
    Column("ended_at", Instant),  # before its time
    Column("method", String(12), nullable=False),  # alle, steekproef
    Column("seed", String(100), nullable=False),
    Column("population", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),  # of the list that was drawn from
    Column("sealed", LargeBinary, nullable=False),  # why, under the board's key
    Index("ix_audit_school", "board_id", "school_id", "given_at"),
    Index("ix_audit_person", "board_id", "person_id", "given_at"),
)  # fmt: skip

audit_dossier = Table(
    "audit_dossier", db.metadata, board_key(), Column("audit_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),  # by which the auditor knows it
    Column("dossier_id", Uuid, nullable=False),
    Index("ix_audit_dossier_dossier", "board_id", "dossier_id"),
)  # fmt: skip

audit_lift = Table(
    "audit_lift", db.metadata, board_key(), Column("lift_id", Uuid, primary_key=True),
    Column("audit_id", Uuid, nullable=False),
    Column("dossier_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("what", String(12), nullable=False),  # leerling, ouder, medewerker, teksten
    Column("about", Uuid, nullable=False),  # the pupil, parent, member of staff or route
    Column("at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # why, under the board's key
    Index("ix_audit_lift_audit", "board_id", "audit_id", "at"),
    Index("ix_audit_lift_dossier", "board_id", "dossier_id"),
)  # fmt: skip
