"""A form taken apart by its components, and put together again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.merging.model import KIND, OWNER, NotApartError, Part, Parts

_WITHIN = "components"


@dataclass(slots=True)
class Taking:
    """One form, while it is taken apart."""

    parts: Parts = field(default_factory=dict)

    def take(self, data: bytes) -> Parts:
        """Its parts. Raises NotApartError."""
        try:
            read = json.loads(data)
        except ValueError as error:
            raise NotApartError from error
        if not isinstance(read, dict):
            raise NotApartError
        _name_all(read)
        self._take(read, "", "/")
        return self.parts

    def _take(self, read: dict[str, object], owner: str, key: str) -> None:
        if key in self.parts:
            raise NotApartError
        values: dict[str, str] = {OWNER: owner, KIND: str(read.get("type", ""))}
        for name, value in read.items():
            if name == _WITHIN:
                values[name] = "[]"
            elif isinstance(value, dict) and value:
                values.update({f"{name}/{inner}": _written(each) for inner, each in value.items()})
            else:
                values[name] = _written(value)
        self.parts[key] = Part(key, {})  # keeps its place before what lies in it
        slots = []
        inner = read.get(_WITHIN, [])
        for each in inner if isinstance(inner, list) else []:
            if not isinstance(each, dict):
                raise NotApartError
            slots.append(f"#{each['id']}")
            self._take(each, key, slots[-1])
        self.parts[key] = Part(key, values, tuple(slots))


@dataclass(slots=True)
class Putting:
    """One form, while it is put together."""

    parts: Parts
    below: dict[str, list[str]] = field(default_factory=dict)
    written: int = 0

    def put(self) -> bytes:
        """The form. Raises NotApartError where it would not be one."""
        for part in self.parts.values():
            self.below.setdefault(part.owner, []).append(part.key)
        made = self._made("/")
        if self.written != len(self.parts):
            raise NotApartError  # something lies in itself
        return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()

    def _made(self, key: str) -> dict[str, object]:
        self.written += 1
        part, found = self.parts[key], dict[str, object]()
        for name, value in part.values.items():
            outer, _, inner = name.partition("/")
            holder = found.setdefault(outer, {}) if inner else None
            if name == _WITHIN:
                found[name] = [self._made(each) for each in self._within(part)]
            elif isinstance(holder, dict):
                holder[inner] = json.loads(value)
            elif name not in {OWNER, KIND} and not isinstance(found.get(outer), dict):
                found[outer] = json.loads(value)
        return found

    def _within(self, part: Part) -> list[str]:
        there = self.below.get(part.key, [])
        return list(dict.fromkeys([*(each for each in part.slots if each in there), *there]))


def put(parts: Parts) -> bytes:
    """The form that parts make. Raises NotApartError where it would not be one."""
    return Putting(parts).put()


def _name_all(form: dict[str, object]) -> None:
    """Give every component the id that the page gives it on which forms are edited, where it has none of its own."""
    found = list(_walk(form))
    ids = [each.get("id") for each in found]
    without = [each for at, each in enumerate(found) if not each.get("id") or ids.index(each.get("id")) < at]
    for at, each in enumerate(without):
        key = each.get("path" if each.get("type") == "dynamiclist" else "key") or ""
        each["id"] = f"Veld_{len(found) + at + 1}{key}"


def _walk(holder: dict[str, object]) -> Iterator[dict[str, object]]:
    inner = holder.get(_WITHIN)
    for each in inner if isinstance(inner, list) else []:
        if isinstance(each, dict):
            yield each
            yield from _walk(each)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
