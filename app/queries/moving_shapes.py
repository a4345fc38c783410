"""What the pages about running routes to another version show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.suppression import Cell
from app.queries.batch_shapes import BatchSaid
from app.queries.places import SchoolAt
from app.queries.school_page import VersionShown
from workflows import Target


@dataclass(frozen=True, slots=True)
class BatchItem(BatchSaid):
    """A batch, as it stands in a list."""

    kind: str
    """`proef`, `overzetten` or `terugdraaien`."""


@dataclass(frozen=True, slots=True)
class RunningShown:
    """A version, and what runs on others."""

    version: VersionShown
    schools: tuple[SchoolAt, ...]
    """Where this person may take routes along."""
    routes: Cell
    """How many run there on other versions."""
    batches: tuple[BatchItem, ...]


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """Why routes stay, and how many."""

    sentence: str
    routes: Cell


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """What becomes of the routes of one process."""

    name: str
    well: Cell
    """Can go, went, or came back."""
    stay: Cell
    reasons: tuple[ReasonShown, ...]
    """Those of most routes first."""


@dataclass(frozen=True, slots=True)
class RouteShown:
    """What becomes of one route."""

    dossier: UUID
    pupil: str
    name: str
    well: bool
    sentences: tuple[str, ...]
    """Why it stays, or what happens to it."""


@dataclass(frozen=True, slots=True)
class StepToChoose:
    """A step at which routes wait that cannot go by themselves, and where they can be taken by hand."""

    element: str
    name: str
    process: str
    """Its name."""
    targets: tuple[Target, ...]
    is_kept: bool
    """Whether there is something in the way at this step itself."""
    chosen: str | None
    """As it was decided for this dry run: an element, empty for away, None for nothing."""


@dataclass(frozen=True, slots=True)
class FieldToChoose:
    """An answer that cannot be in the new version, and what it can be."""

    name: str
    label: str
    values: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class BatchShown:
    """A batch with what came of it."""

    item: BatchItem
    version: VersionShown
    schools: tuple[SchoolAt, ...]
    reason: str
    subject: UUID | None
    """Of a deed its dry run; of a way back the deed."""
    elements: Mapping[str, str | None]
    """What was decided by hand: element to element, None where it is taken away."""
    values: Mapping[str, Any]
    """What was decided by hand: field to value."""
    decided: tuple[tuple[str, str], ...]
    """The same elements by name, empty where it is taken away."""
    processes: tuple[ProcessShown, ...] = ()
    exact: bool = False
    """Whether this person may see each of these routes, so that no number is kept back."""
    goes: bool = False
    """Whether any route can go, went, or came back."""
    steps: tuple[StepToChoose, ...] = ()
    fields: tuple[FieldToChoose, ...] = ()
