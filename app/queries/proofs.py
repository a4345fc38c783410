"""The rules of a protocol as they are proven on its drawings, with the way to where one breaks (workbench 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.queries.drafts import bundle_of
from app.store.tried import PROVEN
from workflows import Bundle, Limits, Proof, ProofStanding, Rules, Shown, prove, prove_rule

_SECONDS: Final = 10
"""Of the processor, for each process, while somebody waits for a page."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """An element or a sequence flow on the way to where a rule breaks."""

    element: str
    file: str
    """The drawing in which it lies."""
    name: str
    """What the drawing calls it; empty for what has no name."""
    is_flow: bool


@dataclass(frozen=True, slots=True)
class PartShown:
    """One sentence in one process."""

    standing: ProofStanding
    sentence: str
    process: str
    """Its name."""
    why: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule, or one part of soundness."""

    id: str
    name: str
    text: str
    """As people say it; empty for soundness."""
    source: tuple[str, ...]
    standing: ProofStanding | None
    """None where it waits for a process that is not drawn yet."""
    parts: tuple[PartShown, ...]
    sound: bool = False
    reason: str = ""
    """Of an exception that the version itself makes to it."""


def proofs_of(files: Mapping[str, bytes], digest: str, limits: Limits) -> tuple[RuleShown, ...] | None:
    """Every rule of these files, those that are not proven first; None where they make no protocol that stands.

    `digest` is over the files. Outside any transaction: it takes a second or more.
    """
    bundle = bundle_of(files, digest, limits)
    if bundle is None:
        return None
    shown = [_rule(bundle, each) for each in proven_soon(bundle, limits)]
    waiting = (each for each in bundle.rules.rules if each.waits_for(bundle.processes))
    shown += [RuleShown(each.id, each.name, each.text, each.source, None, ()) for each in waiting]
    return tuple(sorted(shown, key=lambda each: _FIRST.index(each.standing)))


def proof_of(files: Mapping[str, bytes], digest: str, number: str, limits: Limits) -> RuleShown | None:
    """How one rule stands, for somebody who just changed it; None where nothing can be proven of it yet.

    Outside any transaction, as `proofs_of`; only the processes that the rule is about are played.
    """
    bundle = bundle_of(files, digest, limits)
    proof = prove_rule(bundle, number, while_waiting(limits)) if bundle is not None else None
    return _rule(bundle, proof) if bundle is not None and proof is not None else None


_FIRST: Final = (ProofStanding.BROKEN, ProofStanding.UNDECIDED, ProofStanding.PROVEN, None)


def proven_soon(bundle: Bundle, limits: Limits) -> tuple[Proof, ...]:
    """The proofs of a version or a draft for somebody who waits; the same files have the same, so they are kept."""
    soon = while_waiting(limits)
    return PROVEN.get((bundle.geheel, repr(soon)), lambda: prove(bundle, soon))


def while_waiting(limits: Limits) -> Limits:
    """What a proof may take while somebody waits for a page; the command line takes all that the settings allow."""
    return replace(limits, max_proof_seconds=min(_SECONDS, limits.max_proof_seconds))


def _rule(bundle: Bundle, proof: Proof) -> RuleShown:
    rules: Rules = bundle.rules
    rule = next((each for each in rules.rules if each.id == proof.id), None)
    reason = next((each.reason for each in rules.exempt if each.rule == proof.id), "")
    parts = tuple(_part(bundle, each) for each in proof.parts)
    if rule is None or proof.sound:
        return RuleShown(proof.id, proof.name, "", (), proof.standing, parts, sound=True)
    return RuleShown(proof.id, proof.name, rule.text, rule.source, proof.standing, parts, reason=reason)


def _part(bundle: Bundle, shown: Shown) -> PartShown:
    process = bundle.processes.get(shown.process)
    return PartShown(
        shown.standing, shown.sentence, process.name if process else "", shown.why, tuple(_steps(bundle, shown))
    )


def _steps(bundle: Bundle, shown: Shown) -> Iterator[StepShown]:
    for element in shown.path:
        for process in bundle.processes.values():
            node, flow = process.nodes.get(element), process.flows.get(element)
            if node is not None or flow is not None:
                name = node.name if node is not None else flow.name if flow is not None else ""
                yield StepShown(element, process.file, name, flow is not None)
                break
