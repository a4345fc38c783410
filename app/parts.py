"""The parts of the product around settings, and what keeps them from starting. It starts no thread.

Here is no view, which the command line does not need either.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from flask import Flask

from app.commands.bus import Bus
from app.domain.errors import UnavailableError
from app.queries.desk import Desk, make_bundles
from app.settings import SIGNING_KEY_FILE, Settings, SettingsError
from app.store.boards import keys_of_boards
from app.store.checkpoints import newest_numbers, note_or_none, told_destroyed
from app.store.clock import Clock, random_id, system_now
from app.store.db import open_database
from app.store.keys import Kek, KeysError, KeyStore, WrongKekError
from app.store.migrating import current, is_known, newest, upgrade
from app.store.notes import Note
from app.store.outside import MAIL, copies
from app.store.signing import SigningKey, is_signed
from app.store.sweeping import sweep_everywhere

SETTINGS = "leidraad"
"""Where an app keeps its Settings: `app.extensions[SETTINGS]`."""
_PARTS: Final = "leidraad.parts"
_NOTHING: Final = "Hier is nog geen Leidraad begonnen. Begin met: flask school create, of probeer: make run."
_AWAY: Final = "LEIDRAAD_DATABASE_URL: de database is niet bereikbaar. Kijk of de databaseserver loopt."
_UNREADABLE: Final = "LEIDRAAD_DATABASE_URL: dit bestand is niet te openen als database. Kijk of het er is, en van wie."
_UNMADE: Final = (
    "LEIDRAAD_DATABASE_URL: de database is niet klaar te maken. Kijk of er nog plaats is op de schijf, en of de "
    "databaseserver loopt."
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers questions and carries out commands."""

    bus: Bus
    desk: Desk
    new_id: Callable[[], UUID] = random_id
    now: Callable[[], datetime] = system_now


def bind(app: Flask, settings: Settings) -> None:
    """Give an app its settings and its database. Connects to nothing until something is asked."""
    app.extensions[SETTINGS] = settings
    open_database(app, settings.database_url)


def parts_of(app: Flask, *, any_kek: bool = False) -> Parts:
    """The parts of an app, made when they are first asked for. With `any_kek` a wrong one is let through, to judge.

    Raises SettingsError where the keys cannot be read or opened, or the database is not of this version.
    """
    if _PARTS not in app.extensions:
        settings: Settings = app.extensions[SETTINGS]
        version = _version(app, settings)
        keys = _keys(settings, any_kek=any_kek)
        _check_version(version)
        if not any_kek:
            _check_store(app, settings, keys)
            _drop_destroyed(app, settings, keys)
            _sweep(app, keys)
        bundles, clock = make_bundles(), Clock()
        app.extensions[_PARTS] = Parts(Bus(keys, clock, bundles, random_id), Desk(keys, clock, bundles))
    found: Parts = app.extensions[_PARTS]
    return found


def signing_key(settings: Settings) -> SigningKey | None:
    """The key that signs checkpoints; None where there is none. Raises SettingsError for a file that cannot be it.

    None is made in the place of one that is gone: a new key on an old history is what a forger would use.
    """
    if not settings.signing_key_file.exists():
        return None
    return _tell(SIGNING_KEY_FILE, lambda: SigningKey.read(settings.signing_key_file))


def _tell(name: str, do: Callable[[], SigningKey]) -> SigningKey:
    try:
        return do()
    except KeysError as error:
        message = f"{name}: {error}"
        raise SettingsError(message) from error


def _drop_destroyed(app: Flask, settings: Settings, keys: KeyStore) -> None:
    """Destroy again what checkpoints tell to be destroyed: a key store from a backup still holds it.

    Only a checkpoint of our own key is believed: whoever can write in the database must not destroy by it.
    """
    gone = {(each.board, each.id) for each in keys.destroyed()}
    told = [
        (note, {(note.checkpoint.board, each) for each in note.checkpoint.entry.destroyed})
        for note in _telling(app, settings)
    ]
    back = [note for note, ids in told if ids - gone]
    if not back:
        return
    key = signing_key(settings)
    if key is None:
        message = (
            f"{SIGNING_KEY_FILE}: “{settings.signing_key_file}” is er niet, en in LEIDRAAD_KEYS staan sleutels die "
            "volgens een ijkpunt zijn vernietigd. Zet het bestand terug uit je kluis."
        )
        raise SettingsError(message)
    for note in back:
        if is_signed(note, key.public):
            entry = note.checkpoint.entry
            keys.drop(note.checkpoint.board, entry.destroyed, datetime.fromisoformat(entry.time))


def _sweep(app: Flask, keys: KeyStore) -> None:
    """Blank what a database from a backup still tells of what is destroyed."""
    with app.app_context():
        try:
            sweep_everywhere(keys, Clock())
        except (KeysError, UnavailableError) as error:
            raise SettingsError(_AWAY) from error


def _telling(app: Flask, settings: Settings) -> list[Note]:
    """The checkpoints that name destroyed keys: in the database, and outside where that one was restored, too."""
    with app.app_context():
        found, last = told_destroyed(), newest_numbers()
    if settings.checkpoints.startswith(MAIL):
        return found
    try:
        outside = list(copies(Path(settings.checkpoints)))
    except OSError as error:
        message = f"LEIDRAAD_CHECKPOINTS: “{settings.checkpoints}” is niet te lezen. Kijk van wie die map is."
        raise SettingsError(message) from error
    later = [note_or_none(text) for board, number, text in outside if number > last.get(board, 0)]
    return found + [note for note in later if note is not None]


def _version(app: Flask, settings: Settings) -> str:
    """The version of the database. Raises SettingsError where nothing was begun yet, or it cannot be reached."""
    begun = settings.kek_file.exists()
    if not begun and settings.is_sqlite and not settings.data.is_dir():
        raise SettingsError(_NOTHING)
    with app.app_context():
        version = _current(settings)
    if not version and not begun:
        raise SettingsError(_NOTHING)
    return version


def prepare(app: Flask) -> None:
    """Make the folder, the key-encryption key and the tables that are not there yet; a second time nothing changes.

    Raises SettingsError where the key-encryption key is gone that data is kept under: a new one would open none of it.
    """
    settings: Settings = app.extensions[SETTINGS]
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with app.app_context():
        before = _current(settings)
        if not settings.kek_file.exists():
            _make_kek(settings, before)
        if before and not is_known(before):
            _check_version(before)
        if before != newest():
            _upgrade()
        if not settings.signing_key_file.exists() and not newest_numbers():
            _tell(SIGNING_KEY_FILE, lambda: SigningKey.create(settings.signing_key_file))


def _upgrade() -> None:
    try:
        upgrade()
    except UnavailableError as error:
        raise SettingsError(_UNMADE) from error


def _current(settings: Settings) -> str:
    """The version of the database, in an app context. Raises SettingsError where it cannot be reached."""
    try:
        return current()
    except UnavailableError as error:
        raise SettingsError(_UNREADABLE if settings.is_sqlite else _AWAY) from error


def _make_kek(settings: Settings, version: str) -> None:
    if version or Path(settings.keys).exists():
        message = (
            f"LEIDRAAD_KEK_FILE: “{settings.kek_file}” is er niet, maar er zijn al gegevens. "
            "Zet het bestand terug uit je kluis; zonder dat bestand blijven de gegevens dicht."
        )
        raise SettingsError(message)
    try:
        Kek.create(settings.kek_file)
    except KeysError as error:
        message = f"LEIDRAAD_KEK_FILE: {error}"
        raise SettingsError(message) from error


def _keys(settings: Settings, *, any_kek: bool) -> KeyStore:
    try:
        keys = KeyStore(settings.keys, Kek.read(settings.kek_file), ids=random_id, monotonic=time.monotonic)
        if not any_kek:
            keys.check()
    except WrongKekError as error:
        message = (
            f"LEIDRAAD_KEK_FILE: “{settings.kek_file}” opent geen van de sleutels in LEIDRAAD_KEYS. "
            "Zet het sleutelbestand terug dat bij deze sleutels hoort, uit je kluis, of noem de goede sleutels."
        )
        raise SettingsError(message) from error
    except KeysError as error:
        message = f"LEIDRAAD_KEK_FILE of LEIDRAAD_KEYS: {error}"
        raise SettingsError(message) from error
    return keys


def _check_store(app: Flask, settings: Settings, keys: KeyStore) -> None:
    """Another store than that of these data opens nothing, and would be filled with keys for what comes."""
    with app.app_context():
        try:
            boards = keys_of_boards()
        except UnavailableError as error:
            raise SettingsError(_UNREADABLE if settings.is_sqlite else _AWAY) from error
    if boards and not any(_opens(keys, *each) for each in boards):
        message = (
            "LEIDRAAD_KEYS of LEIDRAAD_KEK_FILE: dit zijn niet de sleutels van deze gegevens, of ze zijn weg. "
            "Noem de goede sleutels, of zet ze terug uit je reservekopie; zonder blijven de gegevens dicht."
        )
        raise SettingsError(message)


def _opens(keys: KeyStore, board: UUID, key_id: UUID) -> bool:
    try:
        keys.get(board, key_id)
    except KeysError:
        return False
    return True


def _check_version(found: str) -> None:
    asked = newest()
    if found and not is_known(found):
        message = (
            f"De database is van versie {found}, en die kent dit programma niet: het is ouder dan de database. "
            "Gebruik de nieuwere versie van Leidraad waarmee de database is bijgewerkt."
        )
        raise SettingsError(message)
    if found != asked:
        what = "heeft nog geen tabellen" if not found else f"is van versie {found}"
        message = f"De database {what}; dit programma vraagt {asked}. Draai eerst: flask database upgrade."
        raise SettingsError(message)
