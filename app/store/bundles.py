"""Protocol versions as they are kept: a zip per version, and what was made of it in memory. Knows no engine."""

from __future__ import annotations

import io
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final, Generic, TypeVar

from sqlalchemy import select

from app.store.tables import bundle
from app.store.unit_of_work import Work

Made = TypeVar("Made")
_KEPT: Final = 16
"""Versions that one process keeps ready; older ones are read again when a route needs them."""
_DATE: Final = (1980, 1, 1, 0, 0, 0)


class NoBundleError(Exception):
    """Deze protocolversie is er niet."""


class BundleCache(Generic[Made]):
    """What `make` makes of the files of a version, by its hash: read once in a process, and never changed."""

    def __init__(self, make: Callable[[Mapping[str, bytes]], Made]) -> None:
        self._make, self._lock = make, Lock()
        self._kept = OrderedDict[str, Made]()

    def get(self, work: Work, geheel: str) -> Made:
        """A published version. Raises NoBundleError."""
        with self._lock:
            if geheel in self._kept:
                self._kept.move_to_end(geheel)
                return self._kept[geheel]
        where = (bundle.c.board_id == work.board, bundle.c.geheel == geheel)
        files = work.run(select(bundle.c.files).where(*where)).scalar_one_or_none()
        if files is None:
            raise NoBundleError
        made = self._make(unpacked(files))
        with self._lock:
            self._kept[geheel] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


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
