"""From a bundle to its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import EventKind, Process
from workflows.diagram.model import THROWING
from workflows.diagram.protocol import FROM_THE_START
from workflows.document.entries import Teller
from workflows.document.model import Chapter, Document, Entry, EntryKind, Fact, Proven, ReadRight, RuleTold, Section
from workflows.document.steps import Step, elsewhere, steps_of
from workflows.document.tables import tables_of
from workflows.document.wording import Wording
from workflows.picture import Plane, part, read_plane
from workflows.rights import ANY_PHASE, STARTER
from workflows.sources import read_xml
from workflows.words import in_words

WIDEST: Final = 830.0
"""Width of a picture: its letters are then large enough to read on a page of A4."""
_RIGHTS: Final = {"schrijven": "lezen en schrijven", "lezen": "lezen", "eigen": "alleen wat zij zelf schreven"}


def document_of(
    bundle: Bundle, proofs: Sequence[Proven] = (), changes: Sequence[str] | None = None, before: str = ""
) -> Document:
    """The document of a protocol version.

    `proofs`: what is known of its rules and of its soundness. `changes`: what is other than in the version `before`
    (its hash), as sentences; None where there was none to compare with.
    """
    wording = Wording(bundle)
    heard = _heard(bundle)
    planes = {name: read_plane(read_xml(bundle.files[name])) for name in {p.file for p in bundle.processes.values()}}
    order = sorted(bundle.processes.values(), key=lambda each: _rank(each, bundle.protocol.routes))
    chapters = (_chapter(each, planes[each.file], Teller(each, wording, heard)) for each in order)
    return Document(
        name=bundle.name, geheel=bundle.geheel, functions=bundle.protocol.functies,
        lanes=tuple(_lanes(bundle)), team=tuple(_team(bundle)),
        chapters=tuple(_forms_once(chapters)),
        tables=tables_of(wording), rules=tuple(_rules(bundle, proofs)),
        sound=tuple(each for each in proofs if each.id not in {rule.id for rule in bundle.rules.rules}),
        rights=tuple(_rights(bundle)),
        changes=None if changes is None else tuple(changes), before=before,
    )  # fmt: skip


def _rank(process: Process, routes: Sequence[str]) -> tuple[int, bool]:
    """The routes first, as the bundle names them; then those with steps. Else they stay as they are drawn."""
    place = routes.index(process.id) if process.id in routes else len(routes)
    return place, not any(node.is_milestone for node in process.nodes.values())


def _forms_once(chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """The chapters, with each form told where it is asked first."""
    told: dict[str, Fact] = {}
    for chapter in chapters:
        sections = []
        for section in chapter.sections:
            entries = []
            for entry in section.entries:
                if entry.form is not None and entry.form.key in told:
                    entries.append(replace(entry, form=None, same_form=told[entry.form.key]))
                    continue
                if entry.form is not None:
                    told[entry.form.key] = Fact(f"{entry.name} ({section.name})", entry.anchor)
                entries.append(entry)
            sections.append(replace(section, entries=tuple(entries)))
        yield replace(chapter, sections=tuple(sections))


def _heard(bundle: Bundle) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for process in bundle.processes.values():
        for node in process.nodes.values():
            if node.event.kind is EventKind.MESSAGE and node.event.name and node.tag not in THROWING:
                found.setdefault(node.event.name, {})[process.name] = None
    return {message: tuple(names) for message, names in found.items()}


def _chapter(process: Process, plane: Plane, teller: Teller) -> Chapter:
    bundle = teller.wording.bundle
    callers = {
        each.name: None for each in bundle.processes.values()
        for node in each.nodes.values() if node.called == process.id
    }  # fmt: skip
    sections = tuple(_section(process, plane, teller, step) for step in steps_of(process))
    return Chapter(f"proces-{process.id}", process.name, tuple(callers), sections)


def _section(process: Process, plane: Plane, teller: Teller, step: Step) -> Section:
    nodes = [process.nodes[key] for key in step.elements]
    entries = tuple(entry for node in nodes if (entry := teller.entry(node)) is not None)
    pictures = part(plane, process, step.elements, elsewhere(process, step.elements), widest=WIDEST)
    alt = _alt(step.name, entries)
    return Section(f"stap-{process.id}-{step.key}", step.name, step.text, pictures, alt, entries, step.is_step,
                   step.phase)  # fmt: skip


def _alt(name: str, entries: Sequence[Entry]) -> str:
    """What a picture shows: the things in it and where their arrows lead."""
    told = []
    for entry in entries:
        if entry.kind in (EntryKind.END, EntryKind.DECISION):
            continue
        who = next((f" door {fact.text}" for fact in entry.facts if fact.name == "Wie"), "")
        ways = [f"{way.answer}: {in_words(way.targets)}" if way.answer else in_words(way.targets)
                for way in entry.onward]  # fmt: skip
        told.append(f"{entry.name}{who}{f', daarna {in_words(ways, chr(59))}' if ways else ''}")
    return f"Tekening van {name}. " + ". ".join(told) + "."


def _lanes(bundle: Bundle) -> Iterator[Fact]:
    seen: set[tuple[str, str]] = set()
    for process in bundle.processes.values():
        for lane in process.lanes:
            functions = in_words(bundle.functions_of(process.id, lane.name), "of")
            plain = functions.casefold() == lane.name.casefold()
            if functions and not plain and (lane.name, functions) not in seen:
                seen.add((lane.name, functions))
                yield Fact(lane.name, functions)


def _team(bundle: Bundle) -> Iterator[Fact]:
    for function, phase in bundle.protocol.team.items():
        yield Fact(function, "vanaf het begin" if phase == FROM_THE_START else f"vanaf de fase “{phase}”")


def _rules(bundle: Bundle, proofs: Sequence[Proven]) -> Iterator[RuleTold]:
    known = {each.id: each for each in proofs}
    exempt = {each.rule: each.reason for each in bundle.rules.exempt}
    for rule in bundle.rules.rules:
        proof = known.get(rule.id, Proven(rule.id, rule.name, ""))
        yield RuleTold(
            rule.id, rule.name, rule.text, rule.source, tuple(each.sentence.text for each in rule.parts), rule.unsaid,
            proof.standing, proof.why, rule.waits_for(bundle.processes), exempt.get(rule.id, ""),
        )  # fmt: skip


def _rights(bundle: Bundle) -> Iterator[ReadRight]:
    phases: dict[tuple[str, str, str], list[str]] = {}
    for grant in bundle.rights.grants:
        phases.setdefault((grant.function, grant.group, grant.right), []).append(grant.phase)
    for (function, group, right), named in phases.items():
        who = "wie de route begon" if function == STARTER else function
        every = ANY_PHASE in named
        yield ReadRight(who, group, _RIGHTS[right], "altijd" if every else in_words(named))
