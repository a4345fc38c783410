"""The form itself: read once from its file, frozen, and asked for everything that pages and the engine need of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.forms.components import FormComponent, routing_fields, walk
from workflows.forms.examples import example
from workflows.forms.inspection import inspect
from workflows.forms.reading import read_components
from workflows.forms.view import FormView, view_form
from workflows.types import RoutingField


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of the answers to a form. With errors nothing of it may be used but to show the form again."""

    values: dict[str, object]
    """By key: text, whole or decimal number, true or false; a date as `2026-09-08`, a time as `14:05`, both as
    `2026-09-08T14:05:00` in local time; a checklist as a list of values, a list as a list of flat records. What has no
    answer is left out."""
    errors: dict[str, list[str]]
    """Dutch sentences by the name on the page: `zorg`, `acties[0].lane`."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the protocol: form-js JSON, in the subset of bundle.md "Forms"."""

    key: str
    components: tuple[FormComponent, ...]

    def routing_fields(self) -> tuple[RoutingField, ...]:
        """The fields that this form can set, lists with their columns. A checklist sets none."""
        return routing_fields(self.components)

    def clean(self, answers: Mapping[str, object], now: datetime) -> Cleaned:
        """Turn answers, as text from a page or as JSON, into values. Never raises, whatever the answers are.

        Hidden components are dropped and ask nothing. `now` is an aware instant.
        """
        found = inspect(self.components, answers, now)
        return Cleaned(found.values, found.errors)

    def view(
        self, values: Mapping[str, object], errors: Mapping[str, Sequence[str]] | None = None, *, now: datetime
    ) -> FormView:
        """What a page shows: with the answers as typed or as stored; where there are none, the default answers."""
        return view_form(self.key, self.components, values, errors or {}, now)

    def example(self, fixed: Mapping[str, object], now: datetime) -> dict[str, object]:
        """Valid answers: the given ones cleaned, and one made up for each other component that asks one.

        Raises FormError with a line for each field where that cannot be.
        """
        return example(self.key, self.components, fixed, now)

    def findings(self) -> tuple[str, ...]:
        """What to know of a form though it works, in Dutch: fields without a label, doubtful conditions."""
        return tuple(sentence for _, sentence in self.remarks())

    def remarks(self) -> tuple[tuple[FormComponent, str], ...]:
        """The same, each with the component that it is about."""
        found: list[tuple[FormComponent, str]] = []
        earlier: set[str] = set()
        keys = {component.key for component in walk(self.components)}
        for component in walk(self.components):
            if component.key and not component.label:
                told = f"Het veld '{component.key}' heeft geen vraag. Vul “De vraag” in."
                found.append((component, told))
            for name in sorted(component.hide.names - earlier) if component.hide else ():
                what = "staat pas later in" if name in keys else "staat niet in"
                told = f"De voorwaarde bij '{component.name}' noemt '{name}', maar dat {what} dit formulier."
                found.append((component, told))
            lines = component.hide.findings() if component.hide else ()
            found += [(component, f"De voorwaarde bij '{component.name}': {line}") for line in lines]
            earlier.add(component.key)
        return tuple(found)


def read_form(data: bytes | str | Mapping[str, object], key: str) -> Form:
    """The form in a form-js file. Raises FormError, with a line for each component that cannot be read."""
    return Form(key, read_components(data, key))
