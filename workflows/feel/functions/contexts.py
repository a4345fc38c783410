"""Functions on contexts (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from workflows.feel.functions.registry import builtin
from workflows.feel.values import FeelNull


@builtin("get value", "m:context", "key:string")
def _value(context: dict[str, object], key: str) -> object:
    return context.get(key)


@builtin("get entries", "m:context")
def _entries(context: dict[str, object]) -> list[object]:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries:list")
def _context(entries: list[object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for entry in entries:
        key = entry.get("key") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(key, str) or "value" not in entry or key in made:
            raise FeelNull("context wil een lijst van contexten met elk een eigen key en een value")
        made[key] = entry["value"]
    return made


@builtin("context put", "context:context", "key:string", "value:any")
def _put(context: dict[str, object], key: str, value: object) -> dict[str, object]:
    return {**context, key: value}


@builtin("context merge", "contexts:list")
def _merge(contexts: list[object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise FeelNull("context merge wil een lijst van contexten")
        made.update(context)
    return made
