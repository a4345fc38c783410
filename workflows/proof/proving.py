"""Rules decided over all behaviours of a drawing: proven, broken with the shortest way to it, or not decided.

Each process is looked at by itself, with what it calls inside it; what follows over a message stands in the process
that the message begins (docs/formats/rules.md, "Proofs").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from workflows.bundle import Bundle
from workflows.proof.kept import space_of
from workflows.proof.monitors import MONITORS, Thrown, Within
from workflows.proof.net import Net
from workflows.proof.played import Played
from workflows.proof.shapes import Proof, ProofStanding, Shown
from workflows.proof.signs import fields_asked, running_asked
from workflows.proof.soundness import soundness
from workflows.proof.space import Watched
from workflows.rules.cases import spelled
from workflows.rules.model import EVERY_PROCESS, Kind, Rule, Sentence
from workflows.validator import Limits

_WORST_FIRST: Final = (ProofStanding.BROKEN, ProofStanding.UNDECIDED, ProofStanding.PROVEN)
_NOTHING: Final = "Niets waarover deze regel gaat, kan in de tekening gebeuren. Dan bewijst de tekening niets."


def prove(bundle: Bundle, limits: Limits | None = None) -> tuple[Proof, ...]:
    """Decide every rule of a bundle that stands, and whether its processes are sound.

    A rule about a process that is not drawn yet is left out. Raises nothing: what cannot be decided is told so.
    """
    prover = Prover(bundle, limits or Limits())
    return (*prover.rules(), *soundness(prover.net, [prover.played(each) for each in bundle.processes]))


def prove_rule(bundle: Bundle, number: str, limits: Limits | None = None) -> Proof | None:
    """Decide one rule, on its own processes alone; None where there is no such rule, or it waits to be drawn."""
    rule = next((each for each in bundle.rules.rules if each.id == number), None)
    return None if rule is None or rule.waits_for(bundle.processes) else Prover(bundle, limits or Limits()).rule(rule)


class Prover:
    """The spaces of a bundle, each explored once, and the rules decided on them."""

    def __init__(self, bundle: Bundle, limits: Limits) -> None:
        self.bundle, self.limits, self.net = bundle, limits, Net.of(bundle)
        self._played: dict[str, Played] = {}

    @cached_property
    def _watched(self) -> Watched:
        rules = self.bundle.rules_as_drawn
        return Watched(running_asked(self.net, rules), fields_asked(rules))

    def played(self, process: str) -> Played:
        """All behaviours of a process."""
        if process not in self._played:
            space = space_of(self.net, process, self._watched, self.limits)
            self._played[process] = Played.of(self.net, space, self.bundle.rules.not_ends)
        return self._played[process]

    def rules(self) -> tuple[Proof, ...]:
        """Every rule, in the order of the files."""
        return tuple(self.rule(rule) for rule in self.bundle.rules.rules if not rule.waits_for(self.bundle.processes))

    def rule(self, rule: Rule) -> Proof:
        """One rule."""
        shown = [each for part in rule.parts for each in self._part(part.processes, part.sentence)]
        if rule.unsaid:
            shown.append(Shown(ProofStanding.UNDECIDED, why=rule.unsaid))
        if not any(each.about for each in shown):
            shown = [replace(each, standing=ProofStanding.UNDECIDED, why=_NOTHING) for each in shown]
        shown.sort(key=lambda each: _WORST_FIRST.index(each.standing))
        return Proof(rule.id, rule.name, shown[0].standing if shown else ProofStanding.UNDECIDED, tuple(shown))

    def _part(self, processes: Sequence[str], sentence: Sentence) -> Iterator[Shown]:
        chosen = list(self.bundle.processes) if EVERY_PROCESS in processes else list(processes)
        for process in chosen:
            if process in self.bundle.processes:
                found = self._sentence(process, sentence)
                yield replace(found, sentence=sentence.text, process=found.process or process)

    def _sentence(self, process: str, sentence: Sentence) -> Shown:
        played = self.played(process)
        if sentence.kind is Kind.TERM:
            return played.term(sentence)
        if sentence.kind is Kind.MESSAGE:
            return self._over_message(played, sentence)
        return played.watch(MONITORS[sentence.kind](played.signs(sentence)))

    def _over_message(self, played: Played, sentence: Sentence) -> Shown:
        """Thrown in the same command, heard by one process alone, and done there before its end."""
        thrown = played.watch(Thrown(played.signs(sentence)))
        if thrown.standing is not ProofStanding.PROVEN or not thrown.about:
            return thrown
        message, wanted = sentence.message, spelled(sentence.y)
        begun = self.net.starts_by(message)
        if len(begun) != 1 or self.net.caught(message):
            how = "vangt een lopende route dat op" if begun else "begint daar niets mee"
            how = "beginnen daar meer processen mee" if len(begun) > 1 else how
            return replace(thrown, standing=ProofStanding.BROKEN, why=f"Na “{message}” hoort {wanted}, maar {how}.")
        process = begun[0][0]
        there = self.played(process.id)
        done = there.watch(Within(there.signs(sentence)), begin=message)
        why = f"In “{process.name}”: {done.why}" if done.why else ""
        return replace(done, why=why, about=True, process=process.id if done.path else "")
