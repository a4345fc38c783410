"""What in a protocol names a function: what must change before it can be taken away, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.diagram.protocol import FROM_THE_START, name_key
from workflows.rights import FILE_NAME
from workflows.sights.model import spoken
from workflows.sights.reading import phases_of
from workflows.validator import Limits, Meaning, meanings
from workflows.validator.material import Material
from workflows.validator.properties import FUNCTION_LISTS
from workflows.validator.reading import read_material
from workflows.validator.used import Naming, of_node

_TOGETHER = "samen_met"


@dataclass(frozen=True, slots=True)
class Named:
    """An element that names a function, and by which of its properties."""

    where: Naming
    property: str


@dataclass(frozen=True, slots=True)
class Uses:
    """What names a function."""

    lanes: tuple[Meaning, ...] = ()
    """Those that mean it, also where it is one of more."""
    undrawn: tuple[str, ...] = ()
    """Lanes of protocol.toml that mean it and are drawn nowhere."""
    elements: tuple[Named, ...] = ()
    """Buttons, messages and tasks."""
    groups: tuple[str, ...] = ()
    """The groups of fields to which it has a right, as people read them."""
    team: str = ""
    """From which phase it is on every team; empty where it is not."""

    @property
    def is_needed(self) -> bool:
        """Whether something names it that does not go with it."""
        return bool(self.lanes or self.undrawn or self.elements)


def uses_of(files: Mapping[str, bytes], function: str, limits: Limits | None = None) -> Uses:
    """What names it. Never raises on what files hold."""
    material, _ = read_material(files, {}, limits or Limits())
    lanes = tuple(each for each in meanings(files, limits).lanes if function in each.functions)
    grants = material.rights.grants if material.rights is not None and FILE_NAME in files else ()
    groups = dict.fromkeys(spoken(each.group) for each in grants if each.function == function)
    team = next((phase for each, phase in material.protocol.team.items() if name_key(each) == name_key(function)), "")
    return Uses(lanes, tuple(_undrawn(material, lanes, function)), tuple(_elements(material, function)),
                tuple(groups), team)  # fmt: skip


def team_of(files: Mapping[str, bytes], limits: Limits | None = None) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """By function the phase from which it is on every team, empty where it is not; and the phases that there are."""
    material, _ = read_material(files, {}, limits or Limits())
    team = {name_key(each): phase for each, phase in material.protocol.team.items()}
    phases = dict.fromkeys((*phases_of(material), *(each for each in team.values() if each != FROM_THE_START)))
    return {each: team.get(name_key(each), "") for each in material.protocol.functies}, tuple(phases)


def _undrawn(material: Material, drawn: tuple[Meaning, ...], function: str) -> Iterator[str]:
    here = {name_key(each.lane) for each in drawn}
    for lanes in (material.protocol.lanen, *material.protocol.per_proces.values()):
        for lane, functions in lanes.items():
            if lane not in here and any(name_key(each) == name_key(function) for each in functions):
                here.add(lane)
                yield lane


def _elements(material: Material, function: str) -> Iterator[Named]:
    for process in material.processes:
        for node in process.nodes.values():
            for name in (*FUNCTION_LISTS, _TOGETHER):
                listed = node.listed(name) if name != _TOGETHER else (node.properties.get(name, ""),)
                if any(name_key(each) == name_key(function) for each in listed):
                    yield Named(of_node(process, node), name)
