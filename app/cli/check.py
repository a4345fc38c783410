"""`flask protocol check`: what is wrong with a drawn protocol, in plain Dutch or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

import click

from app.cli.border import ExitCode, PathName, Unset, counted, settings, shown
from app.cli.bundles import default_bundle
from app.cli.material import Material, bundles_below, read_material
from workflows import Finding, Level, Limits, check


@click.command("check", cls=Unset)
@click.argument("paths", nargs=-1, type=PathName(), metavar="[PATH]...")
@click.option("--json", "as_json", is_flag=True, help="Geef alleen de lijst van bevindingen, als JSON.")
@click.pass_context
def check_command(ctx: click.Context, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Kijk een protocol na: een bestand, een map of een zip. Zonder PATH: het standaardprotocol.

    Uitkomst: 0 klopt, 1 er is een fout, 2 verkeerd gebruik, 3 niet te beoordelen.
    """
    limits = settings().limits
    named = [each for path in paths for each in bundles_below(path)] or [str(default_bundle())]
    materials = [read_material(path, limits) for path in named]
    findings = [finding for material in materials for finding in judged(material, limits, several=len(named) > 1)]
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        click.echo(report(findings, sum(len(material.files) for material in materials)))
    ctx.exit(ExitCode.DOES_NOT_HOLD if has_fout(findings) else ExitCode.HOLDS)


def judged(material: Material, limits: Limits, *, several: bool) -> list[Finding]:
    """The findings on one PATH, each naming its file as the person would."""
    found = check(material.files, limits, context=material.context) if not material.findings else ()
    return [*material.findings, *(_named(finding, material, several=several) for finding in found)]


def _named(finding: Finding, material: Material, *, several: bool) -> Finding:
    if material.within and finding.file.startswith(material.within):
        inside = PurePosixPath(finding.file).relative_to(material.within)
        return replace(finding, file=str(PurePosixPath(material.path, inside)))
    return replace(finding, file=str(PurePosixPath(material.path, finding.file))) if several else finding


def has_fout(findings: Iterable[Finding]) -> bool:
    """Whether anything stands in the way."""
    return any(finding.level is Level.FOUT for finding in findings)


def report(findings: Sequence[Finding], files: int) -> str:
    """The findings for people, file by file in the order of the check, and a line that sums up."""
    lines = []
    files_in_order = list(dict.fromkeys(finding.file for finding in findings))
    gravest_first = sorted(
        findings, key=lambda each: (files_in_order.index(each.file), each.level is not Level.FOUT, each.line or 0)
    )
    for file, group in groupby(gravest_first, key=lambda each: each.file):
        lines.append(shown(file) or "Het protocol als geheel")
        for finding in group:
            told = finding.line is None or f"regel {finding.line}" in finding.message
            where = "" if told else f" regel {finding.line}:"
            lines.append(f"  {str(finding.level).upper():7}{where} {shown(finding.message)}")
            lines.append(f"          Zo los je het op: {shown(finding.cure)}")
        lines.append("")
    wrong = sum(finding.level is Level.FOUT for finding in findings)
    notable = len(findings) - wrong
    verdict = "Dit klopt niet" if wrong else "Dit klopt"
    counts = f"{counted(wrong, 'fout', 'fouten')}, {notable or 'geen'} keer let op"
    return "\n".join([*lines, f"{verdict}: {counts}, in {counted(files, 'bestand', 'bestanden')}."])
