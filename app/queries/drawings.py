"""The versions of a protocol that the routes of a dossier run on, and of each fact the one on which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.domain.errors import NoBundleError
from app.store.bundles import BundleCache
from app.store.unit_of_work import Work
from workflows import Bundle

if TYPE_CHECKING:
    from app.queries.history import Entry


class Drawings(Mapping[UUID, Bundle]):
    """By route the version that it runs on now. A route that was migrated ran on others before."""

    def __init__(self, now: Mapping[UUID, Bundle], version: Callable[[str], Bundle]) -> None:
        """`version` gives one by its hash. Raises NoBundleError where it is gone."""
        self._now, self.version = now, version

    @classmethod
    def of(cls, work: Work, bundles: BundleCache[Bundle], routes: Sequence[Any]) -> Drawings:
        """Of the rows of routes, within their transaction. Raises NoBundleError, as `version` does."""
        found = {each.route_id: bundles.get(work, each.bundle) for each in routes}
        return cls(found, lambda geheel: bundles.get(work, geheel))

    def __getitem__(self, route: UUID) -> Bundle:
        return self._now[route]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def at(self, entry: Entry) -> Bundle | None:
        """The version on which a fact happened; None for one of the dossier as a whole, or where it is gone."""
        if entry.route is None:
            return None
        try:
            return self.version(entry.version) if entry.version else self._now.get(entry.route)
        except NoBundleError:
            return None
