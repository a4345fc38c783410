"""The files of `rules/`: whether all that the rules name is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.rules import Drawing, flaws
from workflows.types import Finding
from workflows.validator.material import Material
from workflows.validator.report import at_file, meant


def check_rules(material: Material) -> Iterator[Finding]:
    """Names of elements, answers, outcomes, messages and processes that are not in the drawing."""
    forms = {key: file.form for key, file in material.forms.items() if file.form is not None}
    drawing = Drawing(material.by_id, material.decisions, forms)
    numbers = {rule.id for rule in material.rules.rules}
    for exempt in material.rules.exempt:
        if exempt.rule not in numbers:
            yield at_file(exempt.file, exempt.line).fout(
                "rule-name", f"heeft een uitzondering op regel {exempt.rule}, en die is er niet."
                f"{meant(exempt.rule, numbers)}", "Noem het nummer van een regel, of haal de uitzondering weg.",
            )  # fmt: skip
    for flaw in flaws(material.rules, drawing):
        guess = meant(flaw.name, flaw.known) if flaw.name else ""
        yield at_file(flaw.rule.file, flaw.line).fout(
            "rule-name", f"{flaw.message}{guess}",
            "Gebruik in de regel de naam die in de tekening staat, of teken wat de regel noemt.",
        )  # fmt: skip
