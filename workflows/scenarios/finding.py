"""Which task, button, route or decision a name in a step means; where it means none, what was there instead.

Reads a dossier; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflows.diagram import EventKind, Node, Process
from workflows.diagram import model as tag
from workflows.errors import ScenarioError
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.thread import milestones
from workflows.scenarios.words import key, meant, quoted, same
from workflows.scenarios.world import Work
from workflows.types import Catch, Message, TaskKind
from workflows.words import in_words


def work_named(
    dossier: MemoryDossier, kind: TaskKind, name: str, route: str | None = None, lane: str | None = None
) -> list[Work]:
    """The open tasks or questions of a name, the oldest first. Raises ScenarioError where none can have that name."""
    named = [work for work in dossier.work() if work.task.kind is kind and same(work.task.name, name)]
    if not named:
        _check_known(dossier, kind, name)
    processes = processes_named(dossier, route) if route else ()
    return [
        work for work in named
        if (not route or {work.process, work.route.process} & set(processes))
        and (not lane or same(work.task.lane or "", lane))
    ]  # fmt: skip


def work_for(
    dossier: MemoryDossier,
    functions: Sequence[str],
    kind: TaskKind,
    name: str,
    route: str | None = None,
    lane: str | None = None,
) -> tuple[Work, str]:
    """The oldest open work of a name that one of these functions may do, and that function. Raises ScenarioError."""
    found = work_named(dossier, kind, name, route, lane)
    for work in found:
        for function in functions:
            if dossier.refusal(function, work) is None:
                return work, function
    if found:
        refusal = dossier.refusal(functions[0], found[0])
        message = f"{in_words(list(functions), 'of')} kan dit niet doen: {refusal}"
        raise ScenarioError(message)
    where = (f" in route “{route}”" if route else "") + (f" in lane “{lane}”" if lane else "")
    message = f"De {kind} “{name}” staat{where} niet open. {what_is_open(dossier)}"
    raise ScenarioError(message)


def what_is_open(dossier: MemoryDossier) -> str:
    """What stands open now and for whom; where that is much, each on a line of its own."""
    if not dossier.world.routes:
        return "Er is nog geen route gestart."
    if not dossier.work():
        return "Er staat nu niets open."
    lines = [described(dossier, work) for work in dossier.work()]
    return f"Open staat nu: {'; '.join(lines)}." if len(lines) < 3 else "\n  ".join(["Open staat nu:", *lines])


def described(dossier: MemoryDossier, work: Work) -> str:
    """`taak “Wegen” voor leerkracht of intern begeleider (route “Meldcode”)`."""
    allowed = in_words(list(dossier.people.allowed(work.task)), "of") or "iedereen"
    number = f" {work.task.item_number}" if work.task.item_number else ""
    process = dossier.bundle.processes[work.process].name
    return f"{work.task.kind} “{work.task.name}”{number} voor {allowed} (route “{process}”)"


def button_named(dossier: MemoryDossier, functions: Sequence[str], name: str) -> tuple[Catch, str]:
    """The button of a name that one of these functions has now, and that function. Raises ScenarioError."""
    mine = [(catch, function) for function in functions for catch in dossier.buttons(function)]
    for catch, function in sorted(mine, key=lambda each: not same(each[0].message, name)):
        if same(name, catch.message) or same(name, catch.name):
            return catch, function
    raise ScenarioError(_no_button(dossier, functions, name, [catch.message for catch, _ in mine]))


def _no_button(dossier: MemoryDossier, functions: Sequence[str], name: str, mine: list[str]) -> str:
    who = in_words(list(functions), "of")
    waiting = [catch for route in dossier.open_routes for catch in dossier.engine.catches(route.state or {})]
    others = [c for c in (*waiting, *dossier.bundle.starts.values()) if same(name, c.message) or same(name, c.name)]
    pressed = [function for catch in others for function in catch.knop]
    can = f" Wel te starten door {who}: {quoted(mine)}." if mine else f" Er is nu geen knop voor {who}."
    if pressed:
        return f"“{name}” is een knop voor {in_words(list(dict.fromkeys(pressed)), 'en')}, niet voor {who}.{can}"
    if others:
        return f"“{name}” komt alleen als bericht van een andere route; daar is geen knop voor.{can}"
    if any(same(name, message) for message in dossier.messages):
        return f"Niets wacht nu op “{name}”, en het begint ook geen route.{can}"
    return f"Er is geen knop “{name}”.{meant(name, mine or dossier.messages)}"


def known_button(dossier: MemoryDossier, name: str) -> None:
    """Raises ScenarioError where no message and no event with one has this name."""
    nodes = (node for process in dossier.bundle.processes.values() for node in process.nodes.values())
    drawn = [node.name for node in nodes if node.event.kind is EventKind.MESSAGE]
    if not any(same(name, each) for each in (*dossier.messages, *drawn)):
        message = f"Geen tekening heeft een knop “{name}”.{meant(name, dossier.messages)}"
        raise ScenarioError(message)


def known_milestone(dossier: MemoryDossier, name: str) -> None:
    """Raises ScenarioError where no process has a milestone of this name."""
    drawn = [each for process in dossier.bundle.processes.values() for each in milestones(process)]
    if not any(same(name, each) for each in drawn):
        message = f"Geen tekening heeft een stap “{name}”.{meant(name, drawn)}"
        raise ScenarioError(message)


def processes_named(dossier: MemoryDossier, name: str) -> tuple[str, ...]:
    """The ids of the processes of a name or id. Raises ScenarioError."""
    processes = dossier.bundle.processes.values()
    found = tuple(process.id for process in processes if same(process.name, name) or same(process.id, name))
    if not found:
        message = f"Er is geen route “{name}” in dit protocol.{meant(name, [process.name for process in processes])}"
        raise ScenarioError(message)
    return found


def decision_named(dossier: MemoryDossier, name: str) -> str:
    """The id of a decision by its id, its name or the first words of that: `D2b`. Raises ScenarioError."""
    decisions = dossier.bundle.decisions
    names = {decision: decisions[decision].name for decision in decisions}
    exact = [decision for decision, label in names.items() if same(decision, name) or same(label, name)]
    begun = [decision for decision, label in names.items() if key(label).startswith(f"{key(name)} ")]
    found = next(iter(exact or begun), None)
    if found is None:
        message = f"Er is geen beslistabel “{name}”.{meant(name, names)}"
        raise ScenarioError(message)
    return found


def message_named(dossier: MemoryDossier, name: str) -> str:
    """A message as the diagrams spell it. Raises ScenarioError for one that no diagram knows."""
    known = dossier.messages
    found = next((message for message in known if same(message, name)), None)
    if found is None:
        message = f"Geen tekening kent het bericht “{name}”.{meant(name, known)}"
        raise ScenarioError(message)
    return found


def names_of(messages: Iterable[Message]) -> str:
    """The names of messages, quoted."""
    return quoted(message.name for message in messages) or "geen"


def _check_known(dossier: MemoryDossier, kind: TaskKind, name: str) -> None:
    names = {each: list(_work_names(dossier, each)) for each in TaskKind}
    if any(same(name, known) for known in names[kind]):
        return
    other = TaskKind.VRAAG if kind is TaskKind.TAAK else TaskKind.TAAK
    if any(same(name, known) for known in names[other]):
        message = f"“{name}” is een {other}, geen {kind}. {what_is_open(dossier)}"
        raise ScenarioError(message)
    message = f"Geen tekening heeft een {kind} “{name}”.{meant(name, names[kind])} {what_is_open(dossier)}"
    raise ScenarioError(message)


def _work_names(dossier: MemoryDossier, kind: TaskKind) -> Iterator[str]:
    for process in dossier.bundle.processes.values():
        for node in process.nodes.values():
            if _is_work(process, node, kind):
                yield node.name


def _is_work(process: Process, node: Node, kind: TaskKind) -> bool:
    return node.tag == tag.USER_TASK if kind is TaskKind.TAAK else node.is_gateway and process.is_question(node)
