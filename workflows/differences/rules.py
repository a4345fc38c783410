"""The differences between the rules that both versions must keep: `rules/*.toml`, with what is exempt from them."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import cut, listed, starred, was
from workflows.rules import Part as RulePart
from workflows.rules import Rule, Rules
from workflows.rules.model import EVERY_PROCESS

WORK, WORDING = Weight.WORK, Weight.WORDING


def differences(pairs: Pairs) -> Iterator[Change]:
    """Rule by rule, in the order of the new files; then what is exempt, and which ends count as none."""
    before, after = pairs.old.rules, pairs.new.rules
    for old, new in Matching(before.rules, after.rules).by(lambda each: each.id).by(lambda each: each.name).things():
        rule = new or old
        if rule is None:
            continue
        where = Where(
            ChangePart.RULES, rule.file, f"regel {rule.id}", element=rule.id, was=old.id if old else "", name=rule.name
        )  # fmt: skip
        if old is not None and new is not None:
            yield from _changed(where, old, new)
        elif new is not None:
            yield where.added("rule", WORK, f"Regel {starred(new.name)} is nieuw: {cut(new.text)}", new.text)
        else:
            yield where.removed("rule", WORK, f"Regel {starred(rule.name)} is vervallen: {cut(rule.text)}", rule.text)
    yield from _exempts(before, after)
    if before.not_ends != after.not_ends:
        told = [listed(sorted(each.not_ends)) for each in (before, after)]
        file = next((rule.file for rule in (*after.rules, *before.rules)), "")
        sentence = f"Als einde van een route telt voor de regels niet: {told[1]} (was {told[0]})"
        yield Where(ChangePart.RULES, file, "alle regels").changed("not_ends", WORK, sentence, *told)


def _exempts(before: Rules, after: Rules) -> Iterator[Change]:
    """A rule that need not be proven counts less, one that must be again counts more: both are told with the reason."""
    names = {each.id: each.name for each in (*before.rules, *after.rules)}
    for old, new in Matching(before.exempt, after.exempt).by(lambda each: each.rule).things():
        exempt = new or old
        if exempt is None:
            continue
        name = names.get(exempt.rule, exempt.rule)
        where = Where(
            ChangePart.RULES, exempt.file, f"regel {exempt.rule}", element=exempt.rule, was=old.rule if old else "",
            name=name,
        )  # fmt: skip
        spoken = f"Regel {starred(name)}"
        if old is None:
            sentence = f"{spoken} hoeft niet meer bewezen te zijn: {cut(exempt.reason)}"
            yield where.added("exempt", WORK, sentence, exempt.reason)
        elif new is None:
            sentence = f"{spoken} moet weer bewezen zijn{was(old.reason)}"
            yield where.removed("exempt", WORK, sentence, old.reason)
        elif old.reason != new.reason:
            sentence = f"{spoken} hoeft niet bewezen te zijn, en de reden is nu: {cut(new.reason)}{was(old.reason)}"
            yield where.changed("exempt", WORK, sentence, old.reason, new.reason)


def _changed(where: Where, old: Rule, new: Rule) -> Iterator[Change]:
    spoken = f"Regel {starred(new.name)}"
    if old.id != new.id:
        yield where.changed("number", WORDING, f"{spoken} heeft nu nummer {new.id}{was(old.id)}", old.id, new.id)
    if old.name != new.name:
        sentence = f"Regel {starred(old.name)} heet nu {starred(new.name)}"
        yield where.changed("name", WORDING, sentence, old.name, new.name)
    if old.text != new.text:
        yield where.changed("text", WORDING, f"{spoken} staat er nu anders: {cut(new.text)}", old.text, new.text)
    yield from _sentences(where, old, new, spoken)
    rows = (
        ("source", WORDING, old.source, new.source, "verwijst nu naar"),
        ("motive", WORK, old.motive, new.motive, "vraagt de reden van een uitzondering nu in"),
        ("consent", WORK, old.consent, new.consent, "vraagt het akkoord op een uitzondering nu in"),
    )
    for what, weight, before, after, verb in rows:
        if before != after:
            sentence = f"{spoken} {verb} {listed(after)} (was {listed(before)})"
            yield where.changed(what, weight, sentence, ", ".join(before), ", ".join(after))
    if old.unsaid != new.unsaid:
        rest = (
            f"is deels niet in zinnen te zeggen: {cut(new.unsaid)}" if new.unsaid else "is nu helemaal in zinnen gezegd"
        )
        yield where.changed("unsaid", WORK, f"{spoken} {rest}", old.unsaid, new.unsaid)
    if old.file != new.file:
        sentence = f"{spoken} staat nu in bestand {new.file}{was(old.file)}"
        yield where.changed("file", WORDING, sentence, old.file, new.file)


def _sentences(where: Where, old: Rule, new: Rule, spoken: str) -> Iterator[Change]:
    """A sentence that says the same of the same processes is the same; one that is alone in both was rewritten."""
    matching = (
        Matching(old.parts, new.parts)
        .by(lambda each: (each.processes, each.sentence.text)).by(lambda each: each.sentence.text)
    )  # fmt: skip
    olds, news = matching.left()
    if len(olds) == len(news) == 1:
        matching.pair(olds[0], news[0])
    for before, after in matching.things():
        if before is not None and after is not None:
            if before.sentence.text != after.sentence.text:
                sentence = f"{spoken} zegt nu: {after.sentence.text}{was(before.sentence.text)}"
                yield where.changed("sentence", WORK, sentence, before.sentence.text, after.sentence.text)
            if before.processes != after.processes:
                sentence = f"{spoken} geldt nu voor {_of(after)} (was {_of(before)})"
                yield where.changed("processes", WORK, sentence, _of(before), _of(after))
        elif after is not None:
            sentence = f"{spoken} heeft er een zin bij: {after.sentence.text}"
            yield where.added("sentence", WORK, sentence, after.sentence.text)
        elif before is not None:
            sentence = f"{spoken} heeft een zin niet meer: {before.sentence.text}"
            yield where.removed("sentence", WORK, sentence, before.sentence.text)


def _of(part: RulePart) -> str:
    return "elk proces" if EVERY_PROCESS in part.processes else listed(part.processes)
