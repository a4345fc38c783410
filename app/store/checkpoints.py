"""Checkpoints as they lie in the database: making one, and reading them with what they were made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError

from app.domain.errors import UnavailableError
from app.store.boards import lock_board
from app.store.db import db
from app.store.documents import as_instant_text
from app.store.history import owners
from app.store.notes import (
    FACTS,
    READS,
    Checkpoint,
    Entry,
    Head,
    Heads,
    Note,
    NoteError,
    Succession,
    log_of,
    read_note,
)  # fmt: skip
from app.store.signing import SigningKey
from app.store.tables import checkpoint, checkpoint_copy, checkpoint_head, fact, read_seal
from app.store.unit_of_work import Work

BETWEEN: Final = timedelta(minutes=59)
"""A checkpoint that is younger than this is the one of this hour, whoever made it."""
QUIET: Final = timedelta(hours=24)
"""So long none is made where nothing happened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as a row: its text is what counts, the rest was put beside it to search by."""

    number: int
    made_at: datetime
    destroyed: int
    text: str


class NotInForceError(Exception):
    """By the checkpoints so far another key signs than this one."""


def make_checkpoint(work: Work, key: SigningKey, *, at_once: bool, successor: bytes | None = None) -> Note | None:
    """Make the next checkpoint; None where there is no board, or none is due yet and it need not be `at_once`.

    Waits for whoever makes one now, so that an hour has one. `successor` is the public key that signs after this one.
    Raises NoteError where a checkpoint before it is none, NotInForceError where another key took the place of this one.
    """
    if lock_board(work) is None:
        return None
    past = checkpoints(work)
    last = past[-1] if past else None
    age = work.now - last.made_at if last else QUIET
    if last and not at_once and age < BETWEEN:
        return None
    heads = heads_at(work)
    changed = [each for each in present_heads(work, heads) if heads.get(each.stream) != each]
    entries = [read_note(each.text).checkpoint.entry for each in past]
    changes = succeeded(entries)
    if changes and changes[-1].new != key.public:
        raise NotInForceError
    destroyed = newly_destroyed(work, entries)
    if last and not at_once and not changed and not destroyed and age < QUIET:
        return None
    heads.put(changed)
    number, made_at = len(past) + 1, max(work.now, last.made_at) if last else work.now
    change = Succession(key.public, successor) if successor else None
    entry = Entry(number, as_instant_text(made_at), len(heads.heads), heads.tree.root, destroyed, change)
    log = log_of([*(each.text for each in entries), entry.text])
    note = key.sign(Checkpoint(work.board, log.root, entry))
    work.add(checkpoint, number=number, made_at=made_at, destroyed=len(destroyed), text=note.text)
    for each in changed:
        work.add(
            checkpoint_head, stream_id=each.stream, number=number, place=heads.places[each.stream], kind=each.kind,
            size=each.size, head=each.head, parent=each.parent,
        )  # fmt: skip
    return note


def present_heads(work: Work, heads: Heads) -> list[Head]:
    """Where every chain of the board stands now, in the order in which new ones get their place.

    A stream keeps the parent that it has in `heads`, also where somebody took the row of its dossier away.
    """
    every = owners(work)
    dossiers = {each.dossier: each.stream for each in every if each.route is None and each.dossier}
    found = []
    for each in every:
        known = heads.get(each.stream)
        parent = known.parent if known else dossiers.get(each.dossier) if each.route and each.dossier else None
        if each.count:
            found.append(Head(FACTS, each.stream, each.count, each.head, parent))
    last = work.row(
        select(read_seal.c.number, read_seal.c.head).where(read_seal.c.board_id == work.board)
        .order_by(read_seal.c.number.desc()).limit(1)
    )  # fmt: skip
    if last is not None:
        found.append(Head(READS, work.board, last.number, bytes(last.head)))
    # By their ids, which are chance: a place says nothing of which dossier was first.
    return sorted(found, key=lambda each: each.stream)


def heads_at(work: Work, number: int | None = None) -> Heads:
    """The tree of heads of a checkpoint, or of the newest."""
    mine = [checkpoint_head.c.board_id == work.board, *([checkpoint_head.c.number <= number] if number else [])]
    newest = (
        select(checkpoint_head.c.stream_id, func.max(checkpoint_head.c.number).label("number"))
        .where(*mine).group_by(checkpoint_head.c.stream_id).subquery()
    )  # fmt: skip
    rows = work.rows(
        select(checkpoint_head).join(
            newest,
            (newest.c.stream_id == checkpoint_head.c.stream_id) & (newest.c.number == checkpoint_head.c.number),
        )
        .where(*mine).order_by(checkpoint_head.c.place)
    )  # fmt: skip
    return Heads(map(head_of, rows))


def head_of(row: Row[Any]) -> Head:
    """A row of the heads."""
    return Head(row.kind, row.stream_id, row.size, bytes(row.head), row.parent)


def succeeded(entries: Iterable[Entry]) -> list[Succession]:
    """Each time that a key took the place of another."""
    return [each.succession for each in entries if each.succession is not None]


def newly_destroyed(work: Work, past: Sequence[Entry]) -> tuple[UUID, ...]:
    """Keys of the board that were destroyed and stand in no checkpoint of the key that signs now, in order.

    A new key tells all of them once more: who believes it alone, as the start does, needs no older one.
    """
    told: set[UUID] = set()
    for each in past:
        told = set() if each.succession else told | set(each.destroyed)
    return tuple(sorted({each.id for each in work.keys.destroyed() if each.board == work.board} - told))


def told_in(work: Work, keys: Collection[UUID]) -> int | None:
    """The number of the checkpoint by which all of these keys stand among the destroyed; None where not all do."""
    where = (checkpoint.c.board_id == work.board, checkpoint.c.destroyed > 0)
    missing = set(keys)
    for row in work.rows(select(checkpoint.c.number, checkpoint.c.text).where(*where).order_by(checkpoint.c.number)):
        note = note_or_none(row.text)
        missing -= set(note.checkpoint.entry.destroyed) if note else set()
        if not missing:
            number: int = row.number
            return number
    return None


def checkpoints(work: Work, after: int = 0) -> list[Kept]:
    """The checkpoints of the board behind `after`, in order."""
    where = (checkpoint.c.board_id == work.board, checkpoint.c.number > after)
    rows = work.rows(select(checkpoint).where(*where).order_by(checkpoint.c.number))
    return [Kept(row.number, row.made_at, row.destroyed, row.text) for row in rows]


def checkpoint_at(work: Work, number: int) -> Kept | None:
    """The checkpoint of the board with this number."""
    where = (checkpoint.c.board_id == work.board, checkpoint.c.number == number)
    row = work.run(select(checkpoint).where(*where)).one_or_none()
    return Kept(row.number, row.made_at, row.destroyed, row.text) if row is not None else None


def newest_number(work: Work) -> int:
    """The number of the last checkpoint of the board; 0 where there is none."""
    last = select(func.max(checkpoint.c.number)).where(checkpoint.c.board_id == work.board)
    return work.run(last).scalar_one() or 0


def changes(work: Work, number: int) -> Sequence[Row[Any]]:
    """What stood elsewhere at a checkpoint than at the one before it, in order of place."""
    where = (checkpoint_head.c.board_id == work.board, checkpoint_head.c.number == number)
    return work.rows(select(checkpoint_head).where(*where).order_by(checkpoint_head.c.place))


def beyond(work: Work, number: int) -> int | None:
    """The number of the first checkpoint behind this one of which heads are kept; None where there is none."""
    where = (checkpoint_head.c.board_id == work.board, checkpoint_head.c.number > number)
    found: int | None = work.run(select(func.min(checkpoint_head.c.number)).where(*where)).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Strayed:
    """A chain that is not where a checkpoint saw it."""

    head: Head
    number: int
    """Of the checkpoint."""
    now: int
    """How many facts, or batches of reads, there are; those before the place may be gone too."""


def strayed(work: Work, number: int | None = None, streams: Sequence[UUID] = ()) -> list[Strayed]:
    """Every head of a checkpoint, or of some streams in all of them, that does not stand in its chain any more."""
    mine = checkpoint_head.c.stream_id.in_(streams) if number is None else checkpoint_head.c.number == number
    return [
        *_strayed(work, FACTS, mine, (fact.c.stream_id, fact.c.sequence)),
        *_strayed(work, READS, mine, (read_seal.c.board_id, read_seal.c.number)),
    ]


def _strayed(work: Work, kind: str, mine: Any, chain: tuple[Any, Any]) -> Iterator[Strayed]:
    """The chain is the table of these two columns: its stream, and the sequence within it."""
    stream, sequence = chain
    table = sequence.table
    now = (
        select(func.count()).select_from(table)
        .where(table.c.board_id == work.board, stream == checkpoint_head.c.stream_id)
        .correlate(checkpoint_head).scalar_subquery()
    )  # fmt: skip
    there = (
        (table.c.board_id == checkpoint_head.c.board_id) & (stream == checkpoint_head.c.stream_id)
        & (sequence == checkpoint_head.c.size)
    )  # fmt: skip
    rows = work.rows(
        select(checkpoint_head, now.label("now")).outerjoin(table, there).where(
            checkpoint_head.c.board_id == work.board, mine, checkpoint_head.c.kind == kind,
            table.c.head.is_(None) | (table.c.head != checkpoint_head.c.head),
        )
    )  # fmt: skip
    return (Strayed(head_of(row), row.number, row.now) for row in rows)


def orphans(work: Work) -> list[UUID]:
    """Streams that a checkpoint saw and whose facts are there, with a key that was not destroyed, but nobody's."""
    gone = {each.id for each in work.keys.destroyed() if each.board == work.board}
    seen = select(checkpoint_head.c.stream_id).where(checkpoint_head.c.board_id == work.board)
    rows = work.rows(
        select(fact.c.stream_id, fact.c.key_id)
        .where(fact.c.board_id == work.board, fact.c.sequence == 1, fact.c.stream_id.in_(seen))
    )  # fmt: skip
    owned = {each.stream for each in owners(work)}
    return sorted(row.stream_id for row in rows if row.stream_id not in owned and row.key_id not in gone)


def copied_up_to(work: Work, place: str) -> int:
    """The number of the last checkpoint that was written to a place outside; 0 for none."""
    where = (checkpoint_copy.c.board_id == work.board, checkpoint_copy.c.place == place)
    return work.run(select(checkpoint_copy.c.number).where(*where)).scalar_one_or_none() or 0


def mark_copied(work: Work, place: str, number: int) -> None:
    """Keep that all checkpoints up to this one were written to a place."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[work.connection.dialect.name]
    made = dialect.insert(checkpoint_copy).values(board_id=work.board, place=place, number=number, at=work.now)
    newer = checkpoint_copy.c.number < number
    values = {"number": number, "at": work.now}
    work.run(made.on_conflict_do_update(index_elements=["board_id", "place"], set_=values, where=newer))


def told_destroyed() -> list[Note]:
    """The checkpoints that name destroyed keys, of every board, outside a transaction. Asks for an app context.

    Raises UnavailableError where the database cannot be reached. What is no checkpoint is left to verification.
    """
    order = (checkpoint.c.board_id, checkpoint.c.number)
    rows = _outside_transaction(select(checkpoint.c.text).where(checkpoint.c.destroyed > 0).order_by(*order))
    return [note for (text,) in rows if (note := note_or_none(text)) is not None]


def newest_numbers() -> dict[UUID, int]:
    """The number of the newest checkpoint of each board; asked as `told_destroyed`."""
    last = select(checkpoint.c.board_id, func.max(checkpoint.c.number).label("last")).group_by(checkpoint.c.board_id)
    return {row.board_id: row.last for row in _outside_transaction(last)}


def _outside_transaction(question: Select[Any]) -> Sequence[Row[Any]]:
    try:
        with db.engine.connect() as connection:
            found: Sequence[Row[Any]] = connection.execute(question).all()
            return found
    except DatabaseError as error:
        raise UnavailableError from error


def note_or_none(text: str) -> Note | None:
    """A checkpoint, if it is one."""
    try:
        return read_note(text)
    except NoteError:
        return None
