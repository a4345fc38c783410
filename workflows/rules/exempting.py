"""A file of `rules/` with an exception to one rule written, changed or taken out. Every other byte stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.rules.model import Rules
from workflows.rules.writing import ELSEWHERE, WritingError, as_rules, as_text, bare, closed, exempted_in, quoted
from workflows.toml_text import Block, blocks_of


def with_exemption(data: bytes, number: str, reason: str) -> bytes:
    """The file with this one exception to a rule: in the place of the first that it has, else at its end.

    Raises WritingError.
    """
    before = as_rules(data)
    text, mark, newline = as_text(data)
    there = _of(text, number)
    for each in reversed(there[1:]):
        text = closed(text[: each.start], text[each.end :])
    if there:
        key = there[0].key("reden")
        if key is None:
            raise WritingError(ELSEWHERE)
        text = f"{text[: key.value]}{quoted(reason)}{text[key.value_end :]}"
    else:
        above = f"{text.rstrip()}\n\n" if text.strip() else ""
        text = f"{above}[[uitzondering]]\nregel = {quoted(number)}\nreden = {quoted(reason)}\n"
    wanted = [(each.rule, each.reason) for each in before.exempt if each.rule != number]
    return _checked(mark + text.replace("\n", newline), before, sorted([*wanted, (number, reason)]))


def without_exemption(data: bytes, number: str) -> bytes:
    """The file without any exception to this rule. Raises WritingError."""
    before = as_rules(data)
    text, mark, newline = as_text(data)
    for each in reversed(_of(text, number)):
        text = closed(text[: each.start], text[each.end :])
    wanted = sorted((each.rule, each.reason) for each in before.exempt if each.rule != number)
    return _checked(mark + text.replace("\n", newline), before, wanted)


def _of(text: str, number: str) -> list[Block]:
    return [each for each in blocks_of(text) if exempted_in(text, each) == number]


def _checked(text: str, before: Rules, wanted: Sequence[tuple[str, str]]) -> bytes:
    """The bytes, where reading them gives what was meant and the very same rules."""
    data = text.encode()
    found = as_rules(data)
    same = list(map(bare, found.rules)) == list(map(bare, before.rules)) and found.not_ends == before.not_ends
    if not same or sorted((each.rule, each.reason) for each in found.exempt) != list(wanted):
        raise WritingError(ELSEWHERE)
    return data
