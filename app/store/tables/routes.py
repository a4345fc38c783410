"""Dossiers, their routes and tasks, and the people on them. All but keys and streams is a projection of the facts."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, Uuid, text

from app.store.db import Instant, board_key, db

dossier = Table(
    "dossier", db.metadata, board_key(), Column("dossier_id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("pupil_id", Uuid, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("stream_id", Uuid, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("routes", Integer, nullable=False, default=0),  # how many were begun: the next one's number less one
    Column("last_at", Instant, nullable=False),  # of the last fact of its own stream
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index("ix_dossier_school", "board_id", "school_id"),
    Index(
        "uq_dossier_open", "board_id", "pupil_id", unique=True,
        sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL"),
    ),
)  # fmt: skip

dossier_function = Table(  # functions that are on the team without being asked
    "dossier_function", db.metadata, board_key(), Column("dossier_id", Uuid, primary_key=True),
    Column("function", String(80), primary_key=True),
)  # fmt: skip

route = Table(
    "route", db.metadata, board_key(), Column("route_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("process", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("bundle", String(64), nullable=False),
    Column("status", String(12), nullable=False),
    Column("stuck", Boolean, nullable=False, default=False),  # an incident of it is open
    Column("version", Integer, nullable=False),  # number of its last command
    Column("state", LargeBinary, nullable=False),  # canonical, compressed, sealed under its key
    Column("milestone", String(200), nullable=False, default=""),
    Column("reached", JSON, nullable=False, default=dict),  # by milestone when it last came there, as it happened
    Column("phase", String(80), nullable=False, default=""),
    Column("ends", JSON, nullable=False, default=list),
    Column("next_due", Instant),  # of its timers, those of open incidents left out
    Column("started_by", Uuid),  # None: by a message of another route
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("last_at", Instant, nullable=False),  # of its last fact
    Column("key_id", Uuid, nullable=False),
    Column("stream_id", Uuid, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Index("uq_route_number", "board_id", "dossier_id", "number", unique=True),
    Index("ix_route_dossier", "board_id", "dossier_id", "status"),
    Index("ix_route_next_due", "board_id", "next_due"),
)  # fmt: skip

route_reader = Table(  # functions for whom the route exists
    "route_reader", db.metadata, board_key(), Column("route_id", Uuid, primary_key=True),
    Column("function", String(80), primary_key=True),
)  # fmt: skip

task = Table(
    "task", db.metadata, board_key(), Column("task_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("route_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String(12), nullable=False),  # open, afgerond, vervallen
    Column("kind", String(8), nullable=False),
    Column("name", String(200), nullable=False),
    Column("lane", String(200)),
    Column("element", String(200), nullable=False),
    Column("process", String(200), nullable=False),
    Column("path", String(800), nullable=False),
    Column("form", String(200)),
    Column("niet_door", JSON, nullable=False, default=list),
    Column("phase", String(80), nullable=False, default=""),
    Column("due_at", Instant),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Uuid, nullable=False),  # the command that opened it
    Column("opened_in", Integer, nullable=False),  # the number of that command in the route
    Column("closed_at", Instant),
    Column("closed_by", Uuid),
    Column("closed_in", Integer),
    Column("done_by", Uuid),  # None: closed by the clock or by another step
    Column("joined", Boolean, nullable=False, default=False),  # somebody is on the team because of it
    Index("ix_task_route", "board_id", "route_id", "status"),
    Index("ix_task_dossier", "board_id", "dossier_id", "status"),
)  # fmt: skip

task_function = Table(  # to whom a task is or was open; `*` is everyone on the dossier
    "task_function", db.metadata, board_key(), Column("task_id", Uuid, primary_key=True),
    Column("function", String(80), primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("open", Boolean, nullable=False, default=True),
    Column("due_at", Instant, nullable=False),  # far away where the task has no term: one order for all
    Index(
        "ix_task_function_inbox", "board_id", "school_id", "function", "due_at", "task_id",
        sqlite_where=text("open"), postgresql_where=text("open"),
    ),
    Index(
        "ix_task_function_board", "board_id", "function", "due_at", "task_id",
        sqlite_where=text("open"), postgresql_where=text("open"),
    ),
)  # fmt: skip

member = Table(
    "member", db.metadata, board_key(), Column("member_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("route_id", Uuid),  # None: of the whole dossier
    Column("task_id", Uuid),  # the task that put them there
    Column("reason", String(20), nullable=False),  # taak, gestart, gevraagd
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_member_dossier", "board_id", "dossier_id", "person_id"),
    Index("ix_member_person", "board_id", "person_id"),
    Index("ix_member_task", "board_id", "task_id"),
)  # fmt: skip

denial = Table(
    "denial", db.metadata, board_key(), Column("denial_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_denial_dossier", "board_id", "dossier_id", "person_id"),
)  # fmt: skip

answer = Table(  # what was filled in, one row for each field group that has its own readers
    "answer", db.metadata, board_key(), Column("command_id", Uuid, primary_key=True),
    Column("veldgroep", String(80), primary_key=True),
    Column("route_id", Uuid, nullable=False),
    Column("task_id", Uuid),  # None: of the form behind a button
    Column("phase", String(80), nullable=False),
    Column("by", Uuid, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_answer_route", "board_id", "route_id"),
)  # fmt: skip

attachment = Table(  # what is known of a file that was put under a task; the file itself lies apart
    "attachment", db.metadata, board_key(), Column("attachment_id", Uuid, primary_key=True),
    Column("route_id", Uuid, nullable=False),
    Column("task_id", Uuid, nullable=False),
    Column("by", Uuid, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("veldgroepen", JSON, nullable=False),  # who may read all of these may read it
    Column("phase", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # name and media type; empty once it was removed
    Column("removed_at", Instant),
    Index("ix_attachment_task", "board_id", "task_id"),
    Index("ix_attachment_route", "board_id", "route_id"),
)  # fmt: skip

attachment_content = Table(  # apart, so that no list reads it along
    "attachment_content",
    db.metadata,
    board_key(),
    Column("attachment_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

draft = Table(
    "draft", db.metadata, board_key(), Column("task_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("route_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", Instant, nullable=False),
)  # fmt: skip

deviation = Table(  # one person asked to move a route, and a second has not yet answered
    "deviation", db.metadata, board_key(), Column("deviation_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("route_id", Uuid, nullable=False),
    Column("element", String(200), nullable=False),
    Column("leaving", JSON, nullable=False, default=list),
    Column("sealed", LargeBinary, nullable=False),  # the reason
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", Uuid),
    Column("decided_at", Instant),
    Index("ix_deviation_route", "board_id", "route_id"),
)  # fmt: skip
