"""What was destroyed or is to be, and what may not be: ids and dates, and reasons sealed under the dossier's key."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer, LargeBinary, String, Table, Text, Uuid

from app.store.db import Instant, board_key, db

erasure = Table(
    "erasure", db.metadata, board_key(), Column("erasure_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("dossier_id", Uuid, nullable=False),
    Column("route_id", Uuid),  # None: all of the dossier
    Column("status", String(12), nullable=False),  # voorgesteld, afgewezen, vervallen, begonnen, vernietigd
    Column("ground", String(12), nullable=False),  # termijn, verzoek, rechter
    Column("sealed", LargeBinary, nullable=False),  # the reason; empty once the dossier is destroyed
    Column("kept_until", Date),  # when it was proposed; None: that could not be said
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", Uuid),
    Column("decided_at", Instant),
    Column("begun_in", Integer),  # number of the fact in the board's stream without which nothing is destroyed
    Column("tried", JSON, nullable=False, default=list),  # what opened before, to be tried again after
    Column("done_at", Instant),
    Column("wiped_at", Instant),  # when the database's own files had lost what was deleted
    Column("certificate", Text),  # in its one spelling
    Column("signature", LargeBinary),
    Column("signed_by", String(200)),  # the public key as text
    Index("ix_erasure_school", "board_id", "school_id", "status"),
    Index("ix_erasure_dossier", "board_id", "dossier_id"),
    Index("ix_erasure_status", "board_id", "status"),
)  # fmt: skip

legal_hold = Table(  # a dossier that must be kept: a complaint or a case runs
    "legal_hold", db.metadata, board_key(), Column("hold_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the reason
    Column("set_by", Uuid, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("lifted_by", Uuid),
    Column("lifted_at", Instant),
    Index("ix_legal_hold_dossier", "board_id", "dossier_id"),
)  # fmt: skip
