"""What goes with a drawing that is thrown away, and what else speaks of it. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.diagram import Process
from workflows.validator.limits import Limits
from workflows.validator.material import Material, hears_message, throws_message
from workflows.validator.reading import read_material
from workflows.validator.used import Naming, namings, of_node


@dataclass(frozen=True, slots=True)
class Leaving:
    """A protocol without one of its drawings; all is empty of a file that cannot be read."""

    processes: tuple[str, ...] = ()
    """Names of the processes that go."""
    unused: tuple[str, ...] = ()
    """Files of forms and tables that nothing names any more."""
    calling: tuple[Naming, ...] = ()
    """Elements of other drawings that call a process that goes."""
    messaging: tuple[Naming, ...] = ()
    """Elements of other drawings whose message nobody else hears, or nobody else sends."""
    rules: tuple[str, ...] = ()
    """Rules that are about a process that goes, or name what stands nowhere else: number and name."""
    names: frozenset[str] = frozenset()
    """Names of what stands nowhere else: processes, elements, messages."""


def leaving(files: Mapping[str, bytes], name: str, limits: Limits | None = None) -> Leaving:
    """What throwing this drawing away means. Never raises on what files hold."""
    material, _ = read_material(files, {}, limits or Limits())
    gone = tuple(each for each in material.processes if each.file == name)
    staying = tuple(each for each in material.processes if each.file != name)
    named = list(namings(material))
    mine = {file for file, naming in named if naming.file == name}
    names = _names(gone) - _names(staying)
    ids = {each.id for each in gone} - {each.id for each in staying}
    return Leaving(
        tuple(each.name or each.id for each in gone),
        tuple(sorted(mine - {file for file, naming in named if naming.file != name})),
        tuple(_calling(ids, staying)), tuple(_messaging(gone, staying)), tuple(_rules(material, ids, names)), names,
    )  # fmt: skip


def _names(processes: tuple[Process, ...]) -> frozenset[str]:
    found = {name for each in processes for name in (each.name, each.id)}
    for node in (node for each in processes for node in each.nodes.values()):
        found |= {node.name, node.event.name if throws_message(node) or hears_message(node) else ""}
    return frozenset(found - {""})


def _calling(ids: set[str], staying: tuple[Process, ...]) -> Iterator[Naming]:
    for process in staying:
        yield from (of_node(process, node) for node in process.nodes.values() if node.called in ids)


def _messaging(gone: tuple[Process, ...], staying: tuple[Process, ...]) -> Iterator[Naming]:
    for one, other in ((throws_message, hears_message), (hears_message, throws_message)):
        there, here = (
            {node.event.name for each in those for node in each.nodes.values() if other(node)}
            for those in (gone, staying)
        )  # fmt: skip
        for process in staying:
            for node in process.nodes.values():
                if one(node) and node.event.name in there - here:
                    yield of_node(process, node)


def _rules(material: Material, ids: set[str], names: frozenset[str]) -> Iterator[str]:
    for rule in material.rules.rules:
        if any(ids & {*part.processes} or names & part.sentence.names() for part in rule.parts):
            yield f"{rule.id}. {rule.name}"
