"""The decision tables of a protocol, with what people call their columns and values."""

from __future__ import annotations

from typing import Final

from workflows.document.model import Table
from workflows.document.wording import Wording
from workflows.feel import DecisionTable, HitPolicy

_POLICY: Final = {
    HitPolicy.UNIQUE: "Er past altijd hooguit één rij.",
    HitPolicy.ANY: "Passen er meer rijen, dan zeggen ze hetzelfde.",
    HitPolicy.PRIORITY: "Passen er meer rijen, dan telt de uitkomst die het zwaarst weegt.",
    HitPolicy.FIRST: "De eerste rij die past, telt.", HitPolicy.COLLECT: "Alle rijen die passen, tellen mee.",
    HitPolicy.RULE_ORDER: "Alle rijen die passen tellen, in deze volgorde.",
    HitPolicy.OUTPUT_ORDER: "Alle rijen die passen tellen, de zwaarste uitkomst eerst.",
}  # fmt: skip


def tables_of(wording: Wording) -> tuple[Table, ...]:
    """Every decision of the bundle; those that ask something come first."""
    used = _used(wording)
    found = [_table(key, wording, used.get(key, ())) for key in wording.bundle.decisions]
    return tuple(sorted(found, key=lambda table: not table.asked))


def _table(key: str, wording: Wording, used: tuple[str, ...]) -> Table:
    model = wording.bundle.decisions[key]
    logic, text = model.logic, model.description
    if not isinstance(logic, DecisionTable):
        written = getattr(logic, "text", "een berekening")
        return Table(f"tabel-{key}", model.name, text, "", (), ("Uitkomst",), ((written,),), used)
    fields = [column.expression.text for column in logic.inputs]
    rows = tuple(
        (
            *(wording.cell(field, cell.text) for field, cell in zip(fields, rule.inputs, strict=True)),
            *("–" if cell is None else wording.cell(column.name, cell.text)
              for column, cell in zip(logic.outputs, rule.outputs, strict=True)),
        ) for rule in logic.rules
    )  # fmt: skip
    policy = f"De uitkomst is {logic.aggregation} van wat past." if logic.aggregation else _POLICY[logic.hit_policy]
    return Table(
        f"tabel-{key}", model.name, text, policy if logic.inputs else "",
        tuple(column.label for column in logic.inputs), tuple(column.label or column.name for column in logic.outputs),
        rows, used,
    )  # fmt: skip


def _used(wording: Wording) -> dict[str, tuple[str, ...]]:
    """By decision: where it is asked, as “task (process)”; or by which other decision."""
    found: dict[str, list[str]] = {}
    for process in wording.bundle.processes.values():
        for node in process.nodes.values():
            if node.decision:
                found.setdefault(node.decision, []).append(f"{node.name or node.id} ({process.name})")
    for model in wording.bundle.decisions.values():
        for needed in model.requirements:
            found.setdefault(needed, []).append(f"tabel {model.name}")
    return {key: tuple(dict.fromkeys(places)) for key, places in found.items()}
