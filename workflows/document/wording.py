"""FEEL, terms and functions in Dutch words, by the labels of the forms and tables of the bundle.

What it cannot put in words it leaves as it is written: a reader sees it then, instead of something that is not so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workflows.bundle import Bundle
from workflows.calendar import Term, describe, parse_term
from workflows.errors import TermError
from workflows.forms import walk
from workflows.types import LEEG, RUNS
from workflows.words import in_words

EVERYONE: Final = "iedereen"
_TOKEN: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^\W\d][\w.]*|[<>!]?=|[<>]|[-+*/(),\[\]{}]|[\d.]+|\S)')
_IF: Final = re.compile(r'if (?P<when>.+?) then "(?P<then>[^"]*)" else "(?P<other>[^"]*)"', re.DOTALL)
_COUNTED: Final = re.compile(r"binnen (?P<count>[0-9]+) (?P<unit>\w+)")
_SIGNS: Final = {
    "=": "is", "!=": "is niet", "<": "is minder dan", "<=": "is hooguit", ">": "is meer dan", ">=": "is minstens",
    "and": "en", "or": "of", "true": "altijd", "not": "niet", "-": "maakt niet uit",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """The words of one bundle."""

    bundle: Bundle

    def field(self, name: str) -> str:
        """What people call a routing field."""
        if name.startswith(RUNS) and (process := self.bundle.processes.get(name.removeprefix(RUNS))):
            return f"loopt {process.name} ook"
        return self._labels.get(name) or name.replace("_", " ")

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What fields and the columns of lists are called: by tables where these name them, else by the first form."""
        found = dict(self.bundle.labels_of_outputs)
        found |= {field.name: field.label for field in self.bundle.fields.values() if field.label}
        for form in self.bundle.forms.values():
            for part in walk(form.components):
                if part.key and part.label:
                    found.setdefault(part.key, part.label)
        return found

    def value(self, field: str, value: str) -> str:
        """What people call a value of a field."""
        if value == LEEG:
            return "nog niet ingevuld"
        return self.bundle.labels_of_options.get((field, value), value)

    def condition(self, text: str) -> str:
        """A FEEL condition: “Besluit” is MELDEN."""
        words: list[str] = []
        about = ""
        for token in _TOKEN.findall(text.removeprefix("=")):
            if token.startswith('"'):
                words.append(f"“{self.value(about, token[1:-1])}”")
            elif token in _SIGNS:
                words.append(_SIGNS[token])
            elif token[0].isalpha() or token[0] == "_":
                about = token
                words.append(f"“{self.field(token)}”")
            else:
                words.append(token)
        return " ".join(words).replace("( ", "(").replace(" )", ")")

    def cell(self, field: str, text: str) -> str:
        """A cell of a decision table."""
        written = text.strip()
        if written in ("", "-"):
            return "–"
        words = [self._part(field, part) for part in _TOKEN.findall(written)]
        return " ".join(words).replace("not (", "niet (").replace("( ", "(").replace(" )", ")")

    def _part(self, field: str, part: str) -> str:
        if part.startswith('"'):
            return self.value(field, part[1:-1])
        return f"“{self._labels[part]}”" if part in self._labels else {",": "of"}.get(part, part)

    def term(self, text: str) -> str:
        """A term as people say it: `binnen 5 werkdagen`, `vandaag`."""
        written = text.strip()
        found = _IF.fullmatch(written)
        if found:
            then, other = self.term(found["then"]), self.term(found["other"])
            return f"{then} als {self.condition(found['when'])}, en anders {other}"
        try:
            term = parse_term(written.removeprefix("=").strip())
        except TermError:
            term = None
        return self._term(term) if term else f"op “{self.field(written.rpartition('.')[2])}”"

    def brief(self, text: str) -> str:
        """A term in a few words: of one that depends on something both, without on what."""
        found = _IF.fullmatch(text.strip())
        if found is None:
            return self.term(text)
        then, other = self.term(found["then"]), self.term(found["other"])
        same = _COUNTED.fullmatch(then), _COUNTED.fullmatch(other)
        if same[0] and same[1] and same[0]["unit"] == same[1]["unit"]:
            counts = sorted({int(same[0]["count"]), int(same[1]["count"])})
            return f"binnen {in_words(map(str, counts), 'of')} {same[0]['unit']}"
        return in_words(dict.fromkeys((then, other)), "of")

    def _term(self, term: Term) -> str:
        words = describe(term)
        if term.base_field:
            words = words.removesuffix(term.base_field) + f"“{self.field(term.base_field)}”"
        exact = term.instant is not None or term.text.lower().startswith(("vandaag", "volgende"))
        return words if exact or term.repeats is not None else f"binnen {words}"

    def moment(self, text: str) -> str:
        """When a timer goes off: `na 5 werkdagen`."""
        return self.term(text).replace("binnen ", "na ")

    def lane(self, process: str, lane: str) -> str:
        """Who a lane means: its name, and the functions where these are others."""
        functions = self.bundle.functions_of(process, lane)
        plain = not functions or [each.casefold() for each in functions] == [" ".join(lane.split()).casefold()]
        return lane if plain else f"{lane} ({in_words(functions, 'of')})"

    def pressers(self, names: Iterable[str]) -> str:
        """Who has a button."""
        found = list(names)
        return "iedereen op school" if EVERYONE in found else in_words(found, "of")
