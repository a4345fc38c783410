"""A dossier drawn as text: the clock, each route's thread, what stands open, what happened since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from app.cli.play.console import Console
from workflows import (
    Entry,
    Mark,
    MemoryDossier,
    Route,
    World,
    date_in_words,
    entries,
    in_words,
    last_day,
    moment_in_words,
    thread,
)

_MARKS: Final = {Mark.DONE: "●", Mark.HERE: "◉", Mark.TO_COME: "○"}
_PLAIN: Final = {Mark.DONE: "x", Mark.HERE: ">", Mark.TO_COME: "."}


def draw(console: Console, dossier: MemoryDossier, before: World, function: str) -> None:
    """Show where everything stands, and what happened since `before`."""
    console.say()
    for line in _since(dossier, before):
        console.say(f"  {line}", "zacht")
    console.say(f"=== {moment_in_words(dossier.now)} — je bent {function} ===", "kop")
    marks = _MARKS if console.can_show("●◉○") else _PLAIN
    for route, how, times in _routes(dossier):
        console.say(f"{dossier.bundle.processes[route.process].name} ({how}{f', {times} keer' if times > 1 else ''})")
        for name, mark in thread(dossier.bundle, route) if route.is_open else ():
            console.say(f"  {marks[mark]} {name}", "hier" if mark is Mark.HERE else "")
    _draw_open(console, dossier, function)


def _routes(dossier: MemoryDossier) -> list[tuple[Route, str, int]]:
    """The routes with how they stand and how often; small ones that stand alike are told once."""
    found = dict[object, tuple[Route, str]]()
    times = Counter[object]()
    for route in dossier.world.routes:
        how = str(route.status) + (f" met “{route.ends[0]}”" if not route.is_open and any(route.ends[:1]) else "")
        alike = route.id if route.is_open and route.milestones else (route.process, how)
        found.setdefault(alike, (route, how))
        times[alike] += 1
    return [(route, how, times[alike]) for alike, (route, how) in found.items()]


def _draw_open(console: Console, dossier: MemoryDossier, function: str) -> None:
    if not dossier.world.routes:
        console.say("Er loopt nog niets. Typ: start")
        return
    found = entries(dossier)
    console.say("Open:" if found else "Er staat niets open voor mensen.")
    for number, entry in enumerate(found, start=1):
        mine = dossier.refusal(function, entry.work) is None
        console.say(f"  {number:2} {_entry(dossier, entry)}", "" if mine else "zacht")
    for timer, route in dossier.timers()[:5]:
        node = dossier.bundle.processes[dossier.process_of[timer.element]].nodes[timer.element]
        console.say(f"  Wacht tot {moment_in_words(timer.due)}: {node.name or node.id} ({route.process})", "zacht")


def _entry(dossier: MemoryDossier, entry: Entry) -> str:
    task = entry.work.task
    who = in_words(list(dossier.people.allowed(task))) or "iedereen"
    number = f" {task.item_number}" if task.item_number else ""
    words = f"{task.kind} {task.name}{number}{f' ({entry.about})' if entry.about else ''} — {who}"
    if task.due:
        late = "TE LAAT, was uiterlijk" if task.due <= dossier.now else "uiterlijk"
        words += f" — {late} {date_in_words(last_day(task.due))}"
    return words + (f" ({entry.count} keer; de oudste eerst)" if entry.count > 1 else "")


def _since(dossier: MemoryDossier, before: World) -> Iterator[str]:
    world = dossier.world
    for decision in world.decisions[len(before.decisions) :]:
        said = ", ".join(f"{name} = {value}" for name, value in decision.outputs.items())
        yield f"Beslistabel {decision.name or decision.decision}: {said}"
    for notice in world.notices[len(before.notices) :]:
        yield f"Bericht aan {notice.to}: {notice.name}"
    for message in world.messages[len(before.messages) :]:
        unheard = " (niemand wachtte erop)" if message in world.unheard[len(before.unheard) :] else ""
        yield f"Tussen routes: {message.name}{unheard}"
    for ended in world.ended[len(before.ended) :]:
        yield f"{dossier.bundle.processes[ended.process].name} is klaar: {ended.end}"
