"""`flask protocol test`: the scenarios of a protocol, run in memory, and told in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from app.cli.border import ExitCode, NotJudged, PathName, Unset, counted, shown
from app.cli.bundles import default_bundle, load
from app.cli.material import bundle_above
from workflows import Bundle, Result, Results, Untaken, run_scenarios

SUFFIX = ".feature"


@click.command("test", cls=Unset)
@click.argument("paths", nargs=-1, type=PathName(), metavar="[PATH]...")
@click.option("--bundle", "bundle_path", type=PathName(), metavar="MAP", help="Het protocol: een map of een zip.")
@click.option("--coverage", is_flag=True, help="Noem ook de pijlen die geen scenario neemt.")
@click.pass_context
def test_command(ctx: click.Context, paths: tuple[str, ...], bundle_path: str | None, *, coverage: bool) -> None:
    """Beproef een protocol met scenario's: bestanden of mappen. Zonder PATH: alle van het protocol zelf.

    Zonder --bundle geldt het protocol waarin een bestand ligt, anders het standaardprotocol.
    Uitkomst: 0 alles klopt, 1 een scenario klopt niet, 2 verkeerd gebruik, 3 niet te beoordelen.
    """
    all_results = []
    for bundle, files in _gathered(paths, bundle_path):
        results = run_scenarios(bundle, files)
        all_results.append(results)
        click.echo("\n".join([*_told(results.scenarios), *(_uncovered(bundle, results) if coverage else ())]))
    found = [result for results in all_results for result in results.scenarios]
    if not found:
        message = "Er is geen scenario gevonden. Zet een bestand met de naam ….feature in de map scenarios."
        raise NotJudged(message)
    click.echo(_verdict(found))
    ctx.exit(ExitCode.HOLDS if all(result.passed for result in found) else ExitCode.DOES_NOT_HOLD)


def _verdict(found: Sequence[Result]) -> str:
    """Scenarios are counted, and beside these the files of which none could be run."""
    run = [result for result in found if result.readable]
    failed = sum(not result.passed for result in run)
    verdict = f"{failed} ervan {'klopt' if failed == 1 else 'kloppen'} niet" if failed else "alles klopt"
    unread = len({result.file for result in found if not result.readable})
    parts = [f"{counted(len(run), 'scenario', 'scenario’s')}: {verdict}"] if run else []
    if unread:
        parts.append(
            f"{counted(unread, 'bestand', 'bestanden')} {'kan' if unread == 1 else 'kunnen'} niet worden beproefd"
        )
    return f"{'; '.join(parts)}."


def _gathered(paths: tuple[str, ...], bundle_path: str | None) -> Iterator[tuple[Bundle, dict[str, str]]]:
    """The feature files by name, with the bundle they are about."""
    if not paths:
        named = bundle_path or str(default_bundle())
        bundle, files = load(named)
        yield bundle, {f"{named}/{name}": _text(name, files[name]) for name in _features(files)}
        return
    by_bundle = dict[str, list[Path]]()
    for path in paths:
        for place in _feature_files(path):
            above = bundle_path or str(bundle_above(place.parent) or default_bundle())
            by_bundle.setdefault(above, []).append(place)
    for above, places in by_bundle.items():
        yield load(above)[0], {str(place): _text(str(place), place.read_bytes()) for place in places}


def _features(files: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in files if name.endswith(SUFFIX))


def _feature_files(path: str) -> list[Path]:
    place = Path(path)
    if place.is_dir():
        return sorted(each for each in place.rglob(f"*{SUFFIX}") if each.is_file())
    if not place.is_file():
        message = f"“{path}” is er niet. Noem een bestand met scenario’s of een map."
        raise NotJudged(message)
    if place.suffix != SUFFIX:
        message = f"“{path}” is geen bestand met scenario’s. Noem een bestand dat eindigt op {SUFFIX}, of een map."
        raise NotJudged(message)
    return [place]


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"“{name}” is geen tekst in UTF-8. Bewaar het bestand als UTF-8."
        raise NotJudged(message) from error


def _told(results: Iterable[Result]) -> Iterator[str]:
    for file, group in groupby(results, key=lambda result: result.file):
        yield shown(file)
        for result in group:
            yield f"  {'goed' if result.passed else 'FOUT'}  {shown(result.name) or 'dit bestand'}"
            if result.failure:
                yield f"        {shown(file)}:{result.failure.line}  {shown(result.failure.step)}".rstrip()
                yield from (f"        {shown(line)}" for line in result.failure.message.splitlines())
        yield ""


def _uncovered(bundle: Bundle, results: Results) -> Iterator[str]:
    total = sum(len(process.flows) for process in bundle.processes.values())
    if not results.untaken:
        yield f"Elke pijl is genomen: {total} van {total}.\n"
        return
    yield f"Niet genomen: {len(results.untaken)} van {total} pijlen."
    for process, group in groupby(results.untaken, key=lambda each: each.process):
        yield f"  {shown(process)}"
        yield from (f"    {shown(_arrow(each))}" for each in group)
    yield ""


def _arrow(each: Untaken) -> str:
    return " → ".join(part for part in (each.source, each.label, each.target) if part)
