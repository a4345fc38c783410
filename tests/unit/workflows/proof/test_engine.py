"""What the engine does is a behaviour that a proof has seen: every command of random walks is an edge of the space."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.playing import bundle
from tests.unit.workflows.engine.test_random_diagrams import BLOCKS, Block, text_of
from tests.walking import walked
from workflows import Bundle, Limits, ProofStanding, prove
from workflows.proof.played import Played
from workflows.proof.proving import Prover
from workflows.proof.space import OVER, Edge, Space
from workflows.rules.trace import Happening
from workflows.types import RouteStatus, Step

ROOT = Path(__file__).resolve().parents[4]
EVENTS = bundle(P="""
    start s message="Begin"
    user a "A"
    event g
    catch m message="Door"
    catch d timer="duration:P1D"
    sub u "Binnen"
     start v
     user w "W"
     end x "Fout" error="mis"
     end y
     xor z "Goed?"
     v -> w -> z
     z -> y "Ja"
     z -> x "Nee"
    done
    boundary t on=a interrupting=no timer="duration:PT4H"
    boundary h on=a interrupting=yes message="Weg"
    boundary f on=u error="mis"
    user b "B"
    end e "Klaar"
    end k "Te laat"
    end l
    s -> a -> g
    g -> m -> u
    g -> d -> b
    u -> e
    f -> b -> k
    t -> l
    h -> b
    esp o
     start p message="Erbij" interrupting=no
     user q "Q"
     end r
     p -> q -> r
    done
""")  # fmt: skip


@cache
def shipped() -> Prover:
    return Prover(Bundle.load(ROOT / "bpmn" / "zorgdossier"), Limits())


def seen(steps: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What happened, in order: what is cancelled at once has none, and items of a list come as one."""
    rows: list[tuple[str, str]] = []
    for cancelled, group in groupby(steps, key=lambda each: each[0] == Happening.CANCELLED):
        some = list(group)
        rows += sorted(some) if cancelled else some
    return tuple(each for each, _ in groupby(rows))


def of_engine(steps: Iterable[Step]) -> tuple[tuple[str, str], ...]:
    return seen((str(each.kind), each.element) for each in steps)


def of_space(space: Space, word: int) -> tuple[tuple[str, str], ...]:
    symbols = (space.symbols[each] for each in space.words[word])
    return seen((str(each[0]), each[1]) for each in symbols if each[0] != Happening.OVER)


def follow(made: Bundle, played: Played, message: str, seed: int) -> int:
    """Walk the engine and the space together; how many commands they agreed on."""
    space, at, commands = played.space, list[int](), 0
    chance = Random(seed)  # noqa: S311  every run the same
    words = [of_space(space, number) for number in range(len(space.words))]
    for outcome in walked(made, space.process, message, chance, 60):
        first = commands == 0
        edges: list[Edge] = (
            [edge for begun, edge in space.begins if begun == message] if first
            else [edge for number in at for edge in space.edges[number]]
        )  # fmt: skip
        over = outcome.status is not RouteStatus.LOOPT
        done = of_engine(outcome.steps)
        at = sorted({each.to for each in edges if words[each.word] == done and (each.to == OVER) is over})
        assert at, (message, commands, done)
        commands += 1
    return commands


@pytest.mark.parametrize("process", ["meldcode", "ondersteuningsroute", "oudergesprek", "melding_gedaan"])
def test_the_shipped_protocol(process: str) -> None:
    prover, chance = shipped(), Random(20)  # noqa: S311  every run the same
    starts = [each.event.name for each in prover.bundle.processes[process].start_events()]
    counted = sum(follow(prover.bundle, prover.played(process), chance.choice(starts), seed) for seed in range(12))
    assert counted > 20


def test_every_kind_of_event() -> None:
    prover = Prover(EVENTS, Limits())
    assert sum(follow(EVENTS, prover.played("P"), "Begin", seed) for seed in range(60)) > 200


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(block=BLOCKS, seed=st.integers(0, 1_000))
def test_random_drawings_of_blocks_go_as_the_engine_goes_and_are_sound(block: Block, seed: int) -> None:
    made = bundle(P=text_of(block))
    prover = Prover(made, Limits())
    assert follow(made, prover.played("P"), "", seed) >= 1
    assert {each.id for each in prove(made) if each.standing is not ProofStanding.PROVEN} == set()
