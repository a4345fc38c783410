"""The rules that a protocol keeps: read from `rules/`, held against the drawing, and against what happened.

Pure: knows drawings and facts as values; knows no web, no database and no clock. docs/formats/rules.md is its format.
"""

from workflows.rules.conform import Conformity, Evidence, Judged, Late, Standing, conform
from workflows.rules.drawn import Drawing, Flaw, flaws
from workflows.rules.exempting import with_exemption, without_exemption
from workflows.rules.model import Item, Kind, Part, Rule, Rules, Sentence, What
from workflows.rules.reading import FOLDER, is_rules_file, read_rules_file
from workflows.rules.sentences import RuleError, parse, read_item
from workflows.rules.spelling import spell, spell_item
from workflows.rules.trace import Recorded, RouteTrace
from workflows.rules.words import (
    Word,
    WordGroup,
    example_of,
    messages_of,
    people_of,
    running_of,
    within_of,
    words_of,
)  # fmt: skip
from workflows.rules.writing import WritingError, with_rule, without_rule

__all__ = [
    "FOLDER", "Conformity", "Drawing", "Evidence", "Flaw", "Item", "Judged", "Kind", "Late", "Part", "Recorded",
    "RouteTrace", "Rule", "RuleError", "Rules", "Sentence", "Standing", "What", "Word", "WordGroup", "WritingError",
    "conform", "example_of", "flaws", "is_rules_file", "messages_of", "parse", "people_of", "read_item",
    "read_rules_file", "running_of", "spell", "spell_item", "with_exemption", "with_rule",
    "within_of", "without_exemption", "without_rule", "words_of",
]  # fmt: skip
