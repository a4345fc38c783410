"""Two sets of parts made one, beside what both began as. Knows nothing of XML or JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from workflows.merging.model import EXISTS, KIND, OWNER, Choices, Part, Parts, Side

_NOBODY: Final = Part("", {})


@dataclass(frozen=True, slots=True)
class Question:
    """A clash, before it is put in words."""

    id: str
    key: str
    name: str
    was: str | None
    mine: str | None
    theirs: str | None
    """For EXISTS: `""` where it is kept, None where it went."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a sort of file differs from others."""

    silent: Callable[[str, str], bool]
    """Whether nobody is asked about this value of this part: then the other one's goes in."""
    lying: Callable[[str], bool]
    """Whether a part only shows another one, so goes with it and never holds it."""
    needed: frozenset[str] = frozenset()
    """Values that a part cannot do without: it goes where what they lean on goes."""
    at_once: tuple[str, ...] = ()
    """Values about which one question is asked, by the name of the first."""


@dataclass(slots=True)
class Combining:
    """One merge, while it goes on."""

    base: Parts
    mine: Parts
    theirs: Parts
    choices: Choices
    ways: Ways
    asked: dict[str, Question] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)

    def combine(self) -> Parts:
        """The parts of both."""
        keys = dict.fromkeys([*self.theirs, *self.mine])
        for key in keys:
            made = self._one(key)
            if made is not None:
                self.parts[key] = made
        self._settle()
        self._empty()
        return self.parts

    def side(self, side: Side) -> Parts:
        """The parts of one."""
        return self.mine if side is Side.MINE else self.theirs

    def origin(self, key: str) -> Part | None:
        """A part as anybody has it."""
        return self.theirs.get(key) or self.mine.get(key) or self.base.get(key)

    def _one(self, key: str) -> Part | None:
        base, mine, theirs = self.base.get(key), self.mine.get(key), self.theirs.get(key)
        if mine is not None and theirs is not None:
            return self._joined(key)
        there, side = (mine, Side.MINE) if mine is not None else (theirs, Side.THEIRS)
        if there is None or base is None or self.ways.lying(key):
            return there
        if there.soft:
            return self._joined(key)
        if not self._changed(key, side):
            return None
        return there if self._asked_whether(key, side) else None

    def _asked_whether(self, key: str, kept_by: Side) -> bool:
        """Whether what one took away and the other changed or needs is to be there."""
        kept = {kept_by: "", kept_by.other: None}
        answer = self._ask(key, EXISTS, "", kept[Side.MINE], kept[Side.THEIRS])
        return answer is kept_by

    def _changed(self, key: str, side: Side) -> bool:
        """Whether one changed a part or what belongs to it."""
        own = self.side(side)
        below = [each for each in (*own, *self.base) if each.startswith(f"{key}/") and "/#" not in each]
        # A cell counts for its rule and for its column, but one that only came with another column or rule for neither.
        below += [each for each in own if each in self.base and _is_cell_of(key, each)]
        return any(says(own.get(each)) != says(self.base.get(each)) for each in (key, *below))

    def _joined(self, key: str) -> Part | None:
        base, mine, theirs = (each.get(key, _NOBODY) for each in (self.base, self.mine, self.theirs))
        if theirs in (mine, base) or mine == base:
            one = mine if theirs == base else theirs
            return one if one is not _NOBODY else None
        values: dict[str, str] = {}
        for name in dict.fromkeys([*theirs.values, *mine.values]):
            value = self._value(key, name)
            if value is not None:
                values[name] = value
        pattern = theirs if theirs is not _NOBODY else mine
        refs = {
            name: next(
                each.refs[name] for each in (theirs, mine) if each.values.get(name) == value and name in each.refs
            )
            for name, value in values.items()
            if any(each.values.get(name) == value and name in each.refs for each in (theirs, mine))
        }
        return Part(key, values, _ordered(base.slots, mine.slots, theirs.slots), refs, pattern.soft)

    def _value(self, key: str, name: str) -> str | None:
        was, mine, theirs = (
            each.get(key, _NOBODY).values.get(name) for each in (self.base, self.mine, self.theirs)
        )  # fmt: skip
        if mine in (theirs, was):
            return theirs
        if theirs == was:
            return mine
        if name == OWNER and None in {mine, theirs}:  # a soft part that one let go: it lies where it lay
            return mine or theirs
        if self.ways.silent(key, name):
            return theirs if theirs is not None else mine
        asked, own = name, [was, mine, theirs]
        if name in self.ways.at_once:
            asked, own = (
                self.ways.at_once[0],
                [self._at_once(each, key) for each in (self.base, self.mine, self.theirs)],
            )
        return mine if self._ask(key, asked, *own) is Side.MINE else theirs

    def _at_once(self, parts: Parts, key: str) -> str:
        values = parts.get(key, _NOBODY).values
        return " ".join(values.get(name, "") for name in self.ways.at_once)

    def _ask(self, key: str, name: str, was: str | None, mine: str | None, theirs: str | None) -> Side:
        """Whose it is; theirs as long as nobody chose."""
        said = repr((key, name, was, mine, theirs))
        made = Question(hashlib.sha256(said.encode()).hexdigest()[:16], key, name, was, mine, theirs)
        chosen = self.choices.get(made.id)
        if chosen is None:
            self.asked[made.id] = made
        return chosen or Side.THEIRS

    def _settle(self) -> None:
        """Let everything that is leant on be there, or nothing lean on it."""
        decided: dict[str, bool] = {}
        while loose := next(self._loose(), None):
            part, name, missing = loose
            if self.ways.lying(part.key):
                del self.parts[part.key]
                continue
            if missing not in decided:
                along = name == OWNER and decided.get(part.key, False)
                decided[missing] = along or self._brought_back(part, name, missing)
            if decided[missing]:
                self._bring_back(missing)
            else:
                self._let_go(part, name, missing)

    def _empty(self) -> None:
        """Let go what is nothing by itself and holds nothing any more."""
        holding = {each.owner for each in self.parts.values()}
        for key in reversed(list(self.parts)):
            part = self.parts[key]
            if part.soft and key not in holding and not set(part.values) - {OWNER, KIND}:
                del self.parts[key]

    def _loose(self) -> Iterator[tuple[Part, str, str]]:
        for part in list(self.parts.values()):
            if part.owner and part.owner not in self.parts:
                yield part, OWNER, part.owner
            for name, keys in part.refs.items():
                for key in keys:
                    if key not in self.parts:
                        yield part, name, key

    def _brought_back(self, part: Part, name: str, missing: str) -> bool:
        """Whether a part that one took away comes back, since the other leans on it."""
        gone_in = [side for side in Side if missing not in self.side(side)]
        if len(gone_in) != 1 or missing not in self.base:
            return False
        holder = gone_in[0].other
        own = self.side(holder).get(part.key)
        leans = own is not None and (name == OWNER or missing in own.refs.get(name, ()))
        return leans and self._asked_whether(missing, holder)

    def _bring_back(self, key: str) -> None:
        """With all that belongs to it, and what shows it."""
        side = self.mine if key in self.mine else self.theirs
        for each, part in side.items():
            belongs = each == key or each.startswith(f"{key}/")
            shows = self.ways.lying(each) and any(key in keys for keys in part.refs.values())
            if (belongs or shows) and each not in self.parts:
                self.parts[each] = part

    def _let_go(self, part: Part, name: str, missing: str) -> None:
        if name == OWNER or name in self.ways.needed:
            for each in [each for each in self.parts if each == part.key or each.startswith(f"{part.key}/")]:
                del self.parts[each]
            return
        theirs = (self.side(side).get(part.key, _NOBODY) for side in Side)
        other = next((each for each in theirs if name in each.refs and missing not in each.refs[name]), None)
        values, refs = dict(part.values), dict(part.refs)
        del values[name], refs[name]
        if other is not None and all(key in self.parts for key in other.refs[name]):
            values[name], refs[name] = other.values[name], other.refs[name]
        self.parts[part.key] = Part(part.key, values, part.slots, refs, part.soft)


def _is_cell_of(key: str, other: str) -> bool:
    return "/#" in other and (other.startswith(f"{key}/#") or other.endswith(f"/{key}"))


def says(part: Part | None) -> object:
    """What a part says, without the order of what follows from others."""
    return None if part is None else {name: value for name, value in part.values.items() if name[0] != "~"}


def _ordered(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """What lies in a part, in the order of whoever changed it; what only the other has, behind what it follows."""
    still, known = set(theirs), set(base)
    as_before = [each for each in base if each in still] == [each for each in theirs if each in known]
    first, second = (mine, theirs) if as_before else (theirs, mine)
    made = list(dict.fromkeys(first))
    known = set(made)
    for at, each in enumerate(second):
        if each not in known:
            behind = next((other for other in reversed(second[:at]) if other in known), None)
            made.insert(made.index(behind) + 1 if behind is not None else 0, each)
            known.add(each)
    return tuple(made)
