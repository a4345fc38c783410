"""Key-encryption keys: a file that wraps the keys of the key store. It knows no store and no database.

An error names the file, the line and the way out; never a key.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.store.sealing import KEY_BYTES, new_key


class KeysError(Exception):
    """Een sleutel of sleutelbestand is niet te gebruiken."""


@dataclass(frozen=True, slots=True)
class Kek:
    """Key-encryption keys by name. The first wraps; the others only unwrap what they wrapped before a rotation."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Kek:
        """The keys of a file with lines `name base64url`. Raises KeysError, naming the file and the way out."""
        try:
            mode = path.stat().st_mode
            lines = path.read_text("ascii").splitlines()
        except FileNotFoundError:
            raise KeysError(
                f'Het sleutelbestand "{path}" bestaat niet. Zet het terug uit je kluis. '
                "Begin je net, laat er dan een maken."
            ) from None
        except (OSError, UnicodeDecodeError):
            raise KeysError(
                f'Het sleutelbestand "{path}" is niet te lezen. Kijk of het de juiste is en van wie.'
            ) from None
        # Elsewhere than on POSIX the mode says nothing about who may read.
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise KeysError(f'Anderen kunnen bij het sleutelbestand "{path}". Doe: chmod 400 "{path}"')
        keys: dict[str, bytes] = {}
        for number, line in enumerate(lines, start=1):
            if line.strip():
                name, key = _read_line(line, f'regel {number} van het sleutelbestand "{path}"')
                if name in keys:
                    raise KeysError(
                        f'De naam "{name}" staat twee keer in het sleutelbestand "{path}". Haal er één weg.'
                    )
                keys[name] = key
        if not keys:
            raise KeysError(f'Het sleutelbestand "{path}" is leeg. Zet het terug uit je kluis.')
        return cls(keys)

    @classmethod
    def create(cls, path: Path) -> Kek:
        """Make a file with one new key, mode 0400, and read it. Raises KeysError where something stands there already.

        The name of the key is made from its SHA-256, so that two keys never have one name.
        """
        key = new_key()
        name = f"kek-{hashlib.sha256(key).hexdigest()[:8]}"
        make_key_file(path, name, key, 0o400)
        return cls.read(path)

    @property
    def current(self) -> str:
        """Name of the key that wraps."""
        return next(iter(self.keys))


def _read_line(line: str, where: str) -> tuple[str, bytes]:
    match = re.fullmatch(r"([A-Za-z0-9._-]{1,64})[ \t]+([A-Za-z0-9_-]+=?)[ \t]*", line)
    if match is None:
        raise KeysError(f"In {where} staat geen naam met een sleutel erachter. Zet het bestand terug uit je kluis.")
    bare = match[2].rstrip("=")
    key = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)) if len(bare) % 4 != 1 else b""
    if len(key) != KEY_BYTES:
        raise KeysError(f"In {where} staat een sleutel die geen 32 bytes lang is. Zet het bestand terug uit je kluis.")
    return match[1], key


def make_key_file(path: Path, name: str, key: bytes, mode: int, more: Iterable[tuple[str, bytes]] = ()) -> None:
    """Make a file of a line with a name and a key, and `more` such lines.

    Raises KeysError where something stands there, or nothing can.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    except FileExistsError:
        raise KeysError(
            f'"{path}" bestaat al. Een sleutelbestand wordt nooit overschreven: kies een andere naam.'
        ) from None
    except OSError:
        raise KeysError(
            f'Het sleutelbestand "{path}" is hier niet te maken. Kijk of de map bestaat en van wie.'
        ) from None
    lines = (f"{each} {base64.urlsafe_b64encode(data).decode()}\n" for each, data in [(name, key), *more])
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("".join(lines))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()  # half a key would bar the way to a whole one
        raise KeysError(
            f'Het sleutelbestand "{path}" is niet te schrijven. Kijk of er nog plaats op de schijf is.'
        ) from None
    make_entry_durable(path.parent)


def replace_file(new: Path, old: Path) -> None:
    """Put a key file in the place of another, at once and for good. Raises KeysError where that cannot be done."""
    try:
        new.replace(old)
    except OSError:
        raise KeysError(f'"{new}" is niet op de plaats van "{old}" te zetten. Kijk van wie de map is.') from None
    make_entry_durable(old.parent)


def make_entry_durable(folder: Path) -> None:
    """Write the folder itself to disk, so that a file which was just made in it is there after a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
