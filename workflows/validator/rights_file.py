"""`rechten.csv` and the table `[team]`: functions, field groups and phases that the protocol has."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.diagram.model import THROW_EVENT
from workflows.diagram.protocol import FROM_THE_START, line_of
from workflows.forms import walk
from workflows.rights import ANY_PHASE, STARTER, Grant
from workflows.types import Finding
from workflows.validator.material import Material
from workflows.validator.report import ADD_FUNCTION, at_file, meant, quoted


def check_rights(material: Material) -> Iterator[Finding]:
    """Rows about functions, field groups or phases that are not there, and field groups that nobody may read."""
    groups, phases = _groups(material), _phases(material)
    if not material.rights_file and groups and material.protocol_file:
        yield at_file(material.protocol_file).let_op(
            "no-rights", "heeft geen rechten.csv naast zich: alleen wie een taak in een route heeft, ziet hem.",
            "Kies bij het ontwerp, onder “Rechten”, wie wat mag lezen; of maak rechten.csv zelf.",
        )  # fmt: skip
    if material.rights is None:
        return
    for grant in material.rights.grants:
        yield from _check_grant(material, grant, groups, phases)
    for group in sorted(groups - {grant.group for grant in material.rights.grants}):
        yield at_file(material.rights_file).let_op(
            "unread-group", f"geeft niemand een recht op de veldgroep {quoted(group)}: wat daar staat, leest niemand.",
            "Geef bij het ontwerp, onder “Rechten”, een functie het recht om die veldgroep te lezen.",
        )  # fmt: skip


def _check_grant(material: Material, grant: Grant, groups: set[str], phases: set[str]) -> Iterator[Finding]:
    functions, place = (*material.protocol.functies, STARTER), at_file(material.rights_file, grant.line)
    if grant.function not in functions:
        yield place.fout(
            "unknown-function", f"geeft een recht aan {quoted(grant.function)}, en die functie is er niet."
            f"{meant(grant.function, functions)}", "Haal dat recht weg bij het ontwerp, onder “Rechten”; of zet "
            "de functie erbij, onder “Banen en functies”.",
        )  # fmt: skip
    if grant.group not in groups:
        yield place.let_op(
            "unknown-group", f"noemt de veldgroep {quoted(grant.group)}, en die heeft geen enkel formulier."
            f"{meant(grant.group, groups)}", "Gebruik die veldgroep in een formulier, of haal het recht weg "
            "bij het ontwerp, onder “Rechten”.",
        )  # fmt: skip
    if grant.phase not in phases:
        yield place.let_op(
            "unknown-phase", f"noemt de fase {quoted(grant.phase)}, en die heeft geen enkele mijlpaal."
            f"{meant(grant.phase, phases)}", "Kies bij het ontwerp, onder “Rechten”, een fase die er is, of elke fase.",
        )  # fmt: skip


def check_team(material: Material) -> Iterator[Finding]:
    """Functions and phases of `[team]` that are not there."""
    phases = _phases(material) - {ANY_PHASE}
    if not material.protocol_file or b"[team]" not in material.protocol_data:
        return
    for function, phase in material.protocol.team.items():
        place = at_file(material.protocol_file, line_of(material.protocol_data, function))
        if not material.protocol.has_function(function):
            yield place.fout(
                "unknown-function", f"zet onder [team] de functie {quoted(function)}, die niet bij functies staat."
                f"{meant(function, material.protocol.functies)}", ADD_FUNCTION,
            )  # fmt: skip
        if phase != FROM_THE_START and phase not in phases:
            yield place.fout(
                "unknown-phase", f"laat {quoted(function)} meedoen vanaf de fase {quoted(phase)}, en die is er niet."
                f"{meant(phase, phases)}", f'Gebruik de fase van een mijlpaal, of "{FROM_THE_START}" voor het begin.',
            )  # fmt: skip


def _groups(material: Material) -> set[str]:
    forms = (file.form for file in material.forms.values() if file.form is not None)
    return {part.veldgroep for form in forms for part in walk(form.components) if part.veldgroep}


def _phases(material: Material) -> set[str]:
    nodes = (node for process in material.processes for node in process.nodes.values() if node.tag == THROW_EVENT)
    return {ANY_PHASE, *(node.properties["fase"] for node in nodes if "fase" in node.properties)}
