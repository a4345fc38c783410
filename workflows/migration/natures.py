"""Whether a token that stands at one element can go on standing at another: the same kind of waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workflows.diagram import Node
from workflows.diagram import model as tag
from workflows.migration.model import Scope

_KINDS: Final[Mapping[str, str]] = {
    tag.USER_TASK: "een taak", tag.SEND_TASK: "een verzendtaak", tag.RECEIVE_TASK: "een taak die op een bericht wacht",
    tag.RULE_TASK: "een beslissing", tag.CALL_ACTIVITY: "een aanroep van een ander proces",
    tag.SUBPROCESS: "een deelproces", tag.EXCLUSIVE: "een keuze", tag.INCLUSIVE: "een keuze",
    tag.PARALLEL: "een splitsing", tag.EVENT_GATEWAY: "een keuze door wat er het eerst gebeurt",
    tag.CATCH_EVENT: "een gebeurtenis waarop wordt gewacht",
    tag.THROW_EVENT: "een gebeurtenis", tag.START_EVENT: "een begin", tag.END_EVENT: "een einde",
    tag.BOUNDARY_EVENT: "een gebeurtenis aan een rand",
}  # fmt: skip


def unlike(scope: Scope, was: Node, now: Node) -> str:
    """Why a token at `was` cannot stand at `now`, in Dutch; empty where it can."""
    if was.tag != now.tag:
        return f"is {_kind(was)} en wordt {_kind(now)}"
    if (look := _LOOKS.get(was.tag)) is not None:
        return look(scope, was, now)
    return ""


def _kind(node: Node) -> str:
    return _KINDS.get(node.tag, "iets anders")


def _task(_scope: Scope, was: Node, now: Node) -> str:
    if (was.loop is None) != (now.loop is None):
        return "is nu één taak en wordt er een per regel" if now.loop else "is nu een taak per regel en wordt er één"
    if was.loop and now.loop and was.loop.collection != now.loop.collection:
        return "loopt over een andere lijst"
    if was.loop and now.loop and was.loop.sequential != now.loop.sequential:
        return "doet de regels van de lijst nu na elkaar" if now.loop.sequential else "doet de regels nu naast elkaar"
    return ""


def _gateway(scope: Scope, was: Node, now: Node) -> str:
    if scope.was.is_question(was) != scope.now.is_question(now):
        return "is geen vraag meer" if scope.was.is_question(was) else "wordt een vraag"
    return ""


def _call(_scope: Scope, was: Node, now: Node) -> str:
    return "" if was.called == now.called else "roept een ander proces aan"


def _subprocess(_scope: Scope, was: Node, now: Node) -> str:
    return "" if was.triggered_by_event == now.triggered_by_event else "begint anders"


def _event(_scope: Scope, was: Node, now: Node) -> str:
    return "" if was.event.kind is now.event.kind else "wacht op iets anders"


_LOOKS: Final[Mapping[str, Callable[[Scope, Node, Node], str]]] = {
    tag.USER_TASK: _task, tag.EXCLUSIVE: _gateway, tag.INCLUSIVE: _gateway, tag.CALL_ACTIVITY: _call,
    tag.SUBPROCESS: _subprocess, tag.CATCH_EVENT: _event, tag.BOUNDARY_EVENT: _event,
}  # fmt: skip
