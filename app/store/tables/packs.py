"""Packs for somebody outside: what was asked, what became of it, and for a few days the pack itself, sealed."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

pack = Table(
    "pack", db.metadata, board_key(), Column("pack_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("dossier_id", Uuid, nullable=False),
    # gevraagd, afgewezen, bevestigd, klaar, mislukt, verlopen, vernietigd
    Column("status", String(12), nullable=False),
    Column("recipient", String(12), nullable=False),  # inspectie, bestuur, rechter, ouders
    Column("names", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the reason, under the key of the dossier's stream
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", Uuid),
    Column("decided_at", Instant),
    Column("confirmed_in", Integer),  # number of the fact in the dossier's stream without which none is made
    Column("done", Integer, nullable=False, default=0),  # steps of making it
    Column("tries", Integer, nullable=False, default=0),
    Column("since", Integer),  # number of the checkpoint that whoever gets it kept: the proof reaches back to it
    Column("made_at", Instant),
    Column("until", Instant),
    Column("size", Integer),
    Column("manifest", String(64)),
    Column("keys", JSON, nullable=False, default=list),  # ids of the keys that together open it
    Index("ix_pack_school", "board_id", "school_id", "asked_at"),
    Index("ix_pack_dossier", "board_id", "dossier_id"),
    Index("ix_pack_status", "board_id", "status"),
)  # fmt: skip

pack_content = Table(  # gone after a few days
    "pack_content", db.metadata, board_key(), Column("pack_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)  # fmt: skip
