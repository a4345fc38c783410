"""The small protocol of these tests is a protocol like any other."""

from __future__ import annotations

from tests import klein
from workflows import Bundle, Level, check, read_folder


def test_its_folder_holds_what_is_drawn() -> None:
    """`python -m tests.klein` writes it anew."""
    assert dict(read_folder(klein.FOLDER)) == dict(klein.files())


def test_it_has_no_error_and_can_be_loaded() -> None:
    assert [each.message for each in check(klein.files()) if each.level is Level.FOUT] == []
    assert set(Bundle.from_files(klein.files()).processes) == {"zorg", "notitie", "bellen"}
