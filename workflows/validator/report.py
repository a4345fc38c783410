"""How findings are worded: each begins with the element, by its Dutch noun, its name and its line.

May turn a place and two sentences into a `Finding`; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from lxml import etree

from workflows.diagram import Flow, Node, Process
from workflows.types import Finding, Level
from workflows.words import in_words

NOUNS: Final = {
    "startEvent": "Start", "endEvent": "Einde", "boundaryEvent": "Randgebeurtenis",
    "intermediateCatchEvent": "Wachtmoment", "intermediateThrowEvent": "Tussengebeurtenis",
    "userTask": "Taak", "sendTask": "Verzendtaak", "receiveTask": "Ontvangsttaak", "businessRuleTask": "Beslistaak",
    "callActivity": "Aanroep", "subProcess": "Subproces", "exclusiveGateway": "Keuze",
    "inclusiveGateway": "Keuze", "parallelGateway": "Splitsing", "eventBasedGateway": "Afwachtpunt",
    "complexGateway": "Gateway", "scriptTask": "Scripttaak", "serviceTask": "Servicetaak",
    "manualTask": "Handmatige taak", "task": "Taak", "process": "Proces", "participant": "Pool", "lane": "Baan",
    "sequenceFlow": "Pijl", "messageFlow": "Berichtpijl", "message": "Bericht", "transaction": "Transactie",
    "adHocSubProcess": "Ad-hoc-subproces", "dataObject": "Gegevensobject", "dataObjectReference": "Gegevensobject",
    "dataStore": "Gegevensopslag", "dataStoreReference": "Gegevensopslag",
    "conversation": "Conversatie", "subConversation": "Conversatie", "callConversation": "Conversatie",
    "globalConversation": "Conversatie", "choreography": "Choreografie", "choreographyTask": "Choreografie",
    "subChoreography": "Choreografie", "callChoreography": "Choreografie", "globalChoreographyTask": "Choreografie",
    "globalTask": "Algemene taak", "globalUserTask": "Algemene taak", "globalManualTask": "Algemene taak",
    "globalScriptTask": "Algemene taak", "globalBusinessRuleTask": "Algemene taak",
    "textAnnotation": "Tekst", "group": "Groep", "association": "Verbindingslijn", "collaboration": "Tekening",
}  # fmt: skip
_QUOTE_LIMIT: Final = 80
_NEAR: Final = 3
"""Letters that a slip of the hand adds or loses."""
_CANDIDATES: Final = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: what the person sees there, and where the file says it."""

    file: str
    what: str
    """The start of the sentence: `Taak "Wegen" (regel 41)`."""
    element: str = ""
    name: str = ""
    line: int | None = None

    def fout(self, code: str, message: str, cure: str) -> Finding:
        """A finding that stops the protocol; `message` goes on where `what` stopped."""
        return self._finding(Level.FOUT, code, message, cure)

    def let_op(self, code: str, message: str, cure: str) -> Finding:
        """A finding that stops nothing."""
        return self._finding(Level.LET_OP, code, message, cure)

    def _finding(self, level: Level, code: str, message: str, cure: str) -> Finding:
        return Finding(level, code, self.file, self.element, self.name, self.line, f"{self.what} {message}", cure)


def _place(file: str, noun: str, element: str, name: str, line: int | None) -> Place:
    title = quoted(name) if name else f"zonder naam ({short(element)})" if element else "zonder naam"
    where = f" (regel {line})" if line else ""
    return Place(file, f"{noun} {title}{where}", element, name, line)


def at_file(file: str, line: int | None = None) -> Place:
    """A file as a whole, or a line of it; the protocol where there is no file to name."""
    where = f" (regel {line})" if line else ""
    return Place(file, f"Bestand {quoted(file)}{where}" if file else "Dit protocol", line=line)


def at_component(file: str, component: str, name: str) -> Place:
    """A component of a form, by its place in the file."""
    return Place(file, f"Bestand {quoted(file)}", component, name)


def at_node(process: Process, node: Node) -> Place:
    """A flow node of a process; a gateway that asks something is a question."""
    noun = "Vraag" if process.is_question(node) else NOUNS.get(node.tag, "Element")
    return _place(process.file, noun, node.id, node.name, node.line)


def at_flow(process: Process, flow: Flow) -> Place:
    """A sequence flow; one without a label is named by its two ends."""
    if flow.name:
        return _place(process.file, "Pijl", flow.id, flow.name, flow.line)
    ends = [process.nodes.get(end) for end in (flow.source, flow.target)]
    source, target = (end.name or short(end.id) if end else "?" for end in ends)
    where = f" (regel {flow.line})" if flow.line else ""
    return Place(process.file, f"Pijl van {quoted(source)} naar {quoted(target)}{where}", flow.id, "", flow.line)


def at_process(process: Process) -> Place:
    """A process, by the name of its pool."""
    return _place(process.file, "Proces", process.id, process.name, process.line)


def at_tag(file: str, tag: str, element: str, name: str, line: int | None) -> Place:
    """Any element of a diagram, by its XML name."""
    return _place(file, NOUNS.get(tag, "Element"), element, " ".join(name.split()), line)


def line_of(element: etree._Element) -> int | None:
    """The line on which an element begins."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def short(text: str, limit: int = _QUOTE_LIMIT) -> str:
    """A text on one line, cut where it is too long to quote; control characters are shown as a space."""
    return _short(text[: limit * 4], limit)


@lru_cache(maxsize=8192)
def _short(text: str, limit: int) -> str:
    """Kept, because names are quoted for every rule that looks at them: a quarter of the time was spent here."""
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def parted(message: str) -> tuple[str, str]:
    """What is wrong and what to do, of a message whose last sentence says what to do."""
    wrong, _, cure = message.rpartition(". ")
    return f"{wrong}.", cure


ADD_FUNCTION: Final = "Zet de functie erbij, bij het ontwerp onder “Banen en functies”, of kies een andere."
"""What to do about a function that protocol.toml does not know."""


def quoted(text: str) -> str:
    """A text between quotation marks, cut where it is too long."""
    return f'"{short(text)}"'


def listed(names: Iterable[str], limit: int = 8) -> str:
    """Names as `"a", "b" en "c"`, cut after the first few."""
    all_names = [quoted(name) for name in names]
    shown = all_names[:limit]
    if len(all_names) > limit:
        return ", ".join(shown) + f" en nog {len(all_names) - limit}"
    return in_words(shown)


def meant(name: str, known: Iterable[str]) -> str:
    """` Bedoelde je "uitkomst"?`, or nothing where no known name comes near."""
    asked = name.casefold()[:_QUOTE_LIMIT]
    near = {each.casefold(): each for each in known if abs(len(each) - len(asked)) <= _NEAR}
    likely = sorted(near, key=lambda each: (len(set(each) ^ set(asked)), each))[:_CANDIDATES]
    close = get_close_matches(asked, likely, n=1, cutoff=0.7)
    return f" Bedoelde je {quoted(near[close[0]])}?" if close else ""
