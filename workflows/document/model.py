"""A protocol as a document: what is read of it on paper, in frozen values without markup. Texts are Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.picture import Picture


class EntryKind(StrEnum):
    """What something that happens in a step is to its reader."""

    START = "begin"
    TASK = "taak"
    QUESTION = "vraag"
    CHOICE = "keuze"
    """The route itself chooses, by what is known."""
    DECISION = "tabel"
    CALL = "aanroep"
    NOTICE = "bericht"
    """Somebody is told, or another route is."""
    WAIT = "wachten"
    END = "einde"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, under its name: *Wie*, *Wanneer*."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a form, as it is asked."""

    label: str
    help: str = ""
    how: str = ""
    """How it is answered, in words; empty for a text that asks nothing."""
    options: tuple[str, ...] = ()
    when: str = ""
    """When it is asked, where that is not always."""
    depth: int = 0
    """How many groups or lists are around it."""


@dataclass(frozen=True, slots=True)
class FormAsked:
    """A form."""

    key: str
    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """Where it goes from here: after which answer or when, and to what."""

    answer: str
    """The answer, the label of the arrow or its condition in words; empty where there is one way on."""
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens in a step."""

    anchor: str
    kind: EntryKind
    name: str
    text: str
    """The instruction, in the words of the drawing."""
    facts: tuple[Fact, ...]
    onward: tuple[Onward, ...]
    form: FormAsked | None = None
    same_form: Fact | None = None
    """Where the form was told before, in the place of `form`: what it was told with, and the anchor of that."""
    doer: str = ""
    """Who does it, in a word or two."""
    term: str = ""
    """Within which term, in a few words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A step, the beginning, or what can happen at any moment."""

    anchor: str
    name: str
    text: str
    pictures: tuple[Picture, ...]
    alt: str
    """What the pictures show, in words."""
    entries: tuple[Entry, ...]
    is_step: bool
    """Whether the drawing itself names this step."""
    phase: str = ""
    """The phase that begins with it, where the drawing names one."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A process."""

    anchor: str
    name: str
    called_from: tuple[str, ...]
    """Names of the processes that call it."""
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table, or one that only sets values and so has no columns that are asked."""

    anchor: str
    name: str
    text: str
    policy: str
    """In words: how many rows may fit."""
    asked: tuple[str, ...]
    given: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells of what is asked, then those of what is given."""
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule that the protocol keeps."""

    id: str
    name: str
    text: str
    source: tuple[str, ...]
    sentences: tuple[str, ...]
    unsaid: str
    proof: str = ""
    """`bewezen`, `geschonden` or `niet beslist`; empty where nothing was proven."""
    why: str = ""
    """Of a proof that is none: what is wrong, and the way on which it shows."""
    waits: bool = False
    """Whether it is about a process that is not drawn yet."""
    exempt: str = ""
    """The reason of an exception that the version makes to it; empty where it makes none."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What is known of a rule, or of the soundness of the drawing."""

    id: str
    """Number of the rule; of soundness a word."""
    name: str
    standing: str
    """`bewezen`, `geschonden` or `niet beslist`."""
    why: str = ""
    """Where it is not proven: what is wrong, and the way on which it shows."""


@dataclass(frozen=True, slots=True)
class ReadRight:
    """What a function may do with a group of answers."""

    function: str
    group: str
    right: str
    phases: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole protocol."""

    name: str
    geheel: str
    functions: tuple[str, ...]
    lanes: tuple[Fact, ...]
    """What a lane means where that is not the function of the same name."""
    team: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]
    tables: tuple[Table, ...]
    rules: tuple[RuleTold, ...]
    sound: tuple[Proven, ...]
    """What was proven of the drawing itself; empty where nothing was."""
    rights: tuple[ReadRight, ...]
    changes: tuple[str, ...] | None = None
    """What is other than in the version before, as sentences; None where no version before was given."""
    before: str = ""
    """Hash *geheel* of the version before."""
