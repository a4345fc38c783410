"""Which bundle a person means: the one above a file, or the one that its school takes when none is named."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.cli.border import WrongUse, settings
from workflows import PROTOCOL_FILE, WorkflowError, read_protocol

_DEPTH: Final = 3
"""A bundle has folders and no folders in these; a file lies at most so deep in it."""


def bundle_above(path: Path) -> Path | None:
    """The nearest folder around a path, or the path itself, that is a bundle; None where there is none."""
    around = path.absolute()
    for folder in (around, *list(around.parents)[:_DEPTH]):
        if (folder / PROTOCOL_FILE).is_file():
            return folder
    for folder in (around, *list(around.parents)[:_DEPTH]):
        if folder.is_dir() and any(folder.glob("*.bpmn")):
            return folder
    return None


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
