"""The next signing key as a file: made beside the one of now, and put in its place once every board has told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.domain.errors import WrongStateError
from app.store.kek import KeysError, replace_file
from app.store.signing import SigningKey

COMING: Final = ".nieuw"
"""Behind the name of the file: where the next key lies until then."""


def coming_key(place: Path, key: SigningKey) -> SigningKey:
    """The key that follows `key`; the one that was made before, where that was broken off. Raises WrongStateError."""
    coming = place.with_name(place.name + COMING)
    try:
        new = SigningKey.read(coming) if coming.exists() else SigningKey.create(coming, key.all)
    except KeysError as error:
        raise WrongStateError(str(error)) from error
    if new.before != key.all:
        raise WrongStateError(
            f"“{coming}” is niet gemaakt om op deze sleutel te volgen. Zet het weg, en begin opnieuw."
        )
    return new


def put_in_place(place: Path) -> None:
    """Let it take the place of the key of now. Raises WrongStateError."""
    try:
        replace_file(place.with_name(place.name + COMING), place)
    except KeysError as error:
        raise WrongStateError(str(error)) from error
