"""The three verdicts on the history of a dossier, and of what belongs to none. Judge, and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.queries.checkpoints import Checked, Held, check_against, check_checkpoints
from app.queries.conformity import check_conformity
from app.queries.found import Found, Sort, Verdict, Which
from app.queries.verification import Reader, check_rest
from app.store.bundles import BundleCache
from app.store.history import Owner
from app.store.owning import dossiers_of, readable_owners
from app.store.unit_of_work import Work
from workflows import Bundle

__all__ = ["EVERYTHING", "Asked", "Found", "Sort", "Verdict", "Which", "all_dossiers", "judge", "judge_rest", "unread"]

EVERYTHING: Final = frozenset(Which)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check looks at beside the database: the key that signs checkpoints, and where their copies are."""

    public: bytes | None = None
    before: tuple[bytes, ...] = ()
    """The keys that signed before that one."""
    place: str = ""
    kept: Held | None = None
    """A checkpoint that somebody kept."""
    verdicts: frozenset[Which] = EVERYTHING
    alone: bool = False
    """Whether nothing but this dossier is looked at: then its chains are laid beside the checkpoints by themselves."""


def all_dossiers(work: Work) -> list[UUID]:
    """Every dossier of the board, in order."""
    return dossiers_of(work)


def judge(work: Work, bundles: BundleCache[Bundle], dossier: UUID, asked: Asked) -> Verdict:
    """The verdicts on one dossier; no stream in it where there is no such dossier."""
    reader = Reader(work, bundles)
    own, bad = readable_owners(work, dossier)
    reader.verdict.found += unread(bad)
    _read(reader, own)
    verdict = reader.verdict
    if own and Which.INTEGRITY in asked.verdicts:
        reader.check_around(dossier, own)
        if asked.alone:
            _add(verdict, check_against(work, dossier), dossier)
    if own and Which.CONFORMITY in asked.verdicts:
        verdict.add(check_conformity(reader, dossier, own, kept=asked.alone))
    verdict.found = [each for each in verdict.found if each.which in asked.verdicts]
    return verdict


def judge_rest(work: Work, bundles: BundleCache[Bundle], asked: Asked) -> Verdict:
    """The verdicts on what belongs to no dossier: the board, lost streams, the log of reads, checkpoints."""
    reader = Reader(work, bundles)
    own, bad = readable_owners(work, None)
    reader.verdict.found += unread((where, of) for where, of in bad if of is None)
    _read(reader, [each for each in own if each.kind == "board"])
    if Which.INTEGRITY in asked.verdicts:
        check_rest(reader, own)
        _add(reader.verdict, check_checkpoints(work, asked.public, asked.place, asked.kept, asked.before), None)
    reader.verdict.found = [each for each in reader.verdict.found if each.which in asked.verdicts]
    return reader.verdict


def unread(bad: Iterable[tuple[str, UUID | None]]) -> list[Found]:
    """What is said of rows that cannot be read."""
    said = "hier staat iets wat nooit zo is opgeschreven."
    return [Found(Which.INTEGRITY, Sort.WRONG, said, f"een rij van {where}", dossier) for where, dossier in bad]


def _read(reader: Reader, own: Sequence[Owner]) -> None:
    for owner in own:
        reader.check(owner)


def _add(verdict: Verdict, checked: Checked, dossier: UUID | None) -> None:
    verdict.checkpoints += checked.count
    for sort, lines in ((Sort.WRONG, checked.wrong), (Sort.UNJUDGED, checked.unjudged)):
        verdict.found += [Found(Which.INTEGRITY, sort, each, dossier=dossier) for each in lines]
