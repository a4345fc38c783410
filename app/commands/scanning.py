"""Looking for viruses: ClamAV's own protocol (INSTREAM), over TCP or a socket of this machine.

Never within a transaction: a scanner that thinks long would hold a dossier.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

PORT: Final = 3310
SECONDS: Final = 30.0
"""How long one file may take."""
_CHUNK: Final = 65_536
_MOST_ANSWER: Final = 4_096
_NOTHING_FOUND: Final = "stream: OK"
_FOUND: Final = " FOUND"
_TEST_FILE: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two parts, so that a scanner lets this source pass."""


class ScannerAwayError(Exception):
    """De virusscanner antwoordt niet."""


class Scanner(Protocol):
    """Whatever looks for viruses."""

    def infected(self, data: bytes) -> bool:
        """Whether a virus is in it. Raises ScannerAwayError where that is not known."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """A ClamAV that listens: at (machine, port), or at the path of a socket."""

    address: tuple[str, int] | str
    seconds: float = SECONDS

    def infected(self, data: bytes) -> bool:
        """Send it, and read the verdict; any answer that is no verdict counts as none."""
        until = time.monotonic() + self.seconds
        try:
            with self._connected() as wire:
                broken = _send(wire, data, until)
                answer = _answer(wire, until)
        except (OSError, UnicodeError) as error:
            raise ScannerAwayError from error
        if answer == _NOTHING_FOUND and not broken:
            return False
        if answer.startswith("stream: ") and answer.endswith(_FOUND):
            return True
        raise ScannerAwayError

    def _connected(self) -> socket.socket:
        if not isinstance(self.address, str):
            return socket.create_connection(self.address, timeout=self.seconds)
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            wire.settimeout(self.seconds)
            wire.connect(self.address)
        except OSError:
            wire.close()
            raise
        return wire


def scanner_of(setting: str) -> Scanner | None:
    """The scanner that `LEIDRAAD_SCANNER` names; None where it is empty."""
    if not setting:
        return None
    parts = urlsplit(setting)
    return Clamd((parts.hostname, parts.port or PORT) if parts.hostname else parts.path)


def is_test_file(data: bytes) -> bool:
    """Whether the EICAR test file is in it: what is used to try whether anybody looks. Known without a scanner."""
    return _TEST_FILE in data


def _send(wire: socket.socket, data: bytes, until: float) -> bool:
    """Send a file; whether the other side stopped listening before its end: then its answer says why."""
    try:
        _put(wire, b"zINSTREAM\0", until)
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            _put(wire, len(part).to_bytes(4, "big") + part, until)
        _put(wire, bytes(4), until)
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def _put(wire: socket.socket, data: bytes, until: float) -> None:
    wire.settimeout(_left(until))
    wire.sendall(data)


def _answer(wire: socket.socket, until: float) -> str:
    """One answer, up to its zero byte; in as many parts as it comes."""
    said = b""
    while b"\0" not in said and len(said) < _MOST_ANSWER:
        wire.settimeout(_left(until))
        part = wire.recv(_MOST_ANSWER)
        if not part:
            raise ConnectionResetError
        said += part
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
