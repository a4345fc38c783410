"""Mail that says what it is about, where that is no dossier: a proposal of a version of the protocol.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns that may stay empty; mail that waits keeps its fixed text."""
    op.add_column("outbox", sa.Column("about", sa.String(length=200), nullable=True))
    op.add_column("outbox", sa.Column("subject_id", sa.Uuid(), nullable=True))
