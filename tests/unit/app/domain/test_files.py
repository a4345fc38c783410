"""What may be put under a task is told by what is in it, and is called what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.files import KINDS, MOST_CHARACTERS, cleaned_name, kind_named, kind_of, size_said
from tests.samples import BAD, GOOD, JPEG, PDF, TEXT, zipped

PDF_KIND, TEXT_KIND, JPEG_KIND = kind_of(PDF), kind_of(TEXT), kind_of(JPEG)
assert PDF_KIND
assert TEXT_KIND
assert JPEG_KIND


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    media_type, data = GOOD[name]
    found = kind_of(data)
    assert found is not None
    assert found.media_type == media_type


def test_every_kind_has_an_example() -> None:
    assert {media_type for media_type, _ in GOOD.values()} == {kind.media_type for kind in KINDS}


@pytest.mark.parametrize("name", BAD)
def test_any_other_kind_is_none(name: str) -> None:
    assert kind_of(BAD[name]) is None


def test_only_photos_that_every_browser_knows_are_shown() -> None:
    assert {kind.media_type for kind in KINDS if kind.is_shown} == {"image/jpeg", "image/png", "image/webp"}


def test_a_document_with_a_member_that_would_fill_memory_is_judged_without_it() -> None:
    huge = zipped({"mimetype": b" " * 30_000_000})
    assert kind_of(huge) is None


@given(st.binary(max_size=300))
def test_whatever_it_is_it_is_judged(data: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"RIFF", b"\0\0\0\0ftyp", b"%PDF-", b"\xff\xd8\xff"):
        kind_of(head + data)


def test_a_large_text_is_judged_in_a_moment() -> None:
    assert kind_of(b"Een regel < een andere.\n" * 400_000) is TEXT_KIND


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("VERSLAG.PDF", "VERSLAG.PDF"),
        ("C:\\Users\\jan\\verslag.pdf", "verslag.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("map/", "bijlage.pdf"),
        ("", "bijlage.pdf"),
        ("...", "bijlage.pdf"),
        (".pdf", "pdf.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("gif\u202efdp.exe", "giffdp.exe.pdf"),
        ("verslag.exe", "verslag.exe.pdf"),
        ("O’Brien Çelik Fryslân.pdf", "O’Brien Çelik Fryslân.pdf"),
        ("Frysla\u0302n.pdf", "Fryslân.pdf"),
        ("twee\u00a0 woorden.pdf", "twee woorden.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\ud800half.pdf", "half.pdf"),
    ],
)
def test_a_name_is_its_last_part_without_what_cannot_be_seen(given_name: str, expected: str) -> None:
    assert cleaned_name(given_name, PDF_KIND) == expected


def test_a_text_is_never_called_a_program() -> None:
    assert cleaned_name("opruimen.bat", TEXT_KIND) == "opruimen.bat.txt"
    assert cleaned_name("lijst.csv", TEXT_KIND) == "lijst.csv.txt"
    assert cleaned_name("foto.jpeg", JPEG_KIND) == "foto.jpeg"


@given(st.text(max_size=200), st.sampled_from(KINDS))
def test_a_name_is_never_empty_long_or_a_path_and_cleaning_it_again_changes_nothing(text: str, kind) -> None:
    name = cleaned_name(text, kind)
    assert 0 < len(name) <= MOST_CHARACTERS
    assert not set(name) & set("/\\\0\r\n")
    assert name.lower().endswith(kind.suffixes)
    assert name.isprintable()
    assert cleaned_name(name, kind) == name
    name.encode()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (1_001, "2 kB"), (999_000, "999 kB"),
        (999_001, "1 MB"), (1_000_000, "1 MB"), (1_450_000, "1,5 MB"), (10_000_000, "10 MB"),
        (10_000_001, "10,1 MB"), (30_000_022, "30 MB"), (29_950_000, "30 MB"), (11_000_001, "11 MB"),
    ],
)  # fmt: skip
def test_a_size_is_said_in_words_and_rounded_up(size: int, said: str) -> None:
    assert size_said(size) == said


def test_a_kind_is_found_again_by_its_media_type() -> None:
    assert all(kind_named(kind.media_type) is kind for kind in KINDS)
    assert kind_named("text/html") is None
