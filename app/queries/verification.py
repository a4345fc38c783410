"""Whether the history holds: chains whole, facts openable, and everything carried out again with the same result.

Judges and changes nothing. What it says names streams and sequence numbers, never a child.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.facts import FACTS, MOVING
from app.store.bundles import BundleCache, NoBundleError
from app.store.calendars import calendar_days
from app.store.chain import GENESIS, Flaw, Link, check
from app.store.history import (
    Owner,
    answers_of,
    links,
    open_task_rows,
    opened,
    owners,
    route_row,
    streams_in_facts,
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


class _Wrong(Exception):
    """Something does not hold."""


def verify(work: Work, bundles: BundleCache[Bundle], dossier_id: UUID | None = None) -> Verdict:
    """Check all streams of the board, and its log of reads; or those of one dossier."""
    verdict = Verdict()
    own = owners(work, dossier_id)
    for owner in own:
        _Check(work, bundles, verdict, owner).run()
    if dossier_id is None:
        for stream in sorted(streams_in_facts(work) - {owner.stream for owner in own}):
            _check_chain(work, verdict, Owner("vernietigd", stream, -1, b""))
        verdict.wrong += broken_seals(work)
    return verdict


def _check_chain(work: Work, verdict: Verdict, owner: Owner) -> list[Link]:
    """The links of a stream whose chain holds. Raises _Wrong."""
    found = links(work, owner.stream)
    verdict.streams += 1
    verdict.facts += len(found)
    broken = check(found)
    if broken is not None:
        message = f"feit {broken.sequence} {_FLAWS[broken.flaw]}"
        raise _Wrong(message)
    last = found[-1].head if found else GENESIS
    if owner.count >= 0 and (len(found), last) != (owner.count, owner.head):
        message = f"er staan {len(found)} feiten, en er hoorden er {owner.count} te staan"
        raise _Wrong(message)
    return found


@dataclass(slots=True)
class _Check:
    """The check of one stream."""

    work: Work
    bundles: BundleCache[Bundle]
    verdict: Verdict
    owner: Owner

    def run(self) -> None:
        where = f"{self.owner.kind} {self.owner.route or self.owner.dossier or self.work.board}"
        try:
            found = _check_chain(self.work, self.verdict, self.owner)
            documents = list(self._documents(found))
            if self.owner.route is not None:
                self._check_route(self.owner.route, documents)
        except _Wrong as wrong:
            self.verdict.wrong.append(f"{where}: {wrong}.")
        except _CannotJudge as missing:
            self.verdict.unjudged.append(f"{where}: {missing}.")

    def _documents(self, found: list[Link]) -> Iterator[dict[str, Any]]:
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
                raise _Wrong(message) from error
            if document.get("kind") not in FACTS:
                message = f"feit {link.sequence} is van een soort die niet bestaat"
                raise _Wrong(message)
            yield document

    def _check_route(self, route_id: UUID, documents: list[dict[str, Any]]) -> None:
        self._check_answers(route_id, documents)
        state: Any = None
        engine: Engine | None = None
        for number, document in enumerate(documents, start=1):
            if document["kind"] in _MOVING and "moment" in document:
                engine, state = self._again(number, document, state)
        self._check_projection(route_id, engine, state)

    def _again(self, number: int, document: dict[str, Any], state: Any) -> tuple[Engine, Any]:
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
            raise _Wrong(message) from error
        self.verdict.steps += 1
        if again.state_hash != outcome["state_hash"]:
            message = f"feit {number} geeft nu een andere toestand dan toen"
            raise _Wrong(message)
        return engine, again.state

    def _pinned(self, number: int, at: dict[str, Any]) -> tuple[Engine, Moment]:
        try:
            engine = Engine(self.bundles.get(self.work, at["bundle"]))
            public, free = calendar_days(self.work, at["calendar"])
        except (NoBundleError, LookupError) as error:
            message = f"het protocol of de kalender van feit {number} is er niet"
            raise _CannotJudge(message) from error
        calendar = Calendar(public, free)
        if calendar.digest() != at["calendar"]:
            message = f"de kalender van feit {number} is veranderd"
            raise _Wrong(message)
        instant = datetime.fromisoformat(at["instant"])
        return engine, Moment(UUID(at["route"]), at["sequence"], instant, calendar, frozenset(at["running"]))

    def _check_answers(self, route_id: UUID, documents: list[dict[str, Any]]) -> None:
        kept = answers_of(self.work, route_id)
        for number, document in enumerate(documents, start=1):
            for group, told in document.get("answers", {}).items():
                sealed = kept.pop((document["command"], group), None)
                if sealed is None or hashlib.sha256(sealed).hexdigest() != told:
                    what = "is weg" if sealed is None else "is veranderd"
                    message = f"een antwoord bij feit {number} {what}"
                    raise _Wrong(message)
        if kept:
            message = f"er staan {len(kept)} antwoorden waar geen feit van weet"
            raise _Wrong(message)

    def _check_projection(self, route_id: UUID, engine: Engine | None, state: Any) -> None:
        """What stands in the rows is what the facts give."""
        row = route_row(self.work, route_id)
        key = self.work.keys.get(self.work.board, row.key_id)
        try:
            stored = unseal_state(key, route_id, row.version, bytes(row.state))
        except (SealError, ValueError) as error:
            message = "de bewaarde toestand gaat niet open"
            raise _Wrong(message) from error
        if state is None or engine is None or state_hash(stored) != state_hash(state):
            message = "de bewaarde toestand is niet die van de feiten"
            raise _Wrong(message)
        drawn = {each.id for each in engine.tasks(state)} if state["status"] == "loopt" else set()
        if drawn != set(open_task_rows(self.work, route_id)):
            message = "de open taken zijn niet die van de feiten"
            raise _Wrong(message)
