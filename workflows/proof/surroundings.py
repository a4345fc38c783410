"""What the engine reads beside a marking: other routes that run, guards and tables; what is not known is chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from workflows.diagram import Flow, Node
from workflows.diagram import model as tag
from workflows.proof.choices import Choices
from workflows.proof.net import Net
from workflows.proof.values import ANY, Value
from workflows.types import RUNS


class StuckError(Exception):
    """The engine could not go on here: the message is what it would say, in Dutch."""

    def __init__(self, message: str, element: str) -> None:
        super().__init__(message)
        self.element = element


class Surroundings:
    """What is read during one command; the same question has the same answer all through it."""

    def __init__(self, net: Net, choices: Choices) -> None:
        self._net, self._choices = net, choices
        self._running: dict[str, bool] = {}
        self._called = set[str]()

    def call(self, processes: Collection[str]) -> None:
        """Routes of these processes run from now on: a message of this command began them."""
        self._called |= set(processes)

    def running(self, name: str) -> bool:
        """Whether another route of a process runs (`loopt_<process>`)."""
        if name.removeprefix(RUNS) in self._called:
            return True
        if name not in self._running:
            self._running[name] = bool(self._choices.one_of(2))
        return self._running[name]

    def _ran(self, names: Iterable[str]) -> dict[str, bool]:
        return {name: self.running(name) for name in sorted(names) if name.startswith(RUNS)}

    def value(self, text: str, fields: Mapping[str, Value]) -> Value:
        """What a text of the drawing comes to; ANY where it hangs on one."""
        return self._net.values.evaluate(text, fields, self._ran(self._net.values.names(text)))

    def holds(self, text: str, fields: Mapping[str, Value]) -> bool:
        """Whether a condition holds."""
        found = self.value(text, fields)
        if found == ANY:
            return bool(self._choices.guess(2))
        return found is True

    def decide(self, decision: str, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        """What a decision sets."""
        names = self._net.bundle.decisions.names(decision)
        found = self._net.values.decide(decision, fields, self._ran(names))
        if found is not None:
            return found
        return {name: values[self._choices.guess(len(values))] for name, values in self._net.values.possible(decision)}

    def chosen(self, node: Node, fields: Mapping[str, Value]) -> list[Flow]:
        """The sequence flows that the data choose at a gateway. Raises StuckError where there is none."""
        flows = self._net.outgoing(node)
        if len(flows) == 1:
            return list(flows)
        found = []
        for flow in flows:
            if flow.id != node.default and self.holds(flow.condition, fields):
                found.append(flow)
                if node.tag == tag.EXCLUSIVE:
                    break
        found = found or [flow for flow in flows if flow.id == node.default]
        if not found:
            message = f"Bij “{node.name or node.id}” past geen enkele pijl, en er is geen standaardpijl."
            raise StuckError(message, node.id)
        return found
