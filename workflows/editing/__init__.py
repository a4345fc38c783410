"""A drawing as it is changed in its own file: what is not touched stays, what other modelers wrote too.

Knows XML and how a BPMN file is written; decides nothing about what should be in it.
"""

from __future__ import annotations

from workflows.editing.grants import Grants
from workflows.editing.marks import Marks
from workflows.editing.sheet import Sheet, bare, bpmn, elements, first_place, place, unset
from workflows.editing.texts import Answer, Texts, is_term, parted, rewritten, texts_of

__all__ = [
    "Answer", "Grants", "Marks", "Sheet", "Texts", "bare", "bpmn", "elements", "first_place", "is_term", "parted",
    "place", "rewritten", "texts_of", "unset",
]  # fmt: skip
