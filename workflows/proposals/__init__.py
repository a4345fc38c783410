"""Proposals: of what the validator finds, what can be mended at once, in a sentence, without drawing.

Pure: files in, files out. A proposal changes what it says and nothing else: what other modelers wrote, comments and
the drawing stay. Judges nothing itself: there is a proposal only where there is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from workflows.editing import Sheet
from workflows.errors import SourceError
from workflows.proposals.asking import forms
from workflows.proposals.beside import beside, ids_of
from workflows.proposals.calling import calling
from workflows.proposals.conditions import conditions, no_defaults
from workflows.proposals.ends import ends, messages
from workflows.proposals.gateways import gateways
from workflows.proposals.known import Known
from workflows.proposals.lanes import lanes
from workflows.proposals.model import Editing, Proposal, ProposalKind
from workflows.proposals.people import data, ordinary, people
from workflows.proposals.terms import terms
from workflows.proposals.undrawn import drawn, undrawn
from workflows.proposals.upkeep import upkeep
from workflows.types import Finding
from workflows.validator import Limits, check, inventory

__all__ = ["Proposal", "ProposalKind", "beside", "drawn", "ids_of", "mend", "mend_sure", "propose"]

_MAKERS: Final[tuple[Callable[[Sheet, Known], Iterator[Proposal]], ...]] = (
    undrawn, upkeep, people, ordinary, data, conditions, no_defaults, gateways, ends, messages, lanes, forms,
    calling, terms,
)  # fmt: skip
_ENDINGS: Final = (".bpmn", ".bpmn2", ".bpmn20.xml")
_LIMITS: Final = Limits()
_ROUNDS: Final = 5
"""What is mended can bring up what stood behind it: a task that people do now needs a form."""


def propose(
    files: Mapping[str, bytes], findings: Iterable[Finding] | None = None, limits: Limits = _LIMITS
) -> tuple[Proposal, ...]:
    """All proposals about these files; `findings` are those of the validator, where they are at hand.

    Never raises on what files hold: a file that cannot be read has findings and no proposals.
    """
    return _proposals(files, check(files, limits) if findings is None else findings, limits, files)


def _proposals(
    files: Mapping[str, bytes], findings: Iterable[Finding], limits: Limits, choice: Mapping[str, bytes]
) -> tuple[Proposal, ...]:
    """`choice` are the files of which a form can be chosen."""
    found: dict[str, dict[str, set[str]]] = {}
    for each in findings:
        if each.file in files and each.file.lower().endswith(_ENDINGS):
            found.setdefault(each.file, {}).setdefault(each.element, set()).add(each.code)
    if not found:
        return ()
    there = inventory(files, limits)
    names = (
        there.functions,
        tuple((each.key, each.name) for each in there.forms if any(_is_form(name, each.key) for name in choice)),
        tuple((each.key, each.name) for each in there.decisions),
        tuple((each.key, each.name) for each in there.processes),
    )  # fmt: skip
    return tuple(
        proposal for name in sorted(found)
        for proposal in _of_file(
            name, files[name], tuple((element, frozenset(codes)) for element, codes in found[name].items()), names,
            limits.max_file_bytes,
        )
    )  # fmt: skip


def _is_form(name: str, key: str) -> bool:
    return name.endswith(".form") and PurePosixPath(name).stem == key


_Named = tuple[tuple[str, str], ...]
_Names = tuple[tuple[str, ...], _Named, _Named, _Named]


@lru_cache(maxsize=32)
def _of_file(
    name: str, data_: bytes, found: tuple[tuple[str, frozenset[str]], ...], names: _Names, max_bytes: int
) -> tuple[Proposal, ...]:
    """Kept for files that stay as they are: of a draft, most do at every save."""
    try:
        sheet = Sheet(name, data_, max_bytes)
    except SourceError:
        return ()
    known = Known(dict(found), *names)
    made = {each.key: each for make in _MAKERS for each in make(sheet, known)}
    return tuple(made.values())


def mend(
    files: Mapping[str, bytes], proposal: Proposal, answer: str = "", limits: Limits = _LIMITS
) -> dict[str, bytes]:
    """The files with this one thing mended. Raises SourceError where the file cannot be read any more."""
    editing = Editing(Sheet(proposal.file, files[proposal.file], limits.max_file_bytes), files)
    proposal.deed(editing, answer)
    return {**files, proposal.file: editing.sheet.written(), **editing.added}


def mend_sure(
    files: Mapping[str, bytes], limits: Limits = _LIMITS, only: str = ""
) -> tuple[dict[str, bytes], tuple[Proposal, ...]]:
    """The files with everything mended that needs no answer, and what that was, in the order in which it was done.

    With `only`, nothing but this file and what it needs beside it.
    """
    now, done = dict(files), dict[str, Proposal]()
    for _ in range(_ROUNDS):
        found = [
            each for each in _proposals(now, check(now, limits), limits, files)
            if each.key not in done and (not only or each.file == only)
        ]  # fmt: skip
        # Other ids first: all else is known by them.
        ids = [each for each in found if each.kind is ProposalKind.IDS]
        sure = ids or [each for each in found if each.sure]
        if not sure:
            break
        for name in dict.fromkeys(each.file for each in sure):
            editing = Editing(Sheet(name, now[name], limits.max_file_bytes), now)
            for each in (one for one in sure if one.file == name):
                each.deed(editing, "")
                done[each.key] = each
            now = {**now, name: editing.sheet.written(), **editing.added}
    return now, tuple(done.values())
