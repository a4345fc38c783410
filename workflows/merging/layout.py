"""Where things are drawn after a merge: what holds others stays around them, arrows begin and end where they should."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from workflows.merging.apart import ROUTE, H, W, X, Y
from workflows.merging.model import KIND, Part, Parts

_AROUND: Final = ("participant", "lane", "subProcess", "transaction", "adHocSubProcess", "group")
_ENDS: Final = ("sourceRef", "targetRef")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a shape is."""

    left: float
    top: float
    right: float
    bottom: float


def settle(merged: Parts, base: Parts, mine: Parts, theirs: Parts) -> None:
    """Let the drawing fit what was merged."""
    for key, part in list(merged.items()):
        if key.startswith(("%BPMNShape@", "%DMNShape@")) and _is_around(key, merged):
            boxes = [_box(each.get(key)) for each in (base, mine, theirs)]
            if boxes[1] is not None and boxes[2] is not None and boxes[1] != boxes[2]:
                merged[key] = _placed(part, _around(boxes[0], boxes[1], boxes[2]))
    for key, part in list(merged.items()):
        if ROUTE in part.values and key.startswith("%BPMNEdge@"):
            merged[key] = _routed(key, merged, base, (mine, theirs))


def is_around(key: str, parts: Parts) -> bool:
    """Whether a shape is drawn around others: two who make it larger are never asked whose it is."""
    return _is_around(key, parts)


def _is_around(key: str, parts: Parts) -> bool:
    shown = parts.get(f"#{key.partition('@')[2]}")
    return shown is not None and shown.values[KIND].rpartition("}")[2] in _AROUND


def _box(part: Part | None) -> Box | None:
    try:
        x, y, w, h = (float(part.values[name]) for name in (X, Y, W, H)) if part is not None else (0, 0, 0, 0)
    except (KeyError, ValueError):
        return None
    return None if part is None else Box(x, y, x + w, y + h)


def _around(base: Box | None, mine: Box, theirs: Box) -> Box:
    """Each side where the one who moved it has it; where both did, the outermost."""
    sides = []
    for name, outermost in (("left", min), ("top", min), ("right", max), ("bottom", max)):
        was = getattr(base, name) if base is not None else None
        one, other = getattr(mine, name), getattr(theirs, name)
        sides.append(other if one == was else one if other == was else outermost(one, other))
    return Box(*sides)


def _placed(part: Part, box: Box) -> Part:
    values = {X: box.left, Y: box.top, W: box.right - box.left, H: box.bottom - box.top}
    return replace(part, values={**part.values, **{name: _number(value) for name, value in values.items()}})


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _routed(key: str, merged: Parts, base: Parts, sides: tuple[Parts, Parts]) -> Part:
    """An arrow as the one drew it who changed where it leads, or else its course; its ends at what was moved."""
    part, flow = merged[key], f"#{key.partition('@')[2]}"
    led = _ends(merged, flow)
    drawn = [each for each in sides if key in each and _ends(each, flow) == led]
    if not drawn:
        return part
    changed = [each for each in drawn if base.get(key) is None or _route(each, key) != _route(base, key)]
    own = changed[0] if changed else drawn[0]
    points = _points(own[key].values[ROUTE])
    if len(points) < 2 or led is None:
        return part
    start, end = (_shift(own, merged, each) for each in led)
    moved = _moved(points, start, end)
    text = " ".join(f"{_number(x)},{_number(y)}" for x, y in moved)
    return replace(part, values={**part.values, ROUTE: text})


def _ends(parts: Parts, flow: str) -> tuple[str, str] | None:
    found = parts.get(flow)
    if found is None or not all(each in found.values for each in _ENDS):
        return None
    return found.values["sourceRef"], found.values["targetRef"]


def _route(parts: Parts, key: str) -> str | None:
    return parts[key].values.get(ROUTE) if key in parts else None


def _points(route: str) -> list[Point]:
    try:
        return [(float(x), float(y)) for x, _, y in (each.partition(",") for each in route.split())]
    except ValueError:
        return []


def _shift(own: Parts, merged: Parts, element: str) -> Point:
    """How far what an arrow leads to lies from where it lay for who drew the arrow."""
    key = f"%BPMNShape@{element.rpartition(':')[2]}"
    was, now = _box(own.get(key)), _box(merged.get(key))
    return (0, 0) if was is None or now is None else (now.left - was.left, now.top - was.top)


def _moved(points: list[Point], start: Point, end: Point) -> list[Point]:
    """The course with its ends moved; a part that lay level or upright still does."""
    if start == end:
        return [(x + start[0], y + start[1]) for x, y in points]
    level = [first[1] == second[1] for first, second in pairwise(points)]
    upright = [first[0] == second[0] for first, second in pairwise(points)]
    made = list(points)
    made[0] = (points[0][0] + start[0], points[0][1] + start[1])
    made[-1] = (points[-1][0] + end[0], points[-1][1] + end[1])
    if len(points) == 2:
        return _bent(made, level=level[0], upright=upright[0])
    made[1] = (made[0][0] if upright[0] else made[1][0], made[0][1] if level[0] else made[1][1])
    made[-2] = (made[-1][0] if upright[-1] else made[-2][0], made[-1][1] if level[-1] else made[-2][1])
    return made


def _bent(points: list[Point], *, level: bool, upright: bool) -> list[Point]:
    """One that was straight and cannot be any more gets two corners half way."""
    (left, top), (right, bottom) = points
    if level and top != bottom:
        return [(left, top), ((left + right) / 2, top), ((left + right) / 2, bottom), (right, bottom)]
    if upright and left != right:
        return [(left, top), (left, (top + bottom) / 2), (right, (top + bottom) / 2), (right, bottom)]
    return points
