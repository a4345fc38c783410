"""How much a protocol may hold before it is refused, so that judging and running it stay quick. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; what is over one is a finding that names the number. Each is a setting of the product."""

    max_files: int = 500
    """Files of one protocol."""
    max_total_bytes: int = 10_000_000
    """Bytes of all files together."""
    max_file_bytes: int = 2_000_000
    """Bytes of one file."""
    max_processes: int = 100
    """Processes of one protocol."""
    max_xml_elements: int = 60_000
    """Elements of all XML files of one protocol, the drawing included."""
    max_total_elements: int = 5_000
    """Elements of all processes together."""
    max_elements: int = 1_000
    """Elements of one process, those in its subprocesses included."""
    max_flows: int = 2_000
    """Sequence flows of one process."""
    max_lanes: int = 50
    """Lanes of one process."""
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
    max_cells: int = 8_000
    """Cells of all decision tables of a protocol together."""
    max_table_cells: int = 2_500
    """Cells of one decision table."""
    max_expression_characters: int = 200_000
    """Characters of all conditions, terms and properties that are FEEL, and as many of all cells of decisions."""
    max_form_conditions: int = 2_000
    """Conditions under which all forms together hide fields."""
    max_fields: int = 2_000
    """Routing fields of one protocol."""
    max_findings: int = 1_000
    """Findings after which judging stops."""
    max_markings: int = 60_000
    """Places where the tokens of one process can stand together, that a proof goes through."""
    max_moves: int = 600_000
    """Commands on one process that a proof tries."""
    max_proof_seconds: int = 60
    """Seconds of the processor that a proof may spend on one process: how busy a machine is decides nothing."""
