"""The key that signs checkpoints: a file of its own, in neither database nor key store. It knows no table.

An error names the file and the way out; never the key.
"""

from __future__ import annotations

import base64
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.store.chain import framed
from app.store.kek import KeysError, make_key_file
from app.store.notes import Checkpoint, Note, key_id

_FILE: Final = re.compile(r"ed25519 ([A-Za-z0-9_-]{43}=?)\s*((?:before [A-Za-z0-9_-]{43}=?\s*)*)", re.ASCII)
_BEFORE: Final = re.compile(r"before ([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key, and the public keys that signed before it."""

    seed: bytes = field(repr=False)
    before: tuple[bytes, ...] = ()
    """The oldest first. They stand beside the key, outside the database: else whoever writes there adds one."""

    @classmethod
    def read(cls, path: Path) -> SigningKey:
        """The key of a file: a line `ed25519 base64url`, and a line `before base64url` for each key before it.

        Raises KeysError.
        """
        try:
            mode = path.stat().st_mode
            match = _FILE.fullmatch(path.read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            raise KeysError(
                f'Het bestand met de tekensleutel "{path}" is niet te lezen. Kijk of het er is, en van wie.'
            ) from None
        # Elsewhere than on POSIX the mode says nothing about who may read.
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise KeysError(f'Anderen kunnen bij de tekensleutel "{path}". Doe: chmod 600 "{path}"')
        if match is None:
            raise KeysError(f'In "{path}" staat geen tekensleutel. Zet het bestand terug uit je kluis.')
        return cls(_bytes(match[1]), tuple(_bytes(each) for each in _BEFORE.findall(match[2])))

    @classmethod
    def create(cls, path: Path, before: tuple[bytes, ...] = ()) -> SigningKey:
        """Make a file with a new key, mode 0600, and read it. Raises KeysError where something stands there already."""
        seed = Ed25519PrivateKey.generate().private_bytes_raw()
        make_key_file(path, "ed25519", seed, 0o600, [("before", each) for each in before])
        return cls.read(path)

    @property
    def public(self) -> bytes:
        """The public key: 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @property
    def all(self) -> tuple[bytes, ...]:
        """The public keys that may have signed, this one last."""
        return (*self.before, self.public)

    def sign(self, checkpoint: Checkpoint) -> Note:
        """The checkpoint with its signature."""
        signature = self._private.sign(checkpoint.text.encode())
        return Note(checkpoint, key_id(checkpoint.board, self.public), signature)

    def sign_as(self, tag: str, data: bytes) -> bytes:
        """The signature over other data than a checkpoint; `tag` says what, so that one is never taken for another."""
        return self._private.sign(framed(tag, data))

    def sign_text(self, text: str) -> bytes:
        """The signature over a text that says on its first line what it is, and whose file can be checked by hand.

        A checkpoint begins with another line, and what `sign_as` signs with a byte that no text begins with.
        """
        return self._private.sign(text.encode())

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.rstrip("=") + "=")


def is_signed_text(text: str, signature: bytes, public: bytes) -> bool:
    """Whether the signature is that of this key over a text (`SigningKey.sign_text`)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def is_of_key(note: Note, public: bytes) -> bool:
    """Whether it says to be signed with this key."""
    return note.key_id == key_id(note.checkpoint.board, public)


def is_signed(note: Note, public: bytes) -> bool:
    """Whether the signature is that of this key over this text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(note.signature, note.checkpoint.text.encode())
    except InvalidSignature:
        return False
    return is_of_key(note, public)
