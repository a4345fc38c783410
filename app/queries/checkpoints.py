"""Whether the history is still what its checkpoints saw: signatures, roots, heads, and the copies outside.

Judges and changes nothing. What it says names streams, dossiers and numbers, never a child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final
from uuid import UUID

from app.domain.merkle import Tree, leaf_hash
from app.queries.signatures import Keys, unfinished, wrong_signatures
from app.store.checkpoints import (
    Kept,
    Strayed,
    beyond,
    changes,
    checkpoints,
    copied_up_to,
    head_of,
    newest_number,
    note_or_none,
    orphans,
    strayed,
)  # fmt: skip
from app.store.documents import as_instant_text
from app.store.history import UnreadableError, readable
from app.store.notes import FACTS, Head, Heads, Note, log_of
from app.store.outside import MAIL, copies, file_name
from app.store.owning import readable_owners
from app.store.unit_of_work import Work

_MOST_LATE: Final = 24
"""So many checkpoints may wait for the place outside: a day in which it was away."""

__all__ = [
    "MAIL",
    "Checked",
    "Held",
    "Waiting",
    "check_against",
    "check_checkpoints",
    "contradicted",
    "forked",
    "held",
    "waiting",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A checkpoint that was not yet written outside, and the name of its copy."""

    number: int
    name: str
    text: str


def waiting(work: Work, place: str) -> list[Waiting]:
    """What must still be written to a place: all; to an address that has none yet, only the newest."""
    after = copied_up_to(work, place)
    found = checkpoints(work, after)
    # Each checkpoint tells of all before it, so a new address need not get every one of them by mail.
    wanted = found[-1:] if place.startswith(MAIL) and not after else found
    return [Waiting(each.number, file_name(work.board, each.number), each.text) for each in wanted]


@dataclass(slots=True)
class Checked:
    """What came of a check."""

    count: int = 0
    """How many checkpoints there are."""
    wrong: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """An older checkpoint that somebody kept."""

    board: UUID
    number: int
    text: str


def held(text: str) -> Held | None:
    """A checkpoint from its text; None for any other text."""
    note = note_or_none(text.replace("\r\n", "\n"))
    return Held(note.checkpoint.board, note.checkpoint.entry.number, note.text) if note else None


def check_checkpoints(
    work: Work, public: bytes | None, place: str = "", kept: Held | None = None, before: Sequence[bytes] = ()
) -> Checked:  # fmt: skip
    """Check all checkpoints of the board, and every chain against them.

    `public` is the key that signs, and `before` those that signed before it; without it signatures are not judged.
    `place` is where copies are, and `kept` an older checkpoint from elsewhere.
    """
    checked = Checked()
    try:
        with readable("een ijkpunt"):
            rows = checkpoints(work)
            checked.count = len(rows)
            checked.wrong += _replayed(work, rows)
            checked.wrong += wrong_signatures(rows, Keys(public, before)) if public else []
            checked.unjudged += unfinished(rows, Keys(public, before)) if public else []
            checked.wrong += _astray(work, rows[-1].number if rows else 0)
            checked.wrong += [
                f"stroom {each}: de feiten staan er nog, maar wat ze beschrijven is weg." for each in orphans(work)
            ]
            checked.wrong += _copied(work, rows, place)
            checked.wrong += _as_kept(work, rows, kept)
            checked.unjudged += _late(rows, copied_up_to(work, place)) if place else []
    except UnreadableError as wrong:
        checked.wrong.append(f"ijkpunten van bestuur {work.board}: {wrong}.")
    if checked.count and public is None:
        checked.unjudged.append("ijkpunten: de tekensleutel is er niet, dus de handtekeningen zijn niet nagekeken.")
    return checked


def check_against(work: Work, dossier: UUID) -> Checked:
    """Check the chains of one dossier against the checkpoints; these themselves are left to a check of the whole."""
    checked = Checked()
    try:
        names = _names(work, dossier)
        with readable("een ijkpunt"):
            checked.wrong += _told(strayed(work, streams=list(names)), names)
    except UnreadableError as wrong:
        checked.wrong.append(f"ijkpunten van bestuur {work.board}: {wrong}.")
    return checked


def contradicted(work: Work, dossier: UUID | None = None) -> list[str]:
    """Where the chains of the board, or of one dossier, are not as earlier checkpoints saw them."""
    if dossier is not None:
        return check_against(work, dossier).wrong
    try:
        with readable("een ijkpunt"):
            return list(_astray(work, newest_number(work)))
    except UnreadableError as wrong:
        return [f"ijkpunten van bestuur {work.board}: {wrong}."]


def forked(work: Work, place: str) -> list[str]:
    """Where copies outside are of other checkpoints than those here: the next one would be a second of its number."""
    here = {row.number: row.text for row in checkpoints(work)}
    outside = _outside(work, place) or {}  # a folder that cannot be read is told by who writes to it
    return [
        f"ijkpunt {number} buiten de database is hier niet."
        for number, text in outside.items() if here.get(number) != text
    ]  # fmt: skip


def _astray(work: Work, last: int) -> Iterator[str]:
    """A line or two for each chain that is not where one of the checkpoints up to this one saw it."""
    return _told([each for number in range(1, last + 1) for each in strayed(work, number)], _names(work))


def _outside(work: Work, place: str) -> dict[int, str] | None:
    """The copies in a folder, by number; none of mail, that cannot be looked at from here. None where it is unread."""
    try:
        found = copies(Path(place), work.board) if place and not place.startswith(MAIL) else ()
        return {number: text for _, number, text in found}
    except OSError:
        return None


def _replayed(work: Work, rows: Sequence[Kept]) -> list[str]:
    """What is wrong with the first checkpoint that does not follow from what stands beside it and before it."""
    heads, log, time = Heads(), log_of(()), ""
    for number, row in enumerate(rows, start=1):
        if row.number != number:
            return [f"ijkpunt {number} is weg."]
        note = note_or_none(row.text)
        entry = note.checkpoint.entry if note else None
        if note is None or entry is None or (entry.number, note.checkpoint.board) != (number, work.board):
            return [f"ijkpunt {number} is veranderd: het is geen ijkpunt van dit bestuur meer."]
        mine = changes(work, number)
        log.put({number - 1: leaf_hash(entry.text.encode())})
        heads.put(map(head_of, mine))
        flaw = _flaw(row, note, heads, log, places=[heads.places[each.stream_id] == each.place for each in mine])
        if flaw or entry.time < time:
            return [f"ijkpunt {number}: {flaw or 'het is ouder dan het ijkpunt ervoor'}."]
        time = entry.time
    left = beyond(work, len(rows))
    return [f"ijkpunt {left} is weg: er staan nog standen van."] if left else []


def _flaw(row: Kept, note: Note, heads: Heads, log: Tree, *, places: Iterable[bool]) -> str:
    entry = note.checkpoint.entry
    if log.root != note.checkpoint.root:
        return "het is veranderd, of een ijkpunt ervoor is dat"
    if (len(heads.heads), heads.tree.root) != (entry.heads, entry.heads_root) or not all(places):
        return "de standen ernaast zijn veranderd"
    if (as_instant_text(row.made_at), row.destroyed) != (entry.time, len(entry.destroyed)):
        return "de rij eromheen is veranderd"
    return ""


def _names(work: Work, dossier: UUID | None = None) -> dict[UUID, str]:
    """Whose each stream is."""
    own, _ = readable_owners(work, dossier)
    found = {each.stream: f"{each.kind} {each.route or each.dossier or work.board}" for each in own}
    if dossier is None:
        found |= {each.stream: f"dossier {each.dossier}, route {each.route}" for each in own if each.route}
    return found if dossier else {**found, work.board: "leeslog"}


def _told(found: Sequence[Strayed], names: Mapping[UUID, str]) -> Iterator[str]:
    """A line or two for each chain that is not where a checkpoint saw it."""
    by_stream = sorted(found, key=lambda each: (each.head.stream, each.number))
    for stream, group in groupby(by_stream, key=lambda each: each.head.stream):
        mine = list(group)
        first, last = mine[0], mine[-1]
        one, more = ("feit", "feiten") if last.head.kind == FACTS else ("verzegeling", "verzegelingen")
        where = names.get(stream, f"verdwenen stroom {stream}")
        missing = last.head.size - last.now
        if first.head.size <= last.now:
            yield f"{where}: {one} {first.head.size} is niet meer wat ijkpunt {first.number} zag."
        if last.now <= 0:
            gone = f"alle {last.head.size} {more} die ijkpunt {last.number} zag zijn weg"
            yield f"{where}: {gone if last.head.size > 1 else f'{one} 1 is weg; meer zag ijkpunt {last.number} niet'}."
        elif missing > 0:
            what = f"ontbreekt 1 {one}" if missing == 1 else f"ontbreken {missing} {more}"
            seen = f"ijkpunt {last.number} telde er {last.head.size}, er staan er {last.now}"
            yield f"{where}: aan de staart {what}; {seen}."
    yield from _together({each.head for each in found if each.head.stream not in names})


def _together(lost: Collection[Head]) -> Iterator[str]:
    """Which of the streams that no row owns were one dossier: heads tell of a route in which stream its dossier was."""
    for own in sorted({each.stream for each in lost} & {each.parent for each in lost if each.parent}):
        routes = sorted({str(each.stream) for each in lost if each.parent == own})
        yield f"een heel dossier is weg: zijn eigen stroom was {own}, en zijn routes waren {', '.join(routes)}."


def _copied(work: Work, rows: Sequence[Kept], place: str) -> Iterator[str]:
    """What is wrong with the copies in a folder."""
    if not place or place.startswith(MAIL):
        return
    outside = _outside(work, place)
    if outside is None:
        yield f"de map met afschriften van ijkpunten van bestuur {work.board} is niet te lezen."
        return
    written = copied_up_to(work, place)
    for row in rows:
        if row.number in outside:
            if outside.pop(row.number) != row.text:
                yield f"ijkpunt {row.number} is niet wat het afschrift buiten de database zegt."
        elif row.number <= written:
            yield f"het afschrift van ijkpunt {row.number} buiten de database is weg."
    for number in outside:
        yield f"ijkpunt {number} is weg uit de database: buiten staat er een afschrift van."


def _late(rows: Sequence[Kept], written: int) -> list[str]:
    """That checkpoints pile up here: what is not outside proves nothing to anybody."""
    late = len(rows) - written
    return [f"ijkpunten: de laatste {late} zijn nog niet buiten de database geschreven."] if late > _MOST_LATE else []


def _as_kept(work: Work, rows: Sequence[Kept], kept: Held | None) -> Iterator[str]:
    """Whether a checkpoint from elsewhere is one of these."""
    if kept is None or kept.board != work.board:
        return
    here = next((row.text for row in rows if row.number == kept.number), None)
    if here is None:
        yield f"ijkpunt {kept.number}, dat jij bewaarde, is weg uit de database."
    elif here != kept.text:
        yield f"ijkpunt {kept.number} in de database is een ander dan jij bewaarde."
