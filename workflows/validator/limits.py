"""How much a protocol may hold before it is refused, so that judging and running it stay quick. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; what is over one is a finding that names the number. Each is a setting of the product."""

    max_files: int = 500
    """Files of one protocol."""
    max_total_bytes: int = 20_000_000
    """Bytes of all files together."""
    max_file_bytes: int = 2_000_000
    """Bytes of one file."""
    max_processes: int = 100
    """Processes of one protocol."""
    max_elements: int = 1_000
    """Elements of one process, those in its subprocesses included."""
    max_flows: int = 2_000
    """Sequence flows of one process."""
    max_nesting: int = 5
    """Subprocesses within subprocesses."""
    max_name_length: int = 200
    """Characters of a name or label."""
    max_documentation_length: int = 5_000
    """Characters of the documentation of one element."""
    max_properties: int = 40
    """Properties of one element."""
    max_id_length: int = 200
    """Characters of an id."""
    max_calls: int = 20
    """Call activities within call activities."""
    max_decisions: int = 200
    """Decisions of one protocol."""
    max_cells: int = 20_000
    """Cells of all decision tables of a protocol together."""
