"""Sealing: AES-256-GCM over bytes, bound to what they are about. It knows no table, no key store and no clock.

What a sealed thing is about (its stream and sequence, its task, its version) is authenticated beside it, so that bytes
moved to another row no longer open. The bytes are specified in `docs/formats/history.md`.
"""

from __future__ import annotations

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.store.chain import framed, u64

__all__ = [
    "KEY_BYTES", "SealError", "about_answers", "about_attachment", "about_draft", "about_fact", "about_key",
    "about_reason", "about_state", "framed", "new_key", "seal", "seal_reason", "unseal", "unseal_reason",
]  # fmt: skip

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
FORMAT: Final = "leidraad-v1"

About = tuple[bytes | str, ...]


class SealError(Exception):
    """Verzegelde gegevens gaan niet open."""


def new_key() -> bytes:
    """A fresh key of 32 bytes. With the nonce in `seal` this is the one place of cryptographic chance in the store."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, *about: bytes | str, nonce: bytes | None = None) -> bytes:
    """Nonce (12 bytes), ciphertext and tag (16 bytes), in one.

    `about` is authenticated, not stored: `unseal` must be given the same. `nonce` is for test vectors only; left out it
    comes from the operating system. Raises SealError for a key that is not 32 bytes or a nonce that is not 12.
    """
    # Chance of the operating system, not a counter: a counter that is restored from a backup repeats, and one repeated
    # nonce under one key gives both texts away. At 96 bits a stream may hold 2**32 facts (NIST SP 800-38D, 8.3).
    nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
    if len(nonce) != NONCE_BYTES:
        raise SealError("Verzegelen vraagt een nonce van 12 bytes.")
    return nonce + _cipher(key).encrypt(nonce, plaintext, framed(FORMAT, *about))


def unseal(key: bytes, sealed: bytes, *about: bytes | str) -> bytes:
    """The plaintext. Raises SealError where key, bytes or `about` are not those it was sealed with."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealError("Deze gegevens zijn te kort om verzegeld te zijn: er is iets van afgeknipt.")
    try:
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], framed(FORMAT, *about))
    except InvalidTag:
        raise SealError(
            "Deze gegevens gaan niet open: ze zijn veranderd, ze horen ergens anders, of dit is niet hun sleutel."
        ) from None


def seal_reason(key: bytes, reason: str, what: str, of: UUID, made: UUID) -> bytes:
    """Seal why somebody did something: people write of a child there, too."""
    return seal(key, reason.encode(), *about_reason(what, of, made))


def unseal_reason(key: bytes, sealed: bytes, what: str, of: UUID, made: UUID) -> str:
    """The reason. Raises SealError where key, bytes or what it is about are not those it was sealed with."""
    return unseal(key, bytes(sealed), *about_reason(what, of, made)).decode()


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise SealError("Verzegelen vraagt een sleutel van 32 bytes.")
    return AESGCM(key)


def about_fact(stream: UUID, sequence: int, entered: str) -> About:
    """What a fact is about: its place in its stream, and its time of entry as text."""
    return "fact", stream.bytes, u64(sequence), entered


def about_answers(route: UUID, task: UUID, command: UUID, field_group: str) -> About:
    """What one row of answers is about: those of one field group, given to one task by one command."""
    return "answers", route.bytes, task.bytes, command.bytes, field_group


def about_state(route: UUID, version: int) -> About:
    """What the stored state of a route is about."""
    return "state", route.bytes, u64(version)


def about_draft(route: UUID, task: UUID, person: UUID) -> About:
    """What a draft is about: what one person typed in one task."""
    return "draft", route.bytes, task.bytes, person.bytes


def about_attachment(route: UUID, task: UUID, attachment: UUID, what: str) -> About:
    """What a part of an attachment is about: its `details` (name and media type), or its `content`."""
    return "attachment", route.bytes, task.bytes, attachment.bytes, what


def about_reason(what: str, of: UUID, made: UUID) -> About:
    """What the reason of a `deviation` of a route, or of an `erasure`, `hold` or `lift` of a dossier, is about."""
    return "reason", what, of.bytes, made.bytes


def about_key(board: UUID, key: UUID) -> About:
    """What a wrapped data key is about."""
    return "key", board.bytes, key.bytes
