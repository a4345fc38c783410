"""The validator: everything that is wrong in a protocol, at once, in Dutch, before the engine reads a word of it.

May read bytes that are handed to it; opens no file, runs nothing, and never raises on what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from workflows.types import Finding
from workflows.validator.drawable import DRAWABLE, REPEATABLE, Inventory, inventory
from workflows.validator.known import fields_in
from workflows.validator.leaving import Leaving, leaving
from workflows.validator.limits import Limits
from workflows.validator.meanings import Meaning, Meanings, meanings
from workflows.validator.reading import read_material
from workflows.validator.rulebook import Rulebook, rulebook
from workflows.validator.rules import all_findings
from workflows.validator.size import over_limits, too_many
from workflows.validator.unsaid import unread, unsaid
from workflows.validator.used import Naming, named_by

__all__ = [
    "DRAWABLE", "REPEATABLE", "Inventory", "Leaving", "Limits", "Meaning", "Meanings", "Naming", "Rulebook", "anew",
    "check",
    "fields_in", "inventory", "leaving", "meanings", "named_by", "rulebook",
]  # fmt: skip

_LIMITS: Final = Limits()
_KEPT: Final = 8


def anew() -> None:
    """Forget what is kept: for who measures."""
    _checked.cache_clear()


def check(
    files: Mapping[str, bytes], limits: Limits = _LIMITS, *, context: Mapping[str, bytes] | None = None
) -> tuple[Finding, ...]:
    """All findings about `files`; empty where there is nothing to say.

    Sorted by file and line, first those of files that could not be read: findings that may only follow from these are
    left out. `files` are names within the protocol and their bytes. `context` are the other files of the protocol,
    where one of its files is judged by itself: they are looked up in and not judged. Never raises on what files hold.
    What was said of the last few is kept: an editor, a proposal and a page ask for the same protocol one after another.
    """
    return _checked(tuple(files.items()), tuple((context or {}).items()), limits)


@lru_cache(_KEPT)
def _checked(
    files: tuple[tuple[str, bytes], ...], context: tuple[tuple[str, bytes], ...], limits: Limits
) -> tuple[Finding, ...]:  # fmt: skip
    material, findings = read_material(dict(files), dict(context), limits)
    over = over_limits(material)
    judged = material.judged or {""}
    broken = unread(material, findings)
    silent = unsaid(material, broken)
    findings = [f for f in findings if f.file in judged and (f.file in broken or f.code not in silent)]
    found = (f for f in over or all_findings(material) if f.file in judged and f.code not in silent)
    findings += islice(found, limits.max_findings + 1)
    if len(findings) > limits.max_findings:
        findings.append(too_many(material, limits.max_findings))
    return tuple(sorted(set(findings), key=lambda finding: (finding.file not in broken, _place(finding))))


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return finding.file, finding.line or 0, finding.element, finding.code, finding.message
