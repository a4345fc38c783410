"""Where Alembic begins: it is handed a connection, and never opens one."""

from __future__ import annotations

from alembic import context

from app.store.db import db

context.configure(
    connection=context.config.attributes["connection"], target_metadata=db.metadata, transaction_per_migration=True,
    render_as_batch=True,
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
