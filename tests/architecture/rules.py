"""Rules that no bought tool knows, as functions from a syntax tree to the lines that break them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

VERBS_OF_THE_ENGINE = {
    "Bundle", "Engine", "MemoryDossier", "act_out", "check", "compare", "deliver", "read_folder", "read_protocol",
    "run_scenarios",
}  # fmt: skip
LIBRARIES_OF_THE_ENGINE = {"SpiffWorkflow", "gherkin", "lark", "lxml", "workflows"}


def sources(*folders: str) -> list[Path]:
    """The product's own Python files below these folders, in a fixed order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def runs_text_as_code(tree: ast.AST) -> Iterator[int]:
    """`eval`, `exec` and `compile` as bare names, called or handed on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}:
            yield node.lineno


def commits(tree: ast.AST) -> Iterator[int]:
    """A `.commit()` of anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield node.lineno


def reads_the_clock(tree: ast.AST) -> Iterator[int]:
    """`now`, `utcnow` or `today` of `date` and `datetime`, or anything of the module `time` that is a clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            clock = owner in {"date", "datetime"} and node.attr in {"now", "today", "utcnow"}
            if clock or (owner == "time" and node.attr in {"monotonic", "perf_counter", "time", "time_ns"}):
                yield node.lineno


def swallows(tree: ast.AST) -> Iterator[int]:
    """An `except` that only passes, and `contextlib.suppress`, which is the same in other words."""
    for node in ast.walk(tree):
        silent = isinstance(node, ast.ExceptHandler) and all(map(_does_nothing, node.body))
        if silent or (isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).endswith("suppress")):
            yield node.lineno


def _does_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def strange_libraries(tree: ast.AST) -> Iterator[int]:
    """An import, in the engine, of anything but the standard library and the engine's own few libraries."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            if top not in LIBRARIES_OF_THE_ENGINE and top not in sys.stdlib_module_names:
                yield node.lineno


def imports_randomness(tree: ast.AST) -> Iterator[int]:
    """An import of a source of chance."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        if {"random", "secrets", "uuid.uuid4", "uuid.uuid1", "os.urandom"} & set(names):
            yield node.lineno


def takes_a_verb(tree: ast.AST) -> Iterator[int]:
    """An import of what moves routes or reads bundles, or of the whole engine at once; its values are for everybody."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        whole = isinstance(node, ast.Import) and "workflows" in names
        verb = isinstance(node, ast.ImportFrom) and node.module == "workflows" and VERBS_OF_THE_ENGINE & set(names)
        if whole or verb:
            yield node.lineno
