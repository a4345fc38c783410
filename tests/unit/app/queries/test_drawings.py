"""On which version a fact of a dossier happened, also where that version is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.domain.errors import NoBundleError
from app.queries.drawings import Drawings
from app.queries.history import Entry
from tests.playing import bundle
from workflows import Bundle

NOW = bundle(P="start s\n user a\n end e\n s -> a -> e")
ROUTE = UUID(int=1)


def version(geheel: str) -> Bundle:
    if geheel != NOW.geheel:
        raise NoBundleError
    return NOW


def entry(route: UUID | None, geheel: str) -> Entry:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(
        UUID(int=2), 1, at, "TaskCompleted", at, None, route, "", {}, (), (), (), (), (), None, None, version=geheel
    )


def test_a_fact_on_a_version_that_is_gone_has_no_drawing() -> None:
    drawn = Drawings({ROUTE: NOW}, version)
    assert drawn.at(entry(ROUTE, NOW.geheel)) is NOW
    assert drawn.at(entry(ROUTE, "")) is NOW
    assert drawn.at(entry(ROUTE, "weg")) is None
    assert drawn.at(entry(None, NOW.geheel)) is None
