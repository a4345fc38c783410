"""A file of `rules/` with one rule written, changed or taken out. Every other byte of it stays as it was."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from workflows.errors import SourceError, WorkflowError
from workflows.rules.model import Part, Rule, Rules
from workflows.rules.reading import read_rules_file
from workflows.toml_text import Block, blocks_of, comments, elements

_RULE, _MORE, _EXEMPT = ("regel",), ("regel", "ook"), ("uitzondering",)
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_EMPTY: Final = "# De regels die dit protocol houdt.\n"
ELSEWHERE: Final = (
    "Dit bestand met regels is op een manier geschreven die hier niet te wijzigen is. Er is niets veranderd. "
    "Haal het ontwerp op als zip, en wijzig de regel in een teksteditor."
)
_LINE: Final = 100
"""Signs of a list on one line; a longer one has a line for each element."""


class WritingError(WorkflowError):
    """A file that is written in a way in which no rule can be changed here."""


def with_rule(data: bytes, rule: Rule) -> bytes:
    """The file with this rule: in the place of the one with its number, else as the last.

    Reading gives the rule back. Raises WritingError, RuleError.
    """
    before = as_rules(data)
    text, mark, newline = as_text(data)
    place = next((span for span in _spans(text) if span.number == rule.id), None)
    if place is None:
        made = _appended(text, _fresh(rule))
    else:
        made = f"{text[: place.start]}{_changed(text, place, rule)}{text[place.end :]}"
    numbers = [each.id for each in before.rules]
    wanted = [rule if each.id == rule.id else each for each in before.rules]
    wanted += [] if rule.id in numbers else [rule]
    return _checked(mark + made.replace("\n", newline), wanted, before)


def without_rule(data: bytes, number: str) -> bytes:
    """The file without this rule and the exceptions to it. Raises WritingError."""
    before = as_rules(data)
    text, mark, newline = as_text(data)
    gone = [(each.start, each.end) for each in _spans(text) if each.number == number]
    gone += [(each.start, each.end) for each in blocks_of(text) if exempted_in(text, each) == number]
    for start, end in sorted(gone, reverse=True):
        text = closed(text[:start], text[end:])
    wanted = [each for each in before.rules if each.id != number]
    exempt = [each for each in before.exempt if each.rule != number]
    made = text if text.strip() else _EMPTY
    return _checked(mark + made.replace("\n", newline), wanted, before, len(exempt))


def closed(above: str, below: str) -> str:
    """What stood around something that is gone, without a second blank line between."""
    if not below.strip():
        return f"{above.rstrip()}\n" if above.strip() else below
    return above + (below.lstrip("\r\n") if not above.strip() or above.endswith(("\n\n", "\n\r\n")) else below)


class _Span:
    """A rule in the text: its own table and those of `ook`."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.start, self.end = blocks[0].start, blocks[-1].end
        table = tomllib.loads(text[self.start : self.end])["regel"][0]
        self.table: dict[str, Any] = table
        self.number = " ".join(str(table.get("nummer", "")).split())


def _spans(text: str) -> Iterator[_Span]:
    found = list[list[Block]]()
    for block in blocks_of(text):
        if block.path == _RULE:
            found.append([block])
        elif block.path == _MORE and found:
            found[-1].append(block)
    return (_Span(text, blocks) for blocks in found)


def exempted_in(text: str, block: Block) -> str | None:
    """The number of the rule that a block makes an exception to; None for another sort of block."""
    if block.path != _EXEMPT:
        return None
    return str(tomllib.loads(text[block.start : block.end])["uitzondering"][0].get("regel"))


# one rule


Group = tuple[tuple[str, ...], tuple[str, ...]]
"""Processes, and the sentences about them."""


def _groups(parts: Iterable[Part]) -> list[Group]:
    return [
        (processes, tuple(each.sentence.text for each in those))
        for processes, those in groupby(parts, key=lambda each: each.processes)
    ]


def _changed(text: str, span: _Span, rule: Rule) -> str:
    """The text of a rule with what is different in it set."""
    groups = _groups(rule.parts)
    own, more = (groups[0], groups[1:]) if groups else (((), ()), [])
    old = [_listed(span.table), *map(_listed, span.table.get("ook", []))]
    if _flat(old) == _flat(groups):  # what is not touched may stand otherwise than it would be written
        own, more = old[0], old[1:]
    blocks = list(span.blocks)
    pieces = [_block(text, blocks[0], span.table, {**_own(rule), **_said(own)})]
    inline = blocks[0].key("ook") is not None
    for block, group, table in zip(blocks[1:], more, span.table.get("ook", []), strict=False):
        pieces.append(text[blocks[blocks.index(block) - 1].end : block.start])
        pieces.append(_block(text, block, table, _said(group)))
    kept = 0 if inline else len(blocks) - 1
    if inline and more:
        raise WritingError(ELSEWHERE)
    pieces += [f"\n{_table('[[regel.ook]]', _said(group))}" for group in more[kept:]]
    return "".join(pieces)


def _flat(groups: Iterable[Group]) -> list[tuple[tuple[str, ...], str]]:
    return [(processes, sentence) for processes, sentences in groups for sentence in sentences]


def _listed(table: dict[str, Any]) -> Group:
    return _texts(table.get("proces", [])), _texts(table.get("zinnen", []))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _own(rule: Rule) -> dict[str, object]:
    return {
        "nummer": rule.id, "naam": rule.name, "tekst": rule.text, "bron": rule.source,
        "niet_te_zeggen": rule.unsaid or None, "reden": rule.motive, "akkoord": rule.consent,
        "zodra_getekend": rule.when_drawn or None,
    }  # fmt: skip


def _said(group: Group) -> dict[str, object]:
    processes, sentences = group
    return {"proces": processes[0] if len(processes) == 1 else processes, "zinnen": sentences}


_ORDER: Final = ("nummer", "naam", "tekst", "bron", "proces", "zinnen", "niet_te_zeggen", "reden", "akkoord")


def _block(text: str, block: Block, table: dict[str, Any], wanted: dict[str, object]) -> str:
    """A table with the keys that are different set; one that is empty now is left out."""
    made = text[block.start : block.end]
    for key in reversed(block.keys):
        if key.name not in wanted or _same(table.get(key.name), wanted[key.name]):
            continue
        start, end = key.start - block.start, key.end - block.start
        value = _value(wanted[key.name])
        if not value:
            made = made[:start] + made[end:]
            continue
        value = _in_place(text, key, table.get(key.name), wanted[key.name]) or value
        made = f"{made[: key.value - block.start]}{value}{made[key.value_end - block.start :]}"
    new = {name: value for name, value in wanted.items() if block.key(name) is None and _value(value)}
    made = made if made.endswith("\n") else f"{made}\n"
    return made + "".join(_line(name, new[name]) for name in sorted(new, key=_rank))


def _in_place(text: str, key: Any, old: object, new: object) -> str:
    """A list in which only the elements that changed are written anew, or with its comments on top."""
    if not isinstance(old, list) or not isinstance(new, tuple):
        return ""
    places = elements(text, key)
    if len(old) == len(new) == len(places):
        made = text[key.value : key.value_end]
        for (start, end), before, after in reversed(list(zip(places, old, new, strict=True))):
            if before != after:
                made = f"{made[: start - key.value]}{quoted(after)}{made[end - key.value :]}"
        return made
    said = comments(text, key)
    return _list(new, said) if said else ""


def _same(old: object, new: object) -> bool:
    if isinstance(old, list) or isinstance(new, tuple):
        return _texts(old) == _texts(new)
    return (" ".join(old.split()) if isinstance(old, str) else old) == new


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


# writing


def _fresh(rule: Rule) -> str:
    groups = _groups(rule.parts)
    own = _said(groups[0]) if groups else {}
    tables = [_table("[[regel]]", {**_own(rule), **own})]
    tables += [_table("[[regel.ook]]", _said(group)) for group in groups[1:]]
    return "\n".join(tables)


def _table(heading: str, values: dict[str, object]) -> str:
    lines = [_line(name, values[name]) for name in sorted(values, key=_rank) if _value(values[name])]
    return "".join([f"{heading}\n", *lines])


def _line(name: str, value: object) -> str:
    return f"{name} = {_value(value)}\n"


def _value(value: object) -> str:
    """A value as TOML; empty for one that need not stand there."""
    if isinstance(value, tuple):
        if not value:
            return ""
        short = f"[{', '.join(map(quoted, value))}]"
        return short if len(short) <= _LINE else _list(value, [])
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else quoted(str(value))


def _list(values: Iterable[str], said: Sequence[str]) -> str:
    lines = [*(f"  {each}\n" for each in said), *(f"  {quoted(each)},\n" for each in values)]
    return f"[\n{''.join(lines)}]"


def quoted(text: str) -> str:
    """A text as TOML."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# files


def as_rules(data: bytes) -> Rules:
    """What a file says. Raises WritingError."""
    try:
        return read_rules_file(data, "")
    except SourceError as error:
        message = f"Het bestand met regels is niet te lezen. {error.message}"
        raise WritingError(message) from error


def as_text(data: bytes) -> tuple[str, str, str]:
    """The text with the newlines of ours, the mark before it, and how its lines end."""
    text = data.decode()
    mark = _BOM if text.startswith(_BOM) else ""
    theirs = text.count("\r\n")
    if not theirs or theirs < text.count("\n"):
        return text.removeprefix(mark), mark, "\n"
    return text.removeprefix(mark).replace("\r\n", "\n"), mark, "\r\n"


def _appended(text: str, table: str) -> str:
    """Behind the last rule; exceptions and what else follows stay behind it."""
    if not text.strip():
        return f"{_EMPTY}\n{table}"
    ends = [span.end for span in _spans(text)]
    at = ends[-1] if ends and text[ends[-1] :].strip() else len(text)
    above, below = text[:at], text[at:]
    above = above if above.endswith("\n") else f"{above}\n"
    above = above if above.endswith("\n\n") else f"{above}\n"
    return f"{above}{table}{below}"


def _checked(text: str, wanted: Sequence[Rule], before: Rules, exempt: int | None = None) -> bytes:
    """The bytes, where reading them gives what was meant. Raises WritingError."""
    data = text.encode()
    found = as_rules(data)
    kept = len(before.exempt) if exempt is None else exempt
    whole = list(map(bare, found.rules)) == list(map(bare, wanted)) and found.not_ends == before.not_ends
    if not whole or len(found.exempt) != kept:
        raise WritingError(ELSEWHERE)
    return data


def bare(rule: Rule) -> tuple[object, ...]:
    """What a rule says, without where it stands."""
    parts = tuple((part.processes, part.sentence) for part in rule.parts)
    return (
        rule.id, rule.name, rule.text, rule.source, parts, rule.unsaid, rule.motive, rule.consent, rule.when_drawn
    )  # fmt: skip
