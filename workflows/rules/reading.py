"""The files of `rules/`: TOML to rules. Judges no name; opens no file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from workflows.errors import SourceError
from workflows.rules.model import EVERY_PROCESS, Exempt, Part, Rule, Rules
from workflows.rules.sentences import RuleError, parse

FOLDER: Final = "rules"
MAX_BYTES: Final = 200_000
MAX_RULES: Final = 200
_OF_FILE: Final = frozenset({"geen_einde", "regel", "uitzondering"})
_OF_RULE: Final = frozenset({
    "nummer", "naam", "tekst", "bron", "proces", "zinnen", "ook", "niet_te_zeggen", "reden", "akkoord",
    "zodra_getekend",
})  # fmt: skip
_OF_EXEMPT: Final = frozenset({"regel", "reden"})
_OF_MORE: Final = frozenset({"proces", "zinnen"})


def is_rules_file(name: str) -> bool:
    """Whether a file of a bundle holds rules."""
    path = PurePosixPath(name)
    return path.parent.name == FOLDER and path.suffix == ".toml"


def read_rules_file(data: bytes, name: str) -> Rules:
    """Read one file. Raises SourceError, with code `rules` and the line where there is one."""
    if len(data) > MAX_BYTES:
        raise SourceError(f"Het is groter dan {MAX_BYTES} bytes.", code="too-large")
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"Dit is geen goede TOML: {str(error)[:120]}.", code="rules") from error
    return _File(table, text, name).read()


class _File:
    """One file under way."""

    def __init__(self, table: Mapping[str, Any], text: str, name: str) -> None:
        self._table, self._name = table, name
        self._lines = text.splitlines()
        self._found: dict[tuple[str, str], int] = {}

    def read(self) -> Rules:
        self._known(self._table, _OF_FILE, "bovenin")
        rules = self._tables(self._table.get("regel", []), "regel")
        if len(rules) > MAX_RULES:
            raise SourceError(f"Er staan meer dan {MAX_RULES} regels in.", code="rules")
        ends = frozenset(self._texts(self._table, "geen_einde", "bovenin"))
        read = tuple(self._rule(rule) for rule in rules)
        return Rules(read, ends, self._found, tuple(self._exempts()))

    def _exempts(self) -> Iterator[Exempt]:
        for table in self._tables(self._table.get("uitzondering", []), "uitzondering"):
            self._known(table, _OF_EXEMPT, "een uitzondering")
            number = self._text(table, "regel", "een uitzondering")
            reason = self._text(table, "reden", f"de uitzondering op regel {number}")
            yield Exempt(number, reason, self._name, self._line(f'regel = "{number}"'))

    def _rule(self, table: Mapping[str, Any]) -> Rule:
        number = self._text(table, "nummer", "een regel")
        where = f"regel {number}"
        self._known(table, _OF_RULE, where)
        parts = self._parts(table, where)
        for more in self._tables(table.get("ook", []), where):
            self._known(more, _OF_MORE, where)
            parts += self._parts(more, where)
        unsaid = self._text(table, "niet_te_zeggen", where, needed=False)
        if not parts and not unsaid:
            raise self._wrong(f"{where} heeft geen zinnen. Schrijf die, of zeg bij niet_te_zeggen waarom niet", number)
        return Rule(
            number, self._text(table, "naam", where), self._text(table, "tekst", where),
            self._texts(table, "bron", where), parts, unsaid, self._texts(table, "reden", where),
            self._texts(table, "akkoord", where), self._flag(table, "zodra_getekend", where), self._name,
            self._line(f'nummer = "{number}"'),
        )  # fmt: skip

    def _parts(self, table: Mapping[str, Any], where: str) -> tuple[Part, ...]:
        sentences = self._texts(table, "zinnen", where)
        processes = self._texts(table, "proces", where)
        if sentences and not processes:
            raise self._wrong(f"{where} zegt bij proces niet over welk proces ({EVERY_PROCESS} is elk)", where)
        return tuple(Part(processes, self._sentence(text, where)) for text in sentences)

    def _sentence(self, text: str, where: str) -> Any:
        line = self._line(text)
        self._found[self._name, text] = line or 0
        try:
            return parse(text)
        except RuleError as error:
            message = f"In {where} is een zin niet te lezen. {error.message}"
            raise SourceError(message, code="rules", line=line) from error

    # values

    def _known(self, table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self._wrong(f"{where} staat “{key[:60]}”, en dat betekent hier niets", key)

    def _tables(self, value: object, where: str) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            how = "schrijf elke regel onder [[regel]], elke uitzondering onder [[uitzondering]]"
            raise self._wrong(f"{where}: {how}", where)
        return value

    def _text(self, table: Mapping[str, Any], key: str, where: str, *, needed: bool = True) -> str:
        value = table.get(key, "")
        if needed and key not in table:
            raise self._wrong(f'{where} mist {key}: schrijf {key} = "…" eronder', where)
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self._wrong(f"{where} heeft bij {key} geen tekst tussen aanhalingstekens", key)
        return " ".join(value.split())

    def _flag(self, table: Mapping[str, Any], key: str, where: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(f"{where} heeft bij {key} geen true of false", key)
        return value

    def _texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self._wrong(f"{where} heeft bij {key} geen lijst van teksten", key)
        return tuple(values)

    def _line(self, text: str) -> int | None:
        return next((number for number, line in enumerate(self._lines, start=1) if text in line), None)

    def _wrong(self, message: str, near: str) -> SourceError:
        return SourceError(f"{message[0].upper()}{message[1:]}.", code="rules", line=self._line(near))
