"""From bytes to `Material`: which file is what, and everything that keeps a file from being read.

May read each kind of file with its own reader; judges only whether a file can be read and belongs where it lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from lxml import etree

from workflows.diagram import BPMN
from workflows.diagram.protocol import FILE_NAME, Protocol, read_protocol
from workflows.errors import FormError, SourceError
from workflows.feel import Decisions
from workflows.rights import FILE_NAME as RIGHTS_FILE
from workflows.rights import Rights, read_rights
from workflows.rules import Rules, is_rules_file, read_rules_file
from workflows.types import Finding
from workflows.validator import kept
from workflows.validator.copies import without_copies
from workflows.validator.limits import Limits
from workflows.validator.material import BpmnFile, DmnFile, FormFile, Material
from workflows.validator.report import at_component, at_file, line_of, quoted
from workflows.validator.tables import read_tables

_BPMN_ENDINGS: Final = (".bpmn", ".bpmn2", ".bpmn20.xml")
_SILENT_ENDINGS: Final = (".feature", ".csv", ".md", ".txt", ".rules")
_SILENT_FOLDERS: Final = ("rules", "scenarios", "__MACOSX")
_CURES: Final = {
    "doctype": "Open het diagram in een gewone BPMN-modeler en bewaar het opnieuw; dan verdwijnt die regel.",
    "encoding": "Open het diagram in de modeler en bewaar het opnieuw; de modeler schrijft UTF-8.",
    "too-large": "Verdeel het protocol over meer bestanden, of haal weg wat niet nodig is.",
    "too-deep": "Haal lagen weg: zet de inhoud van geneste subprocessen in een eigen proces.",
    "rights-columns": "Verbeter de eerste regel in een teksteditor: functie,veldgroep,fase,recht.",
    "rights-row": "Verbeter de genoemde regel: functie, veldgroep, fase en recht, met komma's ertussen.",
    "rights-right": "Verbeter de genoemde regel: het recht is schrijven, lezen of eigen.",
    "rules": "Verbeter de genoemde regel in een teksteditor; zie docs/formats/rules.md.",
    "not-toml": 'Verbeter de genoemde regel in een teksteditor. Schrijf naam = "waarde".',
}  # fmt: skip
_SAVE_AGAIN: Final = "Open het bestand in de modeler en bewaar het opnieuw, of zet een goede versie terug."
_OTHER_ROOTS: Final = (
    ("/DMN/", "een beslistabel (DMN)", "Zet het bestand in de map decisions en laat de naam eindigen op .dmn."),
    ("schema.omg.org/spec/BPMN", "een oude versie van BPMN", "Bewaar het diagram in de modeler als BPMN 2.0."),
    ("/BPMN/", "een andere versie van BPMN", "Bewaar het diagram in de modeler als BPMN 2.0."),
    ("/CMMN/", "een CMMN-diagram", "Teken het proces als BPMN-diagram."),
    ("xhtml", "een webpagina", "Exporteer het diagram in de modeler als BPMN 2.0 (XML)."),
    ("svg", "een plaatje", "Exporteer het diagram in de modeler als BPMN 2.0 (XML), niet als afbeelding."),
    ("XPDL", "een XPDL-bestand", "Exporteer het diagram in de modeler als BPMN 2.0 (XML)."),
)  # fmt: skip


@dataclass(slots=True)
class _Shelf:
    """What has been read so far."""

    limits: Limits
    root: str
    findings: list[Finding] = field(default_factory=list)
    bpmn: list[BpmnFile] = field(default_factory=list)
    dmn: list[DmnFile] = field(default_factory=list)
    forms: dict[str, FormFile] = field(default_factory=dict)
    protocol: Protocol = field(default_factory=Protocol)
    protocol_file: str = ""
    protocol_data: bytes = b""
    rights_file: str = ""
    rights: Rights | None = None
    rules: Rules = field(default_factory=Rules)

    def unreadable(self, name: str, error: SourceError) -> None:
        self.findings.append(
            at_file(name, error.line).fout(
                error.code, f"kan niet worden gelezen. {error.message}", _CURES.get(error.code, _SAVE_AGAIN)
            )
        )


def read_material(
    files: Mapping[str, bytes], context: Mapping[str, bytes], limits: Limits
) -> tuple[Material, list[Finding]]:
    """Read all files; what cannot be read is a finding and takes no further part."""
    everything = {name: data for name, data in context.items() if name not in files} | dict(files)
    shelf = _Shelf(limits, _root_of(everything))
    if not _too_much(shelf, everything) and not _too_many_conditions(shelf, everything):
        for name in sorted(everything):
            _read(shelf, name, everything[name], alone=len(files) == 1 and name in files)
        _nothing_to_judge(shelf, files)
    return Material(
        judged=frozenset(files), limits=limits, bpmn=without_copies(shelf.bpmn, files, shelf.findings),
        dmn=tuple(shelf.dmn),
        decisions=Decisions(read_tables(shelf.dmn, limits, shelf.findings)), forms=shelf.forms, protocol=shelf.protocol,
        protocol_file=shelf.protocol_file, protocol_data=shelf.protocol_data,
        rights_file=shelf.rights_file, rights=shelf.rights, rules=shelf.rules,
    ), shelf.findings  # fmt: skip


def _root_of(files: Mapping[str, bytes]) -> str:
    found = sorted((name for name in files if PurePosixPath(name).name == FILE_NAME), key=len)
    return str(PurePosixPath(found[0]).parent) if found else ""


def _too_much(shelf: _Shelf, files: Mapping[str, bytes]) -> bool:
    total, limits = sum(len(data) for data in files.values()), shelf.limits
    first = min(files, default="")
    if len(files) > limits.max_files:
        shelf.findings.append(at_file(first).fout(
            "too-many-files", f"hoort bij een protocol van meer dan {limits.max_files} bestanden; zo veel mag niet.",
            "Haal bestanden weg die niet bij het protocol horen.",
        ))  # fmt: skip
    if total > limits.max_total_bytes:
        shelf.findings.append(at_file(first).fout(
            "too-large", f"hoort bij een protocol van meer dan {limits.max_total_bytes} bytes; zo groot mag niet.",
            _CURES["too-large"],
        ))  # fmt: skip
    return bool(shelf.findings)


def _too_many_conditions(shelf: _Shelf, files: Mapping[str, bytes]) -> bool:
    """Counted before any form is read, since reading a condition takes far longer than finding one."""
    count = sum(data.count(b'"hide"') for name, data in files.items() if name.lower().endswith(".form"))
    limit = shelf.limits.max_form_conditions
    if count > limit:
        shelf.findings.append(at_file(min(files)).fout(
            "too-many-conditions", f"hoort bij formulieren met {count} voorwaarden; het mogen er {limit} zijn.",
            "Verdeel de formulieren over meer protocollen, of haal voorwaarden weg.",
        ))  # fmt: skip
    return count > limit


def _read(shelf: _Shelf, name: str, data: bytes, *, alone: bool) -> None:
    path = PurePosixPath(name)
    lower = name.lower()
    if is_rules_file(name) or path.name in _TEXTS:
        (_read_rules if is_rules_file(name) else _TEXTS[path.name])(shelf, name, data)
    elif lower.endswith(_BPMN_ENDINGS):
        _read_bpmn(shelf, name, data)
    elif lower.endswith(".dmn"):
        _read_dmn(shelf, name, data)
    elif lower.endswith(".form"):
        _read_form(shelf, name, path.stem, data)
    elif lower.endswith(_SILENT_ENDINGS) or path.name.startswith(".") or set(path.parts) & {*_SILENT_FOLDERS}:
        return
    elif lower.endswith(".xml") or alone:
        _read_bpmn(shelf, name, data)
    else:
        shelf.findings.append(at_file(name).let_op(
            "unknown-file", "is geen bestand dat een protocol kent; het doet niets.",
            "Haal het weg, of geef het de goede naam: .bpmn, decisions/….dmn, forms/….form, protocol.toml.",
        ))  # fmt: skip


def _read_protocol(shelf: _Shelf, name: str, data: bytes) -> None:
    if shelf.protocol_file:
        shelf.findings.append(at_file(name).fout(
            "second-protocol", f"is een tweede {FILE_NAME}, naast {quoted(shelf.protocol_file)}.",
            "Houd één protocol.toml over, bovenin de map.",
        ))  # fmt: skip
        return
    shelf.protocol_file, shelf.protocol_data = name, data
    try:
        shelf.protocol = read_protocol(data)
    except SourceError as error:
        shelf.unreadable(name, error)


def _read_rights(shelf: _Shelf, name: str, data: bytes) -> None:
    _misplaced(shelf, name, "", "Zet het bovenin de map van het protocol.")
    shelf.rights_file = name
    try:
        shelf.rights = read_rights(data)
    except SourceError as error:
        shelf.unreadable(name, error)


def _read_rules(shelf: _Shelf, name: str, data: bytes) -> None:
    _misplaced(shelf, name, "rules", "Zet het in de map rules van het protocol.")
    try:
        shelf.rules = shelf.rules.joined(read_rules_file(data, name))
    except SourceError as error:
        shelf.unreadable(name, error)


_TEXTS: Final = {FILE_NAME: _read_protocol, RIGHTS_FILE: _read_rights}


def _too_large(shelf: _Shelf, name: str, data: bytes) -> bool:
    """Told without the size: whoever read the file may have stopped at the limit."""
    limit = shelf.limits.max_file_bytes
    if len(data) > limit:
        shelf.unreadable(name, SourceError(f"Het is groter dan {limit} bytes.", code="too-large"))
    return len(data) > limit


def _read_bpmn(shelf: _Shelf, name: str, data: bytes) -> None:
    if _too_large(shelf, name, data):
        return
    try:
        file = kept.diagram(name, data, shelf.limits.max_file_bytes)
    except SourceError as error:
        shelf.unreadable(name, error)
        return
    if file.root.tag != f"{{{BPMN}}}definitions":
        shelf.findings.append(_not_bpmn(name, file.root))
        return
    shelf.bpmn.append(file)
    if shelf.root and not name.endswith(".bpmn"):
        shelf.findings.append(at_file(name).fout(
            "misplaced-file", "heeft een naam die niet op .bpmn eindigt; niemand leest het.", "Geef het die naam.",
        ))  # fmt: skip
    _misplaced(shelf, name, "", "Zet het bovenin de map van het protocol.")


def _not_bpmn(name: str, root: etree._Element) -> Finding:
    tag = "xhtml" if str(root.tag).lower() == "html" else str(root.tag)
    place = at_file(name, line_of(root))
    for part, kind, cure in _OTHER_ROOTS:
        if part in tag:
            return place.fout("not-bpmn", f"is geen BPMN 2.0-diagram, maar {kind}.", cure)
    return place.fout("not-bpmn", "is geen BPMN 2.0-diagram.", _OTHER_ROOTS[-1][2])


def _read_dmn(shelf: _Shelf, name: str, data: bytes) -> None:
    if _too_large(shelf, name, data):
        return
    try:
        root = kept.tree(data, shelf.limits.max_file_bytes)
    except SourceError as error:
        shelf.unreadable(name, error)
        return
    if etree.QName(root).localname != "definitions" or "DMN" not in str(root.tag).upper():
        shelf.findings.append(at_file(name, line_of(root)).fout(
            "not-dmn", "is geen DMN-bestand.", "Maak de beslistabel opnieuw in de modeler en bewaar haar als DMN.",
        ))  # fmt: skip
        return
    lines = {e.get("id", ""): line_of(e) for e in root.iter("{*}decision")}
    shelf.dmn.append(DmnFile(name, root, lines))
    _misplaced(shelf, name, "decisions", "Zet het in de map decisions van het protocol.")


def _read_form(shelf: _Shelf, name: str, key: str, data: bytes) -> None:
    if key in shelf.forms:
        shelf.findings.append(at_file(name).fout(
            "duplicate-form", f"heeft dezelfde sleutel als {quoted(shelf.forms[key].name)}.",
            "Geef een van de twee een andere naam.",
        ))  # fmt: skip
        return
    form = None
    if not _too_large(shelf, name, data):
        try:
            form = kept.form(data, key)
        except FormError as error:
            cure = "Open het formulier bij het ontwerp en verander het genoemde onderdeel."
            for place, title, problem in error.problems or (("", "", error.message),):
                found = at_component(name, place, title)
                shelf.findings.append(found.fout("form", f"is geen formulier dat Leidraad kent: {problem}", cure))
    shelf.forms[key] = FormFile(name, key, form)
    _misplaced(shelf, name, "forms", "Zet het in de map forms van het protocol.")


def _misplaced(shelf: _Shelf, name: str, folder: str, cure: str) -> None:
    asked = PurePosixPath(shelf.root) / folder
    if shelf.root and PurePosixPath(name).parent != asked:
        shelf.findings.append(at_file(name).fout("misplaced-file", "staat in een map waar niemand het leest.", cure))


def _nothing_to_judge(shelf: _Shelf, files: Mapping[str, bytes]) -> None:
    if shelf.bpmn or shelf.findings or (not shelf.protocol_file and (shelf.dmn or shelf.forms)):
        return
    first = shelf.protocol_file or min(files, default="")
    message = "hoort bij een protocol zonder BPMN-diagram." if first else "heeft geen BPMN-diagram."
    shelf.findings.append(at_file(first).fout(
        "no-diagram", message,
        "Zet minstens één .bpmn-bestand bovenin de map van het protocol.",
    ))  # fmt: skip
