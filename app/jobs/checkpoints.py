"""Checkpoints on their way out of the database: into a folder or to an address, with ids and hashes in them only."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from app.commands.bus import Bus
from app.commands.checkpoints import Made, MakeCheckpoint, MarkCopied, SigningKey
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.jobs.mail import NotSentError, Post
from app.queries.checkpoints import MAIL, Waiting, waiting
from app.queries.desk import Desk

log = logging.getLogger(__name__)
SUBJECT: Final = "IJkpunt {number} van Leidraad"
BODY: Final = (
    "Dit is een ijkpunt van de geschiedenis in Leidraad. Bewaar deze mail.\n\n"
    "Wie dit ijkpunt heeft, kan later zien of er sindsdien iets aan de geschiedenis is veranderd of weggehaald. "
    "Er staan alleen nummers en controlegetallen in.\n"
)


class AnotherCopyError(Exception):
    """Something else stands where a copy of a checkpoint belongs."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The key that signs checkpoints, and the place outside the database where they are written."""

    key: SigningKey | None = None
    place: str = ""
    """A folder, or `mailto:` and an address."""
    read: Callable[[], SigningKey | None] | None = None
    """Reads the key anew: a worker that runs for months meets the next one."""

    @classmethod
    def at(
        cls, key: SigningKey | None, place: str, read: Callable[[], SigningKey | None] | None = None
    ) -> Outside:  # fmt: skip
        """By a place as it is set: a folder is meant from where the program runs, and known by its whole name."""
        return cls(key, place if place.startswith(MAIL) else str(Path(place).absolute()), read)

    def fresh(self) -> Outside:
        """With the key as it is now."""
        return replace(self, key=self.read()) if self.read is not None else self


def make_one(bus: Bus, board: UUID, outside: Outside, *, at_once: bool = False) -> Made | None:
    """Seal what was read and make the next checkpoint, where one is due. None where none is, or there is no key."""
    if outside.key is None:
        return None
    system = Actor.system(board)
    sealed = 1
    while sealed:
        sealed = bus.send(SealReads(), by=system).result
    made: Made | None = bus.send(MakeCheckpoint(outside.key, at_once), by=system).result
    return made


def copy_out(desk: Desk, bus: Bus, board: UUID, outside: Outside, post: Post) -> int:
    """Write outside what was not yet; how many those were. Marked after it was written, so that none is forgotten."""
    with desk.reading(board) as work:
        found = waiting(work, outside.place)
    write = _mailed(post, outside.place) if outside.place.startswith(MAIL) else _laid_down(Path(outside.place))
    for done, each in enumerate(found):
        try:
            write(each)
        except (NotSentError, OSError):
            log.warning("a checkpoint was not written outside", extra={"action": "checkpoint_delayed"})
            return done
        except AnotherCopyError:
            log.error(  # noqa: TRY400  it is told, not traced
                "another checkpoint stands outside under this number",
                extra={"action": "checkpoint_conflict", "board": str(board), "number": each.number},
            )
            return done
        bus.send(MarkCopied(outside.place, each.number), by=Actor.system(board))
    return len(found)


def _laid_down(folder: Path) -> Callable[[Waiting], None]:
    def write(each: Waiting) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(prefix=".ijkpunt-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(each.text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o444)
            os.link(name, folder / each.name)  # refuses to replace what stands there
        except FileExistsError as error:
            if (folder / each.name).read_bytes() != each.text.encode():
                raise AnotherCopyError from error
        finally:
            Path(name).unlink()

    return write


def _mailed(post: Post, place: str) -> Callable[[Waiting], None]:
    def write(each: Waiting) -> None:
        made = EmailMessage()
        host = urlsplit(post.address).hostname or "localhost"
        made["From"], made["To"] = post.sender, place.removeprefix(MAIL)
        made["Subject"] = SUBJECT.format(number=each.number)
        made["Message-ID"] = f"<ijkpunt-{each.name.removesuffix('.txt')}@{host}>"
        made["Date"] = format_datetime(post.now())
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(BODY)
        # As a file, because its bytes are what counts and mail may break lines.
        made.add_attachment(each.text.encode(), maintype="text", subtype="plain", filename=each.name)
        post.send(made)

    return write
