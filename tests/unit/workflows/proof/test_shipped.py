"""The protocol that is shipped keeps its rules; take something away that a rule asks for, and that rule breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import pytest

from workflows import Bundle, Limits, ProofStanding, prove, read_folder
from workflows.proof.proving import Prover

FOLDER = Path(__file__).resolve().parents[4] / "bpmn" / "zorgdossier"


AGAIN = 'name="niet_door" value="Melding Veilig Thuis doen"', 'name="weg" value="x"'
UNTIMED = 'name="termijn" value="5 schooldagen"', 'name="weg" value="x"'


@cache
def files() -> Mapping[str, bytes]:
    return read_folder(FOLDER)


def standings(of: Mapping[str, bytes]) -> dict[str, ProofStanding]:
    return {each.id: each.standing for each in prove(Bundle.from_files(of))}


def test_every_rule_of_the_shipped_protocol_is_proven() -> None:
    found = standings(files())
    assert [each for each in map(str, range(1, 20)) if each not in found] == ["18"]
    assert {key: each for key, each in found.items() if each is not ProofStanding.PROVEN} == {}


def without(element: str) -> dict[str, bytes]:
    """The drawing in which everything that led to an element leads past it."""
    name, data = next((name, data) for name, data in files().items() if f'sourceRef="{element}"'.encode() in data)
    (after,) = re.findall(rf'sourceRef="{element}" targetRef="([^"]+)"'.encode(), data)
    return {**files(), name: data.replace(f'targetRef="{element}"'.encode(), b'targetRef="' + after + b'"')}


def replaced(old: str, new: str) -> dict[str, bytes]:
    """The files with words replaced wherever they stand."""
    found = {name: data.replace(old.encode(), new.encode()) for name, data in files().items()}
    assert found != files()
    return found


MUTATIONS: Mapping[str, tuple[str, Callable[[], dict[str, bytes]]]] = {
    "no talk between steps 2 and 3": ("1", partial(without, "oudergesprek_2_3")),
    "no talk between steps 6 and 2": ("1", partial(without, "oudergesprek_6_2")),
    "no talk before the weighing": ("2", partial(without, "meldcode_oudergesprek")),
    "nobody confirms the weighing": ("3", partial(without, "weging_bekrachtigen")),
    "one of two reports": ("5", partial(without, "melding_veilig_thuis_doen_leerkracht")),
    "who reported may report again": ("5", partial(replaced, *AGAIN)),
    "nobody asked in doubt": ("6", partial(without, "veilig_thuis_raadplegen_vraag_1")),
    "parents who do not hear it later": ("11", partial(without, "oudergesprek_meld_ouders_later_informeren")),
    "a task without a term": ("14", partial(replaced, *UNTIMED)),
    "no word with a meldcode that runs": ("17", partial(without, "oudergesprek_afstemmen_met_meldcode")),
}
"""What is taken away, and the rule that asks for it."""


@pytest.mark.parametrize("what", MUTATIONS)
def test_what_a_rule_asks_for_cannot_be_taken_away(what: str) -> None:
    number, made = MUTATIONS[what]
    prover = Prover(Bundle.from_files(made()), Limits())
    proof = prover.rule(next(each for each in prover.bundle.rules.rules if each.id == number))
    assert proof.standing is ProofStanding.BROKEN
    assert proof.worst.path
    assert proof.worst.why
