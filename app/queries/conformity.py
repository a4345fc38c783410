"""Whether what happened in a dossier keeps the rules of the protocol that it ran on. Judges and changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain.errors import NoBundleError
from app.queries.found import Found, Sort, Verdict, Which
from app.queries.projection import Told
from app.queries.verification import Reader
from app.queries.versions import Versions
from app.store.history import Owner
from workflows import Bundle, Evidence, Judged, Late, Process, Recorded, RouteTrace, Standing, WorkflowError, conform

_SORTS: Final[Mapping[Standing, Sort]] = {
    Standing.BROKEN: Sort.WRONG, Standing.NOT_JUDGED: Sort.UNJUDGED, Standing.DEPARTED: Sort.DEPARTED,
}  # fmt: skip
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Ran:
    """A route of the dossier: its trace, and the versions that it ran on; none where it was erased."""

    trace: RouteTrace
    versions: Versions = field(default_factory=Versions)
    bundles: tuple[Bundle, ...] = ()

    def on(self, bundle: Bundle) -> RouteTrace:
        """The trace as a version draws it; what that draws no more is as the others drew it."""
        drawn: dict[str, Process] = {}
        for each in (*(one for one in self.bundles if one is not bundle), bundle):
            for name, process in each.processes.items():
                was = drawn.get(name)
                drawn[name] = process if was is None else replace(
                    process, nodes={**was.nodes, **process.nodes}, flows={**was.flows, **process.flows}
                )  # fmt: skip
        return replace(self.trace, processes=drawn if len(self.bundles) > 1 else bundle.processes)


def check_conformity(reader: Reader, dossier: UUID, own: Sequence[Owner], *, kept: bool = False) -> Verdict:
    """Judge the routes of one dossier, of which `reader` has read the streams; with `kept` also what was kept.

    Each version judges what happened while a route ran on it, knowing all that happened before.
    """
    ran: list[_Ran] = []
    verdict = Verdict()
    for owner in own:
        if owner.route is not None:
            _read(reader, owner, ran, verdict)
    bundles = {bundle.geheel: bundle for each in ran for bundle in each.bundles}
    traces = [each.on(each.bundles[-1]) if each.bundles else each.trace for each in ran]
    versions = {each.trace.route: each.versions for each in ran}
    now = reader.work.clock.roughly()
    for geheel, bundle in bundles.items():
        mine = [
            each.on(bundle) if each.bundles else each.trace for each in ran
            if not each.bundles or bundle in each.bundles
        ]  # fmt: skip
        found = conform(bundle.rules_as_drawn, mine, traces, now)
        rules = [_while_on(judged, geheel, versions) for judged in found.rules]
        verdict.rules += sum(each.standing is not Standing.NOT_ASKED for each in rules)
        for judged in rules:
            verdict.found += [_found(judged, each, dossier) for each in _telling(judged)]
        if kept:
            verdict.found += [each for judged in rules for each in _kept(judged, dossier)]
        verdict.found += [
            _late(each, dossier) for each in found.late if versions[each.route].at(each.sequence) == geheel
        ]
        verdict.found += [_unsaid(each) for each in rules if each.rule.unsaid]
    if not bundles and any(each.trace.erased for each in ran):
        sentence = "De inhoud van dit dossier is gewist, dus de regels zijn niet te beoordelen."
        verdict.found.append(Found(Which.CONFORMITY, Sort.ERASED, sentence, f"dossier {dossier}", dossier))
    return verdict


def _while_on(judged: Judged, geheel: str, versions: Mapping[str, Versions]) -> Judged:
    """What a rule found while routes ran on its version: before and after, those of other versions judge."""
    mine = tuple(
        each for each in judged.evidence
        if not each.route or not versions[each.route].periods or versions[each.route].at(each.sequence) == geheel
    )  # fmt: skip
    if mine == judged.evidence:
        return judged
    return replace(judged, evidence=mine, standing=mine[0].standing if mine else Standing.NOT_ASKED)


def _read(reader: Reader, owner: Owner, ran: list[_Ran], verdict: Verdict) -> None:
    if owner.stream in reader.erased:
        ran.append(_Ran(RouteTrace(str(owner.route), owner.number, "", str(owner.stream), erased=True)))
        return
    told = reader.told.get(owner.stream)
    if not told:
        verdict.found.append(_not_read(owner, "De feiten van deze route zijn niet te lezen, dus de regels ook niet."))
        return
    versions = Versions.of((each.sequence, each.document) for each in told)
    try:
        bundles = tuple(reader.bundle(geheel) for geheel in versions.every() or ("",))
        _ = [bundle.rules for bundle in bundles]
    except (NoBundleError, WorkflowError):
        verdict.found.append(_not_read(owner, "De regels waarop deze route liep, zijn er niet of niet te lezen."))
        return
    ran.append(_Ran(_trace(owner, told), versions, bundles))


def _trace(owner: Owner, told: Sequence[Told]) -> RouteTrace:
    facts = tuple(Recorded(each.sequence, each.entered, each.document) for each in told)
    process = next((str(each.data["process"]) for each in facts if each.kind == "RouteStarted"), "")
    return RouteTrace(str(owner.route), owner.number, process, str(owner.stream), facts)


def _not_read(owner: Owner, sentence: str) -> Found:
    return Found(
        Which.CONFORMITY, Sort.UNJUDGED, sentence, f"route {owner.route}", owner.dossier, owner.route, owner.number,
        owner.stream,
    )  # fmt: skip


def _telling(judged: Judged) -> list[Evidence]:
    """What is worth telling of a rule: all but where it was kept, and that a sentence is not written yet."""
    return [each for each in judged.evidence if each.standing in _SORTS and each.route]


def _found(judged: Judged, each: Evidence, dossier: UUID) -> Found:
    erased = each.standing is Standing.NOT_JUDGED and "gewist" in each.sentence
    return Found(
        Which.CONFORMITY, Sort.ERASED if erased else _SORTS[each.standing],
        f"Regel {judged.rule.id} ({judged.rule.name}): {each.sentence}", f"route {each.route}", dossier,
        UUID(each.route), each.number, UUID(each.stream), each.sequence, each.element, judged.rule.id,
        _person(each.by), _person(each.second),
    )  # fmt: skip


def _kept(judged: Judged, dossier: UUID) -> Iterator[Found]:
    """One line for each route in which a rule was kept, and how often it had something to say there."""
    times = Counter((each.route, each.number) for each in judged.evidence if each.standing is Standing.KEPT)
    rule = judged.rule
    for (route, number), count in times.items():
        sentence = f"Regel {rule.id} ({rule.name}): {count} keer gehouden."
        where = f"route {route}"
        yield Found(Which.CONFORMITY, Sort.KEPT, sentence, where, dossier, UUID(route), number, rule=rule.id)


def _unsaid(judged: Judged) -> Found:
    rule = judged.rule
    sentence = f"Regel {rule.id} ({rule.name}) is niet te beoordelen: {rule.unsaid}"
    return Found(Which.CONFORMITY, Sort.UNSAID, sentence, rule=rule.id)


def _person(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _late(each: Late, dossier: UUID) -> Found:
    verb = "staat open en is te laat" if each.open else "was te laat"
    return Found(
        Which.CONFORMITY, Sort.LATE, f"“{each.name}” {verb}: {_long(each.late)}.", f"route {each.route}", dossier,
        UUID(each.route), each.number, UUID(each.stream), each.sequence, each.element,
    )  # fmt: skip


def _long(span: timedelta) -> str:
    if span < _HOUR:
        return "minder dan een uur"
    days, hours = span // _DAY, span // _HOUR
    return f"{hours} uur" if not days else "1 dag" if days == 1 else f"{days} dagen"
