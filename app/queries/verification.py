"""Whether the history holds: chains whole, facts openable, and everything carried out again with the same result.

Judges and changes nothing. What it says names streams and sequence numbers, never a child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from app.domain.facts import FACTS, MOVING
from app.queries.chains import check_chain
from app.queries.found import Found, Sort, Verdict, Which
from app.queries.gone import UNDECIDED, decided, unfinished_of
from app.queries.projection import (
    IncompleteError,
    Told,
    WrongError,
    check_answers,
    check_attachments,
    check_name,
    check_route,
    check_tasks,
)  # fmt: skip
from app.queries.rerun import CannotJudge, again
from app.queries.surroundings import (
    Around,
    check_dossier,
    check_functions,
    check_holdings,
    check_in_force,
    check_published,
    check_readers,
)
from app.store.bundles import BundleCache, check_version
from app.store.chain import Link
from app.store.history import (
    Owner,
    UnreadableError,
    links,
    opened,
    readable,
    route_row,
    streams_in_facts,
    task_rows,
)  # fmt: skip
from app.store.keys import KeyGoneError, KeysError
from app.store.owning import readable_owners
from app.store.reads import broken_seals
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle, Engine, Outcome, state_hash

__all__ = ["Reader", "Verdict", "check_rest", "verify"]

_MOVING = frozenset(kind.__name__ for kind in MOVING)
_Ran = tuple[Engine | None, Any, list[tuple[Told, Outcome]]]
"""What carrying out again gave: the engine, the last state, and each fact with its outcome."""
T = TypeVar("T")


class _Erased(Exception):
    """The key was destroyed, as it should be: there is nothing to open any more."""


def verify(work: Work, bundles: BundleCache[Bundle], dossier_id: UUID | None = None) -> Verdict:
    """Check all streams of the board, and its log of reads; or those of one dossier."""
    reader = Reader(work, bundles)
    own, bad = readable_owners(work, dossier_id)
    said = "hier staat iets wat nooit zo is opgeschreven."
    reader.verdict.found += [Found(Which.INTEGRITY, Sort.WRONG, said, f"een rij van {each}", of) for each, of in bad]
    for owner in own:
        reader.check(owner)
    for each in sorted({owner.dossier for owner in own if owner.dossier}, key=str):
        reader.check_around(each, [owner for owner in own if owner.dossier == each])
    if dossier_id is None:
        check_rest(reader, own)
    return reader.verdict


def check_rest(reader: Reader, own: Sequence[Owner]) -> None:
    """Check what no row owns any more, and the log of reads. `own`: the streams that rows do own."""
    try:
        lost = sorted(streams_in_facts(reader.work) - {owner.stream for owner in own}, key=str)
    except UnreadableError as wrong:
        where = f"bestuur {reader.work.board}"
        reader.verdict.found.append(Found(Which.INTEGRITY, Sort.WRONG, f"{wrong}.", where))
        lost = []
    for stream in lost:
        reader.check(Owner("vernietigd", stream, -1, b""))
    try:
        with readable("een regel of verzegeling"):
            found = broken_seals(reader.work)
    except UnreadableError as wrong:
        found = [f"leeslog: {wrong}."]
    reader.verdict.found += [Found(Which.INTEGRITY, Sort.WRONG, each) for each in found]


@dataclass(slots=True)
class Reader:
    """A check under way: what was read of each stream is kept, for what is judged of the dossier as a whole."""

    work: Work
    bundles: BundleCache[Bundle]
    verdict: Verdict = field(default_factory=Verdict)
    told: dict[UUID, list[Told]] = field(default_factory=dict)
    """Stream to the facts that opened."""
    erased: set[UUID] = field(default_factory=set)
    """Streams of which the key was destroyed."""
    looked: set[str] = field(default_factory=set)
    """Versions that are whole in the database."""
    _destroyed: frozenset[UUID] | None = None
    _decided: frozenset[UUID] | None = None

    def closed(self, key_id: UUID) -> _Erased | CannotJudge:
        """Why nothing opens that a destroyed key sealed: two people had it destroyed, or nobody says so."""
        if self._decided is None:
            self._decided = decided(self.work)
        return _Erased("de inhoud is gewist; de keten is heel") if key_id in self._decided else CannotJudge(UNDECIDED)

    @property
    def destroyed(self) -> frozenset[UUID]:
        """The keys of the board that were destroyed."""
        if self._destroyed is None:
            keys = self.work.keys.destroyed()
            self._destroyed = frozenset(each.id for each in keys if each.board == self.work.board)
        return self._destroyed

    def bundle(self, geheel: str) -> Bundle:
        """A version as it lies there now, whatever this process keeps of it. Raises NoBundleError."""
        if geheel not in self.looked:
            check_version(self.work, geheel)
            self.looked.add(geheel)
        return self.bundles.get(self.work, geheel)

    def check(self, owner: Owner) -> None:
        """Check one stream."""
        _Check(self, owner).run()
        self.verdict.found += unfinished_of(self.work, owner)

    def check_around(self, dossier: UUID, own: list[Owner]) -> None:
        """Check what stands around the routes of a dossier: the people on it, and the numbers of its routes."""
        facts = {owner.route: self.told[owner.stream] for owner in own if owner.stream in self.told}
        whole = len(facts) == len(own) and not self.erased.intersection(owner.stream for owner in own)
        where = f"dossier {dossier}"
        try:
            check_dossier(self.work, dossier, Around(facts, whole=whole))
        except (WrongError, UnreadableError) as wrong:
            found = Found(Which.INTEGRITY, Sort.WRONG, f"{wrong}.", where, dossier, getattr(wrong, "route", None))
            self.verdict.found.append(found)


@dataclass(slots=True)
class _Check:
    """The check of one stream."""

    reader: Reader
    owner: Owner
    _at: int = 0
    """The fact that is looked at."""

    @property
    def work(self) -> Work:
        return self.reader.work

    def run(self) -> None:
        facts = self._tried(self._read)
        if facts is None:
            return
        self.reader.told[self.owner.stream] = facts
        route = self.owner.route
        if route is None:
            if self.owner.kind == "board":
                self._tried(lambda: check_published(self.work, facts))
                self._tried(lambda: check_in_force(self.work, facts))
                self._tried(lambda: check_holdings(self.work, facts))
            return
        self._tried(lambda: self._check_kept(route, facts))
        ran = self._tried(lambda: self._run_again(facts))
        if ran is not None:
            self._tried(lambda: self._check_rows(route, facts, ran))

    def _tried(self, look: Callable[[], T]) -> T | None:
        """What a part of the check gives; None where it found something, which says nothing of the other parts."""
        try:
            return look()
        except (WrongError, UnreadableError) as wrong:
            which = Which.COMPLETENESS if isinstance(wrong, IncompleteError) else Which.INTEGRITY
            self._found(which, Sort.WRONG, wrong)
            if self.owner.route is not None and self.owner.stream not in self.reader.told:
                told = WrongError(
                    "deze feiten zijn niet opnieuw uit te voeren, want ze zijn niet heel", self._place(wrong)
                )
                self._found(Which.COMPLETENESS, Sort.UNJUDGED, told)
        except CannotJudge as missing:
            self._found(Which.COMPLETENESS, Sort.UNJUDGED, missing)
        except _Erased as gone:
            self._found(Which.COMPLETENESS, Sort.ERASED, gone)
        return None

    def _place(self, error: Exception) -> int:
        return getattr(error, "sequence", 0) or self._at

    def _read(self) -> list[Told]:
        chain = links(self.work, self.owner.stream)
        self.reader.verdict.streams += 1
        self.reader.verdict.facts += len(chain)
        check_chain(self.owner, chain)
        return list(self._documents(chain))

    def _found(self, which: Which, sort: Sort, error: Exception) -> None:
        owner = self.owner
        gone = owner.stream if owner.key_id is None else None
        where = f"{owner.kind} {gone or owner.route or owner.dossier or self.work.board}"
        self.reader.verdict.found.append(Found(
            which, sort, f"{error}.", where, owner.dossier, owner.route, owner.number, owner.stream, self._place(error),
            getattr(error, "element", ""),
        ))  # fmt: skip

    def _documents(self, found: list[Link]) -> Iterator[Told]:
        if self.owner.key_id is None:
            return
        if self.owner.key_id in self.reader.destroyed:
            self.reader.erased.add(self.owner.stream)
            raise self.reader.closed(self.owner.key_id)
        try:
            key = self.work.keys.get(self.work.board, self.owner.key_id)
        except KeyGoneError as error:
            message = "de sleutel is er niet"
            raise CannotJudge(message) from error
        except KeysError as error:
            message = "de sleutel gaat niet open"
            raise CannotJudge(message) from error
        for link in found:
            try:
                document = opened(key, link)
            except (SealError, ValueError) as error:
                raise WrongError(f"feit {link.sequence} gaat niet open", link.sequence) from error
            if document.get("kind") not in FACTS:
                raise WrongError(f"feit {link.sequence} is van een soort die niet bestaat", link.sequence)
            yield Told(link.sequence, link.entered, document)

    def _check_kept(self, route_id: UUID, facts: list[Told]) -> None:
        check_answers(self.work, route_id, facts)
        check_attachments(self.work, route_id, facts)

    def _run_again(self, facts: list[Told]) -> _Ran:
        state: Any = None
        engine: Engine | None = None
        outcomes: list[tuple[Told, Outcome]] = []
        for fact in facts:
            if fact.document["kind"] in _MOVING and "moment" in fact.document:
                self._at = fact.sequence
                engine, ran = again(self.work, self.reader.bundle, fact, state)
                self.reader.verdict.steps += 1
                state = ran.state
                outcomes.append((fact, ran))
        self._at = 0
        return engine, state, outcomes

    def _check_rows(self, route_id: UUID, facts: list[Told], ran: _Ran) -> None:
        engine, state, outcomes = ran
        row = route_row(self.work, route_id)
        self._check_state(row, engine, state)
        check_route(row, facts)
        check_tasks(self.work, route_id, facts)
        if engine is not None:
            check_name(row, engine.bundle)
            check_readers(self.work, row, engine.bundle)
            check_functions(self.work, route_id, self._version, outcomes, facts)

    def _version(self, fact: Told) -> Bundle:
        """The version on which a fact happened: a route that was migrated has more than one."""
        return self.reader.bundle(fact.document["moment"]["bundle"])

    def _check_state(self, row: Any, engine: Engine | None, state: Any) -> None:
        """The stored state is what the facts give, and its tasks are those that are open."""
        key = self.work.keys.get(self.work.board, row.key_id)
        try:
            with readable("de bewaarde toestand"):
                stored = unseal_state(key, row.route_id, row.version, row.state)
        except SealError as error:
            raise WrongError("de bewaarde toestand gaat niet open") from error
        if state is None or engine is None or state_hash(stored) != state_hash(state):
            raise WrongError("de bewaarde toestand is niet die van de feiten")
        drawn = {each.id for each in engine.tasks(state)} if state["status"] == "loopt" else set()
        kept = {name for name, each in task_rows(self.work, row.route_id).items() if each.status == "open"}
        if drawn != kept:
            raise WrongError("de open taken zijn niet die van de feiten")
