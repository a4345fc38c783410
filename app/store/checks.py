"""Checks of the history as rows: begun, gone on with, stopped, and what they found. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, or_, select, update

from app.store.incidents import HISTORY, Stuck, add_incident
from app.store.tables import audit_dossier, board, check_finding, check_run, dossier, incident, school
from app.store.unit_of_work import Work

RUNS, STOPPED, DONE = "loopt", "gestopt", "klaar"
_WRONG: Final = "geschonden"
_BOARD: Final = UUID(int=0)
"""Stands for the dossier in an incident that is about none."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a check is begun with."""

    verdicts: Sequence[str]
    dossier: UUID | None = None
    schools: Sequence[UUID] | None = None
    by: UUID | None = None
    audit: UUID | None = None
    """For which audit: then it is of one dossier."""


def begin_check(work: Work, begun: Begun) -> UUID:
    """Write down that a check begins; its id."""
    made = work.new_id()
    counted = select(func.count()).select_from(dossier).where(*_of(work, begun.schools))
    total = 1 if begun.dossier else work.run(counted).scalar_one()
    work.add(
        check_run, check_id=made, verdicts=list(begun.verdicts), dossier_id=begun.dossier,
        schools=None if begun.schools is None else [str(each) for each in begun.schools], begun_by=begun.by,
        begun_at=work.now, status=RUNS, total=total, done=0, found=0, counts={}, audit_id=begun.audit,
    )  # fmt: skip
    return made


def find_check(work: Work, check_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """A check by its id; with `lock` nobody else goes on with it meanwhile."""
    query = select(check_run).where(check_run.c.board_id == work.board, check_run.c.check_id == check_id)
    return work.row(query.with_for_update() if lock else query)


def checks(work: Work, most: int, dossier_id: UUID | None = None) -> Sequence[Row[Any]]:
    """The last checks, of all or of one dossier, the newest first.

    One for an audit counts once it has looked: until then, and where it came too late to, what was found before stands.
    """
    only = check_run.c.dossier_id == dossier_id if dossier_id else check_run.c.dossier_id.is_(None)
    looked = or_(check_run.c.audit_id.is_(None), check_run.c.done > 0)
    query = select(check_run).where(check_run.c.board_id == work.board, only, looked)
    return work.rows(query.order_by(check_run.c.begun_at.desc(), check_run.c.check_id).limit(most))


def running_checks(work: Work) -> Sequence[Row[Any]]:
    """The checks that run: those of one dossier first, since somebody waits for them.

    Then those for audits, by the numbers that these give; an audit of which few wait goes before one of many.
    """
    where = (check_run.c.board_id == work.board, check_run.c.status == RUNS)
    own = and_(
        audit_dossier.c.board_id == check_run.c.board_id, audit_dossier.c.audit_id == check_run.c.audit_id,
        audit_dossier.c.dossier_id == check_run.c.dossier_id,
    )  # fmt: skip
    order = (
        check_run.c.dossier_id.is_(None), check_run.c.audit_id.is_not(None),
        func.count().over(partition_by=check_run.c.audit_id), check_run.c.begun_at, audit_dossier.c.number,
    )  # fmt: skip
    return work.rows(select(check_run).outerjoin(audit_dossier, own).where(*where).order_by(*order))


def last_nightly(work: Work) -> Row[Any] | None:
    """The last check that the machine began by itself; nobody begins another until this transaction is over.

    The row of the board is locked by its id alone: whatever else stands in it may be what a check has to find.
    """
    work.run(select(board.c.board_id).where(board.c.board_id == work.board).with_for_update())
    where = (check_run.c.board_id == work.board, check_run.c.begun_by.is_(None))
    return work.row(select(check_run).where(*where).order_by(check_run.c.begun_at.desc()).limit(1))


def next_dossiers(work: Work, check: Row[Any], most: int) -> list[UUID]:
    """The dossiers that a check looks at next, in order; none at its end."""
    if check.dossier_id is not None:
        return [] if check.done else [check.dossier_id]
    schools = None if check.schools is None else [UUID(each) for each in check.schools]
    after = [dossier.c.dossier_id > check.cursor] if check.cursor else []
    query = select(dossier.c.dossier_id).where(*_of(work, schools), *after)
    return list(work.run(query.order_by(dossier.c.dossier_id).limit(most)).scalars())


def _of(work: Work, schools: Sequence[UUID] | None) -> list[Any]:
    return [dossier.c.board_id == work.board, *([dossier.c.school_id.in_(schools)] if schools is not None else [])]


def set_status(work: Work, check_id: UUID, status: str) -> None:
    """Stop a check, or let it go on."""
    where = (check_run.c.board_id == work.board, check_run.c.check_id == check_id)
    ended = None if status == RUNS else work.now
    work.run(update(check_run).where(*where).values(status=status, ended_at=ended))


@dataclass(frozen=True, slots=True)
class Batch:
    """What a check did in one go."""

    cursor: UUID | None
    done: int
    counts: Mapping[str, int]
    found: Sequence[Mapping[str, Any]]
    last: bool = False


def note_batch(work: Work, check: Row[Any], batch: Batch, most: int) -> None:
    """Write down how far a check came and what it found; of findings beyond `most` only the number is kept.

    What is about no dossier and no stream is kept once, however many dossiers say it.
    """
    known = _about_nothing(work, check.check_id) if any(map(_is_about_nothing, batch.found)) else set()
    fresh = [each for each in batch.found if not _is_about_nothing(each) or each["sentence"] not in known]
    for place, each in enumerate(fresh[: max(0, most - check.found)], start=check.found):
        work.add(check_finding, finding_id=work.new_id(), check_id=check.check_id, place=place, **each)
    where = (check_run.c.board_id == work.board, check_run.c.check_id == check.check_id)
    counts = {name: check.counts.get(name, 0) + number for name, number in batch.counts.items()}
    values: dict[str, Any] = {
        "done": check.done + batch.done, "found": check.found + len(fresh), "counts": counts,
        "cursor": batch.cursor or check.cursor, "total": max(check.total, check.done + batch.done),
    }  # fmt: skip
    ended = {"status": DONE, "ended_at": work.now} if batch.last else {}
    work.run(update(check_run).where(*where).values(**values, **ended))


def _is_about_nothing(found: Mapping[str, Any]) -> bool:
    return found["dossier_id"] is None and found["stream_id"] is None


def _about_nothing(work: Work, check_id: UUID) -> set[str]:
    where = (check_finding.c.board_id == work.board, check_finding.c.check_id == check_id)
    nothing = (check_finding.c.dossier_id.is_(None), check_finding.c.stream_id.is_(None))
    return set(work.run(select(check_finding.c.sentence).where(*where, *nothing)).scalars())


def forget_findings(work: Work, before: datetime) -> None:
    """Forget what the checks of nights long ago found, but for what did not hold; that they were made stays."""
    old = select(check_run.c.check_id).where(
        check_run.c.board_id == work.board, check_run.c.begun_by.is_(None), check_run.c.begun_at < before
    )
    where = (check_finding.c.board_id == work.board, check_finding.c.check_id.in_(old))
    work.run(delete(check_finding).where(*where, check_finding.c.sort != _WRONG))


def findings(work: Work, check_id: UUID, most: int, after: int = -1) -> Sequence[Row[Any]]:
    """What a check found, in order, behind a place in that order."""
    where = (
        check_finding.c.board_id == work.board, check_finding.c.check_id == check_id, check_finding.c.place > after
    )  # fmt: skip
    return work.rows(select(check_finding).where(*where).order_by(check_finding.c.place).limit(most))


def wrong_since(work: Work, dossier_id: UUID, since: datetime, most: int) -> Sequence[Row[Any]]:
    """What did not hold in a dossier by checks over all of them that began after this: each route, and when last.

    The newest first.
    """
    last = func.max(check_run.c.begun_at).label("begun_at")
    query = (
        select(check_finding.c.route_id, last)
        .join(check_run, (check_run.c.board_id == check_finding.c.board_id) & (
            check_run.c.check_id == check_finding.c.check_id
        ))
        .where(
            check_finding.c.board_id == work.board, check_finding.c.dossier_id == dossier_id,
            check_finding.c.sort == _WRONG, check_run.c.dossier_id.is_(None), check_run.c.begun_at > since,
        )
        .group_by(check_finding.c.route_id)
    )  # fmt: skip
    return work.rows(query.order_by(last.desc()).limit(most))


def finding_counts(work: Work, check_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """How many findings of each verdict and sort each of these checks has."""
    what = (check_finding.c.check_id, check_finding.c.verdict, check_finding.c.sort)
    where = (check_finding.c.board_id == work.board, check_finding.c.check_id.in_(list(check_ids)))
    return work.rows(select(*what, func.count().label("number")).where(*where).group_by(*what))


def tell_once(work: Work, told: Mapping[str, str], dossier_id: UUID | None, route_id: UUID | None) -> None:
    """Make an incident of each finding that none was made of before: `told` is its mark and its message."""
    where = (incident.c.board_id == work.board, incident.c.kind == HISTORY, incident.c.subject.in_(list(told)))
    known = set(work.run(select(incident.c.subject).where(*where)).scalars())
    schools = _schools_of(work, dossier_id)
    for mark in [each for each in told if each not in known]:
        for each in schools:
            stuck = Stuck(HISTORY, "", mark, told[mark])
            add_incident(work, each, dossier_id or _BOARD, route_id, stuck)


def _schools_of(work: Work, dossier_id: UUID | None) -> list[UUID]:
    """The school of a dossier; every school of the board where it is about none, or about one that is gone."""
    if dossier_id is not None:
        where = (dossier.c.board_id == work.board, dossier.c.dossier_id == dossier_id)
        if found := list(work.run(select(dossier.c.school_id).where(*where)).scalars()):
            return found
    return list(work.run(select(school.c.school_id).where(school.c.board_id == work.board)).scalars())
