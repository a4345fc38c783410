"""What happened and what was filled in, read back: facts by time of entry, and the sealed answers beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, literal, select, tuple_

from app.store.documents import as_instant_text
from app.store.tables import answer, draft, fact
from app.store.unit_of_work import Work

_FACTS: Final[Select[Any]] = select(fact).where(
    fact.c.board_id == bindparam("board"), fact.c.stream_id.in_(bindparam("streams", expanding=True))
)
_LATEST: Final = _FACTS.order_by(fact.c.entered.desc(), fact.c.stream_id.desc(), fact.c.sequence.desc()).limit(
    bindparam("most")
)


def facts_before(
    work: Work, streams: Collection[UUID], place: tuple[str, UUID, int] | None, most: int
) -> Sequence[Row[Any]]:
    """Facts of these streams, the last entered first, from before a place (time of entry, stream, sequence)."""
    query = _LATEST
    if place is not None:
        entered, stream, sequence = place
        query = query.where(
            tuple_(fact.c.entered, fact.c.stream_id, fact.c.sequence)
            < tuple_(literal(entered), literal(stream, fact.c.stream_id.type), literal(sequence))
        )
    return work.rows(query, {"board": work.board, "streams": list(streams), "most": most})


def first_facts(work: Work, streams: Collection[UUID]) -> Sequence[Row[Any]]:
    """The fact by which each of these streams began."""
    return work.rows(_FACTS.where(fact.c.sequence == 1), {"board": work.board, "streams": list(streams)})


def facts_entered(work: Work, stream: UUID, at: datetime) -> Sequence[Row[Any]]:
    """The facts of a stream that were entered at one instant: those of one command."""
    query = _FACTS.where(fact.c.entered == as_instant_text(at)).order_by(fact.c.sequence)
    return work.rows(query, {"board": work.board, "streams": [stream]})


def answers_of_commands(work: Work, commands: Collection[UUID]) -> Sequence[Row[Any]]:
    """The sealed answers that these commands gave, in order of field group."""
    if not commands:
        return ()
    where = (answer.c.board_id == work.board, answer.c.command_id.in_(list(commands)))
    return work.rows(select(answer).where(*where).order_by(answer.c.command_id, answer.c.veldgroep))


def answers_to_task(work: Work, route_id: UUID, task_id: UUID) -> Sequence[Row[Any]]:
    """The sealed answers to a task, corrections after what they correct."""
    where = (answer.c.board_id == work.board, answer.c.route_id == route_id, answer.c.task_id == task_id)
    return work.rows(select(answer).where(*where).order_by(answer.c.given_at, answer.c.command_id, answer.c.veldgroep))


def draft_of(work: Work, task_id: UUID, person: UUID) -> Row[Any] | None:
    """What somebody typed in a task and did not send yet."""
    where = (draft.c.board_id == work.board, draft.c.task_id == task_id, draft.c.person_id == person)
    return work.row(select(draft).where(*where))
