"""What an auditor gets to see of a fact: who did what and why, by pseudonyms, and of what people wrote only how much.

A fact that comes out is put together anew from what may be shown; what is not named here stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor, Holding
from app.queries.decided import asked_in
from app.queries.drawings import Drawings
from app.queries.filled_in import FilledIn, filled_in, text_of
from app.queries.history import DecisionShown, Entry, Who
from app.store.visible import split
from workflows import Bundle, ComponentType, ComponentView, walk

_SHOWN: Final = frozenset({ComponentType.DATE, ComponentType.TIME, ComponentType.DATETIME, ComponentType.CHECKBOX})
"""Answers in which nobody can be named; so are choices from a list that the protocol gives."""
_WRITTEN: Final = frozenset({ComponentType.TEXTFIELD, ComponentType.TEXTAREA, ComponentType.DYNAMICLIST})
_DATA: Final = frozenset({
    "name", "message", "process", "element", "answer", "functions", "instead", "how", "tried", "begins", "until",
    "left_on",
})  # fmt: skip
"""Fields of facts that say nothing of anybody."""
_NOBODY: Final = UUID(int=0)
_BY_NAME: Final = ("person", "proposed_by")
_CODES: Final = frozenset({"AttemptRefused"})
"""Kinds whose `reason` is a word of the product itself."""


@dataclass(frozen=True, slots=True)
class Called:
    """How pseudonyms and what is closed are said."""

    pupil: Callable[[int], str]
    parent: Callable[[str], str]
    staff: Callable[[str], str]
    written: Callable[[int], str]
    """What somebody wrote, by how many characters."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What one auditor sees of one dossier."""

    called: Called
    letters: Mapping[UUID, str]
    """By member of staff."""
    names: Mapping[UUID, str]
    """Of staff that were opened."""
    texts: frozenset[UUID]
    """Routes of which is open what people wrote."""
    drawn: Drawings
    """By route the protocol that it runs on, and of each fact the version on which it happened."""
    now: datetime
    met: set[UUID] = field(default_factory=set)
    """The members of staff that came by."""

    def who(self, made: UUID) -> str:
        """What somebody is called here."""
        self.met.add(made)
        return self.names.get(made) or self.called.staff(self.letters.get(made, "?"))

    def entry(self, entry: Entry) -> Entry:
        """A fact as it may be seen. Its answers are in `filled_in`."""
        return Entry(
            entry.stream, entry.sequence, entry.entered, entry.kind, entry.at, self._who(entry.by), entry.route,
            entry.name, self._data(entry), (), tuple(self._decision(entry, each) for each in entry.decisions),
            entry.milestones, entry.opened, entry.ends, entry.status, self._who(entry.on_behalf),
            entry.erased, entry.version,
        )  # fmt: skip

    def filled_in(self, entry: Entry) -> FilledIn:
        """The answers of a fact: choices and days, and of the rest how much there is."""
        bundle = self.drawn.at(entry)
        if bundle is None or not entry.answers:
            return FilledIn()
        if entry.route in self.texts:
            return filled_in(bundle, entry, self.now)
        return filled_in(bundle, entry, self.now, lambda part: self._text(bundle, part))

    def _who(self, who: Who | None) -> Who | None:
        return None if who is None else Who(_NOBODY, self.who(who.id), who.functions)

    def _data(self, entry: Entry) -> dict[str, object]:
        data: dict[str, object] = {name: value for name, value in entry.data.items() if name in _DATA}
        for each in _BY_NAME:
            if entry.data.get(each):
                data[f"{each}_name"] = self.who(UUID(str(entry.data[each])))
        beside = entry.data.get("beside")
        if isinstance(beside, list) and beside:
            data["beside_names"] = [self.who(UUID(each)) for each in beside]
        if reason := str(entry.data.get("reason") or ""):
            data["reason"] = reason if self._opens_reason(entry) else self.called.written(len(reason))
        return data

    def _opens_reason(self, entry: Entry) -> bool:
        return entry.kind in _CODES or (entry.route is not None and entry.route in self.texts)

    def _text(self, bundle: Bundle, part: ComponentView) -> str:
        text = text_of(part)
        fixed = part.options or part.type in _SHOWN
        counted = part.type == ComponentType.NUMBER and part.name in bundle.fields
        return text if not text or fixed or counted else self.called.written(len(text))

    def _decision(self, entry: Entry, each: DecisionShown) -> DecisionShown:
        bundle = self.drawn.at(entry)
        if each.inputs is None or bundle is None or entry.route in self.texts:
            return each
        closed = written_in(bundle)
        inputs = {name: self._value(asked_in(bundle, name), value, closed) for name, value in each.inputs.items()}
        return DecisionShown(
            each.name, inputs, each.rules,
            each.outputs and {name: self._value(name, value, closed) for name, value in each.outputs.items()},
        )  # fmt: skip

    def _value(self, name: str, value: object, closed: frozenset[str]) -> object:
        if isinstance(value, bool | int | float) or value is None:
            return value
        if name in closed or not isinstance(value, str):
            return self.called.written(len(str(value)))
        return value


def written_in(bundle: Bundle) -> frozenset[str]:
    """The names of the answers that people write in words of their own."""
    return frozenset(
        part.key for form in bundle.forms.values() for part in walk(form.components)
        if part.key and part.type in _WRITTEN
    )  # fmt: skip


def reads_all(auditor: Actor, row: Any, bundles: Mapping[UUID, Bundle]) -> Actor:
    """Whoever may read all of a dossier, in the place of the auditor: what comes of it passes the lens."""
    named = {grant.function for bundle in bundles.values() for grant in bundle.rights.grants}
    held = frozenset(Holding(each, row.school_id) for each in named | split(row.standing))
    return Actor(auditor.board, auditor.id, auditor.name, held)
