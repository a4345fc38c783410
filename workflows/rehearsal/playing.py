"""A rehearsal told again from its sentences, each with what it brought about. What does not fit stops it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflows.bundle import Bundle
from workflows.errors import WorkflowError
from workflows.rehearsal.told import Told, told
from workflows.scenarios import MemoryDossier, Said, World, act_out


@dataclass(frozen=True, slots=True)
class Happening:
    """One sentence that was carried out."""

    said: Said
    at: datetime
    """Where the clock then stood."""
    told: tuple[Told, ...]
    """What it brought about."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A made-up dossier as it stands, and how it came to that."""

    bundle: Bundle
    given: tuple[Said, ...]
    """How it was before anybody did anything: the clock, the school's free days."""
    begun: World
    happenings: tuple[Happening, ...]
    world: World
    left: tuple[Said, ...] = ()
    """Sentences that fit no more, as the protocol is now."""
    why: str = ""
    """Why the first of those does not."""

    @property
    def dossier(self) -> MemoryDossier:
        """The dossier as it stands; what is done to it is not done to the rehearsal."""
        return MemoryDossier(self.bundle, self.world)

    @property
    def acts(self) -> tuple[Said, ...]:
        """What was done."""
        return tuple(each.said for each in self.happenings)

    def go_on(self, said: Said) -> Rehearsal:
        """The rehearsal after one more sentence, without what did not fit. Raises WorkflowError."""
        dossier = self.dossier
        return replace(_after(self, dossier, said), left=(), why="")


def rehearse(bundle: Bundle, given: Sequence[Said], acts: Sequence[Said]) -> Rehearsal:
    """Tell a rehearsal again. Raises WorkflowError only where what is given does not fit."""
    dossier = MemoryDossier(bundle)
    for said in given:
        act_out(dossier, said.text, said.table or None)
    found = Rehearsal(bundle, tuple(given), dossier.world, (), dossier.world)
    for number, said in enumerate(acts):
        try:
            found = _after(found, dossier, said)
        except WorkflowError as error:
            return replace(found, left=tuple(acts[number:]), why=error.message)
    return found


def _after(found: Rehearsal, dossier: MemoryDossier, said: Said) -> Rehearsal:
    before = dossier.world
    act_out(dossier, said.text, said.table or None)
    done = Happening(said, dossier.now, told(dossier, before, _done_by_hand(before, dossier.world)))
    return replace(found, happenings=(*found.happenings, done), world=dossier.world)


def _done_by_hand(before: World, after: World) -> frozenset[str]:
    """The ids of the tasks that were completed or answered."""
    commands = after.commands[len(before.commands) :]
    return frozenset(str(each.arguments["task_id"]) for each in commands if "task_id" in each.arguments)
