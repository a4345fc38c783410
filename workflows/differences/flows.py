"""What is otherwise about the arrows: answers, conditions, ends. What a new step brings is told by that step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import Flow, Node, Process
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import called, cut, short, starred, was

BEHAVIOUR: Final = Weight.BEHAVIOUR
Ahead = Mapping[str, Sequence[str]]
"""By element those to which its arrows lead."""


@dataclass(frozen=True)
class Folded:
    """What is told by the elements that are new or gone, so that one change is told once."""

    pairs: Pairs
    added: frozenset[str]
    """New ids of elements that were not there."""
    removed: frozenset[str]
    """Old ids of elements that are gone."""
    beside: dict[str, list[str]] = field(default_factory=dict)
    """Id of such an element to the ids of the arrows that it tells."""

    def tells(self, old: Flow | None, new: Flow | None) -> bool:
        """Whether a new or gone element tells all there is to tell of an arrow that is new or gone.

        An answer or a condition of a choice that stays is a change of that choice too: it is told by itself.
        """
        if new is not None and old is None:
            by = next((end for end in (new.source, new.target) if end in self.added), None)
            alone = new.source not in self.added and bool(new.name or new.condition)
            if by is None and not new.name and not new.condition:
                by = _between(new, self._ahead_before, self.removed, self._back)
            return by is not None and not alone and self._keep(by, new.id)
        if old is not None and new is None:
            by = next((end for end in (old.source, old.target) if end in self.removed), None)
            alone = old.source not in self.removed and bool(old.name or old.condition)
            if by is None and not old.name and not old.condition:
                by = _between(old, self._ahead_after, self.added, self.pairs.node_ids)
            return by is not None and not alone and self._keep(by, old.id)
        return False

    @cached_property
    def _ahead_before(self) -> Ahead:
        return _ahead(self.pairs.old)

    @cached_property
    def _ahead_after(self) -> Ahead:
        return _ahead(self.pairs.new)

    @cached_property
    def _back(self) -> Mapping[str, str]:
        return {new: old for old, new in self.pairs.node_ids.items()}

    def explains(self, old_end: str, new_end: str, flow: str) -> bool:
        """Whether an arrow begins or ends elsewhere only because of an element that is new or gone."""
        by = new_end if new_end in self.added else old_end if old_end in self.removed else None
        return by is not None and self._keep(by, flow)

    def _keep(self, element: str, flow: str) -> bool:
        kept = self.beside.setdefault(element, [])
        if flow not in kept:
            kept.append(flow)
        return True


def _ahead(drawn: Bundle) -> Ahead:
    found: dict[str, list[str]] = {}
    for process in drawn.processes.values():
        for flow in process.flows.values():
            found.setdefault(flow.source, []).append(flow.target)
    return found


def _between(flow: Flow, ahead: Ahead, these: frozenset[str], ids: Mapping[str, str]) -> str | None:
    """The first of these elements by which one now goes from where an arrow began to where it led.

    `ids` says how the ends of the arrow are called in the drawing of these elements.
    """
    begin, end = ids.get(flow.source, ""), ids.get(flow.target, "")
    for first in (each for each in ahead.get(begin, ()) if each in these):
        seen, todo = {first}, [first]
        while todo:
            targets = set(ahead.get(todo.pop(), ()))
            if end in targets:
                return first
            todo += targets & these - seen
            seen |= targets & these
    return None


@dataclass(frozen=True)
class Arrow:
    """An arrow in its two versions; either may be missing, not both."""

    pairs: Pairs
    before: Process
    after: Process
    old: Flow | None
    new: Flow | None
    flow: Flow
    """The new one, else the old."""
    folded: Folded

    @cached_property
    def where(self) -> Where:
        """Its place."""
        flow, process = self.flow, self.after if self.new else self.before
        return Where(
            ChangePart.DRAWING, process.file, self.after.name, self.after.id, flow.id, self.old.id if self.old else "",
            flow.name,
        )  # fmt: skip

    def differences(self) -> Iterator[Change]:
        """Everything that no element tells."""
        if self.old is not None and self.new is not None:
            yield from self._changed(self.old, self.new)
        elif not self.folded.tells(self.old, self.new):
            yield self._one_sided()

    def _one_sided(self) -> Change:
        flow, process = self.flow, self.after if self.new else self.before
        source, target = process.nodes.get(flow.source), short(process.nodes.get(flow.target), process)
        new = self.new is not None
        if source is not None and source.is_gateway and (flow.name or flow.condition or source.default == flow.id):
            question = process.is_question(source)
            way, article = ("antwoord", "het") if question else ("uitweg", "de")
            label = f" {starred(flow.name)}" if flow.name else ""
            if new:
                rest = f"heeft er een {way} bij:{label}{_condition(flow, source)}, naar {target}"
            else:
                rest = f"heeft {article} {way}{label}{_condition(flow, source)} niet meer (ging naar {target})"
            sentence, what = f"{called(source, process)} {rest}", "answer" if question else "condition"
        else:
            begin = short(source, process)
            sentence = f"De pijl van {begin} naar {target} is {'nieuw' if new else 'vervallen'}"
            what = "flow"
        value = flow.name or flow.condition
        if new:
            return self.where.added(what, BEHAVIOUR, sentence, value)
        return self.where.removed(what, BEHAVIOUR, sentence, value)

    def _changed(self, old: Flow, new: Flow) -> Iterator[Change]:
        spoken, ids = _spoken(new, self.after), self.pairs.node_ids
        begin = ids.get(old.source, old.source) != new.source
        end = ids.get(old.target, old.target) != new.target
        untold_begin = begin and not self.folded.explains(old.source, new.source, new.id)
        untold_end = end and not self.folded.explains(old.target, new.target, new.id)
        if untold_begin or untold_end:
            source, target = (self.after.nodes.get(each) for each in (new.source, new.target))
            gone = short(self.before.nodes.get(old.target if untold_end else old.source), self.before)
            if untold_end and not untold_begin:
                begin_at = (
                    spoken if new.name and self._from_gateway(new) else f"De pijl uit {short(source, self.after)}"
                )
                sentence = f"{begin_at} leidt nu naar {short(target, self.after)} (was {gone})"
            else:
                sentence = f"De pijl naar {short(target, self.after)} begint nu bij {short(source, self.after)}"
            what = "target" if untold_end else "source"
            yield self.where.changed(what, BEHAVIOUR, sentence, *(getattr(each, what) for each in (old, new)))
        yield from self._label(old, new)
        if old.condition != new.condition:
            rest = f"geldt nu als {cut(new.condition)}" if new.condition else "geldt nu zonder voorwaarde"
            sentence = f"{spoken} {rest}{was(old.condition)}"
            yield self.where.changed("condition", BEHAVIOUR, sentence, old.condition, new.condition)
        if (a := _is_default(old, self.before)) != (b := _is_default(new, self.after)):
            rest = "geldt nu als niets anders geldt" if b else "geldt niet meer als niets anders geldt"
            yield self.where.changed("default", BEHAVIOUR, f"{spoken} {rest}", str(a), str(b))
        redrawn = self.folded.added | {new for old, new in ids.items() if old != new}
        if old.id != new.id and not {new.source, new.target} & redrawn:
            rest = "is opnieuw getekend en heeft een ander nummer"
            yield self.where.changed("id", BEHAVIOUR, f"{spoken} {rest}", old.id, new.id)

    def _from_gateway(self, flow: Flow) -> bool:
        source = self.after.nodes.get(flow.source)
        return source is not None and source.is_gateway

    def _label(self, old: Flow, new: Flow) -> Iterator[Change]:
        if old.name == new.name:
            return
        free = not (old.condition and new.condition)
        source = self.after.nodes.get(new.source)
        if source is not None and source.is_gateway and old.name and new.name:
            sentence = f"Antwoord {starred(old.name)} op {short(source, self.after)} heet nu {starred(new.name)}"
        else:
            rest = f"heet nu {starred(new.name)}" if new.name else f"heeft geen naam meer{was(starred(old.name))}"
            sentence = f"{_arrow(new, self.after)} {rest}"
        what = "answer" if source is not None and self.after.is_question(source) else "label"
        yield self.where.changed(what, BEHAVIOUR if free else Weight.WORDING, sentence, old.name, new.name)


def _spoken(flow: Flow, process: Process) -> str:
    source = process.nodes.get(flow.source)
    if source is not None and source.is_gateway and flow.name:
        return (
            f"{'Antwoord' if process.is_question(source) else 'Uitweg'} {starred(flow.name)} {_behind(source, process)}"
        )
    return _arrow(flow, process)


def _arrow(flow: Flow, process: Process) -> str:
    source, target = (short(process.nodes.get(each), process) for each in (flow.source, flow.target))
    return f"De pijl van {source} naar {target}"


def _behind(source: Node, process: Process) -> str:
    return f"op {short(source, process)}" if process.is_question(source) else f"van {short(source, process)}"


def _condition(flow: Flow, source: Node) -> str:
    if flow.condition:
        return f" als {cut(flow.condition)}"
    return " als niets anders geldt" if source.default == flow.id else ""


def _is_default(flow: Flow, process: Process) -> bool:
    source = process.nodes.get(flow.source)
    return source is not None and source.default == flow.id


def by_source(pairs: Pairs) -> Mapping[str, list[tuple[Flow | None, Flow | None]]]:
    """The arrows by the new id of what they leave; by its old one where that is gone."""
    found: dict[str, list[tuple[Flow | None, Flow | None]]] = {}
    for old, new in pairs.flows.things():
        at = new.source if new is not None else pairs.node_ids.get(old.source, old.source) if old is not None else ""
        found.setdefault(at, []).append((old, new))
    return found
