"""The differences between the `protocol.toml` of both: name, functions, routes, what lanes mean, who is on the team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflows.diagram.protocol import FILE_NAME, FROM_THE_START, Protocol
from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import listed, starred, was

WORK: Final = Weight.WORK
_HERE: Final = Where(ChangePart.PROTOCOL, FILE_NAME, FILE_NAME)


def differences(pairs: Pairs) -> Iterator[Change]:
    """All of them."""
    old, new = pairs.old.protocol, pairs.new.protocol
    yield from _whole(old, new)
    for before, after in _either(old.functies, new.functies):
        if before is None and after is not None:
            where = _at(after)
            yield where.added("function", WORK, f"Functie {starred(after)} is nieuw in dit protocol", after)
        elif after is None and before is not None:
            where = _at(before)
            yield where.removed(
                "function", WORK, f"Functie {starred(before)} komt in dit protocol niet meer voor", before
            )
    yield from _routes(pairs)
    yield from _lanes(old.lanen, new.lanen, "")
    for process in dict.fromkeys((*new.per_proces, *old.per_proces)):
        now = pairs.new.processes.get(process) or pairs.old.processes.get(process)
        place = f" in proces {starred(now.name if now else process)}"
        yield from _lanes(old.per_proces.get(process, {}), new.per_proces.get(process, {}), place)
    yield from _team(old, new)


def _whole(old: Protocol, new: Protocol) -> Iterator[Change]:
    if old.naam != new.naam:
        now = f"Het protocol heet nu {starred(new.naam)}" if new.naam else "Het protocol heeft geen naam meer"
        sentence = f"{now}{was(starred(old.naam) if old.naam else '')}"
        yield _HERE.changed("name", Weight.WORDING, sentence, old.naam, new.naam)
    if old.standaard != new.standaard:
        verb = "is nu" if new.standaard else "is niet meer"
        sentence = f"Dit {verb} het protocol dat een opdracht zonder naam neemt"
        yield _HERE.changed("default", Weight.WORDING, sentence, _yes(flag=old.standaard), _yes(flag=new.standaard))


def _routes(pairs: Pairs) -> Iterator[Change]:
    old, new = (
        [_process(pairs, each) for each in found] for found in (pairs.old.protocol.routes, pairs.new.protocol.routes)
    )
    if set(old) != set(new):
        told = [listed(names) if names else "elk proces" for names in (old, new)]
        sentence = f"Als eigen route telt nu {told[1]} (was {told[0]})"
        yield _HERE.changed("routes", Weight.BEHAVIOUR, sentence, *told)


def _process(pairs: Pairs, key: str) -> str:
    found = pairs.new.processes.get(key) or pairs.old.processes.get(key)
    return found.name if found else key


def _lanes(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], place: str
) -> Iterator[Change]:  # fmt: skip
    for before, after in _either(old, new):
        lane = after or before or ""
        functions = [old.get(lane, ()), new.get(lane, ())]
        if functions[0] == functions[1] and before is not None and after is not None:
            continue
        told = [listed(each) if each else "" for each in functions]
        where, behaviour = _at(lane), Weight.BEHAVIOUR
        if before is None:
            sentence = f"Baan {starred(lane)}{place} is nu voor {told[1] or 'niemand'}"
            yield where.added("lane_functions", behaviour, sentence, told[1])
        elif after is None:
            sentence = (
                f"Van baan {starred(lane)}{place} staat niet meer apart voor wie hij is (was {told[0] or 'niemand'})"
            )
            yield where.removed("lane_functions", behaviour, sentence, told[0])
        else:
            sentence = f"Baan {starred(lane)}{place} is nu voor {told[1] or 'niemand'} (was {told[0] or 'niemand'})"
            yield where.changed("lane_functions", behaviour, sentence, *told)


def _team(old: Protocol, new: Protocol) -> Iterator[Change]:
    for before, after in _either(old.team, new.team):
        function = after or before or ""
        where = _at(function)
        told = [_from(each.team.get(function)) for each in (old, new)]
        if after is None:
            sentence = f"Functie {starred(function)} hoort er niet meer zonder uitnodiging bij (was {told[0]})"
            yield where.removed("team", WORK, sentence, told[0])
        elif before is None:
            sentence = f"Functie {starred(function)} hoort er nu zonder uitnodiging bij, {told[1]}"
            yield where.added("team", WORK, sentence, told[1])
        elif told[0] != told[1]:
            sentence = f"Functie {starred(function)} hoort er nu zonder uitnodiging bij, {told[1]} (was {told[0]})"
            yield where.changed("team", WORK, sentence, *told)


def _from(phase: str | None) -> str:
    if phase is None:
        return ""
    return "vanaf het begin" if phase == FROM_THE_START else f"vanaf fase {starred(phase)}"


def _either(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str | None, str | None]]:
    return Matching(list(old), list(new)).by(lambda each: each).things()


def _at(name: str) -> Where:
    return _HERE.at(name, name, name)


def _yes(*, flag: bool) -> str:
    return "ja" if flag else "nee"
