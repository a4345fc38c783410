"""The rules of a draft, to be changed on screen (workbench 3): what they say, what they can name, and their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.queries.drafts import WholeDraft
from app.queries.rule_typed import EVERY, was_of
from app.store.drafts import data_before
from app.store.unit_of_work import Work
from workflows import (
    RULES_FOLDER,
    Limits,
    Part,
    Rule,
    Rulebook,
    RuleError,
    RuleKind,
    Sentence,
    WordGroup,
    example_of,
    is_rules_file,
    messages_of,
    people_of,
    rulebook,
    running_of,
    spell_sentence,
    with_exemption,
    with_rule,
    within_of,
    without_exemption,
    without_rule,
    words_of,
)  # fmt: skip

NEW_FILE: Final = f"{RULES_FOLDER}/regels.toml"
"""Where the first rule of a draft goes."""
_SHORT: Final = 140
"""Signs of a sentence that can be an example."""
_BOOKS: Final = Recent[tuple[str, str], Rulebook]()


@dataclass(frozen=True, slots=True)
class SaidOf:
    """One sentence of a rule, to be shown."""

    at: int
    process: str
    """Names of the processes that it is about; empty for every process."""
    text: str


@dataclass(frozen=True, slots=True)
class RuleListed:
    """A rule as it stands in the draft, proven or not."""

    number: str
    name: str
    text: str
    source: tuple[str, ...]
    sentences: tuple[SaidOf, ...]
    unsaid: str
    lacks: tuple[str, ...]
    """What it names and is not drawn."""
    exempt: str
    """The reason of an exception that the draft makes to it."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What the fields of one sentence offer."""

    processes: tuple[tuple[str, str], ...]
    """Value and name."""
    own: tuple[WordGroup, ...]
    """Of the processes that the sentence is about."""
    far: tuple[WordGroup, ...]
    """Of every process: what follows over a message stands elsewhere."""
    running: tuple[tuple[str, str], ...]
    within: tuple[tuple[str, str], ...]
    messages: tuple[str, ...]
    people: tuple[WordGroup, ...]


def book_of(whole: WholeDraft, limits: Limits) -> Rulebook:
    """The rules of a draft with what they can name, also where it does not stand. Outside any transaction."""
    return _BOOKS.get((whole.digest, repr(limits)), lambda: rulebook(whole.files, limits))


def listed(book: Rulebook) -> tuple[RuleListed, ...]:
    """Every rule, in the order of the files."""
    return tuple(listed_rule(book, each) for each in book.rules.rules)


def listed_rule(book: Rulebook, rule: Rule) -> RuleListed:
    """One rule."""
    exempt = next((each.reason for each in book.rules.exempt if each.rule == rule.id), "")
    sentences = tuple(SaidOf(at, about(book, each), each.sentence.text) for at, each in enumerate(rule.parts))
    return RuleListed(
        rule.id, rule.name, rule.text, rule.source, sentences, rule.unsaid, book.lacks(rule), exempt
    )  # fmt: skip


def about(book: Rulebook, part: Part) -> str:
    """The processes of a sentence by name."""
    if EVERY in part.processes:
        return ""
    return " en ".join(_name(book, each) for each in part.processes)


def _name(book: Rulebook, process: str) -> str:
    found = book.drawing.processes.get(process)
    return found.name if found is not None and found.name else process.replace("_", " ").capitalize()


def words_for(book: Rulebook, processes: Sequence[str], *, far: bool) -> RuleWords:
    """What can be chosen in a sentence about these processes; of all of them where none is chosen yet."""
    drawn = [each for each in processes if each in book.drawing.processes]
    offered = sorted(((_name(book, each), each) for each in book.drawing.processes), key=lambda each: each[0])
    mine = ",".join(processes)
    known = {"", EVERY, *book.drawing.processes}
    more = [] if mine in known else [(mine, " en ".join(_name(book, each) for each in processes))]
    return RuleWords(
        (*more, *((key, name) for name, key in offered)), words_of(book.drawing, drawn),
        words_of(book.drawing, ()) if far else (),
        tuple((each.text, each.label) for each in running_of(book.drawing)),
        tuple((each.text, each.label) for each in within_of(book.drawing, drawn)),
        messages_of(book.drawing, drawn), people_of(book.drawing),
    )  # fmt: skip


def examples(book: Rulebook) -> Mapping[RuleKind, str]:
    """A sentence of each kind in words of this protocol: the shortest that it has, else one made of its drawings."""
    found = dict[RuleKind, str]()
    for rule in book.rules.rules:
        for part in rule.parts:
            text, kind = part.sentence.text, part.sentence.kind
            short = len(text) < len(found.get(kind, "")) if kind in found else len(text) <= _SHORT
            if short and not rule.waits_for(book.drawing.processes):
                found[kind] = text
    for kind in RuleKind:
        made = example_of(kind, book.drawing)
        if kind not in found and made is not None:
            found[kind] = _spelled(made)
    return found


def _spelled(sentence: Sentence) -> str:
    try:
        return spell_sentence(sentence)
    except RuleError:
        return ""


# files


def file_of(book: Rulebook, number: str) -> str:
    """The file in which a rule stands, or will stand."""
    rule = book.rule(number)
    if rule is not None:
        return rule.file
    return NEW_FILE if NEW_FILE in book.files or not book.files else book.files[0]


def written(whole: WholeDraft, book: Rulebook, rule: Rule) -> tuple[str, bytes]:
    """The file with this rule in it, and its name. Raises WritingError, RuleError."""
    name = file_of(book, rule.id)
    return name, with_rule(whole.files.get(name, b""), rule)


def removed(whole: WholeDraft, book: Rulebook, rule: Rule) -> dict[str, bytes]:
    """The files that change when a rule goes: those with exceptions to it, and its own last. Raises WritingError."""
    others = {each.file for each in book.rules.exempt if each.rule == rule.id} - {rule.file}
    return {name: without_rule(whole.files[name], rule.id) for name in (*sorted(others), rule.file)}


def file_to_exempt(book: Rulebook, rule: Rule) -> str:
    """The file in which the exception to a rule stands, or will stand."""
    return next((each.file for each in book.rules.exempt if each.rule == rule.id), rule.file)


def exempted(whole: WholeDraft, book: Rulebook, rule: Rule, reason: str) -> tuple[str, bytes]:
    """The file with this exception in it, and its name. Raises WritingError."""
    name = file_to_exempt(book, rule)
    return name, with_exemption(whole.files.get(name, b""), rule.id, reason)


def not_exempted(whole: WholeDraft, book: Rulebook, rule: Rule) -> dict[str, bytes]:
    """The files that change when every exception to a rule goes. Raises WritingError."""
    files = {each.file for each in book.rules.exempt if each.rule == rule.id}
    return {name: without_exemption(whole.files[name], rule.id) for name in sorted(files)}


def without_part(rule: Rule, mark: str) -> Rule:
    """The rule without one of its sentences, by its mark."""
    return replace(rule, parts=tuple(each for each in rule.parts if was_of(each) != mark))


def read_before(work: Work, actor: Actor, draft_id: UUID, file: str, number: int) -> bytes:
    """A file of rules as it was before this revision. Raises NotFoundError where it was not there."""
    allowed = may(actor, Permission.PUBLISH) and is_rules_file(file)
    found = data_before(work, draft_id, number, file) if allowed else None
    if not found:
        raise NotFoundError
    return found
