"""Which bundle a person means: the one above a file, or the one that its school takes when none is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.cli.border import NotJudged, WrongUse, settings, shown
from app.cli.material import bundles_below, read_material
from workflows import PROTOCOL_FILE, Bundle, Level, WorkflowError, check, read_protocol

DRAWING: Final = ".bpmn"
_SHOWN: Final = 5
"""Findings that are told; `check` tells the rest."""


def default_bundle() -> Path:
    """The bundle that is marked as default, or the only one. Raises WrongUse where neither can be told."""
    root = settings().bundles
    folders = sorted(each.parent for each in root.glob(f"*/{PROTOCOL_FILE}"))
    marked = [folder for folder in folders if _is_marked(folder)] or folders
    if len(marked) == 1:
        return marked[0]
    if not marked:
        message = f"In de map “{root}” staat geen protocol. Noem zelf de map waarin {PROTOCOL_FILE} staat."
        raise WrongUse(message)
    names = ", ".join(str(folder) for folder in marked)
    message = f"Welk protocol bedoel je? Noem een map: {names}. Of zet in één {PROTOCOL_FILE}: standaard = true."
    raise WrongUse(message)


def _is_marked(folder: Path) -> bool:
    try:
        return read_protocol((folder / PROTOCOL_FILE).read_bytes()).standaard
    except (WorkflowError, OSError):
        return False  # a file that cannot be read marks nothing; `check` says what is wrong with it


def load(path: str) -> tuple[Bundle, Mapping[str, bytes]]:
    """A bundle that holds, from its folder or zip, with its files. Raises NotJudged where it cannot be run as drawn."""
    limits = settings().limits
    below = bundles_below(path)
    if below != [path]:
        message = f"“{path}” is een map met protocollen. Noem de map van één protocol: {', '.join(below)}."
        raise WrongUse(message)
    material = read_material(path, limits)
    findings = material.findings or check(material.files, limits, context=material.context)
    wrong = [finding for finding in findings if finding.level is Level.FOUT]
    if wrong:
        lines = "\n".join(f"  {shown(finding.message)}" for finding in wrong[:_SHOWN])
        more = f"\n  … en nog {len(wrong) - _SHOWN}" if len(wrong) > _SHOWN else ""
        message = (
            f"Het protocol “{path}” klopt nog niet:\n{lines}{more}\n"
            f"Alles met wat je eraan doet: flask protocol check {path}"
        )
        raise NotJudged(message)
    if material.context or not any("/" not in name and name.endswith(DRAWING) for name in material.files):
        message = (
            f"“{path}” is geen heel protocol. Noem de map of de zip waarin {PROTOCOL_FILE} en de tekeningen liggen."
        )
        raise WrongUse(message)
    return Bundle.from_files(material.files), material.files
