"""What the worker does with many routes one after the other, beside the work: how far it is and what came of each.

Ids, numbers and sentences over what is drawn; nothing that was filled in, and no name of a child.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

batch = Table(
    "batch", db.metadata, board_key(), Column("batch_id", Uuid, primary_key=True),
    Column("kind", String(12), nullable=False),  # wat als, proef, overzetten, terugdraaien
    Column("subject_id", Uuid),  # the draft, or the batch that is taken back
    Column("digest", String(64), nullable=False),  # over the files of the draft, or of the version that is gone to
    Column("asked", JSON, nullable=False, default=dict),  # schools, reason, what was decided by hand
    Column("packed", LargeBinary),  # the files of the draft as they were, until it is done
    Column("asked_by", Uuid, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("status", String(8), nullable=False),  # loopt, gestopt, klaar
    Column("why", String(400), nullable=False, default=""),  # it stopped by itself, in Dutch
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False),
    Column("cursor", Uuid),  # the last route that was looked at
    Column("tally", JSON, nullable=False, default=dict),
    Column("worker_id", Uuid),  # that goes on with it
    Column("held_until", Instant),  # then it is another's, if that worker did not say anything
    Index("ix_batch_subject", "board_id", "kind", "subject_id", "begun_at"),
    Index("ix_batch_status", "board_id", "status"),
)  # fmt: skip

batch_route = Table(
    "batch_route", db.metadata, board_key(), Column("batch_id", Uuid, primary_key=True),
    Column("route_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("process", String(200), nullable=False),
    Column("name", String(200), nullable=False),  # of the route
    Column("result", String(16), nullable=False),
    Column("told", JSON, nullable=False, default=dict),  # sentences, and at which elements
    Index("ix_batch_route_dossier", "board_id", "dossier_id"),
)  # fmt: skip
