"""The conformity of a history: how each rule stands over the routes of a dossier, and which tasks were late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from workflows.rules.cases import Case
from workflows.rules.findings import Evidence, Late, Standing
from workflows.rules.judging import judge
from workflows.rules.model import EVERY_PROCESS, Part, Rule, Rules
from workflows.rules.trace import Event, RouteTrace, Told, calls_of
from workflows.rules.work import tasks_of

__all__ = ["Conformity", "Evidence", "Judged", "Late", "Standing", "conform"]

_WORST_FIRST: Final = (
    Standing.BROKEN, Standing.NOT_JUDGED, Standing.DEPARTED, Standing.KEPT, Standing.NOT_ASKED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """How one rule stands."""

    rule: Rule
    standing: Standing
    evidence: tuple[Evidence, ...] = ()
    """Where it was broken, departed from or could not be judged, first; then where it was kept."""


@dataclass(frozen=True, slots=True)
class Conformity:
    """How all rules of one version of the protocol stand."""

    rules: tuple[Judged, ...] = ()
    late: tuple[Late, ...] = ()

    def having(self, *standings: Standing) -> tuple[Judged, ...]:
        """The rules that stand so."""
        return tuple(each for each in self.rules if each.standing in standings)

    @property
    def holds(self) -> bool:
        """Whether every rule was kept, or departed from as it may be."""
        return not self.having(Standing.BROKEN)


def conform(rules: Rules, routes: Sequence[RouteTrace], others: Sequence[RouteTrace], now: datetime) -> Conformity:
    """Judge the routes that ran on the version of these rules; `others` are all routes of their dossier.

    `now` is the instant up to which a task that is open is counted as late.
    """
    told = Told()
    judged = tuple(_rule(rule, rules, routes, others, told) for rule in rules.rules)
    late = tuple(each for trace in routes for each in _late(trace, now))
    return Conformity(judged, late)


def _rule(
    rule: Rule, rules: Rules, routes: Sequence[RouteTrace], others: Sequence[RouteTrace], told: Told
) -> Judged:  # fmt: skip
    found = [
        replace(evidence, rule=rule.id)
        for part in rule.parts for trace in routes
        for evidence in _part(rule, part, rules, trace, others, told)
    ]  # fmt: skip
    if rule.unsaid and not rule.parts:
        return Judged(rule, Standing.NOT_JUDGED, (Evidence(Standing.NOT_JUDGED, rule.unsaid, rule.id),))
    standings = {evidence.standing for evidence in found}
    worst = next((each for each in _WORST_FIRST if each in standings), Standing.NOT_ASKED)
    found.sort(key=lambda each: _WORST_FIRST.index(each.standing))
    return Judged(rule, worst, tuple(found))


def _part(
    rule: Rule, part: Part, rules: Rules, trace: RouteTrace, others: Sequence[RouteTrace], told: Told
) -> Iterator[Evidence]:  # fmt: skip
    if trace.erased:
        if not trace.process or trace.process in part.processes or EVERY_PROCESS in part.processes:
            gone = "De inhoud van deze route is gewist, dus dit is niet te beoordelen."
            yield Evidence(Standing.NOT_JUDGED, gone, rule.id, trace.route, trace.number, trace.stream)
        return
    for looked_at in _looked_at(part, trace, told):
        yield from judge(Case(rule, part.sentence, trace, looked_at, rules.not_ends, others, told))


def _looked_at(part: Part, trace: RouteTrace, told: Told) -> Iterator[list[Event]]:
    """The route as a whole, and each call of a process that the sentence is about."""
    if EVERY_PROCESS in part.processes or trace.process in part.processes:
        yield told.of(trace)
    for process in part.processes:
        if process not in (EVERY_PROCESS, trace.process):
            yield from calls_of(told.of(trace), process)


def _late(trace: RouteTrace, now: datetime) -> Iterator[Late]:
    for task in tasks_of(trace):
        until = task.closed.instant if task.closed else now
        running = task.closed is not None or not _is_over(trace)
        if task.due is not None and running and until > task.due:
            fact = task.closed or task.opened
            yield Late(
                trace.route, trace.number, trace.stream, fact.sequence, task.element, task.name, task.due,
                until - task.due, task.closed is None,
            )  # fmt: skip


def _is_over(trace: RouteTrace) -> bool:
    last = next((fact for fact in reversed(trace.facts) if fact.outcome), None)
    return last is not None and last.outcome.get("status") != "loopt"
