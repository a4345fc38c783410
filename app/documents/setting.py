"""Typesetting: a template of our own and plain values become a PDF (decision 15). The only importer of typst.

What a bundle says reaches the template as values, never as text of the template: nothing in it can be run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"
_NO_SIGN: Final = "could not be displayed"
_FONTS: Final = "font_source_sans_pro"
"""The package with the type of the screens; only its files are used."""


class SettingError(Exception):
    """De opmaak van een document is niet gelukt."""


def typeset(template: str, data: Mapping[str, object], made: datetime) -> bytes:
    """A PDF for everybody (PDF/UA-1): tagged, with bookmarks, its language and a text for each picture.

    Where a bundle has a sign that no font knows, the standard cannot be promised: the PDF is tagged all the same.
    Raises SettingError where the template or its fonts fail, which no bundle should be able to bring about.
    """
    written = json.dumps(data, ensure_ascii=False)
    try:
        return _compiled(template, written, made, ["ua-1"])
    except typst.TypstError as error:
        if _NO_SIGN not in error.message:
            raise SettingError(f"{template}: {error.diagnostic or error.message}") from error
    try:
        return _compiled(template, written, made, [])
    except typst.TypstError as error:
        raise SettingError(f"{template}: {error.diagnostic or error.message}") from error


def _compiled(template: str, data: str, made: datetime, standards: list[typst.PDFStandard]) -> bytes:
    found = typst.compile(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), format="pdf", timestamp=made,
        sys_inputs={"data": data}, pdf_standards=standards,
    )  # fmt: skip
    if not isinstance(found, bytes):
        raise SettingError(f"{template}: er kwam geen PDF.")
    return found


@cache
def _fonts() -> typst.Fonts:
    spec = find_spec(_FONTS)
    if spec is None or spec.origin is None:
        raise SettingError(f"Het pakket {_FONTS} met de letters ontbreekt.")
    files = Path(spec.origin).parent / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[files])
