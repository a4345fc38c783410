"""Expressions and terms: each is FEEL or a term, can be evaluated, and gives what its place asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from workflows.calendar import Term, parse_term
from workflows.diagram import EventKind, Process, TimerKind
from workflows.errors import FeelError, TermError
from workflows.feel import Expression
from workflows.types import Finding
from workflows.validator.material import Material, flow_nodes
from workflows.validator.report import at_node, parted, quoted, short
from workflows.validator.syntax import literal, nodes_of, results
from workflows.validator.texts import Role, Text, is_cycle, texts_of

_FEEL_EXAMPLE: Final = 'Schrijf een voorwaarde in FEEL, zoals uitkomst = "ja" of leeftijd >= 12.'
_TERM_EXAMPLE: Final = "Schrijf een termijn, zoals 5 werkdagen, P5D, PT4H, 2026-09-01 of 5 werkdagen na gemeld_op."
_HINTS: Final = (
    (("${", "#{"), "Haal de tekens ${ en } weg; die horen bij een ander programma."),
    (("==",), "Schrijf één = in plaats van twee."),
    (("&&",), "Schrijf and in plaats van &&."),
    (("||",), "Schrijf or in plaats van ||."),
    (("'",), 'Zet teksten tussen dubbele aanhalingstekens: "ja".'),
    (("import", "lambda", "exec", "eval", "os.", "print("), "Een diagram voert geen programmacode uit."),
)  # fmt: skip
# Plain words, which whoever wrote them meant as a term and not as FEEL.
_WORDS: Final = re.compile(r"(?!if\b)[\w ,.]+")
# Roots that can never be true or false.
_NO_CONDITION: Final = frozenset({"string", "number", "arithmetic", "negate", "at", "list", "context", "range", "null",
                                  "for", "function"})  # fmt: skip
NO_INSTANT: Final = frozenset({"string", "number", "true", "false", "list", "context", "compare", "and", "or", "in",
                               "null"})  # fmt: skip
"""Roots that are never an instant; a text between quotes is one where it is a term."""


def check_expressions(process: Process, material: Material) -> Iterator[Finding]:
    """Texts that are not FEEL or a term, or that can never give what is asked."""
    for text in texts_of(process, material):
        try:
            found = text.read()
        except FeelError as error:
            yield _not_feel(text, error)
        except TermError as error:
            wrong, cure = parted(error.message)
            yield text.place.fout("bad-term", f"heeft in {text.label}: {wrong}", cure.replace("'", ""))
        else:
            if isinstance(found, Expression):
                yield from _judge(text, found)
            elif text.role is Role.TERM and found.repeats is not None:
                yield text.place.fout(
                    "term-repeats", f"heeft een termijn die herhaalt: {quoted(text.text)}.", "Haal R…/ ervoor weg."
                )


def _cure(text: Text) -> str:
    hints = [hint for signs, hint in _HINTS if any(sign in text.text for sign in signs)]
    example = _TERM_EXAMPLE if text.role in (Role.TIMER, Role.TERM) else _FEEL_EXAMPLE
    return " ".join([*hints[:2], example])


def _not_feel(text: Text, error: FeelError) -> Finding:
    if text.role in (Role.TIMER, Role.TERM) and _WORDS.fullmatch(text.text):
        return text.place.fout(
            "bad-term", f"heeft in {text.label} {quoted(text.text)}; dat is geen dag, tijd of duur.", _TERM_EXAMPLE
        )
    return text.place.fout(
        "not-feel", f"heeft in {text.label} geen FEEL: {quoted(text.text)}. {error.message}", _cure(text)
    )


def _judge(text: Text, expression: Expression) -> Iterator[Finding]:
    for complaint in expression.findings():
        yield text.place.fout(
            "cannot-evaluate", f"heeft in {text.label} {quoted(text.text)}, en dat kan niet: {short(complaint, 300)}",
            _cure(text),
        )  # fmt: skip
    inner = next((w for node in nodes_of(expression.node) for w in node.words if w.startswith("__")), "")
    if inner:
        yield text.place.fout(
            "not-feel", f"heeft in {text.label} het woord {quoted(inner)}; zo heet geen veld.", _cure(text)
        )
    roots = list(results(expression.node))
    if text.role is Role.CONDITION and all(root.kind in _NO_CONDITION for root in roots):
        yield text.place.fout(
            "never-true", f"heeft de voorwaarde {quoted(text.text)}, die nooit waar of onwaar is.",
            'Vergelijk iets: uitkomst = "ja".',
        )  # fmt: skip
    if text.role in (Role.TIMER, Role.TERM):
        for root in roots:
            yield from _instant(text, root.kind, literal(root) if root.kind in ("string", "number") else None)


def _instant(text: Text, kind: str, value: object) -> Iterator[Finding]:
    """A text between quotes must hold a term; a number, a list or a truth value is no instant."""
    if kind == "string":
        try:
            right = parse_term(str(value)) is not None
        except TermError:
            right = False
    else:
        right = kind not in NO_INSTANT
    if not right:
        yield text.place.fout(
            "no-instant", f"heeft in {text.label} {quoted(text.text)}; dat is geen dag, tijd of duur.", _TERM_EXAMPLE
        )


def check_timers(process: Process, material: Material) -> Iterator[Finding]:
    """Timers without a text, cycles that do not say how often, and repetition where none can be."""
    twice = _twice(process, material)
    for node in flow_nodes(process):
        if node.event.kind is not EventKind.TIMER:
            continue
        place, text = at_node(process, node), node.event.text
        if node.id in twice:
            yield place.fout("timer-twice", "heeft een klok met meer dan één tijd.", "Houd er één over.")
        if not text:
            yield place.fout("no-timer-text", "heeft een klok zonder tijd.", _TERM_EXAMPLE)
            continue
        try:
            term = parse_term(text)
        except TermError:
            continue  # told by check_expressions
        repeats = _repeats(term, text)
        if is_cycle(node) and (term is None or term.repeats is None):
            yield place.fout(
                "cycle-without-repeat", f"herhaalt, maar {quoted(text)} zegt niet hoe vaak.",
                "Schrijf R3/P1D voor drie keer, of R/P1D voor steeds weer; zonder aanhalingstekens.",
            )  # fmt: skip
        elif not is_cycle(node) and repeats:
            yield place.fout(
                "repeat-without-cycle", f"heeft {quoted(text)} bij een klok die maar één keer afgaat.",
                "Haal bij “Wanneer de klok afgaat” R…/ weg, of kies in een ander programma Cycle.",
            )  # fmt: skip


def _twice(process: Process, material: Material) -> frozenset[str]:
    """Elements whose timer has more than one expression; the model holds the first (BPMN 2.0, 10.5.5.1)."""
    roots = [file.root for file in material.bpmn if file.name == process.file]
    definitions = (found for root in roots for found in root.iter("{*}timerEventDefinition"))
    several = (d for d in definitions if sum(1 for _ in d.iterchildren(*(f"{{*}}{kind}" for kind in TimerKind))) > 1)
    return frozenset(event.get("id", "") for each in several if (event := each.getparent()) is not None)


def _repeats(term: Term | None, text: str) -> bool:
    return term.repeats is not None if term else text.strip("\"'= ").upper().startswith("R") and "/" in text
