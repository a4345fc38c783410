"""The page of one rule: what was chosen and typed in its form, and the fields that are drawn for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from app.domain.errors import NotFoundError
from app.queries.rule_typed import RuleTyped, Slot, Slots
from app.web.rule_words import FieldShown, fields
from workflows import RuleKind

_SLOT: Final = re.compile(r"(?P<part>x|y|sinds|tot|behalve-[1-9][0-9]?)-(?P<number>[1-9][0-9]?)")
_PEOPLE: Final = re.compile(r"(?P<part>reden|akkoord)-(?P<number>[1-9][0-9]?)")
_WHILE, _WITHIN = "-terwijl", "-binnen"
_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """One place to choose something in."""

    id: str
    slot: Slot
    bound: bool
    """Whether it can be bound to what else is so."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the sentence, with its places."""

    field: FieldShown
    places: tuple[Place, ...]


def kind_of(text: str) -> RuleKind:
    """A kind by its word. Raises NotFoundError."""
    try:
        return RuleKind(text)
    except ValueError:
        raise NotFoundError from None


def typed_in(form: MultiDict[str, str]) -> RuleTyped:
    """What a form holds. Raises NotFoundError for a kind that there is not."""
    found = {match["part"] for name in form if (match := _SLOT.fullmatch(name))}
    chains = sorted((each for each in found if "-" in each), key=_at)
    lists = {name: _slots(form, name) for name in ("x", "y", "sinds", "tot")}
    unless = tuple(_slots(form, chain) for chain in chains)
    return RuleTyped(
        kind_of(form.get("soort", "")), number=_text(form, "nummer"), was=form.get("was", ""),
        process=_text(form, "proces"), lists={name: slots for name, slots in lists.items() if slots},
        unless=tuple(each for each in unless if each), message=_text(form, "bericht"), count=_text(form, "aantal"),
        different=bool(form.get("verschillende")), name=form.get("naam", ""), text=form.get("tekst", ""),
        source=form.get("bron", ""), motive=_people(form, "reden"), consent=_people(form, "akkoord"),
        unsaid=form.get("niet_te_zeggen", ""), when_drawn=bool(form.get("zodra_getekend")),
    )  # fmt: skip


def parts_shown(typed: RuleTyped) -> list[PartShown]:
    """The parts of the sentence, each with what was chosen and one place more."""
    shown = fields(typed.kind, set(typed.lists))
    return [PartShown(each, places(each.name, typed.lists.get(each.name, ()))) for each in shown]


def places(name: str, slots: Slots) -> tuple[Place, ...]:
    """Places that were filled, with one to fill."""
    bound = name in {"x", "y"}
    return tuple(
        Place(f"{name}-{at}", slot, bound or bool(slot.running or slot.within))
        for at, slot in enumerate((*slots, Slot()), start=1)
    )  # fmt: skip


def chains_shown(typed: RuleTyped) -> list[tuple[Place, ...]]:
    """The exceptions, each as what is done one after the other, and a place for one more."""
    return [places(f"behalve-{at}", chain) for at, chain in enumerate((*typed.unless, ()), start=1)]


def people_shown(names: tuple[str, ...]) -> tuple[str, ...]:
    """The tasks that were chosen, and a place for one more."""
    return (*names, "")


def _slots(form: MultiDict[str, str], name: str) -> Slots:
    numbers = sorted(
        int(found["number"]) for key in form if (found := _SLOT.fullmatch(key)) and found["part"] == name
    )  # fmt: skip
    made = (
        Slot(_text(form, at := f"{name}-{number}"), _text(form, f"{at}{_WHILE}"), _text(form, f"{at}{_WITHIN}"))
        for number in numbers
    )
    return tuple(each for each in made if each.text)


def _people(form: MultiDict[str, str], name: str) -> tuple[str, ...]:
    found = (key for key in form if (match := _PEOPLE.fullmatch(key)) and match["part"] == name)
    return tuple(dict.fromkeys(text for key in sorted(found, key=_at) if (text := _text(form, key))))


def _at(name: str) -> int:
    return int(name.rpartition("-")[2])


def _text(form: MultiDict[str, str], name: str) -> str:
    return form.get(name, "").strip()[:_MOST]
