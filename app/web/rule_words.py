"""The kinds of sentences that a rule is made of, as the pages name them and their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.queries.rule_typed import MAY, NEEDS
from app.web.words import _, lazy
from workflows import RuleKind


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of sentence, to choose."""

    kind: RuleKind
    name: str
    told: str
    """When it holds."""
    example: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A part of a sentence that holds one or more things that can happen."""

    name: str
    label: str
    required: bool


_NAMES: Final = {
    RuleKind.BEFORE: lazy("Iets nooit zonder iets anders ervoor"),
    RuleKind.BETWEEN: lazy("Tussen elke twee ligt iets"),
    RuleKind.AFTER: lazy("Iets wordt altijd gevolgd door iets anders"),
    RuleKind.FOUR_EYES: lazy("Vier ogen"),
    RuleKind.DOUBT: lazy("Bij twijfel hoort iets"),
    RuleKind.TERM: lazy("Iets heeft een termijn"),
    RuleKind.NEVER: lazy("Iets gebeurt nooit"),
    RuleKind.COUNT: lazy("Tussen twee dingen gebeurt iets zoveel keer"),
    RuleKind.MESSAGE: lazy("Een bericht laat een ander proces iets doen"),
    RuleKind.CLOSES: lazy("Een taak sluit nooit vanzelf"),
}
"""In the order in which they are offered."""
_TOLD: Final = {
    RuleKind.BEFORE: lazy("Voordat het ene begint, is het andere gedaan."),
    RuleKind.BETWEEN: lazy("Tussen elke twee die na elkaar komen, is iets anders gedaan."),
    RuleKind.AFTER: lazy("Na het ene komt altijd nog het andere, voordat de route eindigt."),
    RuleKind.FOUR_EYES: lazy("Wie het ene deed, doet het andere niet."),
    RuleKind.DOUBT: lazy("Wie twijfelt, doet iets anders: ervoor of erna."),
    RuleKind.TERM: lazy("Bij elke taak staat hoelang iemand ervoor heeft."),
    RuleKind.NEVER: lazy("Het begint op geen enkele weg door het diagram."),
    RuleKind.COUNT: lazy("Niet vaker en niet minder vaak dan het getal dat je invult."),
    RuleKind.MESSAGE: lazy("Het bericht gaat meteen de deur uit, en in het proces dat ermee begint wordt iets gedaan."),
    RuleKind.CLOSES: lazy("Geen termijn sluit de taak, behalve de termijnen die je zelf noemt."),
}
_LABELS: Final = {
    (RuleKind.NEVER, "x"): lazy("Wat nooit gebeurt"),
    (RuleKind.BEFORE, "x"): lazy("Wat nooit begint …"),
    (RuleKind.BEFORE, "y"): lazy("… zonder dat dit ervoor is gedaan"),
    (RuleKind.BETWEEN, "x"): lazy("Tussen elke twee hiervan …"),
    (RuleKind.BETWEEN, "y"): lazy("… ligt dit"),
    (RuleKind.COUNT, "sinds"): lazy("Tussen dit …"),
    (RuleKind.COUNT, "tot"): lazy("… en dit …"),
    (RuleKind.COUNT, "x"): lazy("… ligt dit"),
    (RuleKind.AFTER, "x"): lazy("Wat altijd gevolgd wordt …"),
    (RuleKind.AFTER, "y"): lazy("… door dit"),
    (RuleKind.AFTER, "tot"): lazy("Het moet gedaan zijn voordat dit begint"),
    (RuleKind.MESSAGE, "x"): lazy("Waarna het bericht de deur uit gaat"),
    (RuleKind.MESSAGE, "y"): lazy("Wat er dan in het andere proces gebeurt"),
    (RuleKind.DOUBT, "x"): lazy("De twijfel"),
    (RuleKind.DOUBT, "y"): lazy("Wat er dan bij hoort, ervoor of erna"),
    (RuleKind.FOUR_EYES, "x"): lazy("Wie dit doet …"),
    (RuleKind.FOUR_EYES, "y"): lazy("… heeft dit niet gedaan"),
    (RuleKind.TERM, "x"): lazy("Wat een termijn heeft"),
    (RuleKind.CLOSES, "x"): lazy("Wat nooit vanzelf sluit"),
}
_SINCE: Final = lazy("Kijk pas vanaf hier (de laatste keer dat dit gebeurde)")
_UNTIL: Final = lazy("Kijk niet verder dan hier")


def name_of(kind: RuleKind) -> str:
    """What a kind is called."""
    return _(_NAMES[kind])


def kinds(examples: dict[RuleKind, str]) -> list[KindShown]:
    """Every kind, with a sentence of it in words of the protocol."""
    return [KindShown(kind, _(name), _(_TOLD[kind]), examples.get(kind, "")) for kind, name in _NAMES.items()]


def fields(kind: RuleKind, given: set[str]) -> list[FieldShown]:
    """The parts of a sentence of this kind, with those that it has though it can do without."""
    needed = NEEDS[kind]
    more = [name for name in ("sinds", "tot") if name not in needed and (name in MAY.get(kind, ()) or name in given)]
    return [
        *(FieldShown(name, _(_LABELS[kind, name]), required=True) for name in needed),
        *(FieldShown(name, _label(kind, name), required=False) for name in more),
    ]  # fmt: skip


def _label(kind: RuleKind, name: str) -> str:
    return _(_LABELS.get((kind, name)) or (_SINCE if name == "sinds" else _UNTIL))
