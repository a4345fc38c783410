"""What goes into a migration and comes out of a dry run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.bundle import Bundle
from workflows.diagram import Node, Process
from workflows.errors import BundleError
from workflows.types import FieldValue, Outcome

AWAY = ""
"""What an element is mapped to by hand where its token is to be taken away."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person decided about what cannot be told from the drawings alone."""

    elements: Mapping[str, str] = field(default_factory=dict)
    """Element of the version that is left to an element of the new one; `AWAY` where the token is to be taken away."""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    """Routing field to the value that it gets where its own is impossible in the new version."""

    @classmethod
    def of(cls, said: object) -> ByHand:
        """From the JSON of a file: `{"elements": {old: new or null}, "fields": {name: value}}`. Raises BundleError."""
        parts = said if isinstance(said, Mapping) else {}
        elements, fields = parts.get("elements", {}), parts.get("fields", {})
        known = isinstance(said, Mapping) and not set(parts) - {"elements", "fields"}
        fits = known and isinstance(elements, Mapping) and isinstance(fields, Mapping)
        if not fits or not all(each is None or isinstance(each, str) for each in elements.values()):
            message = (
                'De lijst is niet te lezen. Schrijf {"elements": {"oud id": "nieuw id"}, "fields": {"veld": '
                '"waarde"}}; null in plaats van een nieuw id haalt weg wat daar staat.'
            )
            raise BundleError(message)
        return cls({str(name): each or AWAY for name, each in elements.items()}, dict(fields))

    def arguments(self) -> dict[str, Any]:
        """Its JSON."""
        elements = {name: each or None for name, each in self.elements.items()}
        told: dict[str, Any] = {"elements": elements, "fields": dict(self.fields)}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a route cannot go: at which element, and what can be done about it."""

    element: str
    name: str
    message: str
    """In Dutch; names what is drawn and nothing that was filled in."""
    cure: str = ""

    @property
    def sentence(self) -> str:
        """Both in one."""
        return f"{self.message} {self.cure}".strip()


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a dry run: the route can go, with the plan and all that it would do; or it cannot."""

    plan: Mapping[str, Any] = field(default_factory=dict)
    """Argument of the verb `migrate`."""
    outcome: Outcome | None = None
    """None where it cannot go."""
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[str, ...] = ()
    """What is worth knowing of it, in Dutch."""

    @property
    def fits(self) -> bool:
        """Whether the route can go."""
        return self.outcome is not None


@dataclass(frozen=True, slots=True)
class Versions:
    """The two versions, and what was decided by hand between them."""

    before: Bundle
    after: Bundle
    by_hand: ByHand = field(default_factory=ByHand)

    def target(self, element: str) -> str:
        """The element where a token of this one goes."""
        return self.by_hand.elements.get(element, element)


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope of a route in both drawings."""

    token: str
    """Id of the token in which it lies; empty for the route itself."""
    was: Process
    now: Process
    was_in: str
    """Id of the process or subprocess of which it is the inside."""
    now_in: str

    def old(self, element: str) -> Node | None:
        """What stood there."""
        return self.was.nodes.get(element)

    def new(self, element: str) -> Node | None:
        """What is drawn there now, wherever in the process."""
        return self.now.nodes.get(element)


def named(node: Node | None, element: str) -> str:
    """What people call an element."""
    return node.name if node is not None and node.name else element
