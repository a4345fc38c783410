"""Messages between the routes of a dossier: breadth first, every catch, never kept (architecture section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from tests.playing import MONDAY, bundle
from workflows.bundle import Bundle
from workflows.calendar import EMPTY
from workflows.engine import Engine, deliver
from workflows.errors import IncidentError
from workflows.spiff import Moment
from workflows.types import Message, Outcome, RouteStatus


class Routes:
    """A dossier of routes, as small as can be."""

    def __init__(self, of: Bundle) -> None:
        self.engine = Engine(of)
        self.states: dict[UUID, Mapping[str, object]] = {}
        self.sequence: dict[UUID, int] = {}
        self.log: list[str] = []

    def moment(self, route: UUID) -> Moment:
        self.sequence[route] = self.sequence.get(route, 0) + 1
        return Moment(route, self.sequence[route], MONDAY, EMPTY)

    def keep(self, route: UUID, what: str, outcome: Outcome) -> Outcome:
        self.states[route] = outcome.state
        self.log.append(f"{what} {route.int}")
        return outcome

    def hearing(self, message: str) -> Sequence[UUID]:
        return [
            route for route, state in self.states.items()
            if state["status"] == RouteStatus.LOOPT and self.engine.hears(state, message)
        ]  # fmt: skip

    def starts(self, message: Message) -> str | None:
        start = self.engine.bundle.starts.get(message.name)
        return start.process if start else None

    def receive(self, route: UUID, message: Message) -> Outcome:
        outcome = self.engine.receive(self.moment(route), self.states[route], message.name, message.fields)
        return self.keep(route, f"{message.name} to", outcome)

    def start(self, process: str, message: Message) -> tuple[UUID, Outcome]:
        route = UUID(int=len(self.states) + 1)
        outcome = self.engine.start(self.moment(route), process, message.name, message.fields)
        return route, self.keep(route, f"{message.name} starts {process}", outcome)


A = """
    start s message="Begin"
    throw t1 message="Een" mee="wie"
    throw t2 message="Twee"
    catch c message="Terug"
    end e
    s -> t1 -> t2 -> c -> e
"""
B = """
    start bs message="Een"
    xor bg
    throw bt message="Drie"
    user ba
    end be
    bs -> bg
    bg -> bt {wie = "lk"}
    bg -> ba default
    bt -> ba -> be
"""
C = "start cs message=Drie\n user ca\n end ce\n cs -> ca -> ce"
D = "start ds message=Twee\n user da\n catch dc message=Drie\n end de\n ds -> da -> dc -> de"


def test_what_is_thrown_goes_breadth_first_and_starts_what_it_starts() -> None:
    dossier = Routes(bundle(A=A, B=B, C=C, D=D))
    delivered = deliver([Message("Begin", "", {"wie": "lk"})], dossier)
    assert dossier.log == ["Begin starts A 1", "Een starts B 2", "Twee starts D 3", "Drie starts C 4"]
    assert [d.started for d in delivered] == [True, True, True, True]
    assert dict(delivered[1].message.fields) == {"wie": "lk"}


def test_a_route_that_waits_hears_it_and_nothing_new_starts() -> None:
    dossier = Routes(bundle(C=C, D="start ds message=Twee\n catch dc message=Drie\n end de\n ds -> dc -> de"))
    deliver([Message("Twee", ""), Message("Twee", "")], dossier)
    dossier.log.clear()
    (delivered,) = deliver([Message("Drie", "")], dossier)
    assert dossier.log == ["Drie to 1", "Drie to 2"]
    assert (delivered.routes, delivered.started) == ((UUID(int=1), UUID(int=2)), False)


def test_what_nobody_hears_is_gone() -> None:
    dossier = Routes(bundle(D=D))
    (delivered,) = deliver([Message("Niemand", "")], dossier)
    assert (delivered.routes, dossier.states) == ((), {})


def test_a_protocol_that_calls_to_itself_is_an_incident() -> None:
    loop = "start s message=M\n end e message=M\n s -> e"
    with pytest.raises(IncidentError, match="roept zichzelf"):
        deliver([Message("M", "m")], Routes(bundle(P=loop)))
