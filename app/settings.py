"""What a school's machine may set, read from the environment once, at start. It opens no file and starts nothing.

A value that cannot be right is refused by name, because a setting that is silently not the one somebody made is worse
than no start. Every name has a line in the README, held there by a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from workflows import Limits

BUNDLES: Final = "LEIDRAAD_BUNDLES"
PORT: Final = "PORT"
DATA: Final = "LEIDRAAD_DATA"
DATABASE_URL: Final = "LEIDRAAD_DATABASE_URL"
SMTP_URL: Final = "LEIDRAAD_SMTP_URL"
SENDER: Final = "from"
"""The one thing that `LEIDRAAD_SMTP_URL` may say behind a `?`: by whom mail is sent."""
KEK_FILE: Final = "LEIDRAAD_KEK_FILE"
KEYS: Final = "LEIDRAAD_KEYS"
SIGNING_KEY_FILE: Final = "LEIDRAAD_SIGNING_KEY_FILE"
CHECKPOINTS: Final = "LEIDRAAD_CHECKPOINTS"
ADDRESS: Final = "LEIDRAAD_ADDRESS"
HOST: Final = "LEIDRAAD_HOST"
PROCESSES: Final = "LEIDRAAD_PROCESSES"
SCANNER: Final = "LEIDRAAD_SCANNER"
LIMIT: Final = "LEIDRAAD_LIMIT_"
"""Each limit of the validator has the variable of this prefix and its own name: `LEIDRAAD_LIMIT_MAX_ELEMENTS`."""
ELSEWHERE: Final = frozenset({"LEIDRAAD_CHROMIUM", "LEIDRAAD_NODE", "LEIDRAAD_NODE_MODULES", "LEIDRAAD_TCK"})
"""Names that other programs of this tree read: pictures and tests."""


_ONE: Final = r"[^@\s<>,;:?]+@[^@\s<>,;:?]+"
_FROM: Final = re.compile(rf"{_ONE}|[^@<>,;:]* <{_ONE}>")
"""An address by itself, or behind the name that people see."""


class SettingsError(Exception):
    """Een instelling heeft een waarde die niet kan."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; the defaults are those of a fresh checkout."""

    bundles: Path = Path("bpmn")
    """Folder whose subfolders are the bundles."""
    limits: Limits = field(default_factory=Limits)
    """How large a diagram or a bundle may be before the validator refuses it."""
    host: str = "127.0.0.1"
    """The address of this machine on which the web server listens."""
    port: int = 8000
    data: Path = Path("var")
    """Folder for all that is kept on this machine."""
    database_url: str = "sqlite:///var/leidraad.sqlite"
    smtp_url: str = "file:var/post"
    """Where mail leaves: `smtp://`, `smtps://`, or `file:` and a folder in which it is laid down."""
    kek_file: Path = Path("var/kek")
    keys: str = "var/keys.sqlite"
    signing_key_file: Path = Path("var/signing-key")
    checkpoints: str = "var/checkpoints"
    """Where checkpoints are written outside the database: a folder, or `mailto:` and an address."""
    address: str = "http://127.0.0.1:8000"
    """Where people reach Leidraad; it stands in mail and in one-time links."""
    processes: int = 1
    """Web processes; SQLite takes one."""

    scanner: str = ""
    """Where ClamAV listens that looks for viruses in attachments: `clamd://` and machine and port, or `clamd:` and a
    socket; empty where none does."""

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; an empty value counts as not set.

    Raises SettingsError, naming the variable, for a value that cannot be right and for a setting that does not exist.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    _refuse_unknown(given)
    bundles = Path(given.get(BUNDLES, "bpmn"))
    if BUNDLES in given and not _is_folder(BUNDLES, bundles):
        message = f'{BUNDLES} is "{bundles}", maar die map bestaat niet.'
        raise SettingsError(message)
    data = _folder(given)
    port = _port(given)
    database_url = _database(given.get(DATABASE_URL, f"sqlite:///{data / 'leidraad.sqlite'}"))
    return Settings(
        bundles=bundles, limits=_limits(given), host=_host(given), port=port, data=data, database_url=database_url,
        smtp_url=_smtp(given.get(SMTP_URL, f"file:{data / 'post'}")),
        kek_file=_file(KEK_FILE, given, data / "kek"), keys=_keys(given, data),
        signing_key_file=_file(SIGNING_KEY_FILE, given, data / "signing-key"), checkpoints=_checkpoints(given, data),
        address=_address(given.get(ADDRESS, f"http://127.0.0.1:{port}")),
        processes=_processes(given, sqlite=database_url.startswith("sqlite")),
        scanner=_scanner(given.get(SCANNER, "")),
    )  # fmt: skip


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {
        BUNDLES, DATA, DATABASE_URL, SMTP_URL, KEK_FILE, KEYS, SIGNING_KEY_FILE, CHECKPOINTS, ADDRESS, HOST, PROCESSES,
        SCANNER, *ELSEWHERE,
        *(LIMIT + limit.name.upper() for limit in fields(Limits)),
    }  # fmt: skip
    for name in sorted(given):
        if name.startswith("LEIDRAAD_") and name not in known:
            close = get_close_matches(name, sorted(known), n=1, cutoff=0.0)
            raise SettingsError(f"{name} is geen instelling. Bedoel je {close[0]}?")


def _folder(given: Mapping[str, str]) -> Path:
    data = Path(given.get(DATA, "var"))
    there = next((each for each in (data, *data.parents) if _is_there(DATA, each)), data)
    if _is_there(DATA, there) and not _is_folder(DATA, there):
        raise SettingsError(f'{DATA} is "{data}", en "{there}" is een bestand. Noem een map.')
    if set("?#%") & set(str(data)):  # addresses are made of it, in which these mean something else
        raise SettingsError(f'{DATA} is "{data}". Noem een map zonder ?, # of % in de naam.')
    return data


def _file(name: str, given: Mapping[str, str], usual: Path) -> Path:
    path = Path(given.get(name, usual))
    if _is_folder(name, path):
        raise SettingsError(f'{name} is "{path}", en dat is een map. Noem een bestand.')
    return path


def _is_there(name: str, path: Path) -> bool:
    """Whether something is there. Raises SettingsError where nobody can tell: no right to look, or no name at all."""
    try:
        return path.exists()
    except OSError as error:
        raise SettingsError(f'{name} is "{path}", en daar kan Leidraad niet bij. Kijk van wie die map is.') from error


def _is_folder(name: str, path: Path) -> bool:
    return _is_there(name, path) and path.is_dir()


def _is_file(name: str, path: Path) -> bool:
    return _is_there(name, path) and not path.is_dir()


def _port(given: Mapping[str, str]) -> int:
    text = given.get(PORT, "8000")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > 65_535:
        raise SettingsError(f'{PORT} is "{text}"; geef een getal van 1 tot en met 65535.')
    return int(text)


def _host(given: Mapping[str, str]) -> str:
    text = given.get(HOST, "127.0.0.1")
    try:
        ip_address(text)
    except ValueError as error:
        raise SettingsError(f'{HOST} is "{text}"; geef een IP-adres van deze machine, zoals 127.0.0.1.') from error
    return text


def _database(url: str) -> str:
    if re.fullmatch(r"sqlite:///(?!:memory:).+", url):  # in memory each process would have one of its own
        return url
    parts = _split(url)
    if re.match(r"postgres(ql)?(\+psycopg)?://", url) and parts and parts.path.strip("/"):
        return "postgresql+psycopg://" + url.partition("://")[2]
    shown = url.partition("://")[0]
    raise SettingsError(
        f"{DATABASE_URL} begint met “{shown}”. Geef sqlite:///PAD of postgresql://NAAM:WACHTWOORD@MACHINE/DATABASE."
    )


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None where it is none, or its port cannot be."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 or re.search(r"\s", parts.netloc) else parts


def _smtp(url: str) -> str:
    parts = _split(url)
    to_folder = parts is not None and parts.scheme == "file" and bool(parts.path)
    to_server = parts is not None and parts.scheme in ("smtp", "smtps") and bool(parts.hostname)
    if parts is None or not (to_folder or to_server):
        raise SettingsError(
            f"{SMTP_URL} kan zo niet. Geef smtp://MACHINE:POORT, smtps://NAAM:WACHTWOORD@MACHINE, of file:MAP."
        )
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    from_one = all(text.isprintable() and _FROM.fullmatch(text) for text in asked.values())
    if parts.fragment or not from_one or set(asked) - {SENDER}:
        # What stands there is not repeated: it may be the rest of a password.
        raise SettingsError(f"{SMTP_URL} mag achter het vraagteken alleen {SENDER} hebben: ?{SENDER}=ADRES.")
    return url


def _keys(given: Mapping[str, str], data: Path) -> str:
    keys = given.get(KEYS, str(data / "keys.sqlite"))
    if keys.startswith(("postgres://", "postgresql://", "postgresql+psycopg://")):
        return "postgresql+psycopg://" + keys.partition("://")[2]
    if "://" in keys or _is_folder(KEYS, Path(keys)):
        raise SettingsError(f"{KEYS} kan zo niet. Geef een bestand, of postgresql:// met een eigen database.")
    return keys


def _checkpoints(given: Mapping[str, str], data: Path) -> str:
    place = given.get(CHECKPOINTS, str(data / "checkpoints"))
    mail = place.startswith("mailto:")
    whole = re.fullmatch(f"mailto:{_ONE}", place) if mail else "://" not in place
    if not whole or len(place) > 400 or (not mail and _is_file(CHECKPOINTS, Path(place))):
        raise SettingsError(f'{CHECKPOINTS} is "{place[:400]}". Noem een map, of mailto: met één adres.')
    return place


def _address(text: str) -> str:
    parts = _split(text)
    plain = parts is not None and bool(parts.hostname) and not parts.query and not parts.fragment
    if parts is None or not plain or parts.scheme not in ("http", "https"):
        raise SettingsError(f'{ADDRESS} is "{text}"; geef een adres als https://leidraad.school.nl.')
    return text.rstrip("/")


def _processes(given: Mapping[str, str], *, sqlite: bool) -> int:
    count = _whole_number(PROCESSES, given.get(PROCESSES, "1" if sqlite else "2"))
    if sqlite and count > 1:
        raise SettingsError(f"{PROCESSES} is {count}, maar met SQLite kan er maar 1. Gebruik PostgreSQL voor meer.")
    if count > 64:
        raise SettingsError(f"{PROCESSES} is {count}; meer dan 64 op één machine kan niet.")
    return count


def _scanner(text: str) -> str:
    parts = _split(text)
    to_machine = parts is not None and bool(parts.hostname) and not parts.path
    to_socket = parts is not None and not parts.netloc and parts.path.startswith("/") and parts.path != "/"
    plain = parts is not None and parts.scheme == "clamd" and not (parts.query or parts.fragment or parts.username)
    if text and not (plain and (to_machine or to_socket)):
        raise SettingsError(f"{SCANNER} kan zo niet. Geef clamd://MACHINE:POORT, of clamd:/PAD/NAAR/SOCKET.")
    return text


def _limits(given: Mapping[str, str]) -> Limits:
    known = {LIMIT + limit.name.upper(): limit.name for limit in fields(Limits)}
    return Limits(**{known[name]: _whole_number(name, text) for name, text in given.items() if name in known})


def _whole_number(name: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,11}", text):
        raise SettingsError(f'{name} is "{text}"; geef een heel getal van 1 of meer.')
    return int(text)
