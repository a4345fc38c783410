"""The differences between the forms: fields new, gone or otherwise, in the order of the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from workflows.differences import fields
from workflows.differences.fields import Field
from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import counted, cut, starred
from workflows.forms import ComponentType, Form, FormComponent

_FOLDER: Final = "forms"


def differences(pairs: Pairs) -> Iterator[Change]:
    """All of them, form by form in the order of their keys."""
    routes = _routes_otherwise(pairs)
    for old, new in sorted(pairs.forms.things(), key=lambda pair: next(each.key for each in pair[::-1] if each)):
        form = new or old
        if form is None:
            continue
        where = Where(
            ChangePart.FORM, f"{_FOLDER}/{form.key}.form", form.key, "", "", old.key if old else "", form.key
        )  # fmt: skip
        if old is not None and new is not None:
            if old.key != new.key:
                used = any(node.properties.get("formulier") == new.key for process in pairs.new.processes.values()
                           for node in process.nodes.values())  # fmt: skip
                weight = Weight.BEHAVIOUR if used else Weight.WORDING
                sentence = f"Formulier {starred(old.key)} heet nu {starred(new.key)}"
                yield where.changed("name", weight, sentence, old.key, new.key)
            yield from _changed(where, Two(pairs, old, new, routes))
        else:
            keys = {part.key for part in form.components}
            weight = Weight.BEHAVIOUR if keys & routes else Weight.WORK
            size = counted(sum(1 for part in _flat(form.components) if part.part.key), "veld", "velden")
            if new is not None:
                yield where.added("form", weight, f"Formulier {starred(new.key)} is nieuw, met {size}")
            else:
                yield where.removed("form", weight, f"Formulier {starred(form.key)} is vervallen, met {size}")


def _routes_otherwise(pairs: Pairs) -> frozenset[str]:
    """The fields of which routes know another kind, or other answers."""
    old, new = ({key: (each.kind, each.values) for key, each in bundle.fields.items()}
                for bundle in (pairs.old, pairs.new))  # fmt: skip
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


@dataclass(frozen=True, slots=True)
class Two:
    """A form in its two versions."""

    pairs: Pairs
    old: Form
    new: Form
    routes: frozenset[str]

    def fields(self) -> Matching[Field]:
        """Which field is which: by key, by the id that the editor gave it, by what it says."""
        ids = [_ids(bundle.files.get(f"{_FOLDER}/{form.key}.form", b"{}"))
               for bundle, form in ((self.pairs.old, self.old), (self.pairs.new, self.new))]  # fmt: skip
        old, new = list(_flat(self.old.components)), list(_flat(self.new.components))
        by_id = [_by_id(known) for known in ids]
        return (
            Matching(old, new)
            .by(lambda each: (each.part.key, each.within) if each.part.key else None)
            .by(lambda each: each.part.key or None)
            .by(*by_id)
            .by(lambda each: (each.part.type, each.part.label, each.part.text) if each.said else None)
            .by(lambda each: (each.part.type, each.part.label) if each.part.label else None)
            .by(lambda each: None if each.part.key else each.part.type)
        )  # fmt: skip


def _by_id(ids: Mapping[str, str]) -> Callable[[Field], Hashable | None]:
    return lambda each: (ids[each.part.id], each.part.type is ComponentType.TEXT) if ids.get(each.part.id) else None


def _flat(components: tuple[FormComponent, ...], within: str = "", around: str = "") -> Iterator[Field]:
    for component in components:
        yield Field(component, within, around)
        inner = component.key if component.type is ComponentType.DYNAMICLIST else within
        yield from _flat(component.children, inner, component.label or component.key or component.id)


def _ids(data: bytes) -> Mapping[str, str]:
    """By the place of a component in its form: the id that the editor gave it."""
    found: dict[str, str] = {}

    def look(parts: Any, prefix: str) -> None:
        for number, part in enumerate(parts if isinstance(parts, list) else (), 1):
            if isinstance(part, dict):
                found[f"{prefix}{number}"] = str(part.get("id") or "")
                look(part.get("components"), f"{prefix}{number}-")

    content = json.loads(data.decode("utf-8-sig"))
    look(content.get("components") if isinstance(content, dict) else (), "")
    return found


def _changed(where: Where, two: Two) -> Iterator[Change]:
    matching = two.fields()
    moved = matching.moved()
    for old_at, new_at in matching.rows():
        old = None if old_at is None else matching.old[old_at]
        new = None if new_at is None else matching.new[new_at]
        field = new or old
        if field is None:
            continue
        here = where.at(field.part.key or field.part.id, (old.part.key or old.part.id) if old else "", field.part.name)
        routes = bool({each.part.key for each in (old, new) if each and not each.within} & two.routes)
        if old is not None and new is not None:
            yield from fields.differences(here, old, new, routes=routes)
            if new_at in moved and old.around == new.around:
                yield here.changed("order", Weight.WORDING, f"{new.spoken} staat op een andere plaats in het formulier")
        else:
            yield _one_sided(here, field, is_new=new is not None, routes=routes)


def _one_sided(where: Where, field: Field, *, is_new: bool, routes: bool) -> Change:
    asks = field.part.key
    weight = Weight.BEHAVIOUR if routes else Weight.WORK if asks else Weight.WORDING
    about = f": {cut(field.part.label)}" if asks and field.part.label else ""
    what = "field" if asks else "text"
    if not is_new:
        return where.removed(what, weight, f"{field.spoken} is vervallen{about}", field.part.label)
    must = " en verplicht" if field.part.required else ""
    return where.added(what, weight, f"{field.spoken} is nieuw{must}{about}", field.part.label)
