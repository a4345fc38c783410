"""Checks of the history for people: how far one is, what it found, and who may read what of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.queries.desk import Desk
from app.queries.verdicts import Asked, Found, Verdict, Which, judge, judge_rest
from app.store.checks import (
    checks,
    find_check,
    finding_counts,
    findings,
    next_dossiers,
    running_checks,
    wrong_since,
)  # fmt: skip
from app.store.judging import may_still
from app.store.people import names_of
from app.store.requests import log_read
from app.store.rights import find_dossier, find_route
from app.store.unit_of_work import Work

MOST_SHOWN: Final = 500
LAST: Final = 20
READ: Final = "controle"
"""What the log of reads calls it."""
_OVERSEE: Final = (f.BESTUUR,)
_BY_NAME: Final = (f.BESTUUR, f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR, f.WAARNEMER)
"""Who reads whose deed it was. An auditor knows people by pseudonyms, and those only in an audit."""
_COUNTED: Final = ("streams", "facts", "steps", "rules", "checkpoints")


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A check: what it looks at, how far it is, and how many things of each sort it found for each verdict."""

    id: UUID
    verdicts: tuple[str, ...]
    dossier: UUID | None
    begun_by: str | None
    """Name; null for the machine."""
    begun_at: datetime
    ended_at: datetime | None
    status: str
    """`loopt`, `gestopt` or `klaar`."""
    done: int
    total: int
    found: int
    counts: dict[str, int]
    tally: dict[str, dict[str, int]] = field(default_factory=dict)
    """Verdict to sort to number."""

    def standing(self, verdict: str) -> str:
        """The worst that was found for a verdict; empty where nothing was, or it was not looked at."""
        order = ("geschonden", "niet te beoordelen", "gewist", "afgeweken")
        return next((each for each in order if self.tally.get(verdict, {}).get(each)), "")


@dataclass(frozen=True, slots=True)
class FindingItem:
    """One thing that a check found, and where."""

    verdict: str
    sort: str
    sentence: str
    dossier: UUID | None
    route: UUID | None
    number: int
    stream: UUID | None
    sequence: int
    element: str
    rule: str
    by: str | None
    """Name of who gave the reason or did it."""
    second: str | None


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check with what it found."""

    check: CheckItem
    findings: tuple[FindingItem, ...]
    partly: bool = False
    """Whether what this person may not see of the dossier was left out."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last check of a dossier; none where nobody asked for one yet."""

    shown: CheckShown | None
    wrong_since: datetime | None = None
    """When a later check over all dossiers found that something in this one does not hold."""


def oversees(actor: Actor) -> bool:
    """Whether somebody may have all dossiers judged, of a school or of the board."""
    return may(actor, Permission.VERIFY) and bool(actor.schools_as(_OVERSEE))


def list_checks(work: Work, actor: Actor) -> tuple[CheckItem, ...]:
    """The last checks over all dossiers. Raises NotFoundError for who oversees none."""
    if not oversees(actor):
        raise NotFoundError
    rows = [row for row in checks(work, LAST) if _may_see(actor, row)]
    return _items(work, rows)


def last_of(work: Work, actor: Actor, dossier: UUID) -> LastCheck | None:
    """The last check of one dossier, for who leads it; None for who does not."""
    leads = _leads(work, actor, dossier)
    log_read(work, actor.id, READ, dossier, found=leads)
    if not leads:
        return None
    rows = checks(work, 1, dossier)
    if not rows:
        return LastCheck(None)
    later = (
        each.begun_at for each in wrong_since(work, dossier, rows[0].begun_at, MOST_SHOWN)
        if each.route_id is None or _sees(work, actor, each.route_id)
    )  # fmt: skip
    return LastCheck(_shown(work, actor, rows[0]), next(later, None))


def read_check(work: Work, actor: Actor, check_id: UUID) -> CheckShown | None:
    """One check; None where there is none, or it is not for whoever asks."""
    row = find_check(work, check_id)
    found = row is not None and (
        _leads(work, actor, row.dossier_id) if row.dossier_id else oversees(actor) and _may_see(actor, row)
    )
    log_read(work, actor.id, READ, check_id, found=found)
    return _shown(work, actor, row) if found else None


def _leads(work: Work, actor: Actor, dossier: UUID) -> bool:
    found = find_dossier(work, dossier, actor.id)
    return found is not None and may(actor, Permission.VERIFY, found.subject)


def _may_see(actor: Actor, row: Any) -> bool:
    """A check of the whole board is for who oversees the whole board; of schools for who oversees those."""
    held = actor.schools_as(_OVERSEE)
    if None in held:
        return True
    return row.schools is not None and {UUID(each) for each in row.schools} <= held


def _items(work: Work, rows: Sequence[Any]) -> tuple[CheckItem, ...]:
    people = names_of(work, [row.begun_by for row in rows if row.begun_by])
    tallies: dict[UUID, dict[str, dict[str, int]]] = {}
    for each in finding_counts(work, [row.check_id for row in rows]) if rows else ():
        tallies.setdefault(each.check_id, {}).setdefault(each.verdict, {})[each.sort] = each.number
    return tuple(_item(row, people, tallies.get(row.check_id, {})) for row in rows)


def _item(row: Any, people: Mapping[UUID, str], tally: dict[str, dict[str, int]]) -> CheckItem:
    return CheckItem(
        row.check_id, tuple(row.verdicts), row.dossier_id, people.get(row.begun_by), row.begun_at, row.ended_at,
        row.status, row.done, row.total, row.found, dict(row.counts), tally,
    )  # fmt: skip


def _shown(work: Work, actor: Actor, row: Any) -> CheckShown:
    """A check as somebody may see it: of a dossier that they lead, without the routes that do not exist for them."""
    rows = findings(work, row.check_id, MOST_SHOWN)
    if oversees(actor):
        allowed, partly = list(rows), False
    else:
        seen = {each: _sees(work, actor, each) for each in {found.route_id for found in rows if found.route_id}}
        allowed = [each for each in rows if each.route_id is None or seen[each.route_id]]
        partly = True
    named = [each for found in allowed for each in (found.by_id, found.second_id) if each]
    people = names_of(work, named) if actor.schools_as(_BY_NAME) else {}
    (item,) = _items(work, [row])
    if partly:
        tally: dict[str, dict[str, int]] = {}
        for each in allowed:
            tally.setdefault(each.verdict, {})[each.sort] = tally.get(each.verdict, {}).get(each.sort, 0) + 1
        item = _item(row, {row.begun_by: item.begun_by} if item.begun_by else {}, tally)
    return CheckShown(item, tuple(_finding(each, people) for each in allowed), partly)


def _sees(work: Work, actor: Actor, route: UUID) -> bool:
    found = find_route(work, route, actor.id)
    return found is not None and may(actor, Permission.SEE_ROUTE, found.subject)


def _finding(row: Any, people: Mapping[UUID, str]) -> FindingItem:
    return FindingItem(
        row.verdict, row.sort, row.sentence, row.dossier_id, row.route_id, row.number, row.stream_id, row.sequence,
        row.element, row.rule, people.get(row.by_id), people.get(row.second_id),
    )  # fmt: skip


# for the worker


@dataclass(frozen=True, slots=True)
class Step:
    """What a check does next: some dossiers, or at its end what belongs to none."""

    check: UUID
    after: UUID | None
    upto: UUID | None
    done: int
    counts: dict[str, int]
    found: tuple[dict[str, Any], ...]
    last: bool


def running(desk: Desk, board: UUID, most: int | None = None) -> list[UUID]:
    """The checks that run, those that somebody waits for first; for audits `most`, so that others get their turn."""
    with desk.reading(board) as work:
        rows = running_checks(work)
    audits = [row.check_id for row in rows if row.audit_id is not None]
    later = frozenset(audits[most:] if most is not None else ())
    return [row.check_id for row in rows if row.check_id not in later]


def next_step(desk: Desk, board: UUID, check: UUID, asked: Asked, most: int) -> Step | None:
    """Judge the next few dossiers of a check, each as it is at one instant; None where it does not run any more."""
    with desk.reading(board) as work:
        row = find_check(work, check)
        if row is None or row.status != "loopt":
            return None
        dossiers = next_dossiers(work, row, most) if row.audit_id is None or may_still(work, row) else []
    alone = row.dossier_id is not None
    asked = replace(asked, kept=None, verdicts=frozenset(Which(each) for each in row.verdicts), alone=alone)
    verdict = Verdict()
    for each in dossiers:
        with desk.reading(board, snapshot=True) as work:
            verdict.add(judge(work, desk.bundles, each, asked))
    last = alone or not dossiers
    if last and not alone and row.schools is None:
        with desk.reading(board, snapshot=True) as work:
            verdict.add(judge_rest(work, desk.bundles, asked))
    counts = {name: int(getattr(verdict, name)) for name in _COUNTED}
    found = tuple(_row(each) for each in verdict.found)
    return Step(check, row.cursor, dossiers[-1] if dossiers else None, len(dossiers), counts, found, last)


def _row(found: Found) -> dict[str, Any]:
    return {
        "verdict": str(found.which), "sort": str(found.sort), "sentence": _sentence(found.sentence),
        "dossier_id": found.dossier, "route_id": found.route, "number": found.number, "stream_id": found.stream,
        "sequence": found.sequence, "element": found.element[:200], "rule": found.rule[:40], "by_id": found.by,
        "second_id": found.second,
    }  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
