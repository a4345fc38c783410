"""A check that was begun for an audit: of one of its dossiers, or of each of them.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that may stay empty, as it does of every check that was begun before."""
    op.add_column("check_run", sa.Column("audit_id", sa.Uuid(), nullable=True))
    op.create_index("ix_check_run_audit", "check_run", ["board_id", "audit_id", "dossier_id"], unique=False)
