"""Whether processes are sound: none gets stuck, nothing in them is dead, each can end, each message is awaited.

As van der Aalst's soundness of workflow nets, over the behaviours of `space`: what waits at the end for what does not
come is told as stuck, since such a route never ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workflows.diagram import read_diagram
from workflows.diagram.model import DRAWN_ONLY
from workflows.proof.certain import START
from workflows.proof.net import Net
from workflows.proof.played import UNSURE, Played
from workflows.proof.search import path_by
from workflows.proof.shapes import Proof, ProofStanding, Shown
from workflows.proof.space import OVER, STUCK, Edge
from workflows.rules.trace import Happening
from workflows.sources import read_xml

_NAMES: Final = {
    "vastlopen": "Nergens loopt een route vast",
    "dood": "Elk element kan aan de beurt komen",
    "einde": "Elke route kan altijd nog eindigen",
    "gehoord": "Op elk bericht wordt ergens gewacht",
}


def soundness(net: Net, played: Sequence[Played]) -> tuple[Proof, ...]:
    """The four parts, each over all processes."""
    found = {
        "vastlopen": [each for one in played for each in _stuck(one)],
        "dood": list(_dead(net, played)),
        "einde": [each for one in played for each in _endless(one)],
        "gehoord": list(_unheard(net)),
    }
    cut = [
        Shown(ProofStanding.UNDECIDED, process=each.space.process, why=each.space.cut)
        for each in played
        if each.space.cut
    ]
    return tuple(_proof(key, found[key], cut if key != "gehoord" else []) for key in _NAMES)


def _proof(key: str, found: list[Shown], cut: list[Shown]) -> Proof:
    broken = [each for each in found if each.standing is ProofStanding.BROKEN]
    open_ = [each for each in found if each.standing is ProofStanding.UNDECIDED] + cut
    parts = (*broken, *open_) or (Shown(ProofStanding.PROVEN),)
    return Proof(key, _NAMES[key], parts[0].standing, tuple(parts), sound=True)


def _stuck(played: Played) -> Iterator[Shown]:
    told = set[str]()
    found = [(number, edge) for number, edge in played.certain.edges() if edge.to == STUCK]
    for number, edge in sorted(found, key=lambda each: not played.certain.is_sure(*each)):
        if edge.why not in told:
            told.add(edge.why)
            yield _at(played, number, edge, edge.why)


def _dead(net: Net, played: Sequence[Played]) -> Iterator[Shown]:
    """Elements at which no token ever comes, in no process and in no call; then those of which that is not known."""
    drawn = [
        node for process in net.bundle.processes.values() for node in process.nodes.values()
        if node.tag not in DRAWN_ONLY
    ]  # fmt: skip
    come = {event.element for one in played for event in one.events.all if event.happening is Happening.ENTERED}
    # Where not everything was looked at, a token may come yet.
    for node in () if any(each.space.cut for each in played) else drawn:
        if node.id not in come:
            why = f"Bij “{node.name or node.id}” komt een route nooit."
            yield Shown(ProofStanding.BROKEN, process=node.process, why=why, path=(node.id,))
    if any(one.certain.unsure for one in played):
        sure = {element for one in played for element in _surely_entered(one)}
        for node in drawn:
            if node.id in come - sure and not any(_surely_comes(one, node.id) for one in played):
                why = f"Of bij “{node.name or node.id}” ooit een route komt, is niet te zeggen. {UNSURE}"
                yield Shown(ProofStanding.UNDECIDED, process=node.process, why=why, path=(node.id,))


def _surely_entered(played: Played) -> set[str]:
    """The elements at which a token comes by commands without guesses."""
    words = {edge.word for number, edge in played.certain.edges() if played.certain.is_sure(number, edge)}
    events = (played.events.all[symbol] for word in words for symbol in played.space.words[word])
    return {event.element for event in events if event.happening is Happening.ENTERED}


def _surely_comes(played: Played, element: str) -> bool:
    """Whether a token can come at an element whichever way guesses fall."""
    symbols = {
        number for number, event in enumerate(played.events.all)
        if event.element == element and event.happening is Happening.ENTERED
    }  # fmt: skip
    words = {number for number, word in enumerate(played.space.words) if not symbols.isdisjoint(word)}
    return START in played.certain.can_reach(lambda edge: edge.word in words)


def _endless(played: Played) -> Iterator[Shown]:
    """The first marking from which nothing leads to an end any more, and else one of which that is not known."""
    space, certain = played.space, played.certain
    if space.cut:
        return
    may = certain.may_reach(_is_over)
    lost = [number for number in range(len(space.markings)) if number not in may]
    first = next((each for each in lost if each in certain.came), next(iter(lost), None))
    if first is not None:
        came, edge = certain.came.get(first, space.came[first])
        yield _at(played, came, edge, "Vanaf hier komt deze route nooit meer aan een einde.")
    elif certain.unsure:
        can = certain.can_reach(_is_over)
        doubtful = next((number for number in range(len(space.markings)) if number not in can), None)
        if doubtful is not None:
            why = f"Of deze route vanaf hier nog aan een einde komt, is niet te zeggen. {UNSURE}"
            came, edge = space.came[doubtful]
            path = path_by(space, played.events, came, edge, space.came)
            yield Shown(ProofStanding.UNDECIDED, process=space.process, why=why, path=path)


def _is_over(edge: Edge) -> bool:
    return edge.to == OVER


def _unheard(net: Net) -> Iterator[Shown]:
    """Messages that no process waits for, and that go to no pool in which nothing is drawn."""
    unheard = [
        (message, node) for message, senders in net.senders.items() if message not in net.hearers for node in senders
    ]  # fmt: skip
    to_others = _to_black_boxes(net) if unheard else frozenset()
    for message, node in unheard:
        if node.id not in to_others:
            why = f"Op het bericht “{message}” van “{node.name or node.id}” wacht niets."
            yield Shown(ProofStanding.BROKEN, process=node.process, why=why, path=(node.id,))


def _to_black_boxes(net: Net) -> frozenset[str]:
    drawings = [
        read_diagram(read_xml(data), name) for name, data in net.bundle.files.items() if name.endswith(".bpmn")
    ]  # fmt: skip
    drawn = {process.id for each in drawings for process in each.processes if process.nodes and process.executable}
    boxes = {pool.id for each in drawings for pool in each.participants if pool.process not in drawn}
    return frozenset(flow.source for each in drawings for flow in each.message_flows if flow.target in boxes)


def _at(played: Played, number: int, edge: Edge, why: str) -> Shown:
    """What is the matter after a command: a fact where that can come without a guess, else not decided."""
    space, certain = played.space, played.certain
    sure = certain.is_sure(number, edge)
    came = certain.came if sure else space.came
    standing = ProofStanding.BROKEN if sure else ProofStanding.UNDECIDED
    path = path_by(space, played.events, number, edge, came)
    return Shown(standing, process=space.process, why=why if sure else f"{why} {UNSURE}", path=path)
