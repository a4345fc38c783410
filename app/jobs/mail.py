"""Mail on its way: claimed, sent, then marked, with a Message-ID that is the same every time (R41).

Not a word about a child.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from app.commands.bus import Bus
from app.commands.upkeep import MOST_TRIES, ClaimMail, MarkMail
from app.domain.actors import Actor
from app.queries.desk import Desk
from app.queries.due import Mail, mail_due

log = logging.getLogger(__name__)
_TIMEOUT: Final = 10
SUBJECT: Final = "Er staat iets voor je klaar in Leidraad"
TEXTS: Final[Mapping[str, str]] = {
    "taak": "Er staat een taak voor je klaar.",
    "bericht": "Er is een bericht voor je.",
    "vertrek": "Er is iets veranderd in de leerlingenlijst dat je aandacht vraagt.",
}
"""By kind. What it is about is only told to who signs in."""
PROPOSALS: Final[Mapping[str, tuple[str, str]]] = {
    "voorstel": (
        "Een collega stelt voor om het ontwerp “{about}” in gebruik te nemen. Het wacht op iemand die instemt.",
        "/protocollen/ontwerpen/{subject}/voorstel",
    ),
    "voorstel-ja": ("“{about}” is in gebruik genomen: een collega stemde in met je voorstel.", "/protocollen"),
    "voorstel-nee": (
        "Een collega trok je voorstel in om “{about}” in gebruik te nemen.",
        "/protocollen/ontwerpen/{subject}",
    ),
    "voorstel-versie": (
        "Een collega stelt voor om de versie “{about}” in gebruik te nemen. Het wacht op iemand die instemt.",
        "/protocollen/voorstellen/{subject}",
    ),
    "voorstel-versie-ja": ("“{about}” is in gebruik genomen: een collega stemde in met je voorstel.", "/protocollen"),
    "voorstel-versie-nee": ("Een collega trok je voorstel in om “{about}” in gebruik te nemen.", "/protocollen"),
    "voorstel-terug": (
        "Een collega stelt voor om de versie “{about}” terug te nemen. Het wacht op iemand die instemt.",
        "/protocollen/voorstellen/{subject}",
    ),
    "voorstel-terug-ja": ("“{about}” is teruggenomen: een collega stemde in met je voorstel.", "/protocollen"),
    "voorstel-terug-nee": ("Een collega trok je voorstel in om “{about}” terug te nemen.", "/protocollen"),
}
"""By kind, with where one reads more. The protocol is about no child, so it may be named."""
_CLOSE: Final = (
    "\n\nMeld je aan om te zien wat het is:\n{address}\n\nIn deze mail staat met opzet niet waar het over gaat."
)


class NotSentError(Exception):
    """The mail did not leave; it is tried again."""


Send = Callable[[EmailMessage], None]


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail leaves from."""

    sender: str
    address: str
    """Where people sign in."""
    send: Send
    now: Callable[[], datetime]


def send_due(desk: Desk, bus: Bus, board: UUID, post: Post) -> int:
    """Send what may leave; how many went.

    Each is claimed before and marked after it left: of any number of workers one sends it, none where the database
    takes no mark, and a fall between gives a double under the same Message-ID, no loss.
    """
    with desk.reading(board) as work:
        waiting = mail_due(work)
    return sum(_send(bus, board, post, mail) for mail in waiting)


def _send(bus: Bus, board: UUID, post: Post, mail: Mail) -> int:
    system = Actor.system(board)
    if not mail.to:
        bus.send(MarkMail(mail.id, sent=False, attempts=MOST_TRIES), by=system)
        return 0
    if not bus.send(ClaimMail(mail.id), by=system).result:
        return 0
    sent = _left(mail, board, post)
    bus.send(MarkMail(mail.id, sent, mail.attempts + 1), by=system)
    return int(sent)


def _left(mail: Mail, board: UUID, post: Post) -> bool:
    try:
        post.send(letter(mail, board, post))
    except NotSentError:
        log.warning("a mail did not leave", extra={"action": "mail_failed", "mail": str(mail.id)})
        return False
    except Exception as error:  # noqa: BLE001  an address that no mail can bear holds up none that wait behind it
        kind = type(error).__name__  # its kind alone: what it says quotes the address
        log.error("a mail could not be made: %s", kind, extra={"action": "mail_failed", "mail": str(mail.id)})  # noqa: TRY400
        return False
    return True


def letter(mail: Mail, board: UUID, post: Post) -> EmailMessage:
    """The mail itself: the same for everybody, whatever it is about, where that is a dossier."""
    made = EmailMessage()
    host = urlsplit(post.address).hostname or "localhost"
    made["From"], made["To"], made["Subject"] = post.sender, mail.to, SUBJECT
    made["Message-ID"] = f"<{mail.id.hex}.{board.hex[:8]}@{host}>"
    made["Date"] = format_datetime(post.now())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_told(mail, post.address))
    return made


def _told(mail: Mail, address: str) -> str:
    if mail.kind not in PROPOSALS:
        return TEXTS.get(mail.kind, TEXTS["bericht"]) + _CLOSE.format(address=address)
    text, path = PROPOSALS[mail.kind]
    return f"{text.format(about=mail.about)}\n\nBekijk het:\n{address.rstrip('/')}{path.format(subject=mail.subject)}\n"


def sender_for(url: str) -> tuple[str, Send]:
    """How mail leaves by `LEIDRAAD_SMTP_URL`: `smtp://`, `smtps://` or `file:` with a folder. Gives also its sender."""
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("from", [])
    sender = named[0] if named else f"leidraad@{parts.hostname or 'localhost'}"
    if parts.scheme == "file":
        return sender, _into(Path(unquote(parts.path)))
    return sender, _over_smtp(url)


def _over_smtp(url: str) -> Send:
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"

    def send(message: EmailMessage) -> None:
        try:
            if secure:
                client: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, parts.port or 465, timeout=_TIMEOUT, context=ssl.create_default_context()
                )
            else:
                client = smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT)
            with closing(client):
                client.ehlo_or_helo_if_needed()
                if not secure and client.has_extn("starttls"):
                    client.starttls(context=ssl.create_default_context())
                if parts.username:
                    client.login(unquote(parts.username), unquote(parts.password or ""))
                client.send_message(message)
                _part(client)
        except (smtplib.SMTPException, OSError) as error:
            raise NotSentError from error

    return send


def _part(client: smtplib.SMTP) -> None:
    """Take leave. The mail has gone: how the server answers now changes nothing of that."""
    try:
        client.quit()
    except (smtplib.SMTPException, OSError):
        log.info("a mail server took a mail and no leave", extra={"action": "mail_parted"})


def _into(folder: Path) -> Send:
    def send(message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.eml").write_bytes(bytes(message))
        except OSError as error:
            raise NotSentError from error

    return send
