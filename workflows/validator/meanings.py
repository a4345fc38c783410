"""What the lanes of a protocol mean, for who says so: each with its process and its functions. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.validator.limits import Limits
from workflows.validator.material import Material
from workflows.validator.reading import read_material


@dataclass(frozen=True, slots=True)
class Meaning:
    """A lane of a process."""

    process: str
    process_name: str
    lane: str
    functions: tuple[str, ...]
    """Empty where nobody knows the lane."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What protocol.toml says of people."""

    name: str
    """Of the protocol."""
    functions: tuple[str, ...]
    lanes: tuple[Meaning, ...]


def meanings(files: Mapping[str, bytes], limits: Limits | None = None) -> Meanings:
    """Look through a protocol; what cannot be read is left out. Never raises on what files hold."""
    material, _ = read_material(files, {}, limits or Limits())
    return Meanings(material.protocol.naam, material.protocol.functies, _lanes(material))


def _lanes(material: Material) -> tuple[Meaning, ...]:
    found = {
        (process.id, name): Meaning(
            process.id, process.name or process.id, name, material.protocol.functions_of(process.id, name)
        )
        for process in material.processes for lane in process.lanes if (name := " ".join(lane.name.split()))
    }  # fmt: skip
    return tuple(sorted(found.values(), key=lambda each: (each.lane.casefold(), each.process_name, each.process)))
