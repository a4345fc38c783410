"""A rule as values: sentences of a few kinds, about elements as the drawing names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

EVERY_PROCESS: Final = "*"
_NOT_DRAWN: Final = "Waarover deze regel gaat, is nog niet getekend. Vanaf de dag dat dat er staat, telt hij mee."


class What(StrEnum):
    """What a name in a sentence is a name of."""

    ELEMENT = "element"
    MESSAGE = "bericht"
    """A message that is thrown."""
    START = "begin"
    """The start by a message."""
    END = "einde"
    ANY_TASK = "elke taak"
    ANY_OTHER_TASK = "elke andere taak"
    """A task that the sentence does not name."""
    ANY_END = "elk einde"
    """The end with which the process is over."""
    ANY_STEP = "elke stap"
    """A milestone."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can happen, with what must be so for it to count."""

    what: What
    name: str = ""
    value: str | None = None
    """The answer to a question, the label of the arrow behind a gateway, or the outcome of a table."""
    fields: tuple[tuple[str, str], ...] = ()
    """Routing fields that were filled in with it, and their values."""
    end: str = ""
    """Of a call: the end in which it ended."""
    running: tuple[tuple[str, str], ...] = ()
    """`loopt_…` and `ja` or `nee`, when it happened."""
    within: str = ""
    """Name of the subprocess in which it stands."""


Items = tuple[Item, ...]
"""Any of these."""
Chain = tuple[Item, ...]
"""All of these, one after the other."""


class Kind(StrEnum):
    """What a sentence says; docs/formats/rules.md has the sentence of each."""

    NEVER = "nooit"
    BEFORE = "ervoor"
    BETWEEN = "tussen"
    COUNT = "keer"
    AFTER = "gevolgd"
    MESSAGE = "bericht"
    DOUBT = "twijfel"
    FOUR_EYES = "vier ogen"
    TERM = "termijn"
    CLOSES = "vanzelf"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, read. What a kind does not use is empty."""

    kind: Kind
    text: str
    x: Items
    """What the sentence is about."""
    y: Items = ()
    """What must be there; of four eyes: whose doers may not be the doer of x."""
    since: Items = ()
    """From where is looked: the last of these, else the start of the process."""
    until: Items = ()
    """Where it must be done: before the first of these, and before an end."""
    unless: tuple[Chain, ...] = ()
    """*Behalve als*: the exceptions that are drawn."""
    message: str = ""
    different: bool = False
    count: int = 0

    def names(self) -> frozenset[str]:
        """The names of everything that the sentence is about."""
        return frozenset(item.name for item in (*self.x, *self.y) if item.name)


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence and the processes of which it says something."""

    processes: tuple[str, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the school or the law."""

    id: str
    name: str
    text: str
    """The rule as people say it."""
    source: tuple[str, ...] = ()
    """Where it comes from: requirements and findings by their number."""
    parts: tuple[Part, ...] = ()
    unsaid: str = ""
    """What no sentence can say of it yet, and so nobody judges; empty where the sentences say all."""
    motive: tuple[str, ...] = ()
    """Names of the tasks in which somebody gives the reason of a drawn exception."""
    consent: tuple[str, ...] = ()
    """Names of the tasks in which a second person agrees to one."""
    when_drawn: bool = False
    """Whether it counts only from the day that all processes are drawn of which it says something."""
    file: str = ""
    line: int | None = None

    def waits_for(self, processes: Collection[str]) -> bool:
        """Whether it is about a process that is not drawn yet."""
        named = {process for part in self.parts for process in part.processes} - {EVERY_PROCESS}
        return self.when_drawn and (not self.parts or not named <= set(processes))


@dataclass(frozen=True, slots=True)
class Exempt:
    """That a version may come into force though a rule is not proven on it."""

    rule: str
    """Its number."""
    reason: str
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a protocol."""

    rules: tuple[Rule, ...] = ()
    not_ends: frozenset[str] = frozenset()
    """Names of ends that are none: the route goes on elsewhere."""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """File and text of a sentence to its line."""
    exempt: tuple[Exempt, ...] = ()

    def as_drawn(self, processes: Collection[str]) -> Rules:
        """The same, where a rule about what is not drawn yet says so in the place of its sentences."""
        rules = (
            replace(each, parts=(), unsaid=_NOT_DRAWN) if each.waits_for(processes) else each for each in self.rules
        )
        return replace(self, rules=tuple(rules))

    def joined(self, other: Rules) -> Rules:
        """The rules of two files as one."""
        return Rules(
            (*self.rules, *other.rules), self.not_ends | other.not_ends, {**self.lines, **other.lines},
            (*self.exempt, *other.exempt),
        )  # fmt: skip
