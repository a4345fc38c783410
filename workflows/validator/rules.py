"""The list of rules: adding one is writing a function and naming it here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final
from weakref import WeakKeyDictionary

from workflows.diagram import Process
from workflows.types import Finding
from workflows.validator import (
    calls,
    columns,
    decisions,
    drawing,
    elements,
    events,
    expressions,
    flow,
    gateways,
    identity,
    instances,
    joins,
    lanes,
    messages,
    properties,
    protocol_file,
    references,
    rights_file,
    routing,
    rules_file,
    size,
    spinning,
    tasks,
)  # fmt: skip
from workflows.validator.fields import Fields
from workflows.validator.material import BpmnFile, Material

TREE_RULES: Final[tuple[Callable[[BpmnFile], Iterator[Finding]], ...]] = (
    elements.check_elements, identity.check_ids_in_file, references.check_references, properties.check_twice,
    messages.check_message_names, size.check_characters, drawing.check_drawn,
)  # fmt: skip
"""Of one BPMN file, on its raw tree, whatever else there is."""

FILE_RULES: Final[tuple[Callable[[BpmnFile, Material], Iterator[Finding]], ...]] = (lanes.check_lanes,)
"""Of one BPMN file, beside the others."""

PROCESS_RULES: Final[tuple[Callable[[Process, Material], Iterator[Finding]], ...]] = (
    size.check_nesting, size.check_lengths, identity.check_reserved_ids, references.check_flow_ends,
    references.check_node_references, flow.check_starts, flow.check_edges, flow.check_reachable, flow.check_can_end,
    joins.check_joins,
    gateways.check_choices, gateways.check_splits, gateways.check_question_lanes, gateways.check_conditions_in_place,
    gateways.check_event_gateways, events.check_boundaries, events.check_uncaught, events.check_event_subprocesses,
    events.check_event_kinds, calls.check_called, properties.check_properties, properties.check_functions,
    tasks.check_names, tasks.check_tasks, tasks.check_forms, tasks.check_not_by, lanes.check_subprocess_lanes,
    expressions.check_expressions, expressions.check_timers, decisions.check_rule_tasks,
)  # fmt: skip
"""Of one process."""

FIELD_RULES: Final[tuple[Callable[[Process, Material, Fields], Iterator[Finding]], ...]] = (
    routing.check_set, routing.check_field_names, routing.check_values, routing.check_base_fields,
    routing.check_carried, instances.check_lists, instances.check_items,
)  # fmt: skip
"""Of one process, with all that sets its fields."""

BUNDLE_RULES: Final[tuple[Callable[[Material], Iterator[Finding]], ...]] = (
    identity.check_ids_in_bundle, calls.check_executable, calls.check_handed_in, messages.check_messages,
    messages.check_starting, spinning.check_calls, spinning.check_spinning, protocol_file.check_protocol,
    rights_file.check_rights, rights_file.check_team,
    routing.check_form_files, rules_file.check_rules,
)  # fmt: skip
"""Of the whole protocol."""

TABLE_RULES: Final[tuple[Callable[[Material, Fields], Iterator[Finding]], ...]] = (
    routing.check_kinds, decisions.check_decisions, columns.check_columns, columns.check_words,
)  # fmt: skip
"""Of the whole protocol, with all that sets its fields."""


def all_findings(material: Material) -> Iterator[Finding]:
    """What every rule has to say, in no particular order."""
    for file in material.bpmn:
        yield from _of_tree(file, material.limits.max_findings)
    for file_rule, file in product(FILE_RULES, material.bpmn):
        yield from file_rule(file, material)
    for process_rule, process in product(PROCESS_RULES, material.processes):
        yield from process_rule(process, material)
    for bundle_rule in BUNDLE_RULES:
        yield from bundle_rule(material)
    fields = Fields(material)
    too_many = list(routing.too_many_fields(material, fields))
    yield from too_many or _of_fields(material, fields)


_TREES: Final = WeakKeyDictionary[BpmnFile, tuple[Finding, ...]]()
"""By file, as long as it is kept: while one drawing changes, nothing else is found in the others."""


def _of_tree(file: BpmnFile, most: int) -> Iterator[Finding]:
    if file in _TREES:
        yield from _TREES[file]
        return
    found = list[Finding]()
    for finding in (finding for rule in TREE_RULES for finding in rule(file)):
        if len(found) <= most:
            found.append(finding)
        yield finding
    if len(found) <= most:
        _TREES[file] = tuple(found)


def _of_fields(material: Material, fields: Fields) -> Iterator[Finding]:
    for field_rule, process in product(FIELD_RULES, material.processes):
        yield from field_rule(process, material, fields)
    for table_rule in TABLE_RULES:
        yield from table_rule(material, fields)
