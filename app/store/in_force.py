"""Versions of the protocol in force: for the board, for a school, or for a pilot of some people; and taken back.

`holds` is the twin in SQL of `app.domain.in_force.holding`, for the transactions that begin routes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, delete, exists, func, literal, or_, select, union_all, update

from app.domain.in_force import Put, Reach, places
from app.store.tables import bundle, draft_revision, in_force, in_force_person, protocol_draft, protocol_proposal
from app.store.tables import person as person_table
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW

_WIDER: Final = in_force.alias("wider")


def holds(school: Any, person: Any, own: Any) -> Select[Any]:
    """The version that holds at a school for a person; for a message of a route, for the pilot on its `own` version.

    Reads the bound values `board` and `now`. Null for what there is not.
    """
    taken_in = exists().where(
        _WIDER.c.board_id == BOARD, _WIDER.c.geheel == in_force.c.geheel, _WIDER.c.number > in_force.c.number,
        _WIDER.c.reach > in_force.c.reach, _WIDER.c.since <= NOW, _WIDER.c.withdrawn_at.is_(None),
        or_(_WIDER.c.school_id.is_(None), _WIDER.c.school_id == in_force.c.school_id),
    )  # fmt: skip
    in_pilot = exists().where(
        in_force_person.c.board_id == BOARD, in_force_person.c.in_force_id == in_force.c.in_force_id,
        in_force_person.c.person_id == person,
    )  # fmt: skip
    mine = or_(in_force.c.reach == Reach.SCHOOL.value, in_force.c.geheel == own, in_pilot)
    return (
        select(in_force.c.geheel)
        .where(
            in_force.c.board_id == BOARD, in_force.c.since <= NOW, in_force.c.withdrawn_at.is_(None),
            or_(in_force.c.reach == Reach.BOARD.value, and_(in_force.c.school_id == school, mine)), ~taken_in,
        )
        .order_by(in_force.c.reach, in_force.c.since.desc(), in_force.c.number.desc()).limit(1)
    )  # fmt: skip


def all_put(work: Work) -> list[Put]:
    """Everything that was ever put in force, the last in front."""
    mine = in_force_person.c.board_id == work.board
    people: dict[UUID, set[UUID]] = {}
    query = select(in_force).where(in_force.c.board_id == work.board).order_by(in_force.c.number.desc())
    rows = work.rows(query)
    if any(row.reach == Reach.PILOT for row in rows):
        for row in work.rows(select(in_force_person.c.in_force_id, in_force_person.c.person_id).where(mine)):
            people.setdefault(row.in_force_id, set()).add(row.person_id)
    return [_put(row, frozenset(people.get(row.in_force_id, ()))) for row in rows]


def statements_of(work: Work, geheel: str) -> Mapping[UUID, tuple[str, bytes]]:
    """What was signed as a version was put in force, with the signature; by row, of those that were signed."""
    what = (in_force.c.in_force_id, in_force.c.statement, in_force.c.signature)
    where = (in_force.c.board_id == work.board, in_force.c.geheel == geheel, in_force.c.signature.is_not(None))
    return {row.in_force_id: (row.statement, bytes(row.signature)) for row in work.rows(select(*what).where(*where))}


def add_put(work: Work, put: Put, statement: str | None = None, signature: bytes | None = None) -> None:
    """Put a version in force."""
    work.add(
        in_force, in_force_id=put.id, number=put.number, geheel=put.geheel, reach=put.reach.value,
        school_id=put.school, since=put.since, published_by=put.proposed_by, seconded_by=put.agreed_by,
        made_at=put.made_at, why=put.why, withdrawn_at=None, withdrawn_by=None, withdrawn_with=None,
        statement=statement, signature=signature,
    )  # fmt: skip
    for person in sorted(put.people):
        work.add(in_force_person, in_force_id=put.id, person_id=person)


def versions_counting(work: Work) -> list[str]:
    """The versions that hold somewhere now, or will: the widest first."""
    puts, now = all_put(work), work.now
    found = [*places(puts, now), *(each for each in puts if each.is_planned(now))]
    return list(dict.fromkeys(each.geheel for each in found))


def next_number(work: Work) -> int:
    """The number of what is put in force next; the board is locked."""
    found = work.run(select(func.max(in_force.c.number)).where(in_force.c.board_id == work.board)).scalar_one()
    return int(found or 0) + 1


def withdraw_put(work: Work, put: UUID, by: UUID, agreed_by: UUID | None) -> None:
    """Take one back."""
    where = (in_force.c.board_id == work.board, in_force.c.in_force_id == put)
    work.run(
        update(in_force).where(*where).values(withdrawn_at=work.now, withdrawn_by=by, withdrawn_with=agreed_by)
    )  # fmt: skip


def _put(row: Any, people: frozenset[UUID]) -> Put:
    return Put(
        row.in_force_id, row.number, row.geheel, Reach(row.reach), row.school_id, people, row.since, row.published_by,
        row.seconded_by, row.made_at, row.why, row.withdrawn_at, row.withdrawn_by, row.withdrawn_with,
    )  # fmt: skip


# what one proposes and another has not agreed to yet


def add_proposal(work: Work, geheel: str, put: UUID | None, target: Mapping[str, object], why: str, by: UUID) -> UUID:
    """Keep a proposal; its id."""
    made = work.new_id()
    work.add(
        protocol_proposal, proposal_id=made, geheel=geheel, in_force_id=put, target=dict(target), why=why,
        proposed_by=by, proposed_at=work.now,
    )  # fmt: skip
    return made


def find_proposal(work: Work, proposal_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """One of them."""
    where = (protocol_proposal.c.board_id == work.board, protocol_proposal.c.proposal_id == proposal_id)
    query = select(protocol_proposal).where(*where)
    return work.row(query.with_for_update() if lock else query)


def list_proposals(work: Work) -> Sequence[Row[Any]]:
    """All of them, the last in front."""
    query = select(protocol_proposal).where(protocol_proposal.c.board_id == work.board)
    return work.rows(query.order_by(protocol_proposal.c.proposed_at.desc(), protocol_proposal.c.proposal_id))


def drop_proposal(work: Work, proposal_id: UUID) -> None:
    """Let one go: it was done, or taken back."""
    where = (protocol_proposal.c.board_id == work.board, protocol_proposal.c.proposal_id == proposal_id)
    work.run(delete(protocol_proposal).where(*where))


def open_proposals(work: Work, person: UUID) -> Sequence[Row[Any]]:
    """What others propose and nobody agreed to: drafts that nobody changed since, and versions; the last in front."""
    by = person_table.c.person_id
    drafts = (
        select(
            literal("draft").label("what"), protocol_draft.c.draft_id.label("id"), protocol_draft.c.name,
            protocol_draft.c.proposed_for.label("target"), protocol_draft.c.proposed_at.label("at"),
            person_table.c.name.label("person"),
        )
        .join(person_table, and_(person_table.c.board_id == BOARD, by == protocol_draft.c.proposed_by))
        .join(draft_revision, and_(
            draft_revision.c.board_id == BOARD, draft_revision.c.draft_id == protocol_draft.c.draft_id,
            draft_revision.c.number == protocol_draft.c.revision,
            draft_revision.c.digest == protocol_draft.c.proposed_digest,
        ))
        .where(protocol_draft.c.board_id == BOARD, by != person, protocol_draft.c.dropped_at.is_(None))
    )  # fmt: skip
    what = case((protocol_proposal.c.in_force_id.is_(None), "version"), else_="back")
    versions = (
        select(
            what, protocol_proposal.c.proposal_id, bundle.c.name, protocol_proposal.c.target,
            protocol_proposal.c.proposed_at, person_table.c.name,
        )
        .join(person_table, and_(person_table.c.board_id == BOARD, by == protocol_proposal.c.proposed_by))
        .join(bundle, and_(bundle.c.board_id == BOARD, bundle.c.geheel == protocol_proposal.c.geheel))
        .where(protocol_proposal.c.board_id == BOARD, by != person)
    )  # fmt: skip
    return work.rows(union_all(drafts, versions).order_by("at"), {"board": work.board})[::-1]
