"""What only looks otherwise, and the texts that are drawn beside the elements: notes, groups, pools, message flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from lxml import etree

from workflows.diagram import BPMN, Flow, Process, local_name
from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import counted, cut, starred, was
from workflows.sources import read_xml

_Look: TypeAlias = tuple[object, ...]
_OWN: Final = frozenset({"id", "bpmnElement"})
_SAID: Final = {
    "textAnnotation": "De toelichting", "category": "De groep", "participant": "De pool",
    "messageFlow": "De berichtpijl", "process": "De uitleg bij het proces",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """A text that is drawn and does not run."""

    id: str
    sort: str
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of the drawings the engine leaves behind."""

    looks: Mapping[str, _Look]
    """By the id of an element: where and how it is drawn."""
    notes: tuple[Note, ...]


def differences(pairs: Pairs) -> Iterator[Change]:
    """First the notes, then one for each process of which parts only lie elsewhere."""
    before, after = (_drawn(files) for files in pairs.changed_files)
    yield from _notes(before, after)
    for old, new in pairs.kept:
        moved = tuple(_moved(pairs, (old, before), (new, after)))
        if moved:
            where = Where(ChangePart.DRAWING, new.file, new.name, new.id, new.id, old.id, new.name)
            parts = counted(len(moved), "onderdeel", "onderdelen")
            verb = "staat" if len(moved) == 1 else "staan"
            sentence = f"In de tekening van {starred(new.name)} {verb} {parts} anders, meer niet"
            yield where.laid_out("layout", sentence, moved)


def _drawn(files: Mapping[str, bytes]) -> Drawn:
    looks: dict[str, _Look] = {}
    notes: list[Note] = []
    for name in sorted(files):
        if PurePosixPath(name).suffix == ".bpmn" and "/" not in name:
            root = read_xml(files[name])
            for element in root.iter(etree.Element):
                target = element.get("bpmnElement")
                if target is not None:
                    looks[target.rpartition(":")[2]] = _look(element)
                elif local_name(element) in _SAID and (text := _text(element)):
                    notes.append(Note(element.get("id", ""), local_name(element), text, name))
    return Drawn(looks, tuple(notes))


def _look(element: etree._Element) -> _Look:
    attributes = tuple(sorted((key, value) for key, value in element.attrib.items() if key not in _OWN))
    inner = tuple(_look(each) for each in element.iterchildren(etree.Element))
    return (local_name(element), attributes, inner)


def _text(element: etree._Element) -> str:
    sort = local_name(element)
    if sort == "messageFlow":
        return f"{element.get('name', '')} {element.get('sourceRef', '')} → {element.get('targetRef', '')}".strip()
    if sort == "participant":
        return element.get("name", "") if not element.get("processRef") else ""  # a process tells its own name
    if sort == "process":
        found = element.findall(f"{{{BPMN}}}documentation")
    else:
        found = [element] if sort == "textAnnotation" else []
    if sort == "category":
        return " ".join(each.get("value", "") for each in element.iter(f"{{{BPMN}}}categoryValue")).strip()
    return " ".join(" ".join("".join(str(part) for part in each.itertext()).split()) for each in found)


def _notes(before: Drawn, after: Drawn) -> Iterator[Change]:
    matching = (
        Matching(before.notes, after.notes)
        .by(lambda each: (each.sort, each.id)).by(lambda each: (each.sort, each.text))
    )  # fmt: skip
    for old, new in matching.things():
        note = new or old
        if note is None:
            continue
        name = PurePosixPath(note.file).stem
        where = Where(ChangePart.DRAWING, note.file, name, "", note.id, old.id if old else "", cut(note.text))
        spoken = f"{_SAID[note.sort]} {starred(cut(note.text))} in de tekening {starred(name)}"
        if old is None:
            yield where.added("note", Weight.WORDING, f"{spoken} is nieuw", note.text)
        elif new is None:
            yield where.removed("note", Weight.WORDING, f"{spoken} is vervallen", note.text)
        elif old.text != new.text:
            sentence = f"{_SAID[note.sort]} in de tekening {starred(name)} zegt nu: {cut(new.text)}{was(old.text)}"
            yield where.changed("note", Weight.WORDING, sentence, old.text, new.text)


def _moved(pairs: Pairs, before: tuple[Process, Drawn], after: tuple[Process, Drawn]) -> Iterator[str]:
    """Ids of what is there in both versions and is drawn otherwise; of an arrow only where its ends stayed as well."""
    (old_process, old_drawn), (new_process, new_drawn) = before, after
    lanes = {old.id: new.id for old, new in pairs.lanes[new_process.id].pairs()}
    ids = {**pairs.node_ids, **pairs.flow_ids, **lanes}
    for old in (*old_process.nodes, *old_process.flows, *(lane.id for lane in old_process.lanes)):
        new = ids.get(old)
        led = _led(old_process.flows.get(old), ids) == _led(new_process.flows.get(new or ""), {})
        if new is not None and led and old_drawn.looks.get(old) != new_drawn.looks.get(new):
            yield new


def _led(flow: Flow | None, ids: Mapping[str, str]) -> tuple[str, str] | None:
    return None if flow is None else (ids.get(flow.source, flow.source), ids.get(flow.target, flow.target))
