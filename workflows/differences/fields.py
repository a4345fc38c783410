"""What is otherwise about a field of a form that is there in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workflows.differences.matching import Matching
from workflows.differences.model import Change, Weight, Where
from workflows.differences.words import cut, starred, was
from workflows.forms import ComponentType, FormComponent, Option

WORK, WORDING = Weight.WORK, Weight.WORDING
_SORTS: Final = {
    ComponentType.TEXT: "tekst", ComponentType.TEXTFIELD: "een regel tekst", ComponentType.TEXTAREA: "een stuk tekst",
    ComponentType.NUMBER: "een getal", ComponentType.DATE: "een datum", ComponentType.TIME: "een tijd",
    ComponentType.DATETIME: "een datum en tijd", ComponentType.SELECT: "een keuzelijst",
    ComponentType.RADIO: "een keuze", ComponentType.CHECKLIST: "een lijst om aan te vinken",
    ComponentType.CHECKBOX: "een vinkje", ComponentType.GROUP: "een groep", ComponentType.DYNAMICLIST: "een lijst",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A component of a form, and what it lies in."""

    part: FormComponent
    within: str
    """Key of the list whose records it is a column of; empty outside lists."""
    around: str
    """What the group or list around it is called."""

    @property
    def said(self) -> str:
        """What it says to who fills the form in."""
        return self.part.label or self.part.text

    @property
    def spoken(self) -> str:
        """What it is called at the beginning of a sentence."""
        if self.part.key:
            return f"Veld {starred(self.part.key)}"
        if self.part.type is ComponentType.GROUP:
            return f"Groep {starred(self.part.label or self.part.id)}"
        return f"De tekst {starred(cut(self.said)[:60] or self.part.id)}"


def differences(where: Where, old: Field, new: Field, *, routes: bool) -> Iterator[Change]:
    """Everything; `routes` says whether the field has another meaning to the routes."""
    deep = Weight.BEHAVIOUR if routes else WORK
    yield from _identity(where, old, new, deep)
    yield from _words(where, old, new)
    a, b = old.part, new.part
    if a.required != b.required:
        rest = "is verplicht" if b.required else "is niet meer verplicht"
        yield where.changed("required", WORK, f"{new.spoken} {rest}", _shown(a.required), _shown(b.required))
    yield from _options(where, old, new, deep)
    if (before := _hide(a)) != (after := _hide(b)):
        rest = f"blijft nu weg als {cut(after)}" if after else "staat er nu altijd"
        yield where.changed("condition", WORK, f"{new.spoken} {rest}{was(before)}", before, after)
    if a.veldgroep != b.veldgroep:
        rest = f"hoort nu bij veldgroep {starred(b.veldgroep)}" if b.veldgroep else "hoort bij geen veldgroep meer"
        sentence = f"{new.spoken} {rest}{was(starred(a.veldgroep) if a.veldgroep else '')}"
        yield where.changed("field_group", WORK, sentence, a.veldgroep, b.veldgroep)
    yield from _bounds(where, new, a, b)


def _identity(where: Where, old: Field, new: Field, deep: Weight) -> Iterator[Change]:
    a, b = old.part, new.part
    if a.key != b.key:
        sentence = f"Veld {starred(a.key)} heet nu {starred(b.key)}"
        yield where.changed("key", deep, sentence, a.key, b.key)
    if a.type is not b.type:
        sentence = f"{new.spoken} is nu {_SORTS[b.type]} (was {_SORTS[a.type]})"
        yield where.changed("type", deep, sentence, str(a.type), str(b.type))
    if (old.within, old.around) != (new.within, new.around):
        rest = f"staat nu in {starred(new.around)}" if new.around else "staat nu los in het formulier"
        yield where.changed("place", deep if old.within != new.within else WORDING, f"{new.spoken} {rest}",
                            old.around, new.around)  # fmt: skip


def _words(where: Where, old: Field, new: Field) -> Iterator[Change]:
    a, b = old.part, new.part
    if a.label != b.label:
        rest = f"vraagt nu “{cut(b.label)}”" if b.label else "heeft geen vraag meer"
        begin = new.spoken if b.key else f"Groep {starred(a.label or a.id)}"
        rest = rest if b.key else f"heet nu {starred(b.label)}" if b.label else "heeft geen naam meer"
        told = f" (was “{cut(a.label)}”)" if a.label and b.key else ""
        yield where.changed("label", WORDING, f"{begin} {rest}{told}", a.label, b.label)
    if a.description != b.description:
        verb = "heeft nu uitleg" if not a.description else "heeft geen uitleg meer" if not b.description else (
            "heeft andere uitleg"
        )  # fmt: skip
        yield where.changed("description", WORDING, f"{new.spoken} {verb}", a.description, b.description)
    if a.text != b.text:
        yield where.changed("text", WORDING, f"{new.spoken} is gewijzigd", a.text, b.text)


def _options(where: Where, old: Field, new: Field, deep: Weight) -> Iterator[Change]:
    a, b = old.part.options, new.part.options
    matching = Matching(a, b).by(lambda each: each.value).by(lambda each: each.label)
    for before, after in matching.things():
        if before is None and after is not None:
            sentence = f"{new.spoken} heeft er een keuze bij: {starred(after.label)}"
            yield where.added("option", deep, sentence, after.label)
        elif after is None and before is not None:
            sentence = f"{new.spoken} heeft keuze {starred(before.label)} niet meer"
            yield where.removed("option", deep, sentence, before.label)
        elif before is not None and after is not None:
            yield from _option(where, new.spoken, before, after, deep)
    if matching.moved():
        told = [", ".join(each.label for each in options) for options in (a, b)]
        sentence = f"De keuzes van veld {starred(new.part.key)} staan in een andere volgorde"
        yield where.changed("option_order", WORDING if deep is WORK else deep, sentence, *told)


def _option(where: Where, spoken: str, old: Option, new: Option, deep: Weight) -> Iterator[Change]:
    if old.label != new.label:
        sentence = f"{spoken}: keuze {starred(old.label)} heet nu {starred(new.label)}"
        yield where.changed("option", WORDING, sentence, old.label, new.label)
    elif old.value != new.value:
        sentence = f"{spoken}: keuze {starred(new.label)} wordt nu bewaard als {cut(new.value)}{was(old.value)}"
        yield where.changed("option", deep, sentence, old.value, new.value)


def _bounds(where: Where, new: Field, a: FormComponent, b: FormComponent) -> Iterator[Change]:
    rows = (
        ("min", a.min, b.min, "is nu minstens {}", "heeft geen laagste waarde meer"),
        ("max", a.max, b.max, "is nu hoogstens {}", "heeft geen hoogste waarde meer"),
        ("decimals", a.decimals, b.decimals, "heeft nu {} cijfers achter de komma", "mag elk aantal cijfers hebben"),
        ("min_length", a.min_length, b.min_length, "vraagt nu minstens {} tekens", "vraagt geen lengte meer"),
        ("max_length", a.max_length, b.max_length, "mag nu hoogstens {} tekens hebben", "mag nu elke lengte hebben"),
        ("validation", a.validation or None, b.validation or None, "moet nu een goed {}-adres of -nummer zijn",
         "mag nu elke tekst zijn"),
        ("no_past", a.no_past or None, b.no_past or None, "mag nu niet voor vandaag liggen",
         "mag nu voor vandaag liggen"),
        ("no_future", a.no_future or None, b.no_future or None, "mag nu niet in de toekomst liggen",
         "mag nu in de toekomst liggen"),
        ("default", a.default, b.default, "is nu al ingevuld met {}", "is niet meer vooraf ingevuld"),
    )  # fmt: skip
    for what, before, after, now, gone in rows:
        if before != after or type(before) is not type(after):
            rest = gone if after is None else now.replace("{}", cut(_shown(after)))
            yield where.changed(what, WORK, f"{new.spoken} {rest}", _shown(before), _shown(after))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else str(value)


def _hide(part: FormComponent) -> str:
    return part.hide.text.removeprefix("=").strip() if part.hide else ""
