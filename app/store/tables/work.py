"""What keeps the machine going: protocols in force, answers to repeated requests, incidents, mail, workers."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid

from app.store.db import Instant, board_key, db

bundle = Table(  # every version that was ever published: old routes and old facts need it
    "bundle", db.metadata, board_key(), Column("geheel", String(64), primary_key=True),
    Column("gedrag", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("files", LargeBinary, nullable=False),  # a zip
    Column("published_at", Instant, nullable=False),
)  # fmt: skip

in_force = Table(
    "in_force", db.metadata, board_key(), Column("in_force_id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),  # in the order in which it was done
    Column("geheel", String(64), nullable=False),
    Column("reach", Integer, nullable=False),  # 1: a pilot of some people, 2: a school, 3: the board
    Column("school_id", Uuid),  # null: the whole board
    Column("since", Instant, nullable=False),
    Column("published_by", Uuid, nullable=False),  # who proposed it
    Column("seconded_by", Uuid, nullable=False),  # who agreed
    Column("made_at", Instant, nullable=False),
    Column("why", String(1000), nullable=False),
    Column("withdrawn_at", Instant),  # null while it holds, or will
    Column("withdrawn_by", Uuid), Column("withdrawn_with", Uuid),  # who asked for that, and who agreed
    Column("statement", Text), Column("signature", LargeBinary),  # what was signed; null without a signing key
    Index("uq_in_force_number", "board_id", "number", unique=True), Index("ix_in_force_since", "board_id", "since"),
    Index("ix_in_force_geheel", "board_id", "geheel"),
)  # fmt: skip

in_force_person = Table(  # whose pilot it is
    "in_force_person", db.metadata, board_key(), Column("in_force_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
)  # fmt: skip

protocol_proposal = Table(  # of a version that was published before; that of a draft stands with the draft
    "protocol_proposal", db.metadata, board_key(), Column("proposal_id", Uuid, primary_key=True),
    Column("geheel", String(64), nullable=False),
    Column("in_force_id", Uuid),  # what is to be taken back; null where the version is to come into force
    Column("target", JSON, nullable=False),  # for whom, and from which day
    Column("why", String(1000), nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", Instant, nullable=False),
)  # fmt: skip

idempotency = Table(
    "idempotency", db.metadata, board_key(), Column("person_id", Uuid, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request", LargeBinary(32), nullable=False),  # an HMAC: the request itself holds what was typed
    Column("status", Integer, nullable=False),
    Column("location", String(200), nullable=False),
    Column("command_id", Uuid, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_idempotency_created", "board_id", "created_at"),
)  # fmt: skip

incident = Table(
    "incident", db.metadata, board_key(), Column("incident_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("dossier_id", Uuid, nullable=False),
    Column("route_id", Uuid),
    Column("kind", String(20), nullable=False),  # taak, termijn, bericht, niemand
    Column("element", String(200), nullable=False, default=""),
    Column("subject", String(80), nullable=False, default=""),  # id of the task or timer
    Column("message", Text, nullable=False),  # in Dutch; names elements, never a child
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", Uuid),
    Index("ix_incident_open", "board_id", "school_id", "resolved_at"),
    Index("ix_incident_dossier", "board_id", "dossier_id", "resolved_at"),
)  # fmt: skip

outbox = Table(
    "outbox", db.metadata, board_key(), Column("mail_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("kind", String(20), nullable=False),  # taak, bericht, acuut: which fixed text; never about whom
    Column("command_id", Uuid, nullable=False),  # that made it: who sent it learns whom it reached
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant),  # None: sent, or given up
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_at", Instant),
    Column("failed", Boolean, nullable=False, default=False),
    Column("about", String(200)),  # name of a draft or version of the protocol; null for what is about a dossier
    Column("subject_id", Uuid),  # that draft or proposal, for the link
    Index("ix_outbox_command", "board_id", "command_id"), Index("ix_outbox_next", "board_id", "next_at"),
)  # fmt: skip

upload = Table(  # a school's roll between the look at it and the deed; nobody else's, and not for long
    "upload", db.metadata, board_key(), Column("upload_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("school_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # under the board's key; empty once it was taken in
    Column("done", JSON),  # how many of what, and the digest of the plan; no names
    Column("until", Instant, nullable=False),
    Index("ix_upload_person", "board_id", "person_id"), Index("ix_upload_until", "board_id", "until"),
)  # fmt: skip

worker = Table(
    "worker", db.metadata, board_key(), Column("worker_id", Uuid, primary_key=True),
    Column("ticked_at", Instant, nullable=False),
)  # fmt: skip
