"""From the text of a feature file to scenarios: Gherkin in Dutch, outlines written out, each step with its line.

The grammar is that of the library gherkin-official; the messages about it are ours. Runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from workflows.scenarios.words import key

MAX_CHARACTERS: Final = 1_000_000
MAX_SCENARIOS: Final = 2_000
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
    """A place in a feature file that is no Gherkin."""

    line: int
    message: str


def read_feature(text: str) -> tuple[Scenario, ...] | tuple[Unreadable, ...]:
    """The scenarios of a feature file, or every place where it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        return (Unreadable(1, f"Dit bestand is langer dan {MAX_CHARACTERS} tekens. Maak er meer bestanden van."),)
    try:
        document: Any = Parser().parse(text, TokenMatcher("nl"))
        document["uri"] = ""
        pickles: Any = Compiler().compile(document)
    except CompositeParserException as error:
        return tuple(_unreadable(each) for each in error.errors)
    except ParserException as error:
        return (_unreadable(error),)
    except re.error:
        return (Unreadable(1, "Een kop van een tabel met Voorbeelden kan niet. Gebruik daarin alleen letters."),)
    lines = dict(_lines(document))
    feature = document.get("feature", {}).get("name", "")
    return tuple(_scenario(feature, pickle, lines) for pickle in pickles[:MAX_SCENARIOS])


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
        return Unreadable(line, "Deze taal is er niet. Zet bovenaan: # language: nl")
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
