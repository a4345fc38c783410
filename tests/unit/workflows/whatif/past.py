"""What was done in a test, as the past of a route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.histories import Teller
from tests.playing import Play
from workflows.bundle import Bundle
from workflows.rules import RouteTrace
from workflows.scenarios.golden import _moment
from workflows.whatif import Past


def pasts(bundle: Bundle, commands: Sequence[Mapping[str, Any]]) -> dict[str, list[Past]]:
    """By route: its commands, of a golden history."""
    mine: dict[str, list[Mapping[str, Any]]] = {}
    for command in commands:
        mine.setdefault(command["route"], []).append(command)
    return {trace.route: _past(bundle, trace, mine[trace.route]) for trace in Teller(bundle).tell(commands)}


def _past(bundle: Bundle, trace: RouteTrace, commands: Sequence[Mapping[str, Any]]) -> list[Past]:
    return [
        Past(fact.sequence, _moment(command), command["kind"], command["arguments"], fact.data, fact.outcome, bundle)
        for fact, command in zip(trace.facts, commands, strict=True)
    ]


def past_of(play: Play) -> list[Past]:
    """Of a route that was played by hand."""
    commands = [
        {"route": str(at.route), "sequence": at.sequence, "instant": at.instant.isoformat(), "kind": verb,
         "arguments": arguments, "running": sorted(at.running)}
        for at, verb, arguments in play.done
    ]  # fmt: skip
    (past,) = pasts(play.engine.bundle, commands).values()
    return past
