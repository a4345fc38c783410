"""A form at the prompt, field by field, in the order of the page. What was typed is kept, also where it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from datetime import datetime
from typing import Final

from app.cli.play.console import Console, without_marks
from workflows import ComponentView, Form, WorkflowError

EXAMPLE: Final = "*"
ALL_EXAMPLES: Final = "**"
EMPTY: Final = "-"
CANCEL: Final = "weg"
HELP: Final = (
    "Enter = overslaan of laten staan · - = leeg laten · * = een voorbeeld · ** = voorbeelden voor de rest · "
    "weg = later verder"
)
_CHOICES: Final = ("select", "radio", "checklist")
_LIST: Final = "dynamiclist"
_BOX: Final = "checkbox"
_MAX_ROWS: Final = 20


class Cancelled(Exception):
    """Het formulier blijft liggen; wat is ingevuld, staat er nog."""


class FormPrompt:
    """One filling in of a form. `typed` holds the answers by field name and outlives this."""

    def __init__(
        self, console: Console, form: Form, typed: MutableMapping[str, str], routing: Iterable[str], now: datetime
    ) -> None:
        self.console, self.form, self.typed, self.now = console, form, typed, now
        self.routing = frozenset(routing)
        self.asked = set[str]()
        self.told = set[str]()
        self.examples = set[str]()
        """Fields with an example that nobody typed."""
        self.made_up = False
        """Whether the person asked examples for the rest."""

    def ask(self) -> dict[str, str]:
        """Ask until every answer fits; the answers that matter: those typed, and all that route.

        Raises Cancelled, Stopped.
        """
        self._take_defaults()
        self.console.say(HELP, "zacht")
        while True:
            component = self._next()
            if component is not None:
                self._ask(component)
            elif not self._reopen_wrong():
                return self._answers()

    def _answers(self) -> dict[str, str]:
        seen = {component.name for component in self._visible()}
        return {
            name: text for name, text in self.typed.items()
            if name.partition("[")[0] in seen
            and (name.partition("[")[0] in self.routing or (text and name not in self.examples))
        }  # fmt: skip

    def _take_defaults(self) -> None:
        if not self.typed:
            for component in _flat(self.form.view({}, now=self.now).components):
                if component.name and component.value and component.type != _LIST:
                    self.typed[component.name] = _as_text(component.value)

    def _visible(self) -> list[ComponentView]:
        return list(_flat(self.form.view(dict(self.typed) or {"": ""}, now=self.now).components))

    def _next(self) -> ComponentView | None:
        for component in self._visible():
            if component.name and component.name not in self.asked:
                return component
            if not component.name and component.id not in self.told:
                self.told.add(component.id)
                text = component.text or component.label
                if text:
                    self.console.say(f"  -- {without_marks(text)}", "zacht")
        return None

    def _reopen_wrong(self) -> bool:
        """Ask again what does not fit; False where all fits."""
        errors = self.form.clean(self.typed, self.now).errors
        for name, messages in errors.items():
            for message in messages:
                self.console.say(f"  {message}", "fout")
            self.asked.discard(name)
            self.asked.discard(name.partition("[")[0])
            self.made_up = False
        if errors and self._next() is None:
            for name in errors:
                self.typed.pop(name, None)
            self.asked.clear()
        return bool(errors)

    def _ask(self, component: ComponentView) -> None:
        self.asked.add(component.name)
        if component.type == _LIST:
            self._ask_rows(component)
            return
        self._describe(component)
        while True:
            answer = EXAMPLE if self.made_up and not self._kept(component) else self._read(component)
            if answer is None:
                return
            if answer == EXAMPLE:
                self._make_up(component)
                return
            if self._fits(component.name, answer):
                return
            self._say_way_out(component)

    def _kept(self, component: ComponentView) -> bool:
        return component.name in self.routing or bool(self.typed.get(component.name))

    def _read(self, component: ComponentView) -> str | None:
        """What is typed, None where Enter leaves the field as it is."""
        kept = self.typed.get(component.name, "")
        line = self.console.ask(f"  > [{kept}]" if kept else "  >")
        if line == CANCEL:
            raise Cancelled
        if line == ALL_EXAMPLES:
            self.made_up = True
            return EXAMPLE
        line = line or kept
        if not component.required and line in {"", EMPTY}:
            self.typed.pop(component.name, None)
            if component.name in self.routing:
                self.typed[component.name] = ""
            return None
        return _chosen(component, line)

    def _fits(self, name: str, answer: str) -> bool:
        self.typed[name] = answer
        self.examples.discard(name)
        messages = self.form.clean(self.typed, self.now).errors.get(name, [])
        for message in messages:
            self.console.say(f"  {message}", "fout")
        return not messages

    def _say_way_out(self, component: ComponentView) -> None:
        if not component.required:
            self.console.say(f"  Met {EMPTY} laat je dit leeg.", "zacht")

    def _make_up(self, component: ComponentView) -> None:
        """Fill in an example; where the field asks nothing, leave it."""
        if component.required or component.name in self.routing:
            answer = self._example(component)
            self.console.say(f"  {answer}", "zacht")
            self.typed[component.name] = answer
            self.examples.add(component.name)

    def _example(self, component: ComponentView) -> str:
        others = {name: text for name, text in self.typed.items() if name != component.name}
        try:
            value = self.form.example(others, self.now).get(component.name)
        except WorkflowError:
            value = None  # another field is still wrong; a plain example does for this one
        return _first(component, self.now) if value is None else _as_text(value)

    def _ask_rows(self, component: ComponentView) -> None:
        self.console.say(f"{component.label}{' *' if component.required else ''}: regel voor regel", "hier")
        for row in range(_MAX_ROWS):
            if (row or not component.required) and not self._says_yes("Nog een regel?" if row else "Een regel?"):
                self._clear_rows(component.name, row)
                return
            self.typed.pop(component.name, None)
            for column in component.rows[0]:
                name = f"{component.name}[{row}].{column.name.partition('.')[2]}"
                if column.name:
                    self._ask_cell(column, name)

    def _says_yes(self, question: str) -> bool:
        line = self.console.ask(f"  {question} (ja/nee) >").casefold()
        if line == CANCEL:
            raise Cancelled
        return line in {"ja", "j"}

    def _clear_rows(self, name: str, begin: int) -> None:
        """Leave out the rows from one on; where a list that routes has none, that is an answer too."""
        for cell in list(self.typed):
            owner, _, rest = cell.partition("[")
            if owner == name and rest and int(rest.partition("]")[0]) >= begin:
                del self.typed[cell]
        if not begin and name in self.routing:
            self.typed[name] = ""

    def _ask_cell(self, column: ComponentView, name: str) -> None:
        self._describe(column)
        while True:
            kept = self.typed.get(name, "")
            line = self.console.ask(f"  {name} [{kept}] >" if kept else f"  {name} >") or kept
            if line == CANCEL:
                raise Cancelled
            if not column.required and line in {"", EMPTY}:
                self.typed[name] = ""
                return
            answer = _first(column, self.now) if line in {EXAMPLE, ALL_EXAMPLES} else _chosen(column, line)
            if self._fits(name, answer):
                return
            self._say_way_out(column)

    def _describe(self, component: ComponentView) -> None:
        self.console.say(f"{component.label}{' *' if component.required else ''}", "hier")
        if component.description:
            self.console.say(f"  {without_marks(component.description)}", "zacht")
        for number, option in enumerate(component.options, start=1):
            self.console.say(f"  {number} {option.label}")
        if component.type == "checklist":
            self.console.say("  Meer dan één kan: 1, 3", "zacht")
        if component.type == _BOX:
            self.console.say("  ja of nee", "zacht")


def _flat(components: Iterable[ComponentView]) -> Iterator[ComponentView]:
    for component in components:
        if not component.hidden:
            yield component
            yield from _flat(component.children)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _chosen(component: ComponentView, line: str) -> str:
    """Numbers of options as their values; all else as it was typed."""
    if component.type not in _CHOICES:
        return line
    numbers = {str(number): option.value for number, option in enumerate(component.options, start=1)}
    parts = [part.strip() for part in line.split(",")]
    if all(part in numbers for part in parts):
        return ", ".join(numbers[part] for part in parts)
    return line


def _first(component: ComponentView, now: datetime) -> str:
    if component.options:
        return component.options[0].value
    usual = {
        "date": now.date().isoformat(), "datetime": f"{now:%Y-%m-%dT%H:%M}", "time": "09:00",
        "number": f"{component.min or 1:g}", _BOX: "ja",
    }  # fmt: skip
    return usual.get(component.type, f"Voorbeeld bij {component.label}")
