"""From the text of a feature file to scenarios: Gherkin in Dutch, outlines written out, each step with its line.

The grammar is that of the library gherkin-official; the messages about it are ours. Runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gherkin.errors import (
    AstBuilderException,
    CompositeParserException,
    NoSuchLanguageException,
    ParserException,
    UnexpectedEOFException,
)  # fmt: skip
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.token_matcher import TokenMatcher

from workflows.errors import ScenarioError
from workflows.scenarios.words import key, meant

MAX_CHARACTERS: Final = 1_000_000
MAX_SCENARIOS: Final = 2_000
MAX_STEPS: Final = 100_000
"""Written out: a short file with a long background or a long outline comes to very many."""
_COLUMN: Final = re.compile(r"<([^<>]+)>")
_HEADING: Final = re.compile(r"[\w -]+")
"""The library reads a heading as a pattern, in which any other sign would mean something."""
_OUTLINES: Final = ("Abstract Scenario",)
_GOT: Final = re.compile(r"got '(.*)'$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a scenario."""

    line: int
    text: str
    """Without its keyword."""
    table: tuple[tuple[str, ...], ...] | None = None
    has_text_block: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, background included, as it is run."""

    feature: str
    name: str
    line: int
    tags: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in a feature file that is no Gherkin, or that would try nothing."""

    line: int
    message: str


class _Dutch(TokenMatcher):
    """Dutch and nothing else: in another language the Dutch keywords would be read as a story around the scenario."""

    def __init__(self) -> None:
        super().__init__("nl")

    def match_Language(self, token: Any) -> bool:  # noqa: N802 the library's name
        """Read the line with the language. Raises NoSuchLanguageException for any but Dutch."""
        found = super().match_Language(token)
        if found and token.matched_text != "nl":
            raise NoSuchLanguageException(token.matched_text, token.location)
        return found


def read_feature(text: str) -> tuple[Scenario, ...] | tuple[Unreadable, ...]:
    """The scenarios of a feature file, never none, or every place where it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        return (Unreadable(1, f"Dit bestand is langer dan {MAX_CHARACTERS} tekens. Maak er meer bestanden van."),)
    try:
        document: Any = Parser().parse(text, _Dutch())
    except CompositeParserException as error:
        return tuple(_unreadable(each) for each in error.errors)
    except ParserException as error:
        return (_unreadable(error),)
    wrong = tuple(_findings(document.get("feature", {"children": ()})))
    if wrong:
        return wrong
    document["uri"] = ""
    pickles: Any = Compiler().compile(document)
    lines = dict(_lines(document))
    return tuple(_scenario(document["feature"]["name"], pickle, lines) for pickle in pickles)


def _findings(feature: Mapping[str, Any]) -> Iterator[Unreadable]:
    """What would be left out without a word: a file or an outline that tries nothing, and more than may be run."""
    drawn = list(_with_background(feature["children"], 0))
    if not drawn:
        yield Unreadable(
            1, "In dit bestand staat geen scenario. Begin er een met Scenario: en schrijf daaronder stappen."
        )
    rows = [max(1, len(list(_rows(each)))) for each, _ in drawn]
    steps = sum(count * (len(each["steps"]) + before) for count, (each, before) in zip(rows, drawn, strict=True))
    if sum(rows) > MAX_SCENARIOS or steps > MAX_STEPS:
        size = f"{sum(rows)} scenario’s met samen {steps} stappen"
        most = f"hoogstens {MAX_SCENARIOS} scenario’s en {MAX_STEPS} stappen"
        yield Unreadable(1, f"Dit bestand heeft {size}; {most} kunnen er in één bestand. Maak er meer bestanden van.")
    for scenario, _ in drawn:
        yield from _outline_findings(scenario)


def _with_background(children: Iterable[Mapping[str, Any]], before: int) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Each scenario with the number of steps of the backgrounds before it, those within a rule included."""
    for child in children:
        if "scenario" in child:
            yield child["scenario"], before
        elif "rule" in child:
            yield from _with_background(child["rule"]["children"], before)
        else:
            before += len(child["background"]["steps"])


def _rows(scenario: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (row for examples in scenario["examples"] for row in examples["tableBody"])


def _outline_findings(scenario: Mapping[str, Any]) -> Iterator[Unreadable]:
    if not scenario["examples"] and scenario["keyword"] not in _OUTLINES:
        return
    name, line = scenario["name"], scenario["location"]["line"]
    if not any(_rows(scenario)):
        yield Unreadable(
            line, f"“{name}” heeft geen Voorbeelden met rijen, dus er wordt niets beproefd. Zet ze eronder."
        )
        return
    used = {column: step["location"]["line"] for step in reversed(scenario["steps"]) for column in _columns(step)}
    for examples in scenario["examples"]:
        known = [cell["value"] for cell in examples.get("tableHeader", {"cells": ()})["cells"]]
        if len(set(known)) < len(known) or not all(map(_HEADING.fullmatch, known)):
            message = "Elke kolom van Voorbeelden heeft een eigen naam nodig, van letters, cijfers, spaties, _ en -."
            yield Unreadable(examples["location"]["line"], message)
            continue
        for column, step_line in used.items():
            if column not in known:
                message = (
                    f"Hier staat <{column}>, maar de Voorbeelden hebben geen kolom “{column}”.{meant(column, known)}"
                )
                yield Unreadable(step_line, message)


def _columns(step: Mapping[str, Any]) -> Iterator[str]:
    """The names between `<` and `>` in a step and its table."""
    cells = (cell["value"] for row in step.get("dataTable", {"rows": ()})["rows"] for cell in row["cells"])
    return (found for text in (step["text"], *cells) for found in _COLUMN.findall(text))


def _scenario(feature: str, pickle: Mapping[str, Any], lines: Mapping[str, int]) -> Scenario:
    tags = tuple(dict.fromkeys(tag["name"] for tag in pickle["tags"]))
    steps = tuple(_step(step, lines) for step in pickle["steps"])
    return Scenario(feature, pickle["name"], lines[pickle["astNodeIds"][-1]], tags, steps)


def _step(step: Mapping[str, Any], lines: Mapping[str, int]) -> Step:
    argument = step.get("argument", {})
    rows = argument["dataTable"]["rows"] if "dataTable" in argument else None
    table = tuple(tuple(cell["value"] for cell in row["cells"]) for row in rows) if rows is not None else None
    return Step(lines[step["astNodeIds"][0]], step["text"], table, "docString" in argument)


def _lines(part: Any) -> Iterator[tuple[str, int]]:
    """The line of everything in the document that has an id."""
    if isinstance(part, dict):
        if "id" in part and "location" in part:
            yield part["id"], part["location"]["line"]
        for value in part.values():
            yield from _lines(value)
    elif isinstance(part, list):
        for value in part:
            yield from _lines(value)


def _unreadable(error: ParserException) -> Unreadable:
    line = error.location["line"]
    if isinstance(error, NoSuchLanguageException):
        return Unreadable(line, "Scenario’s worden hier in het Nederlands gelezen. Zet bovenaan: # language: nl")
    if isinstance(error, UnexpectedEOFException):
        return Unreadable(line, "Het bestand houdt hier op, maar er hoort nog iets te komen.")
    if isinstance(error, AstBuilderException):
        return Unreadable(line, "De rijen van deze tabel hebben niet even veel cellen.")
    found = _GOT.search(str(error))
    got = f"“{found[1]}” kan hier niet staan." if found else "Deze regel kan hier niet staan."
    begin = "Begin met Functionaliteit:, Scenario:, Gegeven, Als, Dan, En of Maar, of met | voor een tabel."
    return Unreadable(line, f"{got} {begin}")


def table_of(step: Step) -> dict[str, str] | None:
    """The table of a step as field to value, None where it has none; a heading *veld, waarde* is left out.

    Raises ScenarioError for a table of another shape, and for a field that stands in it twice.
    """
    if step.has_text_block:
        message = "Een tekstblok hoort niet bij een stap. Gebruik een tabel met twee kolommen."
        raise ScenarioError(message)
    if step.table is None:
        return None
    found = dict[str, str]()
    for number, row in enumerate(step.table):
        if len(row) != 2:
            message = "De tabel bij deze stap heeft twee kolommen nodig: het veld en de waarde."
            raise ScenarioError(message)
        if number == 0 and [key(cell) for cell in row] == ["veld", "waarde"]:
            continue
        if row[0] in found:
            message = f"Het veld “{row[0]}” staat twee keer in de tabel."
            raise ScenarioError(message)
        found[row[0]] = row[1]
    return found
