"""The words of proposals: what the button of each kind says, and which of them stand at which finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from app.web.words import _, lazy
from workflows import Finding, Proposal, ProposalKind

_BUTTONS: Final = {
    ProposalKind.PEOPLE: lazy("Maak er een taak voor mensen van"),
    ProposalKind.QUESTION: lazy("Maak er een vraag van"),
    ProposalKind.DEFAULT: lazy("Laat deze pijl gelden als geen andere past"),
    ProposalKind.CONDITION: lazy("Schrijf de voorwaarde in FEEL"),
    ProposalKind.NO_CONDITION: lazy("Haal de voorwaarde weg"),
    ProposalKind.NO_DEFAULT: lazy("Zet “Deze pijl als geen andere past” uit"),
    ProposalKind.SPLIT: lazy("Zet er een keuze achter"),
    ProposalKind.LANE: lazy("Zet het in deze baan"),
    ProposalKind.LANE_NAME: lazy("Noem de baan zo"),
    ProposalKind.NAME: lazy("Noem het zo"),
    ProposalKind.RUNS: lazy("Laat het proces lopen"),
    ProposalKind.IDS: lazy("Geef een ander id"),
    ProposalKind.FORM: lazy("Geef dit formulier"),
    ProposalKind.DECISION: lazy("Gebruik deze beslistabel"),
    ProposalKind.CALL: lazy("Roep dit proces aan"),
    ProposalKind.TERM: lazy("Geef deze termijn"),
    ProposalKind.TIMER: lazy("Zet de klok zo"),
    ProposalKind.START: lazy("Teken een start"),
    ProposalKind.END: lazy("Teken een einde"),
    ProposalKind.BUTTON: lazy("Geef een knop om te beginnen"),
    ProposalKind.MESSAGE: lazy("Geef dit bericht"),
    ProposalKind.ORDINARY: lazy("Maak het gewoon"),
    ProposalKind.DATA: lazy("Laat dit los"),
    ProposalKind.DRAWN: lazy("Teken het vanzelf"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposal at one of the findings that it takes away."""

    proposal: Proposal
    button: str
    first: bool
    """Whether its form stands here; at the other findings stands a link to it."""


def button(proposal: Proposal) -> str:
    """What the button of a proposal says."""
    return _(_BUTTONS[proposal.kind])


def offered(
    findings: Iterable[Finding], proposals: Iterable[Proposal]
) -> tuple[tuple[Finding, tuple[Offered, ...]], ...]:  # fmt: skip
    """Each finding with the proposals that take it away."""
    about: dict[tuple[str, str, str], list[Proposal]] = {}
    for proposal in proposals:
        for element, code in proposal.about:
            about.setdefault((proposal.file, element, code), []).append(proposal)
    made, seen = [], set[str]()
    for finding in findings:
        here = []
        for proposal in about.get((finding.file, finding.element, finding.code), ()):
            here.append(Offered(proposal, button(proposal), proposal.key not in seen))
            seen.add(proposal.key)
        made.append((finding, tuple(here)))
    return tuple(made)


def script_words() -> dict[str, str]:
    """What the script of the modeler says about proposals."""
    return {
        "choose": _("Kies …"), "unsaved": _("Wat je tekende, is nog niet opgeslagen. Probeer het daarna nog eens."),
        "gone": _("Dit voorstel is er niet meer: het ontwerp is intussen veranderd. Er is niets opgeslagen."),
        "away": _("Geen verbinding. Er is niets veranderd; probeer het over een minuut nog eens."),
    }  # fmt: skip


def as_data(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the script of the modeler gets it."""
    asked = proposal.asked
    return {
        "key": proposal.key, "element": proposal.element, "button": button(proposal),
        "about": sorted([element, code] for element, code in proposal.about),
        "sentence": proposal.sentence,
        "asked": None if asked is None else {
            "label": asked.label, "options": [list(each) for each in asked.options], "suggested": asked.suggested,
        },
    }  # fmt: skip
