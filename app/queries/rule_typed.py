"""A rule as somebody puts it together on screen: the parts of one sentence as texts, and what they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from app.domain.numbers import number_of
from workflows import Item, Part, Rule, Rulebook, RuleError, RuleKind, Sentence, read_item, read_sentence, spell_item
from workflows import spell_sentence as spell

EVERY: Final = "*"
_NAME, _TEXT, _SOURCES = 200, 2000, 20
_MOST_TIMES: Final = 99
NEEDS: Final = {
    RuleKind.NEVER: ("x",), RuleKind.BEFORE: ("x", "y"), RuleKind.BETWEEN: ("x", "y"),
    RuleKind.COUNT: ("sinds", "tot", "x"), RuleKind.AFTER: ("x", "y"), RuleKind.MESSAGE: ("x", "y"),
    RuleKind.DOUBT: ("x", "y"), RuleKind.FOUR_EYES: ("x", "y"), RuleKind.TERM: ("x",), RuleKind.CLOSES: ("x",),
}  # fmt: skip
"""The parts without which a sentence of a kind is none."""
MAY: Final = {
    RuleKind.BEFORE: ("sinds",), RuleKind.DOUBT: ("sinds",), RuleKind.FOUR_EYES: ("sinds",), RuleKind.AFTER: ("tot",),
}  # fmt: skip
"""The parts that it can do without."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that can happen, as it was chosen: each as it stands in a sentence, empty for nothing."""

    item: str = ""
    running: str = ""
    within: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(each for each in (self.item, self.running, self.within) if each)

    def read(self) -> Item:
        """As a value. Raises RuleError."""
        return read_item(self.text)


Slots = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class RuleTyped:
    """All fields of the page of a rule."""

    kind: RuleKind
    number: str = ""
    """Empty for a rule that is new."""
    was: str = ""
    """The sentence that is changed, as `was_of` marks it; empty for one that is new."""
    process: str = ""
    lists: dict[str, Slots] = field(default_factory=dict)
    """By the name of the part: `x`, `y`, `sinds`, `tot`."""
    unless: tuple[Slots, ...] = ()
    message: str = ""
    count: str = ""
    different: bool = False
    name: str = ""
    text: str = ""
    source: str = ""
    motive: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    unsaid: str = ""
    when_drawn: bool = False

    @property
    def processes(self) -> tuple[str, ...]:
        """Ids of the processes that the sentence is about."""
        return tuple(each for each in self.process.split(",") if each)

    @property
    def blank(self) -> bool:
        """Whether nothing of a sentence was chosen."""
        return not any(slot.text for slots in (*self.lists.values(), *self.unless) for slot in slots)


@dataclass(frozen=True, slots=True)
class RuleMade:
    """What came of it: the sentence as far as it can be read out, and the rule where nothing is wrong."""

    sentence: str = ""
    rule: Rule | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    """By field."""


def was_of(part: Part) -> str:
    """The mark of a sentence within its rule."""
    return f"{','.join(part.processes)}|{part.sentence.text}"


def typed_of(rule: Rule | None, part: Part | None, kind: RuleKind) -> RuleTyped:
    """The fields as they stand when a rule is opened."""
    typed = RuleTyped(kind) if part is None else _of_part(part, kind)
    if rule is None:
        return typed
    return replace(
        typed, number=rule.id, name=rule.name, text=rule.text, source="\n".join(rule.source), motive=rule.motive,
        consent=rule.consent, unsaid=rule.unsaid, when_drawn=rule.when_drawn,
        process=typed.process or next((",".join(each.processes) for each in rule.parts), ""),
    )  # fmt: skip


def _of_part(part: Part, kind: RuleKind) -> RuleTyped:
    it = part.sentence
    lists = {"x": it.x, "y": it.y, "sinds": it.since, "tot": it.until}
    return RuleTyped(
        kind, was=was_of(part), process=",".join(part.processes),
        lists={name: tuple(map(_slot, items)) for name, items in lists.items() if items},
        unless=tuple(tuple(map(_slot, chain)) for chain in it.unless), message=it.message,
        count=str(it.count) if it.count else "", different=it.different,
    )  # fmt: skip


def _slot(item: Item) -> Slot:
    bare = spell_item(replace(item, running=(), within=""))
    running, within = spell_item(replace(item, within="")), spell_item(replace(item, running=()))
    return Slot(bare, running.removeprefix(bare).strip(), within.removeprefix(bare).strip())


def made_of(typed: RuleTyped, book: Rulebook) -> RuleMade:
    """Put the sentence and its rule together, and hold them against the drawing as the validator does."""
    making = _Making(typed, book)
    making.look()
    sentence = making.sentence()
    if making.errors:
        return RuleMade(sentence.text if sentence else "", None, making.errors)
    rule = making.rule(sentence)
    lacks = book.lacks(rule)
    return RuleMade(sentence.text if sentence else "", rule, {"": list(lacks)} if lacks else {})


class _Making:
    """One rule under way."""

    def __init__(self, typed: RuleTyped, book: Rulebook) -> None:
        self._typed, self._book = typed, book
        self._before = book.rule(typed.number) if typed.number else None
        self._lists = dict[str, tuple[Item, ...]]()
        self._unless = tuple[tuple[Item, ...], ...]()
        self.errors = dict[str, list[str]]()

    def look(self) -> None:
        """See what is wrong, field by field."""
        typed = self._typed
        if not typed.name.strip():
            self._wrong("naam", "Geef de regel een naam, zoals jullie hem noemen.")
        elif len(typed.name) > _NAME:
            self._wrong("naam", f"Deze naam is langer dan {_NAME} tekens. Maak hem korter.")
        if len(typed.text) > _TEXT:
            self._wrong("tekst", f"Dit is langer dan {_TEXT} tekens. Maak het korter.")
        if len(typed.source.splitlines()) > _SOURCES:
            self._wrong("bron", f"Noem ten hoogste {_SOURCES} bronnen.")
        if not self._left_out:
            self._sentence()

    @property
    def _left_out(self) -> bool:
        """Whether only the rule around its sentences is changed."""
        said = self._before is not None and (self._before.parts or self._typed.unsaid.strip())
        return bool(said) and self._typed.blank and not self._typed.was

    def _sentence(self) -> None:
        typed = self._typed
        if not typed.processes:
            self._wrong("proces", "Kies over welk proces de zin gaat.")
        for name in (*NEEDS[typed.kind], "sinds", "tot"):
            if name not in self._lists:
                far = (EVERY,) if name == "y" and typed.kind is RuleKind.MESSAGE else typed.processes
                self._lists[name] = tuple(self._items(name, typed.lists.get(name, ()), far))
        for name in NEEDS[typed.kind]:
            if not any(each.text for each in typed.lists.get(name, ())):
                self._wrong(f"{name}-1", "Kies hier iets uit de lijst.")
        chains = enumerate(typed.unless, start=1)
        found = (tuple(self._items(f"behalve-{at}", chain, typed.processes)) for at, chain in chains)
        self._unless = tuple(chain for chain in found if chain)
        if typed.kind is RuleKind.MESSAGE and not typed.message.strip():
            self._wrong("bericht", "Kies het bericht dat het andere proces laat beginnen.")
        if typed.kind is RuleKind.COUNT and not 1 <= (number_of(typed.count) or 0) <= _MOST_TIMES:
            self._wrong("aantal", f"Vul een heel getal in van 1 tot en met {_MOST_TIMES}.")

    def _items(self, name: str, slots: Slots, processes: tuple[str, ...]) -> Iterator[Item]:
        for at, slot in enumerate(slots, start=1):
            if not slot.text:
                continue
            try:
                item = slot.read()
            except RuleError:
                self._wrong(f"{name}-{at}", "Kies hier iets uit de lijst; een voorwaarde alleen is niet genoeg.")
                continue
            if processes:
                alone = Sentence(RuleKind.NEVER, "", (item,))
                rule = replace(self._rule_of((Part(processes, alone),)), motive=(), consent=())
                for lack in self._book.lacks(rule):
                    self._wrong(f"{name}-{at}", lack)
            yield item

    def sentence(self) -> Sentence | None:
        """The sentence; None where there is none, or not enough of one to read out."""
        typed, lists = self._typed, self._lists
        missing = [name for name in NEEDS[typed.kind] if not lists.get(name)]
        if self._left_out or missing or self.errors.keys() & {"aantal", "bericht"}:
            return None
        try:
            made = Sentence(
                typed.kind, "", lists["x"], lists.get("y", ()), lists.get("sinds", ()), lists.get("tot", ()),
                self._unless, typed.message if typed.kind is RuleKind.MESSAGE else "",
                typed.different and typed.kind is RuleKind.BETWEEN,
                (number_of(typed.count) or 0) if typed.kind is RuleKind.COUNT else 0,
            )  # fmt: skip
            return read_sentence(spell(made))
        except RuleError as error:
            self._wrong("", error.message)
            return None

    def rule(self, sentence: Sentence | None) -> Rule:
        """The rule with the sentence in its place."""
        parts = list(self._before.parts if self._before else ())
        if sentence is not None:
            part = Part(self._typed.processes, sentence)
            marks = [was_of(each) for each in parts]
            if self._typed.was in marks:
                parts[marks.index(self._typed.was)] = part
            else:
                beside = [at for at, each in enumerate(parts) if each.processes == part.processes]
                parts.insert(beside[-1] + 1 if beside else len(parts), part)
        return self._rule_of(tuple(parts))

    def _rule_of(self, parts: tuple[Part, ...]) -> Rule:
        typed = self._typed
        said = next((each.sentence.text for each in parts), "")
        text = _line(typed.text) or f"{said[:1].upper()}{said[1:]}."
        return Rule(
            typed.number or next_number(self._book), _line(typed.name), text,
            tuple(found for line in typed.source.splitlines() if (found := _line(line))), parts, _line(typed.unsaid),
            tuple(filter(None, typed.motive)), tuple(filter(None, typed.consent)), typed.when_drawn,
        )  # fmt: skip

    def _wrong(self, name: str, message: str) -> None:
        said = self.errors.setdefault(name, [])
        if message not in said:
            said.append(message)


def next_number(book: Rulebook) -> str:
    """The number of a rule that is new: behind the last; what is no number of a few digits counts for nothing."""
    known = {each.id for each in book.rules.rules}
    last = max((number_of(each) or 0 for each in known), default=0)
    return next(number for number in map(str, count(last + 1)) if number not in known)


def _line(text: str) -> str:
    return " ".join(text.split())
