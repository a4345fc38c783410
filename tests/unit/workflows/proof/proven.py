"""Small drawings with one rule, and what comes of proving it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.playing import bundle
from workflows import Limits, Proof, ProofStanding, prove

PROVEN, BROKEN, UNDECIDED = ProofStanding.PROVEN, ProofStanding.BROKEN, ProofStanding.UNDECIDED


def ruled(
    *sentences: str, process: str = "P", more: str = "", files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None, **processes: str,
) -> Proof:  # fmt: skip
    """What is known of a rule of these sentences about a process."""
    return all_of(*sentences, process=process, more=more, files=files, limits=limits, **processes)["1"]


def all_of(
    *sentences: str, process: str = "P", more: str = "", files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None, **processes: str,
) -> dict[str, Proof]:  # fmt: skip
    """The same, of the rule and of soundness, by id."""
    lines = "\n".join(f"'''{each}'''," for each in sentences or ('nooit "Nergens"',))
    about = f'nummer = "1"\nnaam = "Een regel"\ntekst = "Zo hoort het."\nproces = "{process}"'
    rules = f"{more}\n[[regel]]\n{about}\nzinnen = [\n{lines}\n]\n"
    made = bundle({**(files or {}), "rules/regels.toml": rules.encode()}, **processes)
    return {each.id: each for each in prove(made, limits)}


def way(proof: Proof) -> list[str]:
    """The elements of its counter-example, sequence flows left out: these have made-up ids."""
    return [each for each in proof.worst.path if "_" not in each]
