"""The key store: data keys, each wrapped by a key-encryption key, in a store apart from the database and its backup.

Nothing that is sealed lies here, and no key lies where what it sealed lies. So destroying a row here destroys what it
sealed in every copy of the database. An error names files, keys by their id, and the way out; never a key.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from app.store.documents import as_instant_text
from app.store.kek import Kek, KeysError
from app.store.key_engine import open_engine, scrub, told
from app.store.sealing import SealError, about_key, new_key, seal, unseal

__all__ = ["DataKey", "DestroyedKey", "Kek", "KeyGoneError", "KeyStore", "KeysError", "WrongKekError"]

FRESH_SECONDS: Final = 60
"""How long a process may go on using a key that another process has destroyed."""

MOST_IN_MEMORY: Final = 4096


class KeyGoneError(KeysError):
    """De sleutel is vernietigd, of staat niet in de sleutelopslag."""


class WrongKekError(KeysError):
    """Het sleutelbestand hoort niet bij deze sleutelopslag."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A data key and its id."""

    id: UUID
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DestroyedKey:
    """What is left of a destroyed key."""

    board: UUID
    id: UUID
    at: datetime


class KeyStore:
    """Data keys by board and id, for threads and any number of processes. Make one after a fork, not before.

    Every method raises KeysError where the store cannot be reached.
    """

    def __init__(self, url: str, kek: Kek, *, ids: Callable[[], UUID], monotonic: Callable[[], float]) -> None:
        """Open the store at `url`, a file path or `postgresql://…` (a database of its own); make it where it is not.

        `ids` gives new ids, `monotonic` seconds that never go back.
        """
        self._kek = kek
        self._new_id = ids
        self._recent = _Recent(monotonic)
        self._engine = open_engine(url)

    def create(self, board: UUID) -> DataKey:
        """A new key, durable when this returns."""
        made = DataKey(self._new_id(), new_key())
        with self._reach() as connection:
            connection.execute(
                text("INSERT INTO data_key (board_id, key_id, kek, wrapped) VALUES (:board, :id, :kek, :wrapped)"),
                {"board": board.hex, "id": made.id.hex, **self._wrap(board, made.id, made.key)},
            )
        return made

    def get(self, board: UUID, key_id: UUID) -> bytes:
        """The key. Raises KeyGoneError where it is destroyed or absent, KeysError where it cannot be unwrapped."""
        return self._recent.get(board, key_id) or self._read(board, key_id)

    def check(self) -> None:
        """Raises WrongKekError where there are keys, and none of those that are looked at opens: one for each name."""
        one = text("SELECT board_id, key_id, kek, wrapped FROM data_key WHERE kek = :kek ORDER BY key_id LIMIT 1")
        with self._reach() as connection:
            names = connection.execute(text("SELECT DISTINCT kek FROM data_key WHERE kek IS NOT NULL")).scalars().all()
            rows = [connection.execute(one, {"kek": name}).one() for name in names]
        if rows and not any(self._opens(UUID(row[0]), UUID(row[1]), row[2], row[3]) for row in rows):
            raise WrongKekError("Dit sleutelbestand opent geen van de sleutels die er al zijn.")

    def destroy(self, board: UUID, key_id: UUID, at: datetime) -> None:
        """Remove a key for good; its id and the first instant at which it was destroyed stay.

        Raises KeysError where remains may still lie in the file; doing it once more is then safe, and needed.
        """
        self.drop(board, (key_id,), at)

    def drop(self, board: UUID, ids: Iterable[UUID], at: datetime) -> None:
        """Destroy each of `ids`, as a restored store must that still holds what was destroyed since its backup.

        One that is not here is noted as destroyed all the same.
        """
        gone = [{"board": board.hex, "id": key_id.hex, "at": as_instant_text(at)} for key_id in ids]
        if not gone:
            return
        with self._reach() as connection:
            connection.execute(
                text(
                    "INSERT INTO data_key (board_id, key_id, destroyed) VALUES (:board, :id, :at)"
                    " ON CONFLICT (board_id, key_id) DO UPDATE SET wrapped = NULL, kek = NULL,"
                    " destroyed = coalesce(data_key.destroyed, excluded.destroyed)"
                ),
                gone,
            )
        self._recent.forget()
        scrub(self._engine)

    def rewrap(self) -> int:
        """Wrap again, by the current key-encryption key, whatever another one wrapped; how many those were.

        Raises KeysError at the first that cannot be unwrapped; none is then changed.
        """
        # Only where the row is still as read: a key that was destroyed meanwhile must not come back.
        again = text(
            "UPDATE data_key SET kek = :kek, wrapped = :wrapped"
            " WHERE board_id = :board AND key_id = :id AND wrapped = :was"
        )
        with self._reach() as connection:
            rows = connection.execute(
                text("SELECT board_id, key_id, kek, wrapped FROM data_key WHERE kek <> :kek"),
                {"kek": self._kek.current},
            ).all()
            anew = [self._wrapped_again(UUID(row[0]), UUID(row[1]), row[2], row[3]) for row in rows]
            done = sum(connection.execute(again, values).rowcount for values in anew)
        scrub(self._engine)
        return done

    def destroyed(self) -> list[DestroyedKey]:
        """All keys that were destroyed, in order of instant."""
        with self._reach() as connection:
            rows = connection.execute(
                text(
                    "SELECT board_id, key_id, destroyed FROM data_key WHERE destroyed IS NOT NULL"
                    " ORDER BY destroyed, board_id, key_id"
                )
            ).all()
        return [DestroyedKey(UUID(board), UUID(key_id), datetime.fromisoformat(at)) for board, key_id, at in rows]

    def ids(self, board: UUID) -> list[UUID]:
        """The ids of the board's keys that are there to be used, in order."""
        with self._reach() as connection:
            rows = connection.execute(
                text("SELECT key_id FROM data_key WHERE board_id = :board AND wrapped IS NOT NULL ORDER BY key_id"),
                {"board": board.hex},
            ).scalars()
            return [UUID(key_id) for key_id in rows]

    def close(self) -> None:
        """Let go of the connections, and of the keys in memory."""
        self._recent.forget()
        self._engine.dispose()

    def is_destroyed(self, board: UUID, key_id: UUID) -> bool:
        """Whether a key was destroyed; not of one that is merely not here, or does not unwrap. Raises KeysError."""
        with self._reach() as connection:
            found = connection.execute(
                text("SELECT destroyed FROM data_key WHERE board_id = :board AND key_id = :id"),
                {"board": board.hex, "id": key_id.hex},
            ).scalar()
        return found is not None

    def _read(self, board: UUID, key_id: UUID) -> bytes:
        generation = self._recent.generation
        with self._reach() as connection:
            row = connection.execute(
                text("SELECT kek, wrapped, destroyed FROM data_key WHERE board_id = :board AND key_id = :id"),
                {"board": board.hex, "id": key_id.hex},
            ).first()
        if row is None:
            raise KeyGoneError(
                f"De sleutel {key_id} staat niet in deze sleutelopslag. Kijk of het de juiste opslag is."
            )
        kek, wrapped, destroyed = row
        if destroyed is not None:
            raise KeyGoneError(
                f"De sleutel {key_id} is vernietigd op {destroyed}. Wat ermee verzegeld is, blijft dicht."
            )
        key = self._unwrap(board, key_id, kek, wrapped)
        self._recent.keep(board, key_id, key, generation)
        return key

    def _wrap(self, board: UUID, key_id: UUID, key: bytes) -> dict[str, object]:
        kek = self._kek.current
        return {"kek": kek, "wrapped": seal(self._kek.keys[kek], key, *about_key(board, key_id))}

    def _unwrap(self, board: UUID, key_id: UUID, kek: str, wrapped: bytes) -> bytes:
        if kek not in self._kek.keys:
            raise KeysError(
                f'De sleutel {key_id} is ingepakt met "{kek}", en die staat niet in het sleutelbestand. '
                "Zet haar regel erin terug, onder de eerste."
            )
        try:
            return unseal(self._kek.keys[kek], wrapped, *about_key(board, key_id))
        except SealError:
            raise KeysError(
                f'De sleutel {key_id} gaat niet open met "{kek}". Kijk of dit het sleutelbestand is van deze opslag; '
                "zo ja, zet dan de opslag terug uit een back-up."
            ) from None

    def _opens(self, board: UUID, key_id: UUID, kek: str, wrapped: bytes) -> bool:
        try:
            self._unwrap(board, key_id, kek, wrapped)
        except KeysError:
            return False
        return True

    def _wrapped_again(self, board: UUID, key_id: UUID, kek: str, wrapped: bytes) -> dict[str, object]:
        key = self._unwrap(board, key_id, kek, wrapped)
        return {"board": board.hex, "id": key_id.hex, "was": wrapped, **self._wrap(board, key_id, key)}

    @contextmanager
    def _reach(self) -> Iterator[Connection]:
        with told(), self._engine.begin() as connection:
            yield connection


class _Recent:
    """Keys that were unwrapped not long ago, the longest unused out first. Thread-safe."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._kept: OrderedDict[tuple[UUID, UUID], tuple[float, bytes]] = OrderedDict()
        self.generation = 0

    def get(self, board: UUID, key_id: UUID) -> bytes | None:
        place = (board, key_id)
        with self._lock:
            since, key = self._kept.get(place, (float("-inf"), b""))
            if self._monotonic() - since >= FRESH_SECONDS:
                return None
            self._kept.move_to_end(place)
            return key

    def keep(self, board: UUID, key_id: UUID, key: bytes, generation: int) -> None:
        """Keep a key, unless one was destroyed since `generation`: it may be this one, read just before."""
        with self._lock:
            if generation != self.generation:
                return
            self._kept[board, key_id] = (self._monotonic(), key)
            if len(self._kept) > MOST_IN_MEMORY:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Forget all: destruction is rare, and one reading anew is cheap."""
        with self._lock:
            self.generation += 1
            self._kept.clear()
