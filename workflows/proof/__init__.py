"""Proofs over all behaviours of a drawing: its rules, and whether it is sound. Pure.

`net` and `values` say what a drawing is, `game` plays one command on `tokens`, `space` plays all `commands`, and `kept`
takes a space again where nothing changed that it hangs on; `signs` and `monitors` are the sentences, `search` finds
what breaks one, `proving` and `soundness` say what that means (docs/formats/rules.md, "Proofs"). `stepping` lets
somebody play the same net by hand.
"""

from workflows.proof.proving import prove, prove_rule
from workflows.proof.shapes import Proof, ProofStanding, Shown
from workflows.proof.stepping import TokenDeed, TokenMove, TokenSimulation, simulate

__all__ = [
    "Proof", "ProofStanding", "Shown", "TokenDeed", "TokenMove", "TokenSimulation", "prove", "prove_rule", "simulate",
]  # fmt: skip
