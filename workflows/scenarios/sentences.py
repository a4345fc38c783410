"""A kind of step: the sentence it is written as, and what it does. Matches sentences; knows none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from workflows.errors import ScenarioError
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.words import plain

Table = Mapping[str, str]
Act = Callable[[MemoryDossier, "re.Match[str]", Table], None]

_NAME: Final = '"(?P<n{}>[^"]*)"'


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the language."""

    example: str
    """As people write it, for a message that lists what could have been meant."""
    pattern: re.Pattern[str]
    act: Act
    takes_table: bool = False
    roles: tuple[str, ...] = ()
    """What each name in it is a name of, in order: `wie`, `werk`, `route`, …"""


def sentence(pattern: str, example: str, act: Act, *, takes_table: bool = False, names: str = "") -> Sentence:
    """A sentence from a pattern in which `§` is a name between quotation marks; `names` says of what, in order."""
    first, *rest = pattern.split("§")
    written = first + "".join(_NAME.format(at) + part for at, part in enumerate(rest))
    written += r"(?: met)?" if takes_table else ""
    return Sentence(example, re.compile(written, re.IGNORECASE), act, takes_table, tuple(names.split()))


def perform(sentences: tuple[Sentence, ...], dossier: MemoryDossier, text: str, table: Table | None) -> None:
    """Carry out one step. Raises WorkflowError: ScenarioError where no sentence is like it, or what it says fails."""
    written = plain(text)
    for each in sentences:
        found = each.pattern.fullmatch(written)
        if found is None:
            continue
        if table is None and each.takes_table and re.search(r" met$", written, re.IGNORECASE):
            message = "Na “met” hoort een tabel met twee kolommen: het veld en de waarde."
            raise ScenarioError(message)
        if table is not None and not each.takes_table:
            message = "Bij deze stap hoort geen tabel."
            raise ScenarioError(message)
        each.act(dossier, found, table or {})
        return
    known = [each.example for each in sentences]
    near = get_close_matches(written, known, n=3, cutoff=0.3) or known
    lines = "".join(f"\n  {example}" for example in near)
    message = f"Deze zin kent Leidraad niet. Het lijkt op:{lines}"
    raise ScenarioError(message)
