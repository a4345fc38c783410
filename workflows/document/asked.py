"""A form as it is asked: its questions in the order of the page, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workflows.document.model import Asked, FormAsked
from workflows.document.wording import Wording
from workflows.forms import ComponentType, Form, FormComponent

_HOW: Final = {
    ComponentType.TEXTFIELD: "een regel tekst", ComponentType.TEXTAREA: "tekst", ComponentType.NUMBER: "een getal",
    ComponentType.DATE: "een datum", ComponentType.TIME: "een tijd", ComponentType.DATETIME: "een datum en een tijd",
    ComponentType.SELECT: "kies één", ComponentType.RADIO: "kies één", ComponentType.CHECKLIST: "kies er een of meer",
    ComponentType.CHECKBOX: "een vinkje", ComponentType.DYNAMICLIST: "een lijst; per regel:",
}  # fmt: skip
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SIMPLE: Final = re.compile(r'(?P<field>\w+)\s*(?P<sign>!?=)\s*"(?P<value>[^"]*)"')
_VALIDATED: Final = {"email": "een e-mailadres", "phone": "een telefoonnummer"}


def asked(form: Form, wording: Wording) -> FormAsked:
    """What a form asks."""
    return FormAsked(form.key, tuple(_parts(form.components, wording, 0)))


def _parts(components: Iterable[FormComponent], wording: Wording, depth: int) -> Iterator[Asked]:
    for part in components:
        yield Asked(
            label=_plain(part.text) if part.type is ComponentType.TEXT else part.name,
            help=_plain(part.description), how=_how(part), options=tuple(option.label for option in part.options),
            when=_when(part, wording), depth=depth,
        )  # fmt: skip
        yield from _parts(part.children, wording, depth + 1)


def _how(part: FormComponent) -> str:
    if part.type in (ComponentType.TEXT, ComponentType.GROUP):
        return ""
    words = [_VALIDATED.get(part.validation) or _HOW[part.type]]
    if part.min is not None:
        words.append(f"minstens {part.min:g}")
    if part.max is not None:
        words.append(f"hooguit {part.max:g}")
    if part.no_future:
        words.append("niet later dan nu")
    if part.no_past:
        words.append("niet vóór vandaag")
    if not part.required and part.type not in (ComponentType.CHECKBOX, ComponentType.DYNAMICLIST):
        words.append("mag leeg blijven")
    return ", ".join(words)


def _when(part: FormComponent, wording: Wording) -> str:
    if not part.hide:
        return ""
    simple = _SIMPLE.fullmatch(part.hide.text.removeprefix("=").strip())
    if not simple:
        return f"niet gevraagd als {wording.condition(part.hide.text)}"
    field, value = wording.field(simple["field"]), wording.value(simple["field"], simple["value"])
    return f"alleen als “{field}” {'' if simple['sign'] == '!=' else 'niet '}“{value}” is"


def _plain(text: str) -> str:
    """A text without the signs of its markup: what matters on paper is what it says."""
    return " ".join(_LINK.sub(r"\1", text).replace("**", "").replace("__", "").split())
