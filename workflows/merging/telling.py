"""Clashes in words: what it is about, what it was, and what each would make of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from workflows.merging.apart import LANE, TEXT, X
from workflows.merging.combining import Question
from workflows.merging.model import EXISTS, KIND, OWNER, WHOLE, Clash, Part, Parts
from workflows.merging.tables import is_cell, place_of, said_in

_LONGEST: Final = 200
_NOTHING: Final = "niets"
_ANY: Final = "“-”"
_QUOTED: Final = re.compile(r'"[^"]*"(?:\s*,\s*"[^"]*")*')
"""Texts of a table: who edits it writes them without quotes."""
_NOUNS: Final = {
    "userTask": "de taak", "task": "de taak", "sequenceFlow": "de pijl", "messageFlow": "de berichtpijl",
    "lane": "de baan", "participant": "de pool", "subProcess": "het subproces", "callActivity": "het proces",
    "exclusiveGateway": "de keuze", "parallelGateway": "de splitsing", "inclusiveGateway": "de keuze",
    "startEvent": "het begin", "endEvent": "het einde", "boundaryEvent": "de gebeurtenis op de rand",
    "intermediateCatchEvent": "het wachtpunt", "intermediateThrowEvent": "de gebeurtenis",
    "businessRuleTask": "de beslissing", "sendTask": "het bericht", "receiveTask": "het wachtpunt",
    "textAnnotation": "de aantekening", "message": "het bericht", "process": "het proces", "rule": "de rij",
    "input": "de kolom", "output": "de kolom", "decision": "de beslistabel", "group": "het veldgroepje",
    "inputEntry": "de cel", "outputEntry": "de cel", "collaboration": "het diagram", "association": "de stippellijn",
    "timerEventDefinition": "de wekker", "messageEventDefinition": "het bericht", "definitions": "het bestand",
    "dynamiclist": "de lijst", "text": "de tekst",
    **dict.fromkeys(
        ("textfield", "textarea", "number", "datetime", "radio", "select", "checklist", "checkbox"), "de vraag"
    ),
}  # fmt: skip
_VALUES: Final = {
    "name": "De naam", "label": "Het opschrift", "description": "De uitleg", LANE: "Wie het doet, de baan",
    X: "De plek in het diagram", "sourceRef": "Waar het begint", "targetRef": "Waar het heen gaat",
    "attachedToRef": "Waar het aan vast zit", "messageRef": "Het bericht",
    "default": "Het antwoord als niets anders geldt",
    "calledElement": "Het proces dat begint", "documentation": "De uitleg", "conditionExpression": "De voorwaarde",
    "timeDuration": "De termijn", "timeDate": "De datum", "timeCycle": "Hoe vaak", "text": "De tekst",
    OWNER: "Waar het in ligt", KIND: "Wat voor ding het is", "formulier": "Het formulier", "termijn": "De termijn",
    "ook_door": "Wie het ook mag doen", "samen_met": "Met wie samen", "niet_door": "Wie het niet mag doen",
    "knop": "De knop", "aan": "Wie bericht krijgt", "fase": "De fase", "values": "De antwoorden",
    "calledDecisionId": "De beslistabel", "instructionsForEndUser": "De instructie", "processRef": "Het proces",
    "validate/required": "Of het verplicht is", "cancelActivity": "Of het de taak afbreekt",
    "dateLabel": "De vraag", "timeLabel": "De vraag", "key": "De naam in voorwaarden en tabellen",
    "path": "De naam in voorwaarden en tabellen", "subtype": "De soort", "conditional/hide": "Wanneer het te zien is",
    "validate/min": "Hoeveel het minstens is", "validate/max": "Hoeveel het hoogstens is",
    "validate/minLength": "Hoe lang het minstens is", "validate/maxLength": "Hoe lang het hoogstens is",
    "decimalDigits": "De cijfers achter de komma", "inputExpression": "Waar het naar kijkt",
    "inputValues": "De waarden die er mogen staan", "outputValues": "De waarden die er mogen staan",
    "multiInstanceLoopCharacteristics": "De herhaling", "hitPolicy": "Hoe de rijen gelden", TEXT: "De tekst",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """The words for the clashes of one file."""

    base: Parts
    mine: Parts
    theirs: Parts

    def told(self, question: Question) -> Clash:
        """One of them."""
        element = self.shown(question.key)
        called = self.called(element)
        if question.name == EXISTS:
            kept = ("laten staan", "weghalen")
            mine, theirs = (kept[each is None] for each in (question.mine, question.theirs))
            what = f"{called[:1].upper()}{called[1:]}: de een haalde dit weg, de ander heeft het nog nodig"
            return Clash(question.id, _bare(element), what, "het stond er", mine, theirs)
        if question.name == X:
            words = ["op de oude plek", *self._places(question)]
        else:
            words = [self._words(question.name, each) for each in (question.was, question.mine, question.theirs)]
        what = f"{_label(question.name, question.key)} van {called}" if element != "/" else _label(question.name, "")
        if is_cell(question.key):
            column = self.called(f"#{question.key.rpartition('#')[2]}")
            what = f"{called[:1].upper()}{called[1:]}, {column}"
            words = ["maakt niet uit" if each == _ANY else each for each in words]
        return Clash(question.id, _bare(element), what, *words)

    def named(self, other: Iterable[str]) -> tuple[str, ...]:
        """What these parts are called in what the file became, which is `base` and `mine`; `theirs` is what it was.

        What something is goes before where it is drawn; what only has something else lying in it is left out.
        """
        keys = sorted((key for key in other if self._says_otherwise(key)), key=lambda key: key.startswith("%"))
        shown = dict.fromkeys(each for each in map(self.shown, keys) if each.startswith("#") and self._part(each))
        gone = {each: "" if each in self.base else " (weggehaald)" for each in shown}
        return tuple(dict.fromkeys(f"{self.called(each)}{gone[each]}" for each in shown))

    def _says_otherwise(self, key: str) -> bool:
        now, was = (
            {name: value for name, value in parts[key].values.items() if name[0] != "~"} if key in parts else None
            for parts in (self.base, self.theirs)
        )  # what begins with ~ follows from another part
        return now != was

    def shown(self, key: str) -> str:
        """The key of what is drawn, of something that is shown, or lies in something that is."""
        key = f"#{key.partition('@')[2]}" if key.startswith("%") else key
        key = key.partition("/")[0] if key.startswith("#") else key
        part = self._part(key)
        shown = any(f"%{sort}@{key[1:]}" in parts for sort in ("BPMNShape", "BPMNEdge") for parts in self._all)
        if shown or part is None or part.owner in {"", "/"} or (not self._is_drawn and _kind(part) in _NOUNS):
            return key
        return self.shown(part.owner)

    @property
    def _all(self) -> tuple[Parts, Parts, Parts]:
        return self.theirs, self.mine, self.base

    @property
    def _is_drawn(self) -> bool:
        return any(key.startswith("%BPMN") for key in self.theirs)

    def _part(self, key: str) -> Part | None:
        return next((parts[key] for parts in self._all if key in parts), None)

    def called(self, key: str) -> str:
        """What a part is called, with what sort of thing it is."""
        values = next((parts[key].values for parts in (self.base, *self._all) if key in parts), None)
        if values is None or key == "/":
            return "het bestand"
        kind = _local(values.get(KIND, ""))
        if kind == "rule" and key.startswith("#"):
            return self._rule(key)
        noun = _NOUNS.get(kind, "het onderdeel")
        name = next((_plain(values[each]) for each in _names(values) if _plain(values[each])), "")
        if name:
            return f"{noun} “{_cut(name)}”"
        if "sourceRef" in values and "targetRef" in values:
            ends = [self.called(f"#{values[each].rpartition(':')[2]}") for each in ("sourceRef", "targetRef")]
            return f"{noun} van {ends[0]} naar {ends[1]}"
        return noun if kind in _NOUNS and key.startswith("#") else f"{noun} “{_bare(key)}”"

    def _rule(self, key: str) -> str:
        """A rule of a table: which one it is on the page of who is asked, and what it says."""
        sides = [each for each in (self.mine, self.theirs, self.base) if key in each]
        said = (_plain(each) for each in said_in(key, sides[0]))
        text = _cut(", ".join(each for each in said if each not in {"-", ""}))
        return f"regel {place_of(key, sides[0])}" + (f" ({text})" if text else "")

    def _words(self, name: str, value: str | None) -> str:
        if value is None or not value.strip():
            return _NOTHING
        if name == KIND:
            return _NOUNS.get(_local(value), f"iets anders: {_local(value)}")
        keys = [f"#{each.rpartition(':')[2]}" for each in value.split()]
        if name in {OWNER, LANE, "default"} or name.endswith("Ref"):
            own = [self.called(value if value in parts else key) for key in keys for parts in [self.theirs]]
            return ", ".join(own)
        return f"“{_cut(_plain(value))}”" if _plain(value) else "iets anders"

    def _places(self, question: Question) -> list[str]:
        was = _place(question.was)
        return [_way(was, _place(each)) for each in (question.mine, question.theirs)]


def _kind(part: Part) -> str:
    return _local(part.values.get(KIND, ""))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def whole_file(name: str, mine: bytes, theirs: bytes) -> Clash:
    """That a file can only be taken as a whole."""
    made = hashlib.sha256(f"{WHOLE} {name}".encode() + mine + WHOLE.encode() + theirs).hexdigest()[:16]
    what = "Het hele bestand: dit is niet per onderdeel samen te voegen"
    return Clash(made, "", what, "het bestand zoals het was", "het hele bestand", "het hele bestand")


def _names(values: Mapping[str, str]) -> list[str]:
    """The values that may say what something is called."""
    found = [each for each in ("name", "label") if each in values]
    return found + [each for each in values if each.startswith("<") and each.rpartition("}")[2] == "text"] + [
        each for each in ("text", "key") if each in values
    ]  # fmt: skip


def _label(name: str, key: str) -> str:
    local = name.rpartition("[")[2].rstrip("]") if "[" in name else name.rpartition("}")[2].removeprefix("<")
    local = local.removeprefix("properties/")
    if name == TEXT and key.rpartition("/")[2] in _VALUES:
        local = key.rpartition("/")[2]
    return _VALUES.get(local, f"De instelling “{local}”")


def _plain(value: str) -> str:
    """A value as text: of XML what stands in it, or what its `value` says."""
    if value.startswith("<"):
        root = etree.fromstring(f"<all>{value}</all>")
        text = " ".join(" ".join(str(each) for each in root.itertext()).split())
        if _QUOTED.fullmatch(text):
            return text.replace('"', "")
        return text or " ".join(str(each.get("value")) for each in root.iter(etree.Element) if each.get("value"))
    if value.startswith(('"', "[", "{")):
        try:
            read = json.loads(value)
        except ValueError:
            return value
        return read if isinstance(read, str) else _listed(read)
    return {"true": "ja", "false": "nee"}.get(value, value)


def _listed(read: object) -> str:
    if isinstance(read, list):
        return ", ".join(_listed(each) for each in read)
    if isinstance(read, dict):
        return str(read.get("label") or read.get("value") or json.dumps(read, ensure_ascii=False))
    return str(read)


def _cut(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _bare(key: str) -> str:
    return key.removeprefix("#") if key.startswith("#") else ""


def _place(text: str | None) -> tuple[float, float]:
    try:
        x, y = (float(each) for each in (text or "").split())
    except ValueError:
        return 0, 0
    return x, y


def _way(was: tuple[float, float], now: tuple[float, float]) -> str:
    right, down = now[0] - was[0], now[1] - was[1]
    words = [
        f"{abs(round(far))} naar {one if far > 0 else other}"
        for far, one, other in ((right, "rechts", "links"), (down, "beneden", "boven")) if round(far)
    ]  # fmt: skip
    return " en ".join(words) or "op de oude plek"
