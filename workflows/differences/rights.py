"""The differences between who may see what: `rechten.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import starred
from workflows.rights import ANY_PHASE, FILE_NAME, STARTER, Right, Rights

_Key: TypeAlias = tuple[str, str, str]
_SAID: Final = {Right.WRITE: "schrijven", Right.READ: "lezen", Right.OWN: "lezen als het eigen werk is"}
_STARTER: Final = "wie de route begon"
_NONE: Final[frozenset[Right]] = frozenset()


def differences(pairs: Pairs) -> Iterator[Change]:
    """One for each function, field group and phase of which the right is otherwise, in the order of the table.

    A row for every phase counts in each of them, so what somebody may do in a phase is told with that row as well.
    """
    old, new = _by_key(pairs.old.rights), _by_key(pairs.new.rights)
    for key, same in Matching(list(old), list(new)).by(lambda each: each).things():
        found = same or key
        if found is None or old.get(found) == new.get(found):
            continue
        function, group, phase = found
        always = (function, group, ANY_PHASE)
        before, after = (_said(each.get(found, _NONE) | each.get(always, _NONE)) for each in (old, new))
        if before == after:
            continue  # the row for every phase tells it, or the file only looks otherwise
        where = Where(ChangePart.RIGHTS, FILE_NAME, FILE_NAME, element=function, was=function, name=function)
        spoken = f"{_STARTER.capitalize()}" if function == STARTER else f"Functie {starred(function)}"
        when = "in elke fase" if phase == ANY_PHASE else f"in fase {starred(phase)}"
        if not after:
            if phase == ANY_PHASE and any(each[:2] == found[:2] for each in new):
                when = "in de andere fasen"
            sentence = f"{spoken} mag {starred(group)} niet meer zien {when} (mocht {before})"
            yield where.removed("right", Weight.WORK, sentence, before)
        elif not before:
            yield where.added("right", Weight.WORK, f"{spoken} mag {starred(group)} nu {after} {when}", after)
        else:
            sentence = f"{spoken} mag {starred(group)} nu {after} {when} (mocht {before})"
            yield where.changed("right", Weight.WORK, sentence, before, after)


def _by_key(rights: Rights) -> dict[_Key, frozenset[Right]]:
    found: dict[_Key, frozenset[Right]] = {}
    for grant in rights.grants:
        key = (grant.function, grant.group, grant.phase)
        found[key] = found.get(key, _NONE) | {grant.right}
    return found


def _said(rights: frozenset[Right]) -> str:
    """The right that goes furthest: it holds the others."""
    return _SAID[max(rights, key=lambda each: each.reach)] if rights else ""
