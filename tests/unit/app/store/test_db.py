"""Where the database file lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.api import make_app
from app.store.db import db, open_database


@pytest.mark.parametrize("named", ["var/een school.sqlite", "{folder}/elders.sqlite"])
def test_a_file_is_meant_from_the_folder_in_which_the_program_runs(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    named = named.format(folder=tmp_path)
    app = make_app("app", static_folder=None)
    open_database(app, f"sqlite:///{named}")
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("create table made (one integer)"))
        db.engine.dispose()
    assert (tmp_path / named).exists()
