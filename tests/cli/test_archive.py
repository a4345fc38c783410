from __future__ import annotations

import io
import stat
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.archive import ArchiveError, unpack
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, leidraad
from tests.unit.workflows.scenarios.small import FILES
from workflows import Limits


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ArchiveError) as error:
        unpack(data, limits or Limits())
    return error.value.code


def test_a_zip_gives_its_files_by_name():
    assert unpack(zipped(FILES), Limits()) == FILES


def test_one_folder_around_everything_is_left_out():
    assert unpack(zipped({f"klein/{name}": data for name, data in FILES.items()}), Limits()) == FILES


def test_what_an_operating_system_adds_is_left_out():
    litter = {"__MACOSX/._a.bpmn": b"x", ".DS_Store": b"x"}
    assert unpack(zipped({**FILES, **litter}), Limits()) == FILES


@pytest.mark.parametrize("name", ["../buiten.bpmn", "/etc/passwd", "C:\\x.bpmn", "a/../../b.bpmn", "a\x1b.bpmn"])
def test_a_name_that_points_outside_is_refused(name):
    assert code(zipped({name: b"x"})) == "zip-path"


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert code(zipped({"bom.bpmn": bytes(5_000_000)})) == "zip-bomb"


def test_more_than_fits_is_refused():
    assert code(zipped({"a": b"xx", "b": b"x"}), Limits(max_files=1)) == "zip-too-many-files"
    assert code(zipped({"a": b"x" * 50}, zipfile.ZIP_STORED), Limits(max_total_bytes=40)) == "zip-too-large"


def test_a_size_that_lies_fills_no_memory():
    data = bytearray(zipped({"a.bpmn": b"x" * 5000}, zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert code(bytes(data)) == "zip-broken"


def test_a_link_a_password_and_a_strange_packing_are_refused():
    link = zipfile.ZipInfo("a.bpmn")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert code(out.getvalue()) == "zip-link"
    locked = bytearray(zipped({"a": b"x"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert code(bytes(locked)) == "zip-password"
    assert code(zipped({"a": b"x"}, zipfile.ZIP_BZIP2)) == "zip-method"


def test_a_name_that_comes_twice_is_refused():
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    assert code(out.getvalue()) == "zip-double"


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_bytes_at_all_make_it_fall_over(noise, place):
    whole = zipped({"a.bpmn": b"<x/>"})
    damaged = whole[: place % len(whole)] + noise + whole[place % len(whole) + len(noise) :]
    try:
        found = unpack(damaged, Limits())
    except ArchiveError:
        found = {}
    assert all(isinstance(data, bytes) for data in found.values())


def test_check_reads_a_zip(tmp_path):
    place = tmp_path / "klein.zip"
    place.write_bytes(zipped(FILES))
    assert leidraad("check", place).exit_code == HOLDS
    place.write_bytes(b"geen zip")
    result = leidraad("check", place)
    assert (result.exit_code, "stuk of geen zip" in result.output) == (DOES_NOT_HOLD, True)
