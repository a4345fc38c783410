"""What is otherwise about an element that is there in both versions, told property by property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from workflows.diagram import Loop, Process
from workflows.differences import events, settings
from workflows.differences.element import Element
from workflows.differences.model import Change, Weight
from workflows.differences.words import called, noun, short, starred, was

BEHAVIOUR: Final = Weight.BEHAVIOUR


def differences(it: Element) -> Iterator[Change]:
    """Everything, in the order in which a person would look."""
    yield from _identity(it)
    yield from _name(it)
    yield from _place(it)
    yield from _lane(it)
    yield from settings.differences(it)
    yield from _instruction(it)
    yield from events.differences(it)
    yield from _what_it_runs(it)
    if it.old.loop != it.new.loop:
        old, new = (_looping(each) for each in (it.old.loop, it.new.loop))
        yield it.told("loop", BEHAVIOUR, f"gebeurt nu {new}{was(old)}", old, new)


def _identity(it: Element) -> Iterator[Change]:
    if it.old.id != it.new.id:
        rest = "is opnieuw getekend en heeft een ander nummer; lopende routes kennen het oude"
        yield it.told("id", BEHAVIOUR, rest, it.old.id, it.new.id)
    old, new = ((each.tag, each.triggered_by_event) for each in (it.old, it.new))
    if old != new:
        rest = f"is van een andere soort geworden (was {noun(it.old, it.before).lower()})"
        yield it.told("type", BEHAVIOUR, rest, it.old.tag, it.new.tag)


def _name(it: Element) -> Iterator[Change]:
    old, new = it.old.name, it.new.name
    if old == new:
        return
    weight = BEHAVIOUR if _bars(it.before, old) or _bars(it.after, new) else Weight.WORDING
    if old and new:
        sentence = f"{noun(it.new, it.after)} {starred(old)} heet nu {starred(new)}"
    else:
        rest = f"heet nu {starred(new)}" if new else f"heeft geen naam meer{was(starred(old))}"
        sentence = f"{called(replace(it.new, name=''), it.after)} {rest}"
    yield it.where.changed("name", weight, sentence, old, new)


def _bars(process: Process, name: str) -> bool:
    """Whether a name decides who may not do something."""
    return bool(name) and any(name in node.listed("niet_door") for node in process.nodes.values())


def _place(it: Element) -> Iterator[Change]:
    old, new, ids = it.old, it.new, it.pairs.node_ids
    if ids.get(old.process, old.process) != new.process:
        rest = f"staat nu in proces {starred(it.after.name)}{was(starred(it.before.name))}"
        yield it.told("process", BEHAVIOUR, rest, it.before.name, it.after.name)
    elif ids.get(old.scope, old.scope) != new.scope:
        around = it.after.nodes.get(new.scope)
        rest = f"staat nu in {short(around, it.after)}" if around else "staat nu in het proces zelf"
        yield it.told("scope", BEHAVIOUR, rest, old.scope, new.scope)
    if ids.get(old.attached_to, old.attached_to) != new.attached_to:
        rest = f"hangt nu aan {short(it.after.nodes.get(new.attached_to), it.after)}"
        yield it.told("attached", BEHAVIOUR, rest, old.attached_to, new.attached_to)


def _lane(it: Element) -> Iterator[Change]:
    old, new = it.old.lane or "", it.new.lane or ""
    if it.pairs.lane_names(it.new.process).get(old, old) == new:
        return
    rest = f"ligt nu bij {starred(new)}" if new else "ligt nu in geen baan"
    yield it.told("lane", BEHAVIOUR, f"{rest}{was(starred(old) if old else '')}", old, new)


def _instruction(it: Element) -> Iterator[Change]:
    old, new = it.old.documentation, it.new.documentation
    if old != new:
        verb = "is gewijzigd" if old and new else "is nieuw" if new else "is vervallen"
        sentence = f"De uitleg bij {short(it.new, it.after)} {verb}"
        yield it.where.changed("instruction", Weight.WORDING, sentence, old, new)


def _what_it_runs(it: Element) -> Iterator[Change]:
    old, new, pairs = it.old, it.new, it.pairs
    if pairs.decision_ids.get(old.decision, old.decision) != new.decision:
        model = pairs.new.decisions.get(new.decision)
        now = f"vraagt nu beslissing {starred(model.name if model else new.decision)}"
        rest = now if new.decision else "vraagt geen beslissing meer"
        yield it.told("decision", BEHAVIOUR, f"{rest}{was(old.decision)}", old.decision, new.decision)
    if pairs.process_ids.get(old.called, old.called) != new.called:
        process = pairs.new.processes.get(new.called)
        now = f"voert nu proces {starred(process.name if process else new.called)} uit"
        rest = now if new.called else "voert geen proces meer uit"
        yield it.told("called", BEHAVIOUR, f"{rest}{was(old.called)}", old.called, new.called)
    if (old.decision, old.called) != (new.decision, new.called):
        pairs.retold.add(it.where.file)


def _looping(loop: Loop | None) -> str:
    if loop is None:
        return "één keer"
    if loop.standard:
        return "steeds opnieuw"
    order = "een voor een" if loop.sequential else "tegelijk"
    return f"voor elk van {starred(loop.collection or '?')} (als {loop.item or '?'}), {order}"
