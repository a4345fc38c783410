"""The token game: one command carried out on one marking, as the engine does it, with every choice asked for.

What the engine reads from its surroundings (which other routes run, how often a list counts, a guard over something
unknown) is asked from `Choices`; whoever explores goes through all answers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from workflows.diagram import EventKind, Flow, Node, TimerKind
from workflows.diagram import model as tag
from workflows.proof.alphabet import CANCELLED, ENTERED, LEFT, Alphabet
from workflows.proof.choices import Choices
from workflows.proof.ends import catcher
from workflows.proof.joins import joined
from workflows.proof.net import Net
from workflows.proof.surroundings import StuckError, Surroundings
from workflows.proof.telling import Telling
from workflows.proof.tokens import (
    INSIDE,
    JOINS,
    MANY,
    PERSON,
    READY,
    WAITS,
    Marking,
    Scope,
    Token,
    freeze,
    scopes_in,
    thaw,
)
from workflows.proof.values import Value
from workflows.rules.drawn import throws

MOVES: Final = 1_000
"""Elements that one command may pass; more is a drawing that spins."""


class Game:
    """One command on one marking."""

    def __init__(
        self, net: Net, choices: Choices, watched: Mapping[str, frozenset[str]], alphabet: Alphabet
    ) -> None:  # fmt: skip
        self.net, self.choices = net, choices
        self.top = Scope("", "", {})
        self._around = Surroundings(net, choices)
        self._telling = Telling(self._around, watched, alphabet)
        self._queue: deque[tuple[Scope, Token]] = deque()
        self._afterwards: list[Callable[[], None]] = []
        self._ended: dict[int, str] = {}
        self._last_end = ""
        self._moves = 0
        self._by = ""
        """Name of the timer that went off, if one did."""

    @property
    def said(self) -> list[int]:
        """What happened, in order, as numbers of the alphabet."""
        return self._telling.said

    def restore(self, marking: Marking) -> Scope:
        """Take up a marking."""
        self.top = thaw(self.net, marking)
        return self.top

    def marking(self) -> Marking | None:
        """Where the tokens stand now; None where the route is over."""
        return freeze(self.net, self.top) if self.top.tokens else None

    # tokens

    def place(self, scope: Scope, element: str, *, flow: str = "", fired: bool = False) -> Token:
        """Put a token at an element and let it arrive."""
        token = Token(self.net.node(element), flow=flow)
        scope.tokens.append(token)
        self._telling.say(ENTERED, token.node)
        self._arrive(scope, token, fired=fired)
        return token

    def _arrive(self, scope: Scope, token: Token, *, fired: bool) -> None:
        node = token.node
        if node.tag == tag.USER_TASK:
            self._open(scope, token)
        elif node.tag in (tag.CALL_ACTIVITY, tag.SUBPROCESS):
            self._go_inside(scope, token)
        elif (node.tag in (tag.CATCH_EVENT, tag.RECEIVE_TASK) and not fired) or node.tag == tag.EVENT_GATEWAY:
            token.mode = WAITS
            if node.tag == tag.EVENT_GATEWAY:
                self._race(token)
        elif node.tag in (tag.PARALLEL, tag.INCLUSIVE) and len(node.incoming) > 1:
            token.mode = JOINS
        else:
            self._ready(scope, token)

    def _ready(self, scope: Scope, token: Token) -> None:
        if self.net.is_question(token.node):
            token.mode = PERSON
        else:
            token.mode = READY
            self._queue.append((scope, token))

    def _open(self, scope: Scope, token: Token) -> None:
        token.mode = PERSON
        if token.node.loop is not None:
            token.left = self.choices.one_of(MANY + 1)
            for _ in range(token.left):
                self._telling.say(ENTERED, token.node)
            if not token.left:
                self._ready(scope, token)

    def _go_inside(self, scope: Scope, token: Token) -> None:
        node, fields = token.node, scope.fields
        token.mode = INSIDE
        if node.called:
            fields = {name: self._around.value(text, scope.fields) for name, text in node.prefixed("in").items()}
        process = node.called or scope.process
        token.scope = Scope(node.called or node.id, process, fields, token, scope)
        self.place(token.scope, self.net.entry(token.scope.key, process))

    def _race(self, token: Token) -> None:
        self._telling.say(LEFT, token.node)
        for flow in self.net.outgoing(token.node):
            self._telling.say(ENTERED, self.net.node(flow.target))

    # commands

    def complete(self, scope: Scope, token: Token, filled: Mapping[str, Value]) -> None:
        """Do a task, with what is filled in."""
        scope.fields.update(filled)
        self._done(scope, token, fields=sorted(filled.items()))

    def _done(self, scope: Scope, token: Token, fields: Iterable[Any] = ()) -> None:
        if token.left > 1 or (token.left == MANY):
            # Two stands for two or more: one less may still be so many.
            token.left = MANY - 1 + self.choices.one_of(2) if token.left == MANY else token.left - 1
            self._telling.say(LEFT, token.node, fields=fields)
            return
        if token.left:
            self._telling.say(LEFT, token.node, fields=fields)
            fields, token.left = (), 0
        self._leave(scope, token, self.net.outgoing(token.node), fields=fields)

    def answer(self, scope: Scope, token: Token, flows: Iterable[Flow]) -> None:
        """Answer a question."""
        self._leave(scope, token, tuple(flows))

    def go_off(self, scope: Scope, token: Token, event: Node) -> None:
        """Let what a token waits for come: its own event, one behind it, or one on its border."""
        if event.event.kind is EventKind.TIMER:
            self._by = event.name or event.id
        if event.attached_to == token.node.id:
            self._on_border(scope, token, event)
        elif event is token.node:
            self._leave(scope, token, self.net.outgoing(event))
        else:
            flow = next(each for each in self.net.outgoing(token.node) if each.target == event.id)
            self._telling.flow(flow)
            for other in self.net.outgoing(token.node):
                if other.target != event.id:
                    self._telling.say(CANCELLED, self.net.node(other.target))
            token.node, token.mode = event, READY
            self._queue.append((scope, token))

    def _on_border(self, scope: Scope, token: Token, event: Node) -> None:
        if event.interrupting:
            self.cancel(scope, token)
        elif event.event.kind is EventKind.TIMER and event.event.timer is not TimerKind.CYCLE:
            token.gone |= {event.id}
        fired = Token(event)
        scope.tokens.append(fired)
        self._telling.say(ENTERED, event)
        self._queue.append((scope, fired))

    def begin(self, scope: Scope, start: Node, filled: Mapping[str, Value]) -> None:
        """Open an event subprocess by its start event."""
        if scope.interrupted or not scope.tokens:
            return
        scope.fields.update(filled)
        if start.interrupting:
            scope.interrupted = True
            for token in list(scope.tokens):
                self.cancel(scope, token)
        self.place(scope, start.scope)

    # leaving

    def _leave(self, scope: Scope, token: Token, flows: Iterable[Flow], **more: Any) -> None:
        scope.tokens.remove(token)
        if token.node.tag != tag.EVENT_GATEWAY:
            self._telling.say(LEFT, token.node, **more)
        for flow in (flows := list(flows)):
            self._telling.flow(flow)
        for flow in flows:
            self.place(scope, flow.target, flow=flow.id)

    def cancel(self, scope: Scope, token: Token) -> None:
        """Take a token away, with all that is inside it."""
        if token not in scope.tokens:
            return
        scope.tokens.remove(token)
        # What waits behind an event gateway are the events; of a list the items go with the whole.
        waits = [self.net.node(flow.target) for flow in self.net.outgoing(token.node)]
        gone = waits if token.node.tag == tag.EVENT_GATEWAY else [token.node] * (1 + token.left)
        for node in gone:
            self._telling.say(CANCELLED, node, end=self._by)
        if token.scope is not None:
            for inner in list(token.scope.tokens):
                self.cancel(token.scope, inner)

    def settle(self) -> None:
        """Run whatever needs nobody. Raises StuckError."""
        while True:
            while self._queue:
                scope, token = self._queue.popleft()
                if token in scope.tokens:
                    self._run(scope, token)
                    deeds, self._afterwards = self._afterwards, []
                    for deed in deeds:
                        deed()
            scopes = list(scopes_in(self.top))
            if not (self._release(scopes, tag.PARALLEL) or self._close(scopes) or self._release(scopes, tag.INCLUSIVE)):
                break
        if not (tokens := [token for scope in scopes for token in scope.tokens]):
            self._telling.over(self._last_end)
        elif not any(token.mode in (PERSON, WAITS) for token in tokens):
            message = "Er staat niets meer open en er wordt nergens op gewacht, maar de route is niet af."
            raise StuckError(message, next((each.node.id for each in tokens if each.mode == JOINS), self.top.key))

    def _run(self, scope: Scope, token: Token) -> None:
        self._moves += 1
        node = token.node
        if self._moves > MOVES:
            message = f"Bij “{node.name or node.id}” draait de route rond zonder dat iemand iets hoeft te doen."
            raise StuckError(message, node.id)
        if node.tag in (tag.EXCLUSIVE, tag.INCLUSIVE):
            self._leave(scope, token, self._around.chosen(node, scope.fields))
        elif node.tag == tag.RULE_TASK:
            outputs = self._around.decide(node.decision, scope.fields)
            scope.fields.update(outputs)
            self._leave(scope, token, self.net.outgoing(node), outputs=sorted(outputs.items()))
        else:
            if throws(node):
                self._around.call([each.id for each, _ in self.net.starts_by(node.event.name)])
            if node.tag == tag.END_EVENT:
                self._end(scope, node)
            elif node.event.kind is EventKind.ESCALATION and node.tag == tag.THROW_EVENT:
                self._afterwards.append(lambda: self._tell(scope, node))
            self._leave(scope, token, self.net.outgoing(node))

    def _end(self, scope: Scope, node: Node) -> None:
        if node.scope in self.net.bundle.processes:
            self._ended[id(scope)] = node.name
        self._last_end = node.name if node.process == self.top.process else self._last_end
        if node.event.kind is EventKind.TERMINATE:
            self._afterwards.append(lambda: self._terminate(scope))
        elif node.event.kind in (EventKind.ERROR, EventKind.ESCALATION):
            self._afterwards.append(lambda: self._tell(scope, node))

    def _terminate(self, scope: Scope) -> None:
        for token in list(scope.tokens):
            self.cancel(scope, token)

    def _tell(self, scope: Scope, end: Node) -> None:
        """An error ends scope after scope until one catches it; an escalation only tells the nearest that does."""
        caught = catcher(self.net, scope, end)
        if caught is not None:
            self._on_border(*caught)
        elif end.event.kind is EventKind.ERROR:
            self._terminate(self.top)

    # joins and scopes

    def _release(self, scopes: Sequence[Scope], kind: str) -> bool:
        for scope in scopes:
            passing = next((each for each in joined(self.net, scope, kind) if each), [])
            if passing:
                for other in passing[1:]:
                    scope.tokens.remove(other)
                passing[0].flow = ""
                self._ready(scope, passing[0])
                return True
        return False

    def _close(self, scopes: Sequence[Scope]) -> bool:
        for scope in reversed(scopes):
            if scope.host is not None and scope.around is not None and not scope.tokens:
                self._return(scope, scope.host, scope.around)
                return True
        return False

    def _return(self, scope: Scope, host: Token, around: Scope) -> None:
        given = host.node.prefixed("uit") if host.node.called else {}
        around.fields.update({name: self._around.value(text, scope.fields) for name, text in given.items()})
        host.scope = None
        self._leave(around, host, self.net.outgoing(host.node), end=self._ended.pop(id(scope), ""))
