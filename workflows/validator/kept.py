"""Files read once: while somebody changes one file of a protocol, the others are judged again as they were.

The same bytes give the same thing, so that what was made of it is known again. Nobody changes what is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from workflows.diagram import read_diagram
from workflows.forms import Form, read_form
from workflows.sources import read_xml
from workflows.validator.material import BpmnFile

SMALL: Final = 100_000
"""Bytes; of what is larger a few are kept, or none."""


def diagram(name: str, data: bytes, max_bytes: int) -> BpmnFile:
    """A BPMN file. Raises SourceError."""
    return (_small if len(data) < SMALL else _large)(name, data, max_bytes)


def tree(data: bytes, max_bytes: int) -> etree._Element:
    """The root of a DMN file. Raises SourceError."""
    return (_small_tree if len(data) < SMALL else _read_tree)(data, max_bytes)


def form(data: bytes, key: str) -> Form:
    """A form. Raises FormError."""
    return (_small_form if len(data) < SMALL else read_form)(data, key)


def _read(name: str, data: bytes, max_bytes: int) -> BpmnFile:
    root = read_xml(data, max_bytes=max_bytes)
    return BpmnFile(name, root, read_diagram(root, name))


def _read_tree(data: bytes, max_bytes: int) -> etree._Element:
    return read_xml(data, max_bytes=max_bytes)


_small: Final = lru_cache(maxsize=64)(_read)
_large: Final = lru_cache(maxsize=4)(_read)
_small_tree: Final = lru_cache(maxsize=64)(_read_tree)
_small_form: Final = lru_cache(maxsize=512)(read_form)
