"""A photo is kept without where it was taken, and is seen as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.files import checked_file
from app.domain.photos import without_notes
from tests.photos import WHERE, exif, jpeg, jpeg_kept, png, segment, webp
from tests.samples import GOOD, HEIC, JPEG, PDF, PNG, WEBP

JPEG_TYPE, PNG_TYPE, WEBP_TYPE = "image/jpeg", "image/png", "image/webp"


def upright(orientation: int) -> bytes:
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([orientation]) + bytes(6)
    return segment(0xE1, b"Exif\0\0" + tiff)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [2, 3, 6, 8])
def test_a_jpeg_keeps_its_picture_and_which_way_is_up_and_nothing_else(orientation: int, order: str) -> None:
    found = without_notes(jpeg(exif(orientation, order)), JPEG_TYPE)
    assert found == jpeg_kept(upright(orientation))
    assert WHERE not in found


@pytest.mark.parametrize("orientation", [None, 1, 0, 9, 60_000])
def test_a_jpeg_that_lies_as_it_is_says_nothing_of_it(orientation: int | None) -> None:
    assert without_notes(jpeg(exif(orientation)), JPEG_TYPE) == jpeg_kept()


@pytest.mark.parametrize(
    "tiff", [b"", b"II*", b"XX*\0\0\0\0\x08", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff"]
)
def test_notes_that_are_broken_are_left_out_too(tiff: bytes) -> None:
    assert without_notes(jpeg(segment(0xE1, b"Exif\0\0" + tiff)), JPEG_TYPE) == jpeg_kept()


def test_a_png_keeps_its_picture_and_nothing_else() -> None:
    assert without_notes(png(), PNG_TYPE) == PNG


def test_a_webp_keeps_its_picture_and_says_that_no_more_is_there() -> None:
    noted = webp(0x1C, (b"EXIF", WHERE), (b"XMP ", WHERE + b"!"), (b"ICCP", b"abc")) + WHERE
    assert without_notes(noted, WEBP_TYPE) == webp(0x10, (b"ICCP", b"abc"))


@pytest.mark.parametrize(("data", "kind"), [(JPEG, JPEG_TYPE), (PNG, PNG_TYPE), (WEBP, WEBP_TYPE)])
def test_a_photo_without_notes_stays_as_it_is(data: bytes, kind: str) -> None:
    assert without_notes(data, kind) == data


@pytest.mark.parametrize("data", [PDF, HEIC, GOOD["docx"][1]])
def test_what_is_no_such_photo_stays_as_it_is(data: bytes) -> None:
    assert without_notes(data, "application/pdf") == data
    assert without_notes(data, "image/heic") == data


@pytest.mark.parametrize(("data", "kind"), [(jpeg(exif(6)), JPEG_TYPE), (png(), PNG_TYPE), (webp(0x0C), WEBP_TYPE)])
def test_a_photo_that_was_cut_off_anywhere_gives_what_is_left_of_it(data: bytes, kind: str) -> None:
    for end in range(12, len(data)):
        found = without_notes(data[:end], kind)
        assert len(found) <= end + 8
        assert WHERE[:16] not in found


@given(st.binary(max_size=400), st.sampled_from([JPEG_TYPE, PNG_TYPE, WEBP_TYPE]))
def test_whatever_it_holds_once_more_changes_nothing(data: bytes, kind: str) -> None:
    head = {JPEG_TYPE: b"\xff\xd8\xff", PNG_TYPE: b"\x89PNG\r\n\x1a\n", WEBP_TYPE: b"RIFF\xff\0\0\0WEBP"}[kind]
    once = without_notes(head + data, kind)
    assert without_notes(once, kind) == once


def test_a_photo_that_is_sent_is_kept_without_its_notes() -> None:
    assert checked_file("x.jpg", jpeg(exif(6)), None).data == jpeg_kept(upright(6))
