"""A sentence beside a route: what can be asked of the two, and what is said where something is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workflows.diagram import Process
from workflows.rules.findings import Evidence, Place, Standing
from workflows.rules.model import Items, Rule, Sentence
from workflows.rules.trace import Event, Happening, RouteTrace, Told, begins, is_done

BROKEN, DEPARTED, KEPT = Standing.BROKEN, Standing.DEPARTED, Standing.KEPT


@dataclass(frozen=True)
class Case:
    """One sentence of one rule, in one route or one call of a process."""

    rule: Rule
    sentence: Sentence
    trace: RouteTrace
    events: Sequence[Event]
    not_ends: frozenset[str]
    others: Sequence[RouteTrace] = ()
    """The routes of the dossier: what follows over a message stands there."""
    told: Told = field(default_factory=Told)

    @property
    def place(self) -> Place:
        """Makes evidence."""
        return Place(self.trace)

    @property
    def processes(self) -> Mapping[str, Process]:
        """The drawing."""
        return self.trace.processes

    @cached_property
    def named(self) -> frozenset[str]:
        """The names in the sentence."""
        return self.sentence.names()

    def begins(self, items: Items, event: Event) -> bool:
        """Whether any of these begins here."""
        if self.is_no_end(event):
            return False
        return any(begins(item, event, self.processes, self.named) for item in items)

    def done(self, items: Items, event: Event) -> bool:
        """Whether any of these is done here."""
        if self.is_no_end(event):
            return False
        return any(is_done(item, event, self.processes, self.named) for item in items)

    def is_no_end(self, event: Event) -> bool:
        """Whether this is an end behind which the route goes on elsewhere."""
        return event.happening is Happening.OVER and event.end in self.not_ends


@dataclass(slots=True)
class Seen:
    """What was seen since the last point that counts."""

    y: Event | None = None
    drawn: Event | None = None
    """The drawn exception."""
    deviated: Event | None = None
    chains: dict[int, int] = field(default_factory=dict)
    """Exception to how many of its parts were seen, in order."""
    people: list[tuple[str, str | None]] = field(default_factory=list)
    """Name of a task and who did it."""

    def note(self, case: Case, event: Event) -> None:
        """Take an event in."""
        if event.happening is Happening.DEVIATED:
            self.deviated = event
        if event.happening is Happening.LEFT and event.person:
            self.people.append((event.name, event.person))
        if case.sentence.y and case.done(case.sentence.y, event):
            self.y = event
        for number, chain in enumerate(case.sentence.unless):
            at = self.chains.get(number, 0)
            if at < len(chain) and case.done((chain[at],), event):
                self.chains[number] = at + 1
                if at + 1 == len(chain):
                    self.drawn = event

    def who(self, names: Sequence[str]) -> str | None:
        """Who did the last of these tasks."""
        return next((person for name, person in reversed(self.people) if name in names), None)


def missing(case: Case, event: Event, seen: Seen, sentence: str) -> Evidence:
    """What must be there is not: departed from, or broken."""
    if seen.drawn is not None:
        by, second = seen.who(case.rule.motive), seen.who(case.rule.consent)
        return case.place.at(DEPARTED, event, f"{sentence} Dat mag hier, met een reden.", by=by, second=second)
    if seen.deviated is None:
        return case.place.at(BROKEN, event, sentence)
    asked, agreed = seen.deviated.fact.data.get("proposed_by"), seen.deviated.person
    if not asked or not agreed or str(asked) == agreed:
        return case.place.at(
            BROKEN, event, f"{sentence} Er is van de route afgeweken zonder tweede persoon.", by=agreed
        )
    told = f"{sentence} Twee mensen weken hier af, met een reden."
    return case.place.at(DEPARTED, event, told, by=str(asked), second=agreed)


def said(event: Event) -> str:
    """What an event is called, in a sentence."""
    if event.label:
        return f"“{event.name}” = “{event.label}”"
    return f"“{event.name}”" if event.name else f"het einde “{event.end}”" if event.end else f"“{event.element}”"


def spelled(items: Items) -> str:
    """What a sentence asks for, in a sentence."""
    found = []
    for item in items:
        kind = "" if item.what == "element" else f"{item.what} "
        name = f"“{item.name}”" if item.name else ""
        value = f" = “{item.value}”" if item.value is not None else ""
        more = "".join(f" met {key} = “{value}”" for key, value in item.fields)
        end = f" met einde “{item.end}”" if item.end else ""
        found.append(f"{kind}{name}{value}{more}{end}".strip())
    return " of ".join(found)
