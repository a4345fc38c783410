"""From text to tree: the grammar of FEEL (DMN 1.5, 10.3.1.2), its limits, and errors that name the place.

Names with spaces are the difficulty of FEEL. Those that can be known beforehand (functions, their parameters,
properties, names that the caller gives) are made one word of the same length before reading: positions stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lark import Lark, Token, Transformer, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from workflows.errors import FeelError
from workflows.feel.functions import FUNCTIONS
from workflows.feel.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES

GRAMMAR: Final = r"""
expression: any
tests: any ("," any)*

?any: disjunction | test
    | "if" any "then" any "else" any -> if
    | "for" iteration ("," iteration)* "return" any -> for
    | "some" iteration ("," iteration)* "satisfies" any -> some
    | "every" iteration ("," iteration)* "satisfies" any -> every
    | "function" "(" [parameter ("," parameter)*] ")" any -> function
iteration: NAME "in" any | NAME "in" additive{post} ".." additive{post}
parameter: NAME [":" type]

?disjunction: conjunction | conjunction ("or" conjunction)+ -> or
?conjunction: comparison | comparison ("and" comparison)+ -> and
?comparison: additive{post}
    | comparison (COMPARE | LT | GT) additive{post} -> compare
    | comparison "between" additive{post} "and" additive{post} -> between
    | comparison "in" additive{post} -> in
    | comparison "in" test -> in
    | comparison "in" "(" any ("," any)+ ")" -> in
test: (COMPARE | LT | GT) additive{post}

?additive{p}: multiplicative{p} | multiplicative{p} ((PLUS | MINUS) multiplicative{p})+ -> arithmetic
?multiplicative{p}: powered{p} | powered{p} ((TIMES | DIVIDE) powered{p})+ -> arithmetic
?powered{p}: unary{p} | unary{p} (POWER unary{p})+ -> arithmetic
?unary{p}: p | "-" unary{p} -> negate

?post: chain | chain INSTANCE type -> instance
?chain: atom | chain "." NAME -> path | chain "[" any "]" -> filter | chain arguments -> call
?end: atom | end "." NAME -> path | end arguments -> call
arguments: "(" [any ("," any)*] ")" | "(" named ("," named)* ")"
named: NAME ":" any
type: NAME [LT (type | NAME ":" type) ("," (type | NAME ":" type))* GT]

?atom: NAME -> name | NUMBER -> number | STRING -> string | "@" STRING -> at | "?" -> question
    | "true" -> true | "false" -> false | "null" -> null
    | "(" any ")" | range
    | EMPTY -> list | "[" any ("," any)* "]" -> list | "{" [entry ("," entry)*] "}" -> context
range: (OPEN | BRACKET | CLOSED) additive{post} ".." additive{end} (CLOSED | CLOSE | BRACKET)
entry: (NAME | STRING) ":" any

NAME: /([^\W\d]|[\uE000-\uE0FF])[\w\u0300-\u036f\uE000-\uE0FF]*/
NUMBER: /(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?(?![\w])/
STRING: /"(\\.|[^"\\])*"/s
INSTANCE.2: /instance\s+of\b/
EMPTY.2: /\[\s*\]/
COMPARE: "<=" | ">=" | "!=" | "="
BRACKET: "["
CLOSED: "]"
OPEN: "("
CLOSE: ")"
LT: "<"
GT: ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
DIVIDE: "/"
POWER: "**"
%ignore /\s+/
%ignore /\/\/[^\n]*/
%ignore /\/\*(.|\n)*?\*\//
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation or value of an expression."""

    kind: str
    position: int
    """Zero-based offset in the text of the first thing in it that has a place."""
    parts: tuple[Node, ...]
    words: tuple[str, ...]
    """The names, signs and literals that belong to the operation itself."""
    size: int
    """Nodes in it, itself included."""
    depth: int


_PRIVATE: Final = 0xE000
_SPACED_PROPERTIES: Final = ("time offset", "start included", "end included")
_SPACED_TYPES: Final = ("date and time", "years and months duration", "days and time duration")
_SKIP: Final = r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/'


def parse(text: str, start: str, known_names: Iterable[str] = ()) -> Node:
    """The tree of an expression (`start="expression"`) or of unary tests (`"tests"`); raises FeelError.

    A leading `=` is part of the text, as in the bpmn.io editors, and is passed over in an expression.
    """
    if len(text) > MAX_CHARACTERS:
        raise FeelError(
            f"Deze uitdrukking heeft {len(text)} tekens; er passen er {MAX_CHARACTERS}. Maak er een beslistabel van.",
            text=text, position=MAX_CHARACTERS,
        )  # fmt: skip
    body = text
    if start == "expression" and text.lstrip().startswith("="):
        body = text.replace("=", " ", 1)
    try:
        found = _PARSER.parse(_join_names(body, tuple(known_names)), start=start)
    except (UnexpectedToken, UnexpectedCharacters) as error:
        raise _refusal(error, text) from error
    except _TooBig as error:
        raise FeelError(str(error), text=text, position=error.position) from error
    if not isinstance(found, Node):
        raise FeelError("Deze uitdrukking kan niet worden gelezen.", text=text)
    return found


def _join_names(text: str, known: tuple[str, ...]) -> str:
    if any(_PRIVATE <= ord(letter) < _PRIVATE + 0x100 for letter in text):
        raise FeelError("In deze uitdrukking staat een teken dat niet bestaat.", text=text)
    return _name_pattern(known).sub(lambda found: found[0] if found[0][:1] in '"/' else _join(found[0]), text)


@lru_cache(maxsize=256)
def _name_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    functions = {name for name in FUNCTIONS if " " in name}
    parameters = {name for each in FUNCTIONS.values() for one in each for name in one.parameters if " " in name}
    given = {name.strip() for name in known if name.strip() and not re.fullmatch(r"[^\W\d]\w*", name.strip())}
    choices = [
        _SKIP,
        rf"(?<!\w)(?:{_either(given)})(?!\w)" if given else "(?!)",
        rf"(?<!\w)(?:{_either(functions)})(?=\s*\()",
        rf"(?<!\w)(?:{_either(parameters)})(?=\s*:)",
        rf"(?<=\.)(?:{_either(_SPACED_PROPERTIES)})(?!\w)",
        rf"(?<=of )(?:{_either(_SPACED_TYPES)})(?!\w)|(?<=[<:,] )(?:{_either(_SPACED_TYPES)})(?!\w)",
    ]
    return re.compile("|".join(choices), re.DOTALL)


def _either(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in longest_first)


def _join(name: str) -> str:
    kept = "".join(c if c.isalnum() or c == "_" or ord(c) > 0xFF else chr(_PRIVATE + ord(c)) for c in name)
    return chr(_PRIVATE + ord(kept[0])) + kept[1:] if kept[:1].isdecimal() and kept[0].isascii() else kept


def _split(word: str) -> str:
    if word.isascii():
        return word
    plain = "".join(chr(ord(c) - _PRIVATE) if _PRIVATE <= ord(c) < _PRIVATE + 0x100 else c for c in word)
    return " ".join(plain.split())


class _TooBig(Exception):
    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class _Builder(Transformer[Token, object]):
    """Builds a `Node` at each step of the parser, so that nothing recurses and a limit stops the reading at once."""

    def __default__(self, data: Token | str, children: list[Node | Token | None], meta: object) -> object:
        if str(data).startswith("_"):
            # One of the parser's own rules for a repetition; it takes the tree apart again.
            return Tree(str(data), list[Any](children))
        parts = tuple(child for child in children if isinstance(child, Node))
        if data == "tests" and len(parts) == 1 and _is_not(parts[0]):
            called = parts[0]
            parts = (Node("negation", called.position, called.parts[1].parts, (), called.size, called.depth),)
        words = tuple(_word(child) for child in children if isinstance(child, Token))
        places = [_place(child) for child in children if child is not None]
        position = places[0] if places else 0
        if str(data) in ("expression", "arguments"):
            size, depth = sum(part.size for part in parts), max((part.depth for part in parts), default=0)
        else:
            size, depth = 1 + sum(part.size for part in parts), 1 + max((part.depth for part in parts), default=0)
        if size > MAX_NODES:
            message = f"Deze uitdrukking heeft meer dan {MAX_NODES} onderdelen. Maak er een beslistabel van."
            raise _TooBig(message, position)
        if depth > MAX_DEPTH:
            message = f"Deze uitdrukking is dieper dan {MAX_DEPTH} lagen. Maak er een beslistabel van."
            raise _TooBig(message, position)
        return Node(str(data), position, parts, words, size, depth)


def _is_not(node: Node) -> bool:
    """Whether a whole cell is `not( )` round unary tests, which is no call of the function (DMN 1.5, grammar 15)."""
    if node.kind != "call" or node.parts[0].words != ("not",):
        return False
    given = node.parts[1].parts
    return bool(given) and given[0].kind != "named"


def _word(token: Token) -> str:
    return _split(str(token)) if token.type == "NAME" else str(token)


def _place(child: Node | Token) -> int:
    return child.position if isinstance(child, Node) else child.start_pos or 0


_PARSER: Final = Lark(
    GRAMMAR,
    parser="lalr",
    lexer="basic",
    start=["expression", "tests"],
    transformer=_Builder(),
    maybe_placeholders=False,
)

_HINTS: Final = (
    ("'", "Zet een tekst tussen dubbele aanhalingstekens."),
    ("\u201c", "Gebruik rechte aanhalingstekens."),
    ("\u201d", "Gebruik rechte aanhalingstekens."),
    ("\u201e", "Gebruik rechte aanhalingstekens."),
    ('"', "Sluit de tekst met een aanhalingsteken."),
    ("&", "Schrijf and."),
    ("|", "Schrijf or."),
    ("!", "Schrijf not( ) of !=."),
    ("%", "Schrijf modulo(a, b)."),
)


def _refusal(error: UnexpectedToken | UnexpectedCharacters, text: str) -> FeelError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        message = "De uitdrukking houdt te vroeg op: er ontbreekt nog iets aan het eind."
        return FeelError(message, text=text, position=len(text))
    # Read by name, as the library declares it to be None and sets it all the same.
    position = int(getattr(error, "pos_in_stream", None) or 0)
    rest = text[position:]
    hint = next((hint for sign, hint in _HINTS if rest.startswith(sign)), "")
    if rest.startswith("=") and text[:position].rstrip().endswith("="):
        hint = "Schrijf = voor gelijk aan."
    shown = rest[: len(error.token)][:40] if isinstance(error, UnexpectedToken) else rest[:1]
    message = f"Op plaats {position + 1} staat {shown}, en dat past daar niet. {hint}".rstrip()
    return FeelError(message, text=text, position=position)
