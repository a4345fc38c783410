"""The checker that goes along with every export: one file that needs Python alone and knows nothing of the product."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "leidraad_verify.py"


def source() -> bytes:
    """The program itself."""
    return (Path(__file__).parent / NAME).read_bytes()
