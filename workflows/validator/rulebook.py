"""The rules of a protocol, whole or not, and all that their sentences can name: what is needed to change one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.rules import Drawing, Flaw, Rule, Rules, flaws, is_rules_file
from workflows.validator.limits import Limits
from workflows.validator.reading import read_material
from workflows.validator.report import meant


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What could be read of the rules and of the drawings."""

    rules: Rules
    drawing: Drawing
    files: tuple[str, ...]
    """Names of the files that hold rules."""
    unreadable: tuple[str, ...]
    """What is wrong in files that cannot be read, each with the name of the file."""

    def rule(self, number: str) -> Rule | None:
        """The rule of this number."""
        return next((each for each in self.rules.rules if each.id == number), None)

    def lacks(self, rule: Rule) -> tuple[str, ...]:
        """What this rule names and is not drawn, each as a sentence."""
        return tuple(_told(each) for each in flaws(Rules((rule,)), self.drawing))


def rulebook(files: Mapping[str, bytes], limits: Limits | None = None) -> Rulebook:
    """Look through a protocol; what cannot be read is left out. Never raises on what files hold."""
    material, findings = read_material(files, {}, limits or Limits())
    forms = {key: file.form for key, file in material.forms.items() if file.form is not None}
    names = tuple(sorted(name for name in files if is_rules_file(name)))
    unreadable = tuple(f"{each.file} {each.message}" for each in findings if each.file in names)
    return Rulebook(material.rules, Drawing(material.by_id, material.decisions, forms), names, unreadable)


def _told(flaw: Flaw) -> str:
    told = f"{flaw.message}{meant(flaw.name, flaw.known) if flaw.name else ''}"
    return told.replace(f"noemt in regel {flaw.rule.id} ", "Deze regel noemt ", 1)
