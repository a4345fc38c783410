"""Protocol versions as they are kept: a zip per version, and what was made of it in memory. Knows no engine."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from sqlalchemy import select

from app.domain.errors import NoBundleError, OtherBundleError
from app.domain.recent import Recent
from app.store.tables import bundle
from app.store.unit_of_work import Work

Made = TypeVar("Made")
_KEPT: Final = 16
"""Versions that one process keeps ready; older ones are read again when a route needs them."""
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_NO_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
"""What reading a zip raises where it is none, was cut off, is locked, or is packed in a way that nobody here packs."""


class BundleCache(Generic[Made]):
    """What `make` makes of the files of a version, by its hash: read once in a process, and never changed."""

    def __init__(self, make: Callable[[Mapping[str, bytes]], Made]) -> None:
        self._make, self._kept = make, Recent[str, Made](_KEPT)

    def get(self, work: Work, geheel: str) -> Made:
        """A published version. Raises NoBundleError; OtherBundleError where what lies there is not that version."""
        return self._kept.get(geheel, lambda: self._make(_read(work, geheel)))


def _read(work: Work, geheel: str) -> dict[str, bytes]:
    where = (bundle.c.board_id == work.board, bundle.c.geheel == geheel)
    found = work.run(select(bundle.c.files).where(*where)).scalar_one_or_none()
    if found is None:
        raise NoBundleError
    return _published(found, geheel)


def _published(found: object, geheel: str) -> dict[str, bytes]:
    """The files of a version, judged by its hash before anything is made of them. Raises OtherBundleError."""
    if not isinstance(found, bytes):
        raise OtherBundleError
    try:
        files = unpacked(found)
    except _NO_ZIP as error:
        raise OtherBundleError from error
    if whole_hash(files) != geheel:
        raise OtherBundleError
    return files


def check_version(work: Work, geheel: str) -> None:
    """Look at a version as it lies there now, whatever this process keeps of it. Raises as `BundleCache.get`."""
    _read(work, geheel)


def whole_hash(files: Mapping[str, bytes]) -> str:
    """The hash *geheel* of files, as the bundle itself reckons it: SHA-256 over names and hashes of bytes."""
    return hash_of({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def hash_of(digests: Mapping[str, str]) -> str:
    """The same from the hash of each file, by name."""
    lines = [f"{name}\0{digest}\n" for name, digest in sorted(digests.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DATE), files[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
