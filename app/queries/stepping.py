"""A token simulation of a version or a draft: its processes, and one of them after some choices (workbench 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import NotFoundError
from app.queries.drafts import bundle_of
from workflows import Limits, TokenSimulation, simulate


@dataclass(frozen=True, slots=True)
class Stepped:
    """What the page shows."""

    processes: tuple[tuple[str, str], ...]
    """Id and name of each, in the order of their names."""
    name: str
    """Of the process that runs."""
    file: str
    """Its drawing."""
    tokens: TokenSimulation


def stepped(
    files: Mapping[str, bytes], digest: str, process: str, chosen: Sequence[int], limits: Limits
) -> Stepped | None:
    """A process after these choices, by default the first; None where the files make no protocol that stands.

    Outside any transaction. Raises NotFoundError for a process that is not among them.
    """
    bundle = bundle_of(files, digest, limits)
    if bundle is None or not bundle.processes:
        return None
    processes = sorted(bundle.processes.values(), key=lambda each: (each.name or each.id).casefold())
    ids = [each.id for each in processes]
    if process and process not in ids:
        raise NotFoundError
    shown = bundle.processes[process or ids[0]]
    named = tuple((each.id, each.name or each.id) for each in processes)
    return Stepped(named, shown.name or shown.id, shown.file, simulate(bundle, shown.id, chosen, limits))
