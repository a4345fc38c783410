"""Random block-structured diagrams, walked at random, against an interpreter of the blocks that knows no BPMN.

The interpreter is the oracle: it works on the nesting of blocks and never on tokens, flows or joins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.playing import Play, bundle
from workflows.types import RouteStatus, TaskKind


@dataclass(frozen=True)
class Work:
    """One user task."""


@dataclass(frozen=True)
class Row:
    """One after the other."""

    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Split:
    """`and`: all branches; `xor`: the one that is chosen; `or`: those that are chosen."""

    kind: str
    branches: tuple[Block, ...]


@dataclass(frozen=True)
class Again:
    """A body, then the question whether to do it once more."""

    body: Block


@dataclass(frozen=True)
class Inside:
    """An embedded subprocess."""

    body: Block


Block: TypeAlias = Work | Row | Split | Again | Inside

BLOCKS = st.recursive(
    st.just(Work()),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Row(tuple(parts))),
        st.tuples(st.sampled_from(["and", "xor", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda pair: Split(pair[0], tuple(pair[1]))
        ),
        inner.map(Again), inner.map(Inside),
    ),
    max_leaves=7,
)  # fmt: skip


@dataclass
class Place:
    """What is running of a block: the oracle's state."""

    block: Block
    name: str
    now: list[Place] = field(default_factory=list)
    at: int = 0
    asking: bool = False

    def begin(self) -> bool:
        """True where it is over at once; nothing here ever is."""
        match self.block:
            case Split("and", branches):
                self.now = [Place(b, f"{self.name}_{n}") for n, b in enumerate(branches)]
            case Split():
                self.asking = True
                return False
            case Row(parts):
                self.now = [Place(parts[0], f"{self.name}_0")]
            case Again(body) | Inside(body):
                self.now = [Place(body, f"{self.name}_0")]
        for each in self.now:
            each.begin()
        return False

    def open(self) -> list[str]:
        if isinstance(self.block, Work) or self.asking:
            return [self.name]
        return [name for each in self.now for name in each.open()]

    def do(self, name: str, chosen: tuple[int, ...]) -> bool:
        """Complete a task or answer a question; True where that ends this block."""
        if self.name == name:
            return self._own(chosen)
        for each in list(self.now):
            if name == each.name or name.startswith(f"{each.name}_"):
                if each.do(name, chosen):
                    self.now.remove(each)
                    return self._after()
                return False
        raise AssertionError(name)

    def _own(self, chosen: tuple[int, ...]) -> bool:
        self.asking = False
        if isinstance(self.block, Split):
            self.now = [Place(self.block.branches[n], f"{self.name}_{n}") for n in chosen]
        elif isinstance(self.block, Again) and chosen == (0,):
            self.now = [Place(self.block.body, f"{self.name}_0")]
        else:
            return True
        for each in self.now:
            each.begin()
        return False

    def _after(self) -> bool:
        if isinstance(self.block, Row) and self.at + 1 < len(self.block.parts):
            self.at += 1
            self.now = [Place(self.block.parts[self.at], f"{self.name}_{self.at}")]
            self.now[0].begin()
            return False
        if isinstance(self.block, Again):
            self.asking = True
            return False
        return not self.now


def drawn(block: Block, name: str, lines: list[str]) -> tuple[str, str]:
    """Draw a block; the ids of its first and last element."""
    match block:
        case Work():
            lines.append(f'user {name} "{name}"')
            return name, name
        case Row(parts):
            ends = [drawn(part, f"{name}_{n}", lines) for n, part in enumerate(parts)]
            lines.extend(f"{one[1]} -> {other[0]}" for one, other in pairwise(ends))
            return ends[0][0], ends[-1][1]
        case Split(kind, branches):
            lines.extend([f'{kind} {name} "{name}"', f"{kind} {name}j"])
            for n, branch in enumerate(branches):
                first, last = drawn(branch, f"{name}_{n}", lines)
                lines.extend([f"{name} -> {first}" + (f' "{n}"' if kind != "and" else ""), f"{last} -> {name}j"])
            return name, f"{name}j"
        case Again(body):
            first, last = drawn(body, f"{name}_0", lines)
            lines.extend([f"xor {name}m", f'xor {name} "{name}"', f"xor {name}x", f"{name}m -> {first}"])
            lines.extend([f"{last} -> {name}", f'{name} -> {name}m "0"', f'{name} -> {name}x "1"'])
            return f"{name}m", f"{name}x"
        case Inside(body):
            lines.append(f"sub {name}s")
            lines.extend([f"start {name}a", f"end {name}z"])
            first, last = drawn(body, f"{name}_0", lines)
            lines.extend([f"{name}a -> {first}", f"{last} -> {name}z", "done"])
            return f"{name}s", f"{name}s"


def text_of(block: Block) -> str:
    lines = ["start s", "end e"]
    first, last = drawn(block, "b", lines)
    return "\n".join([*lines, f"s -> {first}", f"{last} -> e"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(block=BLOCKS, data=st.data())
def test_what_is_open_is_what_the_blocks_say(block: Block, data: st.DataObject) -> None:
    play, oracle, over = Play(bundle(P=text_of(block))), Place(block, "b"), False
    oracle.begin()
    for step in count():
        assert play.open == sorted(oracle.open())
        if over or step > 40:
            break
        element = data.draw(st.sampled_from(play.open))
        task = play.task(element)
        if task.kind is TaskKind.TAAK:
            over = oracle.do(element, ())
            play.do(element)
        else:
            size = len(task.choices) if task.multiple else 1
            labels = data.draw(st.sets(st.sampled_from([c.label for c in task.choices]), min_size=1, max_size=size))
            over = oracle.do(element, tuple(sorted(int(label) for label in labels)))
            play.answer(element, *sorted(labels))
        if over:
            assert play.last.status is RouteStatus.AFGESLOTEN
            oracle.now, oracle.asking, oracle.block = [], False, Row((Work(),))
