"""Mail on its way: sent, then marked, with a Message-ID that is the same every time (R41). Not a word about a child."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from app.commands.bus import Bus
from app.commands.upkeep import MarkMail
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
    """Send what may leave; how many went. A mail is marked after it left, so a fall between gives a double, no loss."""
    with desk.reading(board) as work:
        waiting = mail_due(work)
    return sum(_send(bus, board, post, mail) for mail in waiting)


def _send(bus: Bus, board: UUID, post: Post, mail: Mail) -> int:
    sent = False
    if mail.to:
        try:
            post.send(letter(mail, board, post))
            sent = True
        except NotSentError:
            log.warning("a mail did not leave", extra={"action": "mail_failed", "mail": str(mail.id)})
    tries = mail.attempts + 1 if mail.to else 99
    bus.send(MarkMail(mail.id, sent, tries), by=Actor.system(board))
    return int(sent)


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
            with client:
                client.ehlo_or_helo_if_needed()
                if not secure and client.has_extn("starttls"):
                    client.starttls(context=ssl.create_default_context())
                if parts.username:
                    client.login(unquote(parts.username), unquote(parts.password or ""))
                client.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise NotSentError from error

    return send


def _into(folder: Path) -> Send:
    def send(message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.eml").write_bytes(bytes(message))
        except OSError as error:
            raise NotSentError from error

    return send
