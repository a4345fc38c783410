"""What a task asks: the form that the file names, the one that its fields make, or a new one with one question."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from lxml import etree

from workflows.diagram import Node
from workflows.editing import Sheet
from workflows.proposals.known import Known, called, nodes_of
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_NEW: Final = "+nieuw"
_ATTRIBUTES: Final = frozenset({"formKey", "formRef", "formId", "externalReference"})
_CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
_TYPES: Final = {"string": "textfield", "long": "number", "boolean": "checkbox", "date": "datetime", "enum": "select"}
_MOST: Final = 60
"""Fields of a form that is made of what another program wrote."""
_NAME: Final = re.compile(r"[^\W\d]\w*")


def forms(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """For each task without a form that is there."""
    for _process, node in nodes_of(sheet):
        codes = known.codes(node.id, "no-form", "unknown-form")
        element = sheet.find(node.id) if codes else None
        if element is None:
            continue
        about = frozenset((node.id, code) for code in codes)
        named, fields = _named(element, known), _fields(element)
        if named:
            sentence = f"{called(node.name)} krijgt het formulier {called(named)}, zoals het bestand zelf zegt."
            deed, asked = _with_form(node.id, named), None
        elif fields:
            sentence = f"{called(node.name)} krijgt een formulier met de {len(fields)} velden die het bestand noemt."
            deed, asked = _with_new(node, fields), None
        else:
            sentence = f"{called(node.name)} krijgt een nieuw formulier, met één vraag: {called(_QUESTION)}"
            deed, asked = _with_new(node, []), None
            if known.forms:
                sentence = f"{called(node.name)} krijgt het formulier dat je kiest."
                words = ((_NEW, "een nieuw formulier, met één vraag"), *known.forms)
                asked = Asked("Welk formulier?", words)
        yield Proposal(ProposalKind.FORM, sheet.name, node.id, sentence, about, deed, sure=asked is None, asked=asked)


_QUESTION: Final = "Wat heb je gedaan, en wat is de uitkomst?"


def _named(element: etree._Element, known: Known) -> str:
    """The form of the protocol that the file names in the way of another program."""
    by_key = {key.casefold(): key for key, _ in known.forms}
    for each in element.iter("*"):
        for name, value in each.attrib.items():
            foreign = etree.QName(name).namespace or each is not element
            if foreign and etree.QName(name).localname in _ATTRIBUTES:
                last = re.split(r"[/:]", str(value))[-1]
                found = by_key.get(PurePosixPath(last).stem.casefold())
                if found:
                    return found
    return ""


def _fields(element: etree._Element) -> list[dict[str, Any]]:
    """Parts of a form, of the form fields that Camunda 7 keeps in the drawing; none where one is of another kind."""
    made: list[dict[str, Any]] = []
    for each in element.iter(f"{{{_CAMUNDA}}}formField"):
        key, kind = each.get("id", ""), each.get("type", "")
        if kind not in _TYPES or not _NAME.fullmatch(key) or len(made) >= _MOST:
            return []
        part: dict[str, Any] = {
            "type": _TYPES[kind], "key": key, "label": each.get("label") or key, "id": f"Field_{key}",
        }  # fmt: skip
        rules = {rule.get("name", "") for rule in each.iter(f"{{{_CAMUNDA}}}constraint")}
        if "required" in rules:
            part["validate"] = {"required": True}
        if kind == "date":
            part |= {"subtype": "date", "dateLabel": part.pop("label")}
        if kind == "enum":
            part["values"] = [
                {"label": value.get("name") or value.get("id", ""), "value": value.get("id", "")}
                for value in each.iter(f"{{{_CAMUNDA}}}value")
            ]  # fmt: skip
        made.append(part)
    return made


def _with_form(own: str, key: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            editing.sheet.set_property(element, "formulier", key)

    return deed


def _with_new(node: Node, fields: list[dict[str, Any]]) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        element = editing.sheet.find(node.id)
        if element is None:
            return
        if answer not in ("", _NEW):
            editing.sheet.set_property(element, "formulier", answer)
            return
        key = _free(editing, _plain(node.name) or _plain(node.id) or "taak")
        name = _path(editing, key)
        own = {"type": "textarea", "key": f"{key}_gedaan", "label": _QUESTION, "id": f"Field_{key}_gedaan",
               "validate": {"required": True}}  # fmt: skip
        form = {"type": "default", "id": key, "schemaVersion": 18, "components": fields or [own]}
        editing.added[name] = (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()
        editing.sheet.set_property(element, "formulier", key)

    return deed


def _path(editing: Editing, key: str) -> str:
    return str(PurePosixPath(editing.sheet.name).parent / "forms" / f"{key}.form")


def _free(editing: Editing, stem: str) -> str:
    taken = {PurePosixPath(name).stem for name in (*editing.files, *editing.added) if name.endswith(".form")}
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:50]
    return plain if plain[:1].isalpha() else f"taak_{plain}" if plain else ""
