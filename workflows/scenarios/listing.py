"""The open work of a dossier as a list that people choose from, with what a sentence says to mean one of it."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.world import Work


@dataclass(frozen=True, slots=True)
class Entry:
    """Open work as the list shows it: work of one name is one entry, the oldest first."""

    works: tuple[Work, ...]
    where: str = ""
    """What a sentence says to tell it from other open work of its name, each name as `§`: ` van route § in lane §`."""
    names: tuple[str, ...] = ()
    """These names."""
    about: str = ""
    """What it is about, where other open work has its name: route, called process, lane."""

    @property
    def work(self) -> Work:
        """The oldest."""
        return self.works[0]

    @property
    def count(self) -> int:
        """How often it is open."""
        return len(self.works)


def entries(dossier: MemoryDossier) -> list[Entry]:
    """The open work, the oldest first."""
    groups, namesakes = dict[object, list[Work]](), dict[str, list[Work]]()
    for work in dossier.work():
        groups.setdefault((work.task.kind, work.task.name, _place(work), work.task.lane), []).append(work)
        namesakes.setdefault(work.task.name, []).append(work)
    return [_entry_of(dossier, group, namesakes[group[0].task.name]) for group in groups.values()]


def _place(work: Work) -> tuple[str, str]:
    return work.route.process, work.process


def _entry_of(dossier: MemoryDossier, group: list[Work], namesakes: list[Work]) -> Entry:
    first = group[0]
    if len(group) == len(namesakes):
        return Entry(tuple(group))
    here = _place(first)
    apart = [process for process in here if {_place(work) for work in namesakes if process in _place(work)} == {here}]
    names = {process: dossier.bundle.processes[process].name for process in here}
    about = ", ".join(part for part in (" › ".join(names.values()), first.task.lane) if part)
    said = {" van route §": names[(*apart, first.process)[0]], " in lane §": first.task.lane}
    told = {words: name for words, name in said.items() if name}
    return Entry(tuple(group), "".join(told), tuple(told.values()), about)
