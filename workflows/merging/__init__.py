"""Two who change one file at the same time: what both made of it becomes one file, and what clashes is asked.

Pure: bytes in, bytes out. Knows files by their parts (elements, components, rows, blocks), not what they mean when run.
"""

from workflows.merging.between import Between, between
from workflows.merging.merging import merge
from workflows.merging.model import Clash, Merged, Side
from workflows.merging.taking import takes_away

__all__ = ["Between", "Clash", "Merged", "Side", "between", "merge", "takes_away"]
