"""A ClamAV that listens, for tests: it speaks INSTREAM as the real one does, over a real socket.

It takes what it is sent apart, byte by byte of the protocol, and answers as it is told; what it was sent it keeps.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

OK = b"stream: OK\0"
FOUND = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
TOO_LARGE = b"INSTREAM size limit exceeded. ERROR\0"
UNKNOWN = b"UNKNOWN COMMAND\0"
VIRUS = b"een heel kwaadaardig bestand"


@dataclass
class FakeClamd:
    """Answers as ClamAV does; `says` goes before what it would say of itself."""

    path: Path | None = None
    """A socket of this machine; left out, it listens on a port of its own."""
    says: tuple[bytes, ...] | None = None
    """The parts of its answer, each in a packet of its own; none at all: it closes without a word."""
    silent: bool = False
    """It listens, takes everything in, and never answers."""
    most: int = 25_000_000
    """Its own limit (StreamMaxLength)."""
    streams: list[bytes] = field(default_factory=list)
    """The files that it was sent whole."""
    wrong: list[str] = field(default_factory=list)
    """What of the protocol was not as it should be."""

    def __enter__(self) -> Self:
        kind = socket.AF_INET if self.path is None else socket.AF_UNIX
        self._listener = socket.socket(kind, socket.SOCK_STREAM)
        self._listener.bind(("127.0.0.1", 0) if self.path is None else str(self.path))
        self._listener.listen()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    @property
    def address(self) -> tuple[str, int] | str:
        """Where it listens, as `Clamd` takes it."""
        if self.path is not None:
            return str(self.path)
        host, port = self._listener.getsockname()
        return host, port

    @property
    def setting(self) -> str:
        """The same, as `LEIDRAAD_SCANNER` takes it."""
        if self.path is not None:
            return f"clamd:{self.path}"
        host, port = self._listener.getsockname()
        return f"clamd://{host}:{port}"

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                wire, _ = self._listener.accept()
            except OSError:
                return
            with wire:
                try:
                    self._talk(wire)
                except OSError as error:
                    self.wrong.append(f"the other side left: {error}")

    def _talk(self, wire: socket.socket) -> None:
        if self.says == ():
            return
        command = self._until_zero(wire)
        if command != b"zINSTREAM":
            wire.sendall(UNKNOWN)
            return
        data = self._stream(wire)
        if self.silent:
            self._ended.wait(10)
            return
        for part in self.says or (self._verdict(data),):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) if self.path is None else None
            wire.sendall(part)
            self._ended.wait(0.05)

    def _verdict(self, data: bytes | None) -> bytes:
        if data is None:
            return TOO_LARGE
        self.streams.append(data)
        return FOUND if VIRUS in data else OK

    def _stream(self, wire: socket.socket) -> bytes | None:
        """The file, put together from its parts; None, and no more is read, where it is over the limit."""
        data = b""
        while size := int.from_bytes(self._exactly(wire, 4), "big"):
            if len(data) + size > self.most:
                return None
            data += self._exactly(wire, size)
        return data

    def _until_zero(self, wire: socket.socket) -> bytes:
        said = b""
        while not said.endswith(b"\0") and len(said) < 100:
            said += self._exactly(wire, 1)
        return said.rstrip(b"\0")

    @staticmethod
    def _exactly(wire: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = wire.recv(size - len(data))
            if not part:
                raise ConnectionResetError
            data += part
        return data


@contextmanager
def nobody_listens() -> Iterator[tuple[str, int]]:
    """An address on which there is nothing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()
