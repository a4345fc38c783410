"""The limits of FEEL here, in one place; nothing but numbers (architecture section 5)."""

from __future__ import annotations

from typing import Final

MAX_CHARACTERS: Final = 1_000
"""Length of one expression or cell, in characters."""
MAX_NODES: Final = 200
"""Names, values and operations in one expression."""
MAX_DEPTH: Final = 20
"""Operations within operations in one expression."""
MAX_TEXT: Final = 10_000
"""Length of a text that an operation makes, in characters."""
MAX_ITEMS: Final = 5_000
"""Items of a list or context that an operation makes, items of items included."""
MAX_WORK: Final = 10_000
"""Units of work of one evaluation: an iteration costs the nodes of its body, a call what goes into it."""
MAX_CALL_DEPTH: Final = 60
"""Depth in nodes over which functions may call functions."""
MAX_NOTES: Final = 20
"""Notes kept of one evaluation."""
DIGITS: Final = 34
"""Significant digits of a number (DMN 1.5, 10.3.2.3.1: Decimal128)."""
MAX_EXPONENT: Final = 60
"""Numbers reach from 1E-60 to 1E+61. Narrower than Decimal128, so that no number takes thousands of digits to write."""
MAX_BOXES: Final = 100_000
"""Parts of the input space that the analysis of one decision table may look at, in all."""
MAX_TESTS: Final = 200_000
"""Times that the analysis of one decision table may hold a value against a cell."""
MAX_FINDINGS: Final = 20
"""Findings of one kind that the analysis of one decision table gives."""
