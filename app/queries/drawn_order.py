"""What the protocol in force knows of a process: its drawing, the order and the names of its steps, its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import NoBundleError
from app.store.bundles import BundleCache
from app.store.unit_of_work import Work
from workflows import Bundle, WorkflowError


@dataclass(frozen=True, slots=True)
class Drawn:
    """A process in the version in force."""

    geheel: str
    file: str
    """Name of its drawing, without what it ends on."""
    process: str
    elements: Mapping[str, int]
    """Of the process itself, to the place in which they were drawn."""
    names: Mapping[str, str]
    processes: Mapping[str, str]
    """Names of all processes of the version."""
    rules: Mapping[str, str]

    def place(self, process: str, element: str) -> int:
        """Where a step lies among the others; what is drawn elsewhere, or no longer, comes behind."""
        return self.elements.get(element, len(self.elements)) if process == self.process else len(self.elements)

    def name(self, element: str) -> str:
        """What the drawing calls an element; its id where it says nothing."""
        return self.names.get(element) or element

    def process_name(self, process: str) -> str:
        """What a process is called; its id where the version does not have it."""
        return self.processes.get(process, process)


def drawn(work: Work, bundles: BundleCache[Bundle], geheel: str | None, process: str) -> Drawn | None:
    """A process as the version draws it; None where there is no version, or it does not have that process."""
    if geheel is None:
        return None
    try:
        bundle = bundles.get(work, geheel)
        rules = {each.id: each.name for each in bundle.rules.rules}
    except (NoBundleError, WorkflowError):
        return None
    own = bundle.processes.get(process)
    if own is None:
        return None
    return Drawn(
        geheel, own.file.removesuffix(".bpmn"), process, {each: place for place, each in enumerate(own.nodes)},
        {each.id: each.name for each in own.nodes.values() if each.name},
        {each.id: each.name for each in bundle.processes.values()}, rules,
    )  # fmt: skip
