"""The tables of the first version.

Revision: 0001, after None.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.store.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CHECKPOINTS = {
    "sqlite": (
        """CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END""",
        """CREATE TRIGGER checkpoint_remains BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END""",
        """CREATE TRIGGER checkpoint_follows BEFORE INSERT ON checkpoint
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM checkpoint WHERE board_id = NEW.board_id)
BEGIN SELECT RAISE(ABORT, 'a checkpoint follows the one before it'); END""",
        """CREATE TRIGGER checkpoint_head_stays BEFORE UPDATE ON checkpoint_head
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END""",
        """CREATE TRIGGER checkpoint_head_remains BEFORE DELETE ON checkpoint_head
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END""",
        """CREATE TRIGGER checkpoint_head_follows BEFORE INSERT ON checkpoint_head
WHEN EXISTS (
    SELECT 1 FROM checkpoint_head
    WHERE board_id = NEW.board_id AND stream_id = NEW.stream_id AND number >= NEW.number
) OR EXISTS (
    SELECT 1 FROM checkpoint_head WHERE board_id = NEW.board_id AND place = NEW.place AND number >= NEW.number
)
BEGIN SELECT RAISE(ABORT, 'a checkpoint follows the one before it'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION checkpoint_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a checkpoint is never changed or deleted'; END $$""",
        """CREATE TRIGGER checkpoint_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_stays()""",
        "ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_stays",
        """CREATE TRIGGER checkpoint_head_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint_head
FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_stays()""",
        "ALTER TABLE checkpoint_head ENABLE ALWAYS TRIGGER checkpoint_head_stays",
    ),
}
"""What makes the database itself refuse to change a checkpoint or what it was made of."""

REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER fact_stays BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END",
        "CREATE TRIGGER fact_remains BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END",
        """CREATE TRIGGER fact_follows BEFORE INSERT ON fact
WHEN NEW.sequence <> 1 + (
    SELECT coalesce(max(sequence), 0) FROM fact WHERE board_id = NEW.board_id AND stream_id = NEW.stream_id
)
BEGIN SELECT RAISE(ABORT, 'a fact follows the one before it'); END""",
        *CHECKPOINTS["sqlite"],
    ),
    "postgresql": (
        """CREATE FUNCTION fact_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a fact is never changed or deleted'; END $$""",
        """CREATE TRIGGER fact_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fact
FOR EACH STATEMENT EXECUTE FUNCTION fact_stays()""",
        "ALTER TABLE fact ENABLE ALWAYS TRIGGER fact_stays",
        *CHECKPOINTS["postgresql"],
    ),
}
"""What makes the database itself refuse to change a fact, as it was in this version."""


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "answer",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("command_id", sa.Uuid(), nullable=False),
        sa.Column("veldgroep", sa.String(length=80), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("given_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "command_id", "veldgroep", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_route", ["board_id", "route_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("added_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("veldgroepen", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("removed_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "attachment_id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_route", ["board_id", "route_id"], unique=False)
        batch_op.create_index("ix_attachment_task", ["board_id", "task_id"], unique=False)

    op.create_table(
        "attachment_content",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "attachment_id", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "audit",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("began_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("until", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("seed", sa.String(length=100), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "audit_id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_person", ["board_id", "person_id", "given_at"], unique=False)
        batch_op.create_index("ix_audit_school", ["board_id", "school_id", "given_at"], unique=False)

    op.create_table(
        "audit_dossier",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "audit_id", "number", name=op.f("pk_audit_dossier")),
    )
    with op.batch_alter_table("audit_dossier", schema=None) as batch_op:
        batch_op.create_index("ix_audit_dossier_dossier", ["board_id", "dossier_id"], unique=False)

    op.create_table(
        "audit_lift",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("lift_id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "lift_id", name=op.f("pk_audit_lift")),
    )
    with op.batch_alter_table("audit_lift", schema=None) as batch_op:
        batch_op.create_index("ix_audit_lift_audit", ["board_id", "audit_id", "at"], unique=False)
        batch_op.create_index("ix_audit_lift_dossier", ["board_id", "dossier_id"], unique=False)

    op.create_table(
        "batch",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("held_until", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "batch_id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index("ix_batch_status", ["board_id", "status"], unique=False)
        batch_op.create_index("ix_batch_subject", ["board_id", "kind", "subject_id", "begun_at"], unique=False)

    op.create_table(
        "batch_route",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "batch_id", "route_id", name=op.f("pk_batch_route")),
    )
    with op.batch_alter_table("batch_route", schema=None) as batch_op:
        batch_op.create_index("ix_batch_route_dossier", ["board_id", "dossier_id"], unique=False)

    op.create_table(
        "board",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", name=op.f("pk_board")),
    )
    op.create_table(
        "bundle",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("geheel", sa.String(length=64), nullable=False),
        sa.Column("gedrag", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "geheel", name=op.f("pk_bundle")),
    )
    op.create_table(
        "calendar",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("public_holidays", sa.JSON(), nullable=False),
        sa.Column("school_free_days", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "digest", name=op.f("pk_calendar")),
    )
    op.create_table(
        "check_finding",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("sort", sa.String(length=24), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "finding_id", name=op.f("pk_check_finding")),
    )
    with op.batch_alter_table("check_finding", schema=None) as batch_op:
        batch_op.create_index("ix_check_finding_check", ["board_id", "check_id", "place"], unique=False)

    op.create_table(
        "check_run",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("schools", sa.JSON(), nullable=True),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "check_id", name=op.f("pk_check_run")),
    )
    with op.batch_alter_table("check_run", schema=None) as batch_op:
        batch_op.create_index("ix_check_run_begun", ["board_id", "begun_at"], unique=False)
        batch_op.create_index("ix_check_run_dossier", ["board_id", "dossier_id", "begun_at"], unique=False)
        batch_op.create_index("ix_check_run_status", ["board_id", "status"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("destroyed", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "number", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "checkpoint_copy",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "place", name=op.f("pk_checkpoint_copy")),
    )
    op.create_table(
        "checkpoint_head",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("parent", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "stream_id", "number", name=op.f("pk_checkpoint_head")),
    )
    with op.batch_alter_table("checkpoint_head", schema=None) as batch_op:
        batch_op.create_index("ix_checkpoint_head_number", ["board_id", "number"], unique=False)
        batch_op.create_index("uq_checkpoint_head_place", ["board_id", "place", "number"], unique=True)

    op.create_table(
        "denial",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("denial_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "denial_id", name=op.f("pk_denial")),
    )
    with op.batch_alter_table("denial", schema=None) as batch_op:
        batch_op.create_index("ix_denial_dossier", ["board_id", "dossier_id", "person_id"], unique=False)

    op.create_table(
        "deviation",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("deviation_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("leaving", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "deviation_id", name=op.f("pk_deviation")),
    )
    with op.batch_alter_table("deviation", schema=None) as batch_op:
        batch_op.create_index("ix_deviation_route", ["board_id", "route_id"], unique=False)

    op.create_table(
        "dossier",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("routes", sa.Integer(), nullable=False),
        sa.Column("last_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("opened_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("closed_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "dossier_id", name=op.f("pk_dossier")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_school", ["board_id", "school_id"], unique=False)
        batch_op.create_index(
            "uq_dossier_open",
            ["board_id", "pupil_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "dossier_function",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "dossier_id", "function", name=op.f("pk_dossier_function")),
    )
    op.create_table(
        "draft",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "task_id", "person_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "draft_change",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "draft_id", "number", "name", name=op.f("pk_draft_change")),
    )
    op.create_table(
        "draft_content",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "draft_id", "digest", name=op.f("pk_draft_content")),
    )
    op.create_table(
        "draft_file",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "draft_id", "name", name=op.f("pk_draft_file")),
    )
    op.create_table(
        "draft_presence",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("seen_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "draft_id", "person_id", "name", name=op.f("pk_draft_presence")),
    )
    op.create_table(
        "draft_revision",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("made_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "draft_id", "number", name=op.f("pk_draft_revision")),
    )
    op.create_table(
        "employment",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("began_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "school_id", "person_id", name=op.f("pk_employment")),
    )
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.create_index("ix_employment_person", ["board_id", "person_id"], unique=False)
        batch_op.create_index("uq_employment_key", ["board_id", "school_id", "key"], unique=True)

    op.create_table(
        "erasure",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("begun_in", sa.Integer(), nullable=True),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("done_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("wiped_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "erasure_id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index("ix_erasure_dossier", ["board_id", "dossier_id"], unique=False)
        batch_op.create_index("ix_erasure_school", ["board_id", "school_id", "status"], unique=False)
        batch_op.create_index("ix_erasure_status", ["board_id", "status"], unique=False)

    op.create_table(
        "fact",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("entered", sa.String(length=27), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "stream_id", "sequence", name=op.f("pk_fact")),
    )
    op.create_table(
        "free_day",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "school_id", "day", name=op.f("pk_free_day")),
    )
    op.create_table(
        "group_teacher",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "group_id", "person_id", name=op.f("pk_group_teacher")),
    )
    with op.batch_alter_table("group_teacher", schema=None) as batch_op:
        batch_op.create_index("ix_group_teacher_person", ["board_id", "person_id"], unique=False)

    op.create_table(
        "holding",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("holding_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("instead_of", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "holding_id", name=op.f("pk_holding")),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index("ix_holding_function", ["board_id", "school_id", "function"], unique=False)
        batch_op.create_index("ix_holding_person", ["board_id", "person_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("command_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "person_id", "key", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_created", ["board_id", "created_at"], unique=False)

    op.create_table(
        "in_force",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("in_force_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("geheel", sa.String(length=64), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("since", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("seconded_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("withdrawn_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_with", sa.Uuid(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "in_force_id", name=op.f("pk_in_force")),
    )
    with op.batch_alter_table("in_force", schema=None) as batch_op:
        batch_op.create_index("ix_in_force_geheel", ["board_id", "geheel"], unique=False)
        batch_op.create_index("ix_in_force_since", ["board_id", "since"], unique=False)
        batch_op.create_index("uq_in_force_number", ["board_id", "number"], unique=True)

    op.create_table(
        "in_force_person",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("in_force_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "in_force_id", "person_id", name=op.f("pk_in_force_person")),
    )

    op.create_table(
        "protocol_proposal",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("geheel", sa.String(length=64), nullable=False),
        sa.Column("in_force_id", sa.Uuid(), nullable=True),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "proposal_id", name=op.f("pk_protocol_proposal")),
    )

    op.create_table(
        "incident",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("opened_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("resolved_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "incident_id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_dossier", ["board_id", "dossier_id", "resolved_at"], unique=False)
        batch_op.create_index("ix_incident_open", ["board_id", "school_id", "resolved_at"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("used_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "invitation_id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("uq_invitation_hash", ["board_id", "hash"], unique=True)

    op.create_table(
        "legal_hold",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "hold_id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index("ix_legal_hold_dossier", ["board_id", "dossier_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("began_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "member_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_dossier", ["board_id", "dossier_id", "person_id"], unique=False)
        batch_op.create_index("ix_member_person", ["board_id", "person_id"], unique=False)
        batch_op.create_index("ix_member_task", ["board_id", "task_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("command_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("next_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "mail_id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_command", ["board_id", "command_id"], unique=False)
        batch_op.create_index("ix_outbox_next", ["board_id", "next_at"], unique=False)

    op.create_table(
        "pack",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("recipient", sa.String(length=12), nullable=False),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("confirmed_in", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("until", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("manifest", sa.String(length=64), nullable=True),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "pack_id", name=op.f("pk_pack")),
    )
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.create_index("ix_pack_dossier", ["board_id", "dossier_id"], unique=False)
        batch_op.create_index("ix_pack_school", ["board_id", "school_id", "asked_at"], unique=False)
        batch_op.create_index("ix_pack_status", ["board_id", "status"], unique=False)

    op.create_table(
        "pack_content",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "pack_id", name=op.f("pk_pack_content")),
    )
    op.create_table(
        "parent",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "parent_id", name=op.f("pk_parent")),
    )
    with op.batch_alter_table("parent", schema=None) as batch_op:
        batch_op.create_index("ix_parent_pupil", ["board_id", "pupil_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "person_id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("uq_person_login", ["board_id", "login"], unique=True)

    op.create_table(
        "protocol_draft",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("proposed_digest", sa.String(length=64), nullable=True),
        sa.Column("proposed_why", sa.String(length=1000), nullable=True),
        sa.Column("proposed_for", sa.JSON(), nullable=True),
        sa.Column("dropped_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "draft_id", name=op.f("pk_protocol_draft")),
    )
    with op.batch_alter_table("protocol_draft", schema=None) as batch_op:
        batch_op.create_index("ix_protocol_draft_changed", ["board_id", "changed_at"], unique=False)

    op.create_table(
        "pupil",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("changed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "pupil_id", name=op.f("pk_pupil")),
    )
    with op.batch_alter_table("pupil", schema=None) as batch_op:
        batch_op.create_index("uq_pupil_key", ["board_id", "school_id", "key"], unique=True)

    op.create_table(
        "pupil_group",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "pupil_id", "group_id", name=op.f("pk_pupil_group")),
    )
    with op.batch_alter_table("pupil_group", schema=None) as batch_op:
        batch_op.create_index("ix_pupil_group_group", ["board_id", "group_id"], unique=False)

    op.create_table(
        "read_log",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("read_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "read_id", name=op.f("pk_read_log")),
    )
    with op.batch_alter_table("read_log", schema=None) as batch_op:
        batch_op.create_index("ix_read_log_number", ["board_id", "number"], unique=False)
        batch_op.create_index("ix_read_log_person", ["board_id", "person_id", "at"], unique=False)
        batch_op.create_index("ix_read_log_subject", ["board_id", "subject"], unique=False)

    op.create_table(
        "read_seal",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "number", name=op.f("pk_read_seal")),
    )
    op.create_table(
        "rehearsal",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("rehearsal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("geheel", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("changed_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "rehearsal_id", name=op.f("pk_rehearsal")),
    )
    with op.batch_alter_table("rehearsal", schema=None) as batch_op:
        batch_op.create_index("ix_rehearsal_person", ["board_id", "person_id", "changed_at"], unique=False)

    op.create_table(
        "route",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("stuck", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("milestone", sa.String(length=200), nullable=False),
        sa.Column("reached", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("ends", sa.JSON(), nullable=False),
        sa.Column("next_due", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("last_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "route_id", name=op.f("pk_route")),
    )
    with op.batch_alter_table("route", schema=None) as batch_op:
        batch_op.create_index("ix_route_dossier", ["board_id", "dossier_id", "status"], unique=False)
        batch_op.create_index("ix_route_next_due", ["board_id", "next_due"], unique=False)
        batch_op.create_index("uq_route_number", ["board_id", "dossier_id", "number"], unique=True)

    op.create_table(
        "route_reader",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "route_id", "function", name=op.f("pk_route_reader")),
    )
    op.create_table(
        "school",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("brin", sa.String(length=6), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("calendar", sa.String(length=64), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "school_id", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index("uq_school_brin", ["board_id", "brin"], unique=True)

    op.create_table(
        "school_group",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("jaargroep", sa.String(length=4), nullable=False),
        sa.Column("composite", sa.Boolean(), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "group_id", name=op.f("pk_school_group")),
    )
    with op.batch_alter_table("school_group", schema=None) as batch_op:
        batch_op.create_index("uq_school_group_key", ["board_id", "school_id", "key"], unique=True)

    op.create_table(
        "session",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "session_id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("ix_session_person", ["board_id", "person_id"], unique=False)
        batch_op.create_index("uq_session_hash", ["board_id", "hash"], unique=True)

    op.create_table(
        "sign_in_failure",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("failure_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.LargeBinary(length=32), nullable=False),
        sa.Column("network", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "failure_id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_failure_login", ["board_id", "login", "at"], unique=False)
        batch_op.create_index("ix_sign_in_failure_network", ["board_id", "network", "at"], unique=False)

    op.create_table(
        "task",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=True),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=800), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=True),
        sa.Column("niet_door", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("due_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("opened_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_in", sa.Integer(), nullable=False),
        sa.Column("closed_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_in", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "task_id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_dossier", ["board_id", "dossier_id", "status"], unique=False)
        batch_op.create_index("ix_task_route", ["board_id", "route_id", "status"], unique=False)

    op.create_table(
        "task_function",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("due_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "task_id", "function", name=op.f("pk_task_function")),
    )
    with op.batch_alter_table("task_function", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_function_board",
            ["board_id", "function", "due_at", "task_id"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_task_function_inbox",
            ["board_id", "school_id", "function", "due_at", "task_id"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )

    op.create_table(
        "token",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.Column("until", app.store.db.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", app.store.db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("board_id", "token_id", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("uq_token_hash", ["board_id", "hash"], unique=True)

    op.create_table(
        "upload",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=True),
        sa.Column("until", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "upload_id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index("ix_upload_person", ["board_id", "person_id"], unique=False)
        batch_op.create_index("ix_upload_until", ["board_id", "until"], unique=False)

    op.create_table(
        "worker",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("ticked_at", app.store.db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "worker_id", name=op.f("pk_worker")),
    )
    for statement in REFUSALS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
