"""Whether the history holds: chains whole, facts openable, and everything carried out again with the same result.

Judges and changes nothing. What it says names streams and sequence numbers, never a child.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.facts import FACTS, MOVING
from app.queries.projection import Told, WrongError, check_answers, check_route, check_tasks
from app.store.bundles import BundleCache, NoBundleError, OtherBundleError
from app.store.calendars import calendar_days
from app.store.chain import GENESIS, Flaw, Link, check
from app.store.history import (
    Owner,
    UnreadableError,
    links,
    opened,
    owners,
    readable,
    route_row,
    streams_in_facts,
    task_rows,
)  # fmt: skip
from app.store.keys import KeyGoneError, KeysError
from app.store.reads import broken_seals
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import ENGINE_RULES, Bundle, Calendar, Engine, Moment, WorkflowError, carry_out, state_hash

_MOVING = frozenset(kind.__name__ for kind in MOVING)
_FLAWS = {
    Flaw.GAP: "ontbreekt, staat dubbel of staat niet op zijn plaats",
    Flaw.CHANGED: "is veranderd nadat het werd opgeschreven",
    Flaw.LINK: "hangt niet aan het feit ervoor",
}


@dataclass(slots=True)
class Verdict:
    """What came of a check."""

    streams: int = 0
    facts: int = 0
    steps: int = 0
    """Facts that were carried out again."""
    wrong: list[str] = field(default_factory=list)
    """What does not hold, in Dutch, a line each."""
    unjudged: list[str] = field(default_factory=list)
    """What could not be judged, because a key or protocol version is not here."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong and all could be judged."""
        return not self.wrong and not self.unjudged


class _CannotJudge(Exception):
    """Something that is needed for a judgement is not here."""


def verify(work: Work, bundles: BundleCache[Bundle], dossier_id: UUID | None = None) -> Verdict:
    """Check all streams of the board, and its log of reads; or those of one dossier."""
    verdict = Verdict()
    try:
        own = owners(work, dossier_id)
        for owner in own:
            _Check(work, bundles, verdict, owner).run()
        if dossier_id is None:
            for stream in sorted(streams_in_facts(work) - {owner.stream for owner in own}):
                _Check(work, bundles, verdict, Owner("vernietigd", stream, -1, b"")).run()
    except UnreadableError as wrong:
        verdict.wrong.append(f"bestuur {work.board}: {wrong}.")
    if dossier_id is None:
        _check_reads(work, verdict)
    return verdict


def _check_reads(work: Work, verdict: Verdict) -> None:
    try:
        with readable("een regel of verzegeling"):
            verdict.wrong += broken_seals(work)
    except UnreadableError as wrong:
        verdict.wrong.append(f"leeslog: {wrong}.")


def _check_chain(work: Work, verdict: Verdict, owner: Owner) -> list[Link]:
    """The links of a stream whose chain holds. Raises WrongError, UnreadableError."""
    found = links(work, owner.stream)
    verdict.streams += 1
    verdict.facts += len(found)
    broken = check(found)
    if broken is not None:
        message = f"feit {broken.sequence} {_FLAWS[broken.flaw]}"
        raise WrongError(message)
    last = found[-1].head if found else GENESIS
    if owner.count >= 0 and (len(found), last) != (owner.count, owner.head):
        message = f"er staan {len(found)} feiten, en er hoorden er {owner.count} te staan"
        raise WrongError(message)
    return found


@dataclass(slots=True)
class _Check:
    """The check of one stream."""

    work: Work
    bundles: BundleCache[Bundle]
    verdict: Verdict
    owner: Owner

    def run(self) -> None:
        gone = self.owner.stream if self.owner.key_id is None else None
        where = f"{self.owner.kind} {gone or self.owner.route or self.owner.dossier or self.work.board}"
        try:
            found = _check_chain(self.work, self.verdict, self.owner)
            documents = list(self._documents(found))
            if self.owner.route is not None:
                self._check_route(self.owner.route, documents)
        except (WrongError, UnreadableError) as wrong:
            self.verdict.wrong.append(f"{where}: {wrong}.")
        except _CannotJudge as missing:
            self.verdict.unjudged.append(f"{where}: {missing}.")

    def _documents(self, found: list[Link]) -> Iterator[Told]:
        if self.owner.key_id is None:
            return
        try:
            key = self.work.keys.get(self.work.board, self.owner.key_id)
        except KeyGoneError as error:
            message = "de sleutel is er niet"
            raise _CannotJudge(message) from error
        except KeysError as error:
            message = "de sleutel gaat niet open"
            raise _CannotJudge(message) from error
        for link in found:
            try:
                document = opened(key, link)
            except SealError as error:
                message = f"feit {link.sequence} gaat niet open"
                raise WrongError(message) from error
            if document.get("kind") not in FACTS:
                message = f"feit {link.sequence} is van een soort die niet bestaat"
                raise WrongError(message)
            yield Told(link.sequence, link.entered, document)

    def _check_route(self, route_id: UUID, facts: list[Told]) -> None:
        check_answers(self.work, route_id, facts)
        state: Any = None
        engine: Engine | None = None
        for fact in facts:
            if fact.document["kind"] in _MOVING and "moment" in fact.document:
                engine, state = self._again(fact.sequence, fact.document, state)
        row = route_row(self.work, route_id)
        self._check_state(row, engine, state)
        check_route(row, facts)
        check_tasks(self.work, route_id, facts)

    def _again(self, number: int, document: Mapping[str, Any], state: Any) -> tuple[Engine, Any]:
        """Carry one command out again."""
        at, do, outcome = document["moment"], document["do"], document["outcome"]
        if at["engine_rules"] != ENGINE_RULES:
            message = f"feit {number} is van motorregels {at['engine_rules']}, en hier gelden {ENGINE_RULES}"
            raise _CannotJudge(message)
        engine, moment = self._pinned(number, at)
        try:
            again = carry_out(engine, moment, state, do["verb"], do["arguments"])
        except WorkflowError as error:
            message = f"feit {number} kan niet nog eens zo gebeuren"
            raise WrongError(message) from error
        self.verdict.steps += 1
        if again.state_hash != outcome["state_hash"]:
            message = f"feit {number} geeft nu een andere toestand dan toen"
            raise WrongError(message)
        return engine, again.state

    def _pinned(self, number: int, at: dict[str, Any]) -> tuple[Engine, Moment]:
        try:
            engine = Engine(self.bundles.get(self.work, at["bundle"]))
            with readable(f"de kalender van feit {number}"):
                public, free = calendar_days(self.work, at["calendar"])
        except OtherBundleError as error:
            message = f"het protocol van feit {number} is niet wat toen in gebruik was"
            raise WrongError(message) from error
        except (NoBundleError, LookupError) as error:
            message = f"het protocol of de kalender van feit {number} is er niet"
            raise _CannotJudge(message) from error
        calendar = Calendar(public, free)
        if calendar.digest() != at["calendar"]:
            message = f"de kalender van feit {number} is veranderd"
            raise WrongError(message)
        instant = datetime.fromisoformat(at["instant"])
        return engine, Moment(UUID(at["route"]), at["sequence"], instant, calendar, frozenset(at["running"]))

    def _check_state(self, row: Any, engine: Engine | None, state: Any) -> None:
        """The stored state is what the facts give, and its tasks are those that are open."""
        key = self.work.keys.get(self.work.board, row.key_id)
        try:
            with readable("de bewaarde toestand"):
                stored = unseal_state(key, row.route_id, row.version, row.state)
        except SealError as error:
            message = "de bewaarde toestand gaat niet open"
            raise WrongError(message) from error
        if state is None or engine is None or state_hash(stored) != state_hash(state):
            message = "de bewaarde toestand is niet die van de feiten"
            raise WrongError(message)
        drawn = {each.id for each in engine.tasks(state)} if state["status"] == "loopt" else set()
        kept = {name for name, each in task_rows(self.work, row.route_id).items() if each.status == "open"}
        if drawn != kept:
            message = "de open taken zijn niet die van de feiten"
            raise WrongError(message)
