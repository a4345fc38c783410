"""Every kind of sentence and what holds it against a route."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from workflows.rules.by_whom import closes, four_eyes, message, term
from workflows.rules.cases import Case
from workflows.rules.findings import Evidence
from workflows.rules.in_order import after, before, between, count, doubt, never
from workflows.rules.model import Kind

_KINDS: Final[Mapping[Kind, Callable[[Case], Iterator[Evidence]]]] = {
    Kind.NEVER: never, Kind.BEFORE: before, Kind.BETWEEN: between, Kind.COUNT: count, Kind.AFTER: after,
    Kind.MESSAGE: message, Kind.DOUBT: doubt, Kind.FOUR_EYES: four_eyes, Kind.TERM: term, Kind.CLOSES: closes,
}  # fmt: skip


def judge(case: Case) -> Iterator[Evidence]:
    """Everything that a sentence has to say of a route; nothing where it says nothing of it."""
    yield from _KINDS[case.sentence.kind](case)
