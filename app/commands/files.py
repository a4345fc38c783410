"""A file as it comes in from outside: judged by size, kind and virus scanner, before any transaction begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.commands.scanning import Scanner, ScannerAwayError, is_test_file
from app.domain.errors import InvalidValueError
from app.domain.files import KINDS_SAID, MOST_BYTES, FileKind, cleaned_name, kind_of, size_said
from app.domain.photos import without_notes

FIELD: Final = "bestand"
"""Under which name forms send a file, and errors tell of it."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. Only `checked_file` makes one."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


def checked_file(name: str, data: bytes, scanner: Scanner | None) -> CheckedFile:
    """A file that somebody sent, judged, a photo without what its camera wrote beside it.

    Asks the scanner over the network: never call it within a transaction.

    Raises InvalidValueError of the field `bestand`; what it says names no file and shows nothing of it.
    """
    check_size(len(data), kind_of(data[:64]) if len(data) > MOST_BYTES else None)
    if is_test_file(data):
        raise _infected()
    kind = kind_of(data)
    if kind is None:
        raise InvalidValueError(
            f"Dit soort bestand kan hier niet bij. Het mag {KINDS_SAID} zijn. Sla het op als PDF en probeer het dan.",
            field=FIELD,
        )
    _scan(data, scanner)
    return CheckedFile(cleaned_name(name, kind), kind.media_type, without_notes(data, kind.media_type))


def check_size(size: int, kind: FileKind | None = None) -> None:
    """Raise InvalidValueError for a file that is empty or too large; the kind decides what it is called."""
    if size == 0:
        raise InvalidValueError("Dit bestand is leeg. Kies een ander bestand.", field=FIELD)
    if size <= MOST_BYTES:
        return
    has, most = size_said(size), size_said(MOST_BYTES)
    message = f"Dit bestand is {has}. Het mag hooguit {most} zijn. Maak het kleiner, of deel het op."
    if kind is not None and kind.is_picture:
        message = (
            f"Deze foto is {has}. Het mag hooguit {most} zijn. "
            "Stuur de foto kleiner: maak er een schermafdruk van, of kies een kleiner formaat."
        )
    raise InvalidValueError(message, field=FIELD)


def _scan(data: bytes, scanner: Scanner | None) -> None:
    if scanner is None:
        return
    try:
        found = scanner.infected(data)
    except ScannerAwayError as error:
        raise InvalidValueError(
            "De virusscanner antwoordt niet. Het bestand is daarom niet bewaard; wat je typte wel. "
            "Probeer het over een paar minuten opnieuw.", field=FIELD,
        ) from error  # fmt: skip
    if found:
        raise _infected()


def _infected() -> InvalidValueError:
    return InvalidValueError(
        "In dit bestand zit een virus. Het is niet bewaard. Open het zelf ook niet, en vraag de ict’er van je school "
        "om hulp.", field=FIELD,
    )  # fmt: skip
