"""What is different between two versions of a protocol, as sentences a school understands.

Pure: knows two bundles as values; knows no web, no database and no clock. docs/formats/differences.md is its format.
"""

from workflows.differences.comparing import compare
from workflows.differences.model import Change, ChangeKind, ChangePart, Weight

__all__ = ["Change", "ChangeKind", "ChangePart", "Weight", "compare"]
