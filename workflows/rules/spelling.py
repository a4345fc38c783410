"""A sentence as it is written: value to text, so that reading it gives the value back. The other way is `sentences`."""

from __future__ import annotations

from typing import Final

from workflows.rules.model import Chain, Item, Items, Kind, Sentence, What
from workflows.rules.sentences import RuleError

_BEFORE_NAME: Final = {What.MESSAGE: "bericht ", What.START: "begin ", What.END: "einde ", What.ELEMENT: ""}

_SENTENCES: Final = {
    Kind.NEVER: "nooit {x}",
    Kind.BEFORE: "nooit {x} zonder {y} ervoor",
    Kind.BETWEEN: "tussen elke twee {different}{x} ligt {y}",
    Kind.COUNT: "tussen {since} en {until} ligt {count} keer {x}",
    Kind.AFTER: "{x} altijd gevolgd door {y}",
    Kind.MESSAGE: "{x} over bericht {message} gevolgd door {y}",
    Kind.DOUBT: "bij twijfel {x} hoort {y} ervoor of erna",
    Kind.FOUR_EYES: "vier ogen: {x} nooit door wie {y} deed",
    Kind.TERM: "{x} heeft een termijn",
    Kind.CLOSES: "{x} sluit nooit vanzelf",
}  # fmt: skip


def spell(sentence: Sentence) -> str:
    """The sentence in one line. Raises RuleError where a name cannot stand in one."""
    return f"{_said(sentence)}{_rest(sentence)}"


def spell_item(item: Item) -> str:
    """One thing that can happen. Raises RuleError where a name cannot stand in a sentence."""
    named = item.what in _BEFORE_NAME
    words = [f"{_BEFORE_NAME[item.what]}{_quoted(item.name)}" if named else str(item.what)]
    words += [f"= {_quoted(item.value)}"] if item.value is not None else []
    words += [f"met einde {_quoted(item.end)}"] if item.end else []
    words += [f"met {key} = {_quoted(value)}" for key, value in item.fields]
    words += [f"terwijl {key} = {_quoted(value)}" for key, value in item.running]
    words += [f"binnen {_quoted(item.within)}"] if item.within else []
    return " ".join(words)


def _said(it: Sentence) -> str:
    words = {
        "x": _any(it.x), "y": _any(it.y), "since": _any(it.since), "until": _any(it.until), "count": it.count,
        "message": _quoted(it.message), "different": "verschillende " if it.different else "",
    }  # fmt: skip
    return _SENTENCES[it.kind].format_map(words)


def _rest(it: Sentence) -> str:
    between = it.kind is Kind.COUNT  # says since and until already
    since = f", sinds {_any(it.since)}" if it.since and not between else ""
    until = f", voor {_any(it.until)}" if it.until and not between else ""
    unless = f", behalve als {' of '.join(map(_chain, it.unless))}" if it.unless else ""
    return f"{since}{until}{unless}"


def _any(items: Items) -> str:
    return " of ".join(map(spell_item, items))


def _chain(chain: Chain) -> str:
    return " en daarna ".join(map(spell_item, chain))


def _quoted(name: str) -> str:
    if '"' not in name:
        return f'"{name}"'
    if not set("“”") & set(name):
        return f"“{name}”"
    message = f"De naam {name} heeft twee soorten aanhalingstekens. Haal er in het diagram één soort uit."
    raise RuleError(message)
