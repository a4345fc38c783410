"""What a change of rights means, in words, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workflows.rights import ANY_PHASE, STARTER, Right
from workflows.sights.model import Cell, Sights, spoken
from workflows.sights.reading import sights_of
from workflows.types import Finding
from workflows.validator import Limits
from workflows.validator.reading import read_material
from workflows.validator.rights_file import check_rights
from workflows.words import in_words

_MOST: Final = 5
"""Steps that are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a change means."""

    sentences: tuple[str, ...]
    """What people can do then and could not, or the other way round; empty where nothing changes."""
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the check finds then and did not find before."""


def meant_by(
    before: Mapping[str, bytes], after: Mapping[str, bytes], function: str, group: str, limits: Limits | None = None
) -> Meant:
    """What it means for a function that these files come in the place of those, as far as a field group goes."""
    was, now = sights_of(before, limits), sights_of(after, limits)
    old, new = was.cell(function, group), now.cell(function, group)
    sentences = (*_changes(was, old, new, _who(function), spoken(group)), *_routes(was, now, function))
    warnings = tuple(_unwritten(was, old, new, function, group)) if sentences else ()
    known = {each.matter for each in _findings(before, limits)}
    found = tuple(each for each in _findings(after, limits) if each.matter not in known)
    return Meant(sentences, warnings, found)


def _changes(was: Sights, old: Cell, new: Cell, who: str, group: str) -> Iterator[str]:
    found: dict[tuple[Right | None, Right | None], list[str]] = {}
    for phase in was.phases or (ANY_PHASE,):
        pair = (old.at(phase), new.at(phase))
        if pair[0] is not pair[1]:
            found.setdefault(pair, []).append(phase)
    for (before, after), phases in found.items():
        when = _when(phases, len(phases) == len(was.phases or (ANY_PHASE,)))
        less = before is not None and (after is None or after.reach < before.reach)
        yield (_less if less else _more)((before, after), who, group, when)
    if old.everywhere is not None and new.everywhere is None and new.apart:
        yield "Vóór de eerste fase, en in fasen die later worden getekend, geldt er dan geen recht meer."
    elif new.everywhere is not None and old.everywhere is None and old.apart:
        yield "Dit geldt dan ook vóór de eerste fase, en in fasen die later worden getekend."


def _less(pair: tuple[Right | None, Right | None], who: str, group: str, when: str) -> str:
    before, after = pair
    if after is None and before is Right.OWN:
        return f"{who} kan dan ook niet meer lezen wat hij of zij zelf bij “{group}” invulde, {when}."
    if after is None:
        return f"{who} kan dan niet meer lezen wat bij “{group}” is ingevuld, ook eigen werk niet, {when}."
    if after is Right.OWN:
        return f"{who} kan dan alleen nog lezen wat hij of zij zelf bij “{group}” invulde, {when}."
    return f"{who} mag bij “{group}” dan alleen nog lezen, en niet meer schrijven, {when}."


def _more(pair: tuple[Right | None, Right | None], who: str, group: str, when: str) -> str:
    before, after = pair
    if after is Right.OWN:
        return f"{who} kan dan lezen wat hij of zij zelf bij “{group}” invulde, {when}."
    if before is Right.READ:
        return f"{who} mag bij “{group}” dan ook schrijven, en niet alleen lezen, {when}."
    if before is Right.OWN and after is Right.READ:
        return f"{who} kan dan alles lezen wat bij “{group}” is ingevuld, en niet alleen eigen werk, {when}."
    if before is Right.OWN:
        return f"{who} kan dan alles lezen en schrijven bij “{group}”, en niet alleen eigen werk lezen, {when}."
    if after is Right.READ:
        return f"{who} kan dan lezen wat bij “{group}” is ingevuld, {when}."
    return f"{who} mag dan lezen en schrijven wat bij “{group}” wordt ingevuld, {when}."


def _routes(was: Sights, now: Sights, function: str) -> Iterator[str]:
    """Routes that come to be there for a function, or that are no longer there for it."""
    if function == STARTER or was.rights is None or now.rights is None:
        return
    old, new = (
        {name for name, groups in was.routes.items() if function in rights.readers(groups)}
        for rights in (was.rights, now.rights)
    )
    if gone := sorted(old - new):
        yield f"Deze routes bestaan dan niet meer voor {_as(function)}, behalve met een taak erin: {_quoted(gone)}."
    if come := sorted(new - old):
        yield f"Deze routes zijn er dan ook voor {_as(function)}: {_quoted(come)}."


def _unwritten(was: Sights, old: Cell, new: Cell, function: str, group: str) -> Iterator[str]:
    """Steps that a function fills in, where the protocol then does not say that it may."""
    writes = [any(each.at(phase) is Right.WRITE for phase in (*was.phases, ANY_PHASE)) for each in (old, new)]
    asked = was.group(group)
    steps = [each.where.name for each in asked.steps if function in each.functions] if asked else []
    if steps and writes == [True, False]:
        names = list(dict.fromkeys(steps))
        shown = names if len(names) <= _MOST + 1 else names[:_MOST]
        more = [f"nog {len(names) - _MOST} andere stappen"] if len(shown) < len(names) else []
        listed = in_words([*(f"“{each}”" for each in shown), *more])
        yield f"{_who(function)} vult dit zelf in, en heeft er dan geen recht meer op te schrijven: {listed}."


def _findings(files: Mapping[str, bytes], limits: Limits | None) -> tuple[Finding, ...]:
    material, _ = read_material(files, {}, limits or Limits())
    return tuple(check_rights(material))


def _when(phases: Iterable[str], every: bool) -> str:  # noqa: FBT001  told at its one call
    found = [f"“{each}”" for each in phases]
    if every:
        return "in alle fasen"
    return f"in de fase {found[0]}" if len(found) == 1 else f"in de fasen {in_words(found)}"


def _who(function: str) -> str:
    return "Wie de route begon," if function == STARTER else f"Wie de functie “{function}” heeft,"


def _as(function: str) -> str:
    return f"wie de functie “{function}” heeft"


def _quoted(names: Iterable[str]) -> str:
    return in_words(f"“{each}”" for each in names)
