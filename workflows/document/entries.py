"""What happens in a step, element by element: who, when, as it is asked, who may not, who is told, where it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import THROWING
from workflows.document.asked import asked
from workflows.document.model import Entry, EntryKind, Fact, FormAsked, Onward
from workflows.document.steps import ahead, passing, stops
from workflows.document.wording import EVERYONE, Wording
from workflows.words import in_words

_KINDS = {
    "startEvent": EntryKind.START, "userTask": EntryKind.TASK, "businessRuleTask": EntryKind.DECISION,
    "callActivity": EntryKind.CALL, "sendTask": EntryKind.NOTICE, "intermediateThrowEvent": EntryKind.NOTICE,
    "receiveTask": EntryKind.WAIT, "intermediateCatchEvent": EntryKind.WAIT, "endEvent": EntryKind.END,
    "exclusiveGateway": EntryKind.CHOICE, "inclusiveGateway": EntryKind.CHOICE, "eventBasedGateway": EntryKind.WAIT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of the elements of one process."""

    process: Process
    wording: Wording
    heard: dict[str, tuple[str, ...]]
    """By message: the names of the processes that hear it."""

    def entry(self, node: Node) -> Entry | None:
        """What is told of an element; None where it is told with another: a milestone, a timer at a task, a join."""
        kind = self._kind(node)
        if kind is None:
            return None
        return Entry(
            anchor=f"{self.process.id}-{node.id}", kind=kind, name=node.name or _unnamed(node),
            text=node.documentation, facts=tuple(self._facts(node)), onward=tuple(self._onward(node)),
            form=self._form(node), doer=self._doer(node),
            term=self.wording.brief(node.properties["termijn"]) if "termijn" in node.properties else "",
        )  # fmt: skip

    def _kind(self, node: Node) -> EntryKind | None:
        if node.is_milestone or (node.is_gateway and not node.name and node.tag != "eventBasedGateway"
                                 and not self._chooses(node)):  # fmt: skip
            return None
        return EntryKind.QUESTION if self.process.is_question(node) else _KINDS.get(node.tag)

    def _chooses(self, node: Node) -> bool:
        return len(node.outgoing) > 1 and node.tag != "parallelGateway"

    def _form(self, node: Node) -> FormAsked | None:
        form = self.wording.bundle.forms.get(node.properties.get("formulier", ""))
        return asked(form, self.wording) if form else None

    def _facts(self, node: Node) -> Iterator[Fact]:
        if node.tag == "userTask" or self.process.is_question(node):
            yield from self._who(node)
        if knop := node.listed("knop"):
            yield Fact("Wie mag dit doen" if node.tag != "startEvent" else "Wie mag dit beginnen",
                       self.wording.pressers(knop))  # fmt: skip
        yield from self._told(node)
        if node.called:
            called = self.wording.bundle.processes.get(node.called)
            yield Fact("Hoort bij", f"het hoofdstuk {called.name}" if called else node.called)
        if node.decision:
            found = self.wording.bundle.decisions.get(node.decision)
            yield Fact("Tabel", found.name if found else node.decision)
        if node.event.kind is EventKind.TIMER and node.event.text:
            yield Fact("Wacht tot", self.wording.moment(node.event.text))
        for boundary in self.process.boundaries(node.id):
            yield Fact(boundary.name or "Onderweg", self._boundary(boundary))

    def _doer(self, node: Node) -> str:
        """Who does it, where a lane says so."""
        if node.tag != "userTask" and not self.process.is_question(node):
            return ""
        if "lane" in node.properties:
            return "wie het is afgesproken"
        lane = self.process.lane_of(node)
        together = node.properties.get("samen_met")
        return f"{lane} met {together}" if lane and together else lane or EVERYONE

    def _who(self, node: Node) -> Iterator[Fact]:
        lane = self.process.lane_of(node)
        if "lane" in node.properties:
            yield Fact("Wie", f"wie bij “{self.wording.field(node.properties['lane'].rpartition('.')[2])}” staat")
        elif lane:
            yield Fact("Wie", self.wording.lane(self.process.id, lane))
        else:
            yield Fact("Wie", "iedereen op het dossier; eerst wie de route begon")
        if together := node.properties.get("samen_met"):
            yield Fact("Samen met", together)
        if others := node.listed("ook_door"):
            yield Fact("Ook door", in_words(others, "of"))
        if term := node.properties.get("termijn"):
            yield Fact("Wanneer", self.wording.term(term))
        if barred := node.listed("niet_door"):
            yield Fact("Mag niet door", f"wie in deze route dit deed: {in_words(barred, 'of')}")
        if node.loop and node.loop.collection:
            way = "na elkaar" if node.loop.sequential else "naast elkaar"
            yield Fact("Hoe vaak", f"één keer voor elke regel van “{self.wording.field(node.loop.collection)}”, {way}")

    def _told(self, node: Node) -> Iterator[Fact]:
        if told := node.properties.get("aan"):
            yield Fact("Bericht aan", told)
        elif node.event.kind is EventKind.MESSAGE and node.tag in THROWING:
            hearers = self.heard.get(node.event.name, ())
            yield Fact("Bericht", f"“{node.event.name}”, gaat naar {in_words(hearers)}" if hearers
                       else f"“{node.event.name}”")  # fmt: skip
        elif node.event.kind is EventKind.MESSAGE and node.event.name:
            yield Fact("Begint met bericht" if node.tag == "startEvent" else "Wacht op bericht", f"“{node.event.name}”")
        if node.tag != "userTask" and (carried := node.listed("mee")):
            yield Fact("Geeft mee", in_words([f"“{self.wording.field(name)}”" for name in carried]))

    def _boundary(self, boundary: Node) -> str:
        when = self._when(boundary)
        words = ["dan" if when.casefold() == boundary.name.casefold() else when]
        if others := boundary.listed("ook_door"):
            words.append(f"mag ook {in_words(others, 'of')} dit doen")
        elif boundary.interrupting:
            words.append("houdt dit op")
        targets = in_words(self._targets(boundary.id), "of")
        told = f"{' '.join(words)}; verder met {targets}" if targets else " ".join(words)
        return " ".join(filter(None, (told if told.endswith("?") else f"{told}.", boundary.documentation)))

    def _when(self, boundary: Node) -> str:
        if boundary.event.kind is EventKind.TIMER:
            return self.wording.moment(boundary.event.text)
        return f"bij “{boundary.event.name or boundary.event.kind}”"

    def _onward(self, node: Node) -> Iterator[Onward]:
        flows = list(self.process.outgoing(node))
        ways = [self._targets(flow.target, itself=True) for flow in flows]
        for flow, targets in zip(flows, ways, strict=True):
            answer = flow.name
            if flow.condition.removeprefix("=").strip() == "true":
                answer = flow.name or "altijd"
            elif flow.condition:
                said = self.wording.condition(flow.condition)
                answer = f"{flow.name}: als {said}" if flow.name else f"als {said}"
            elif len(flows) > 1 and not flow.name:
                answer = "anders" if flow.id == node.default else ""
            passed = passing(self.process, flow.target) if ways.count(targets) > 1 else ()
            yield Onward(answer, (f"eerst {in_words(passed)}, dan {in_words(targets, 'of')}",) if passed else targets)

    def _targets(self, element: str, *, itself: bool = False) -> tuple[str, ...]:
        """The first steps, tasks, questions, choices and waits; an element itself only where it is asked."""
        return ahead(self.process, element, lambda node: (itself or node.id != element) and stops(self.process, node))


def _unnamed(node: Node) -> str:
    return "Wachten op wat het eerst komt" if node.tag == "eventBasedGateway" else "Keuze van de route"
