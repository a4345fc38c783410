"""What a person names to be judged, as bytes by name: a file, a folder or a zip. Reads no more than may be judged."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.cli.border import why
from app.queries.archive import SIGNATURE, ArchiveError, unpack
from workflows import PROTOCOL_FILE, Finding, Level, Limits

_FOLDERS: Final = ("decisions", "forms", "scenarios")
"""What only a bundle has."""
_DEPTH: Final = 3
"""A bundle has folders and no folders in these; a file lies at most so deep in it."""


@dataclass(frozen=True, slots=True)
class Material:
    """One PATH, read."""

    path: str
    """As the person typed it."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Name within the bundle to content."""
    context: Mapping[str, bytes] | None = None
    """The rest of the bundle, where the path is a part of one."""
    within: str = ""
    """What the path is called within that bundle; empty where it is a bundle of its own."""
    findings: tuple[Finding, ...] = ()
    """What was wrong before anything could be read."""


def read_material(path: str, limits: Limits) -> Material:
    """Read a PATH. What cannot be read is a finding, no error."""
    place = Path(path)
    try:
        if place.is_dir():
            return _held(_read_folder(path, place, limits), "De map")
        if not place.exists():
            return _unread(path, "missing", "is er niet.", "Kijk de naam en de map na.")
        if not place.is_file():
            return _unread(path, "unreadable", "is geen bestand en geen map.", "Noem een bestand, een map of een zip.")
        return _read_file(path, place, limits)
    except ArchiveError as error:
        return _unread(path, error.code, error.message, error.cure)
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "deze naam kan niet"
        return _unread(
            path, "unreadable", f"kan niet worden gelezen ({reason}).", "Kijk na of je het bestand mag openen."
        )


def bundle_above(path: Path) -> Path | None:
    """The nearest folder around a path, or the path itself, that is a bundle; None where there is none."""
    around = path.absolute()
    folders = (around, *list(around.parents)[:_DEPTH])
    return next((folder for folder in folders if is_bundle(folder)), None)


def is_bundle(folder: Path) -> bool:
    """Whether a folder says that it is a bundle, or has drawings beside a folder that only a bundle has."""
    if (folder / PROTOCOL_FILE).is_file():
        return True
    return any((folder / name).is_dir() for name in _FOLDERS) and any(folder.glob("*.bpmn"))


def bundles_below(path: str) -> list[str]:
    """The bundles in a folder of bundles; any other path is itself."""
    place = Path(path)
    if not place.is_dir() or bundle_above(place):
        return [path]
    return [str(folder) for folder in sorted(place.iterdir()) if folder.is_dir() and is_bundle(folder)] or [path]


def _held(material: Material, what: str) -> Material:
    """The material, or that there is none: a folder or zip with nothing in it has no file to name."""
    if material.files:
        return material
    cure = "Noem de map of de zip waarin de tekening (.bpmn) ligt."
    return _unread(material.path, "no-diagram", "bevat niets dat bij een protocol hoort.", cure, what)


def _read_folder(path: str, place: Path, limits: Limits) -> Material:
    around = bundle_above(place)
    if around is None or around == place.absolute():
        return Material(path, read_folder(place, limits))
    within = place.absolute().relative_to(around).as_posix()
    whole = read_folder(around, limits)
    files = {name: data for name, data in whole.items() if name.startswith(f"{within}/")}
    return Material(path, files, {name: data for name, data in whole.items() if name not in files}, within)


def _read_file(path: str, place: Path, limits: Limits) -> Material:
    if place.suffix.lower() == ".zip" or _bytes_of(place, len(SIGNATURE)).startswith(SIGNATURE):
        data = _bytes_of(place, limits.max_total_bytes)
        if len(data) > limits.max_total_bytes:
            message = f"is groter dan {limits.max_total_bytes} bytes."
            raise ArchiveError("zip-too-large", message, "Stop alleen de map van het protocol in het zip-bestand.")
        return _held(Material(path, unpack(data, limits)), "De zip")
    around = bundle_above(place.parent)
    if around is None:
        return Material(path, {place.name: _bytes_of(place, limits.max_file_bytes)}, {}, place.name)
    name = place.absolute().relative_to(around).as_posix()
    context = read_folder(around, limits)
    context.pop(name, None)
    return Material(path, {name: _bytes_of(place, limits.max_file_bytes)}, context, name)


def read_folder(folder: Path, limits: Limits) -> dict[str, bytes]:
    """The files below a folder by their name in it, hidden ones left out; stops just over the limits of a bundle."""
    files, total = dict[str, bytes](), 0
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            place = Path(where, name)
            if _is_hidden(name) or not place.is_file():
                continue
            if len(files) > limits.max_files or total > limits.max_total_bytes:
                return files
            data = _bytes_of(place, limits.max_file_bytes)
            files[place.relative_to(folder).as_posix()] = data
            total += len(data)
    return files


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _bytes_of(place: Path, limit: int) -> bytes:
    """The content up to one byte over the limit, which is enough to see that it is too large."""
    with place.open("rb") as stream:
        return stream.read(limit + 1)


def _unread(path: str, code: str, message: str, cure: str, what: str = "Bestand") -> Material:
    finding = Finding(Level.FOUT, code, path, "", "", None, f"{what} “{path}” {message}", cure)
    return Material(path, findings=(finding,))
