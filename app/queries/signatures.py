"""Whether each checkpoint is signed with the key that signed then, where one key took the place of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.checkpoints import Kept, checkpoints, note_or_none
from app.store.notes import Note, Succession, verifier_key
from app.store.signing import is_of_key, is_signed
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Keys:
    """The public key of now, and those that this machine knows to have signed before it.

    A key that only the database names is believed no more than a row of it: whoever writes there could name their own.
    """

    now: bytes
    before: Sequence[bytes] = ()

    @property
    def known(self) -> frozenset[bytes]:
        """All of them."""
        return frozenset((self.now, *self.before))


@dataclass(frozen=True, slots=True)
class Change:
    """The checkpoint by which a key took the place of another."""

    number: int
    succession: Succession


def changes_of(work: Work) -> list[Change]:
    """Each such checkpoint of the board, in order."""
    return _changes(_notes(checkpoints(work)))


def told_keys(work: Work, public: bytes) -> tuple[str, list[tuple[int, str]]]:
    """The key of now as text, and those before it, each with the last checkpoint that it signed."""
    before = [(each.number, verifier_key(work.board, each.succession.old)) for each in changes_of(work)]
    return verifier_key(work.board, public), before


def wrong_signatures(rows: Iterable[Kept], keys: Keys) -> list[str]:
    """What is wrong with the signatures, and with how one key followed another."""
    notes = _notes(rows)
    changes = _changes(notes)
    return [*_wrong_changes(changes, keys), *_wrong_notes(notes, changes, keys)]


def unfinished(rows: Iterable[Kept], keys: Keys) -> list[str]:
    """That the new key was announced, and the old one is still in its place: the machine died between."""
    changes = _changes(_notes(rows))
    if not changes or changes[-1].succession.old != keys.now:
        return []
    return ["ijkpunten: de tekensleutel is half vervangen. Maak het af: flask history key --renew."]


def _notes(rows: Iterable[Kept]) -> list[Note]:
    return [note for row in rows if (note := note_or_none(row.text)) is not None]


def _changes(notes: Iterable[Note]) -> list[Change]:
    entries = (note.checkpoint.entry for note in notes)
    return [Change(each.number, each.succession) for each in entries if each.succession is not None]


def _wrong_changes(changes: Sequence[Change], keys: Keys) -> Iterable[str]:
    for place, each in enumerate(changes):
        after = changes[place + 1].succession.old if place + 1 < len(changes) else each.succession.new
        if each.succession.old not in keys.known or after != each.succession.new:
            yield f"ijkpunt {each.number}: de tekensleutel die het vervangt is niet van hier."
    if changes and keys.now not in (changes[-1].succession.new, changes[-1].succession.old):
        yield f"ijkpunt {changes[-1].number}: het kondigt een andere tekensleutel aan dan die hier is."


def _wrong_notes(notes: Iterable[Note], changes: Sequence[Change], keys: Keys) -> Iterable[str]:
    for note in notes:
        number = note.checkpoint.entry.number
        key = next((each.succession.old for each in changes if number <= each.number), keys.now)
        # A key that is not known here signed nothing, whatever the database says of it.
        if key in keys.known and is_signed(note, key):
            continue
        what = "de handtekening klopt niet" if is_of_key(note, key) else "het is getekend met een andere sleutel"
        yield f"ijkpunt {number}: {what}."
