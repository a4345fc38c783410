"""The validator: everything that is wrong in a protocol, at once, in Dutch, before the engine reads a word of it.

May read bytes that are handed to it; opens no file, runs nothing, and never raises on what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final

from workflows.types import Finding
from workflows.validator.limits import Limits
from workflows.validator.reading import read_material
from workflows.validator.rules import all_findings
from workflows.validator.size import over_limits, too_many

__all__ = ["Limits", "check"]

_LIMITS: Final = Limits()


def check(
    files: Mapping[str, bytes], limits: Limits = _LIMITS, *, context: Mapping[str, bytes] | None = None
) -> tuple[Finding, ...]:
    """All findings about `files`, sorted by file and line; empty where there is nothing to say.

    `files` are names within the protocol and their bytes. `context` are the other files of the protocol, where one of
    its files is judged by itself: they are looked up in and not judged. Never raises on what the files hold.
    """
    material, findings = read_material(files, context or {}, limits)
    over = over_limits(material)
    judged = material.judged or {""}
    findings = [finding for finding in findings if finding.file in judged]
    found = (finding for finding in over or all_findings(material) if finding.file in judged)
    findings += islice(found, limits.max_findings + 1)
    if len(findings) > limits.max_findings:
        findings.append(too_many(material, limits.max_findings))
    return tuple(sorted(set(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return finding.file, finding.line or 0, finding.element, finding.code, finding.message
