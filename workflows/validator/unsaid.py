"""What is left unsaid: findings that something is not there, while a file that may hold it cannot be read.

Looks only at what was read and at what was told of it; judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from workflows.types import Finding, Level
from workflows.validator.material import Material, rule_tasks

_NEVER_SET: Final = frozenset({"field-never-set", "field-not-set-here", "bare-word"})
_FIELDS: Final = _NEVER_SET | {"unknown-value", "unknown-column", "no-list", "rule-name"}
_DECISIONS: Final = _FIELDS | {"unknown-decision", "broken-decision"}
_PROCESSES: Final = _FIELDS | {
    "unknown-process", "never-started", "unknown-task", "message-not-heard", "message-not-thrown", "carried-nowhere",
    "catches-nothing", "not-caught", "nothing-runs",
}  # fmt: skip
_BY_ENDING: Final = {".dmn": _DECISIONS, ".form": _FIELDS, ".toml": frozenset[str]()}


def unread(material: Material, findings: Iterable[Finding]) -> frozenset[str]:
    """Names of the judged files that could not be read, or not wholly, as the findings of reading them say."""
    whole = {file.name for file in material.bpmn}
    whole |= {file.name for file in material.dmn if all(key in material.decisions for key in file.lines)}
    whole |= {file.name for file in material.forms.values() if file.form is not None}
    copied = {finding.file for finding in findings if finding.code == "copied-file"}
    told = {finding.file for finding in findings if finding.level is Level.FOUT}
    return frozenset((told & material.judged) - whole - copied)


def unsaid(material: Material, broken: Iterable[str]) -> frozenset[str]:
    """Codes of the findings that a broken file, or a form or decision that is not there, may be the cause of."""
    codes = frozenset[str]().union(*(_BY_ENDING.get(PurePosixPath(name).suffix.lower(), _PROCESSES) for name in broken))
    return codes | _NEVER_SET if _lacks_a_setter(material) else codes


def _lacks_a_setter(material: Material) -> bool:
    """Whether an element of a judged file asks for a decision or form that does not exist."""
    judged = [process for process in material.processes if process.file in material.judged]
    if any(task.decision not in material.decision_ids for process in judged for task in rule_tasks(process)):
        return True
    keys = {node.properties.get("formulier", "") for process in judged for node in process.nodes.values()}
    return bool(keys - {""} - material.forms.keys())
