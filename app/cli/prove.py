"""`flask protocol prove`: the rules of a protocol, decided over everything that can happen in its drawings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

import click

from app.cli.border import ExitCode, PathName, Unset, counted, settings, shown
from app.cli.bundles import default_bundle, load
from workflows import Bundle, Proof, ProofStanding, Shown, prove

_WORDS: Final = {
    ProofStanding.PROVEN: "proven", ProofStanding.BROKEN: "broken", ProofStanding.UNDECIDED: "not decided",
}  # fmt: skip


@click.command("prove", cls=Unset)
@click.argument("path", required=False, type=PathName(), metavar="[MAP]")
@click.option("--json", "as_json", is_flag=True, help="Geef alleen de lijst van regels, als JSON.")
@click.pass_context
def prove_command(ctx: click.Context, path: str | None, *, as_json: bool) -> None:
    """Bewijs de regels van een protocol op zijn tekeningen. Zonder MAP: het standaardprotocol.

    Uitkomst: 0 alles bewezen, 1 een regel is geschonden of niet beslist, 2 verkeerd gebruik, 3 niet te beoordelen.
    """
    bundle, _ = load(path or str(default_bundle()))
    proofs = prove(bundle, settings().limits)
    if as_json:
        click.echo(json.dumps([_as_dict(each) for each in proofs], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_told(bundle, proofs)))
    proven = all(each.standing is ProofStanding.PROVEN for each in proofs)
    ctx.exit(ExitCode.HOLDS if proven else ExitCode.DOES_NOT_HOLD)


def _as_dict(proof: Proof) -> dict[str, object]:
    """A rule as docs/formats/rules.md, "Proofs", has it."""
    worst = proof.worst
    return {
        "id": proof.id, "name": proof.name, "status": _WORDS[proof.standing], "path": list(worst.path),
        "process": worst.process, "sentence": worst.sentence, "why": worst.why,
    }  # fmt: skip


def _told(bundle: Bundle, proofs: Sequence[Proof]) -> Iterator[str]:
    for proof in proofs:
        yield f"{str(proof.standing).upper():12} {shown(proof.id):>9}  {shown(proof.name)}"
        for part in proof.parts:
            if part.standing is not ProofStanding.PROVEN:
                yield from (f"{'':24}{line}" for line in _matter(bundle, part))
    for rule in bundle.rules.rules:
        if rule.waits_for(bundle.processes):
            yield f"{'WACHT':12} {shown(rule.id):>9}  {shown(rule.name)}: dit is nog niet getekend"
    wrong = sum(each.standing is ProofStanding.BROKEN for each in proofs)
    unclear = sum(each.standing is ProofStanding.UNDECIDED for each in proofs)
    verdict = "Dit houdt niet" if wrong or unclear else "Alles is bewezen"
    yield ""
    broken = f"{counted(wrong, 'regel', 'regels')} geschonden"
    yield f"{verdict}: {broken}, {unclear or 'geen'} niet beslist, van {len(proofs)}."


def _matter(bundle: Bundle, part: Shown) -> Iterator[str]:
    process = bundle.processes.get(part.process)
    where = f"In “{process.name}”: " if process else ""
    yield f"{where}{shown(part.why)}"
    if part.sentence:
        yield f"Zin: {shown(part.sentence)}"
    names = list(_names(bundle, part.path))
    if names:
        yield f"Zo komt het daar: {shown(' → '.join(names))}"


def _names(bundle: Bundle, path: Sequence[str]) -> Iterator[str]:
    """What people see on the way: named elements, and the answers at gateways."""
    for element in path:
        for process in bundle.processes.values():
            node, flow = process.nodes.get(element), process.flows.get(element)
            if node is not None and node.name:
                yield node.name
                break
            if flow is not None and flow.name:
                yield f"({flow.name})"
                break
