"""A pack that reaches back to a checkpoint that somebody outside kept.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that may stay empty: the number of that checkpoint."""
    op.add_column("pack", sa.Column("since", sa.Integer(), nullable=True))
