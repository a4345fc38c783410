"""A bundle in a zip file, unpacked in memory only. What could fill memory or disk is refused before it is read."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Final

from app.domain.files import is_strange_path
from workflows import Limits

SIGNATURE: Final = b"PK\x03\x04"
SIGNED: Final = "handtekening.json"
"""What goes along in the zip of a version and says who signed it: no file of the protocol."""
MAX_RATIO: Final = 200
"""No drawing shrinks so much; a bomb does."""
_SMALL: Final = 100_000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ArchiveError(Exception):
    """Dit zip-bestand kan niet worden gelezen."""

    def __init__(self, code: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.code, self.message, self.cure = code, message, cure


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The files in a zip by name; one folder around all of them is left out. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, limits)
            files = {entry.filename: _read(archive, entry) for entry in entries if not _is_litter(entry.filename)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise ArchiveError("zip-broken", "is stuk of geen zip.", "Maak het zip-bestand opnieuw.") from error
    return _without_folder_around(files)


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.max_files:
        message = f"bevat {len(entries)} bestanden; {limits.max_files} mogen er."
        raise ArchiveError("zip-too-many-files", message, "Stop alleen de map van het protocol in het zip-bestand.")
    total = sum(entry.file_size for entry in entries)
    if total > limits.max_total_bytes:
        message = f"wordt uitgepakt {total} bytes groot; {limits.max_total_bytes} mogen er."
        raise ArchiveError("zip-too-large", message, "Stop alleen de map van het protocol in het zip-bestand.")
    names = set[str]()
    for entry in entries:
        _check_entry(entry)
        if entry.filename in names:
            message = f"bevat “{entry.filename}” twee keer."
            raise ArchiveError("zip-double", message, "Maak het zip-bestand opnieuw.")
        names.add(entry.filename)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if is_strange_path(name):
        message = f"bevat een naam die buiten de map wijst of niet kan: “{name}”."
        raise ArchiveError("zip-path", message, "Maak het zip-bestand van de map van het protocol zelf.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        message = f"bevat een verwijzing in plaats van een bestand: “{name}”."
        raise ArchiveError("zip-link", message, "Stop het bestand zelf in het zip-bestand.")
    if entry.flag_bits & 1:
        message = "is met een wachtwoord beveiligd."
        raise ArchiveError("zip-password", message, "Maak een zip-bestand zonder wachtwoord.")
    if entry.compress_type not in _METHODS:
        message = f"pakt “{name}” in op een manier die hier niet kan."
        raise ArchiveError("zip-method", message, "Maak een gewoon zip-bestand (deflate).")
    if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        message = f"bevat “{name}”, dat bij uitpakken onwaarschijnlijk veel groter wordt."
        raise ArchiveError("zip-bomb", message, "Haal dat bestand eruit.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most the size that the entry names, so that a lie in the list fills no memory."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        message = f"noemt voor “{entry.filename}” een andere grootte dan het heeft."
        raise ArchiveError("zip-broken", message, "Maak het zip-bestand opnieuw.")
    return data


def _is_litter(name: str) -> bool:
    """What operating systems add unasked, and what Leidraad did."""
    path = PurePosixPath(name)
    return path.name == SIGNED or any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _without_folder_around(files: dict[str, bytes]) -> dict[str, bytes]:
    around = {name.partition("/")[0] for name in files}
    if len(around) != 1 or not all("/" in name for name in files):
        return files
    return {name.partition("/")[2]: data for name, data in files.items()}
