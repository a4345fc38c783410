"""The board, its schools, the people who work there, and the pupils. Names of children are sealed, never in clear."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Uuid

from app.store.db import Instant, board_key, db

board = Table(
    "board", db.metadata, board_key(),
    Column("name", String(200), nullable=False),
    Column("key_id", Uuid, nullable=False),  # seals its stream, its roll and the searches in it
    Column("stream_id", Uuid, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("created_at", Instant, nullable=False),
)  # fmt: skip

school = Table(
    "school", db.metadata, board_key(), Column("school_id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("brin", String(6), nullable=False),
    Column("region", String(10), nullable=False),
    Column("calendar", String(64), nullable=False),  # digest of its free days as they are now
    Column("created_at", Instant, nullable=False),
    Index("uq_school_brin", "board_id", "brin", unique=True),
)  # fmt: skip

person = Table(
    "person", db.metadata, board_key(), Column("person_id", Uuid, primary_key=True),
    Column("login", String(120), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, default=""),
    Column("password", String(200)),  # an Argon2id hash, None until the one-time link was used
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
    Index("uq_person_login", "board_id", "login", unique=True),
)  # fmt: skip

employment = Table(
    "employment", db.metadata, board_key(), Column("school_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("key", String(200)),  # the stable key of the school's own administration
    Column("said", JSON, nullable=False, default=dict),  # all that a file said of them; functions are proposed from it
    Column("declined", JSON, nullable=False, default=list),  # functions that were proposed and that somebody said no to
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("uq_employment_key", "board_id", "school_id", "key", unique=True),
    Index("ix_employment_person", "board_id", "person_id"),
)  # fmt: skip

holding = Table(
    "holding", db.metadata, board_key(), Column("holding_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("function", String(80), nullable=False),
    Column("school_id", Uuid),  # None: at the board, for all of its schools
    Column("began_at", Instant, nullable=False),  # of a deputy this may be later than now
    Column("ended_at", Instant),  # so may this
    Column("instead_of", Uuid),  # the person for whom a deputy stands in
    Index("ix_holding_person", "board_id", "person_id"),
    Index("ix_holding_function", "board_id", "school_id", "function"),
)  # fmt: skip

school_group = Table(
    "school_group", db.metadata, board_key(), Column("group_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("key", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("jaargroep", String(4), nullable=False, default=""),
    Column("composite", Boolean, nullable=False, default=False),
    Column("ended_at", Instant),
    Index("uq_school_group_key", "board_id", "school_id", "key", unique=True),
)  # fmt: skip

group_teacher = Table(
    "group_teacher", db.metadata, board_key(), Column("group_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Index("ix_group_teacher_person", "board_id", "person_id"),
)  # fmt: skip

pupil = Table(
    "pupil", db.metadata, board_key(), Column("pupil_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("key", String(200), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # name, date of birth, postcode and so on, under the board's key
    Column("left_on", Date),
    Column("changed_at", Instant, nullable=False),
    Index("uq_pupil_key", "board_id", "school_id", "key", unique=True),
)  # fmt: skip

pupil_group = Table(
    "pupil_group", db.metadata, board_key(), Column("pupil_id", Uuid, primary_key=True),
    Column("group_id", Uuid, primary_key=True),
    Index("ix_pupil_group_group", "board_id", "group_id"),
)  # fmt: skip

parent = Table(
    "parent", db.metadata, board_key(), Column("parent_id", Uuid, primary_key=True),
    Column("pupil_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # name, custody from and until, contact ban, secret address
    Column("changed_at", Instant, nullable=False),
    Index("ix_parent_pupil", "board_id", "pupil_id"),
)  # fmt: skip

calendar = Table(
    "calendar", db.metadata, board_key(), Column("digest", String(64), primary_key=True),
    Column("public_holidays", JSON, nullable=False),  # ISO dates; kept for ever, because facts name the digest
    Column("school_free_days", JSON, nullable=False),
)  # fmt: skip

free_day = Table(
    "free_day", db.metadata, board_key(), Column("school_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(120), nullable=False),
)  # fmt: skip
