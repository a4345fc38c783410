"""What may be drawn, as a modeler must know it to offer nothing else: read from the allow-list, so that there is one.

And what a protocol holds that an element can name: forms, decisions, processes, functions, messages, lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workflows.diagram import Process
from workflows.forms import ComponentType, walk
from workflows.validator.allowed import CHILDREN
from workflows.validator.limits import Limits
from workflows.validator.material import Material
from workflows.validator.reading import read_material

_EVENT: Final = "EventDefinition"
_LOOP: Final = "multiInstanceLoopCharacteristics"
_PLACED: Final = ("process", "collaboration")
"""Elements in which all that can be drawn by itself stands; `boundaryEvent` is among those of a process."""

DRAWABLE: Final[Mapping[str, tuple[str, ...]]] = {
    tag: tuple(sorted(child for child in CHILDREN.get(tag, ()) if child.endswith(_EVENT)))
    for tag in sorted(frozenset[str]().union(*(CHILDREN[each] for each in _PLACED), {"lane"}))
    if tag != "laneSet"
}
"""Each element that runs or may stand on a drawing, with the kinds of event that it may be."""
REPEATABLE: Final = tuple(sorted(tag for tag, children in CHILDREN.items() if _LOOP in children))
"""Elements that may be done for each record of a list."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that an element can name."""

    key: str
    name: str
    file: str = ""
    """Where it is made, for what has a file."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the elements of a protocol can name."""

    forms: tuple[Named, ...]
    decisions: tuple[Named, ...]
    processes: tuple[Named, ...]
    functions: tuple[str, ...]
    """Those of protocol.toml."""
    messages: tuple[str, ...]
    """Names of the messages of all its drawings."""
    lists: tuple[Named, ...] = ()
    """Lists that a form fills, by their field: a task may be done for each line of one."""


def inventory(files: Mapping[str, bytes], limits: Limits | None = None) -> Inventory:
    """Look through a protocol, whole or not; what cannot be read is left out. Never raises on what files hold."""
    material, _ = read_material(files, {}, limits or Limits())
    decisions = sorted(
        (each.get("id", ""), each.get("name", ""), file.name)
        for file in material.dmn
        for each in file.root.iter("{*}decision")
    )
    return Inventory(
        tuple(
            Named(key, key.replace("_", " ").capitalize(), material.forms[key].name) for key in sorted(material.forms)
        ),
        tuple(Named(key, name or key, file) for key, name, file in decisions if key),
        tuple(Named(each.id, each.name or each.id) for each in _by_name(material)),
        material.protocol.functies, tuple(sorted(_messages(material))), tuple(_lists(material)),
    )  # fmt: skip


def _by_name(material: Material) -> list[Process]:
    return sorted(material.processes, key=lambda process: (process.name, process.id))


def _lists(material: Material) -> Iterator[Named]:
    found = {
        part.key: Named(part.key, f"{part.label} ({part.key})", file.name)
        for _, file in sorted(material.forms.items()) if file.form is not None
        for part in walk(file.form.components) if part.type is ComponentType.DYNAMICLIST and part.key
    }  # fmt: skip
    yield from (found[key] for key in sorted(found))


def _messages(material: Material) -> set[str]:
    found = {each.get("name", "").strip() for file in material.bpmn for each in file.root.iter("{*}message")}
    return found - {""}
