"""What a command is. Names are imperative; the values are all that a handler learns of the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from app.commands.scope import Scope
from app.store.incidents import Stuck


@dataclass(frozen=True, slots=True)
class Command:
    """Something that somebody wants done."""


@dataclass(frozen=True, slots=True)
class Recorded(Command):
    """A command that must leave a fact behind; the bus refuses one that does not."""


@dataclass(frozen=True, slots=True)
class Unrecorded(Command):
    """A command that leaves none: the short list of `table.UNRECORDED`."""


@dataclass(slots=True)
class Whereabouts:
    """What the bus must know to write down that a command was refused or got stuck."""

    dossier: UUID
    route: UUID | None = None
    task: UUID | None = None
    stuck: Stuck | None = None
    """What would be stuck if the engine fails now; None before it runs."""
    typed: Mapping[str, object] = field(default_factory=dict)
    """What the person typed: it becomes their draft."""


@dataclass(slots=True)
class Attempt:
    """One try at a command: what the handler tells the bus on its way."""

    where: Whereabouts | None = None
    location: str = ""
    """Where the result is found, if it is not where the request said."""


Handler: TypeAlias = Callable[[Any, Scope, Attempt], Any]
