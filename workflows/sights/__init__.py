"""Who may see what in a protocol, for who decides that: the rights as they stand, and what a change of them means.

Reads the files of a protocol; judges nothing, and never raises on what they hold.
"""

from __future__ import annotations

from workflows.sights.model import Asking, Cell, GroupAsked, Sights
from workflows.sights.reading import sights_of
from workflows.sights.telling import Meant, meant_by
from workflows.sights.uses import Named, Uses, team_of, uses_of

__all__ = [
    "Asking", "Cell", "GroupAsked", "Meant", "Named", "Sights", "Uses", "meant_by", "sights_of", "team_of", "uses_of",
]  # fmt: skip
