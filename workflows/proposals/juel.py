"""Conditions as other programs write them (JUEL, XPath, Python, JavaScript), turned into FEEL where that is certain.

A comparison of fields with values and of fields with each other, `and`, `or`, `not` and brackets. Anything that calls
something, reads into an object or reckons is left alone: None comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from workflows.errors import FeelError
from workflows.feel import compile_expression

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\["'\\])*"|'(?:[^'\\]|\\["'\\])*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)"""
    r"""|(?P<sign>===|!==|==|!=|<>|<=|>=|&&|\|\||[<>=!()]))"""
)
_WRAPPED: Final = re.compile(r"[$#]\{(?P<inner>[^{}]*)\}")
_SIGNS: Final = {
    "==": "=", "===": "=", "=": "=", "eq": "=", "!=": "!=", "!==": "!=", "<>": "!=", "ne": "!=", "<": "<", "lt": "<",
    ">": ">", "gt": ">", "<=": "<=", "le": "<=", ">=": ">=", "ge": ">=",
}  # fmt: skip
_AND: Final = frozenset({"&&", "and"})
_OR: Final = frozenset({"||", "or"})
_NOT: Final = frozenset({"!", "not"})
_TRUTH: Final = {"true": "true", "false": "false", "True": "true", "False": "false"}
_NEVER: Final = frozenset({"null", "None", "nil", "empty", "in", "is", "if", "then", "else", "return", "div", "mod"})
_LONGEST: Final = 500


class _NotCertain(Exception):
    """What stands there is more than a comparison."""


def to_feel(text: str) -> str | None:
    """The same condition in FEEL; None where that is not certain."""
    stripped = text.strip()
    wrapped = _WRAPPED.fullmatch(stripped)
    inner = wrapped["inner"] if wrapped else stripped.removeprefix("=")
    if len(inner) > _LONGEST:
        return None
    try:
        made = _Reading(_tokens(inner)).whole()
        compile_expression(made)
    except (_NotCertain, FeelError):
        return None
    return made


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _NotCertain
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


@dataclass(slots=True)
class _Reading:
    """Reads from left to right; `or` binds loosest."""

    tokens: list[tuple[str, str]]
    at: int = 0
    depth: int = field(default=0)

    def whole(self) -> str:
        """All of it."""
        made = self._any()
        if self.at != len(self.tokens):
            raise _NotCertain
        return made

    def _peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind in ("sign", "name") else ""

    def _any(self) -> str:
        parts = [self._all()]
        while self._peek() in _OR:
            self.at += 1
            parts.append(self._all())
        return " or ".join(parts)

    def _all(self) -> str:
        parts = [self._one()]
        while self._peek() in _AND:
            self.at += 1
            parts.append(self._one())
        return " and ".join(parts)

    def _one(self) -> str:
        if self._peek() in _NOT:
            self.at += 1
            return self._denied()
        if self._peek() == "(":
            return self._bracketed()
        left, compared = self._value()
        sign = _SIGNS.get(self._peek())
        if sign is None:
            return f"{left} = true" if compared else self._only_truth(left)
        self.at += 1
        right, _ = self._value()
        return f"{left} {sign} {right}"

    def _denied(self) -> str:
        if self._peek() == "(":
            return f"not{self._bracketed()}"
        name, field_named = self._value()
        if not field_named or self._peek() in _SIGNS:
            raise _NotCertain
        return f"{name} = false"

    def _bracketed(self) -> str:
        self.at += 1
        self.depth += 1
        if self.depth > 20:
            raise _NotCertain
        inner = self._any()
        if self._peek() != ")":
            raise _NotCertain
        self.at += 1
        self.depth -= 1
        return f"({inner})"

    def _value(self) -> tuple[str, bool]:
        """A value or the name of a field, and whether it is a name."""
        if self.at >= len(self.tokens):
            raise _NotCertain
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            inner = re.sub(r"\\(.)", r"\1", text[1:-1])
            if '"' in inner or "\\" in inner:
                raise _NotCertain
            return f'"{inner}"', False
        if kind == "number":
            return text, False
        if kind == "name" and text in _TRUTH:
            return _TRUTH[text], False
        if kind == "sign" or text in _NEVER | _SIGNS.keys() | _AND | _OR | _NOT:
            raise _NotCertain
        return text, True

    def _only_truth(self, text: str) -> str:
        if text not in ("true", "false"):
            raise _NotCertain
        return text
