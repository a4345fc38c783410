"""Where shapes stand: aligned to rows and columns, events on the edge of their host, frames around their content.

The bounds in the file are hints. What already stands well stays, so that placing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import lanes
from geometry import Rect, snap, text_size, text_width, union, wrap
from model import ARTIFACTS, SUBPROCESSES, Picture, Shape

NEAR: Final = 12
"""Centres within so many pixels of each other are meant to be on one row or column."""

_INNER: Final = Rect(30, 40, 60, 80)
"""Room in a subprocess: left, above, and left and right, above and below together."""
_GROUP_PAD: Final = 20
_GROUP_HEAD: Final = 32
_NOTE_REACH: Final = 30
_TASK_PAD: Final = 5
_ICON: Final = Rect(4, 4, 26, 24)
"""What the icon of a task takes of its upper left corner."""
_WIDEST_TASK: Final = 140
_HIGHEST_TASK: Final = 100
_EVENTS_AT_HAND: Final = 2


def place(picture: Picture) -> None:
    """Settle every shape of a picture; edges and labels come later."""
    _make_room(picture)
    groups = {g.id: _members(picture, g.rect) for g in picture.of_kind("group")}
    for shape in picture.nodes:
        if shape.kind in SUBPROCESSES and shape.expanded:
            lanes.move_with_content(
                picture, shape, snap(shape.rect.x) - shape.rect.x, snap(shape.rect.y) - shape.rect.y
            )
    for scope in sorted({s.scope for s in picture.nodes}):
        _align(picture.inside(scope))
    for shape in _inner_first(picture):
        _fit_subprocess(picture, shape)
    _attach(picture)
    lanes.stack_pools(picture, {m.id for members in groups.values() for m in members})
    for group, members in groups.items():
        _frame(picture, picture.shapes[group], members)
    for note in picture.of_kind("textAnnotation"):
        _free_spot(picture, note)


def _make_room(picture: Picture) -> None:
    """Widen, or else heighten, each task until its name stays clear of the icon in its corner."""
    for task in picture.nodes:
        while _meets_icon(task) and task.rect.w < _WIDEST_TASK:
            task.rect = Rect(task.rect.x - 10, task.rect.y, task.rect.w + 20, task.rect.h)
        while _meets_icon(task) and task.rect.h < _HIGHEST_TASK:
            task.rect = Rect(task.rect.x, task.rect.y - 10, task.rect.w, task.rect.h + 20)


def _meets_icon(task: Shape) -> bool:
    lines = wrap(task.name, task.rect.w - 2 * _TASK_PAD)
    if not task.kind.endswith("Task") or not lines:
        return False
    high = (task.rect.h - text_size(task.name, task.rect.w - 2 * _TASK_PAD)[1]) // 2
    return high < _ICON.bottom - 2 and (task.rect.w - text_width(lines[0])) // 2 < _ICON.right


def _align(nodes: list[Shape]) -> None:
    movable = [s for s in nodes if not s.host and s.kind not in SUBPROCESSES | ARTIFACTS]
    for shape in nodes:
        if shape.kind in ARTIFACTS and shape.kind != "textAnnotation":
            shape.move(snap(shape.rect.cx) - shape.rect.cx, snap(shape.rect.cy) - shape.rect.cy)
    columns, rows = _clusters(s.rect.cx for s in movable), _clusters(s.rect.cy for s in movable)
    for shape in movable:
        shape.move(columns[shape.rect.cx] - shape.rect.cx, rows[shape.rect.cy] - shape.rect.cy)


def _clusters(values: Iterable[int]) -> dict[int, int]:
    """Each value with the line it belongs to. Lines are drawn until none lie near each other any more."""
    lines = {v: snap(v) for v in sorted(values)}
    while True:
        merged: dict[int, int] = {}
        last: int | None = None
        for line in sorted(set(lines.values())):
            last = last if last is not None and line - last <= NEAR else line
            merged[line] = last
        if all(line == onto for line, onto in merged.items()):
            return lines
        lines = {v: merged[line] for v, line in lines.items()}


def _inner_first(picture: Picture) -> list[Shape]:
    found = [s for s in picture.nodes if s.kind in SUBPROCESSES and s.expanded]
    return sorted(found, key=lambda s: (s.rect.w * s.rect.h, s.id))


def _fit_subprocess(picture: Picture, shape: Shape) -> None:
    content = [s.rect for s in picture.inside(shape.id)]
    if not content:
        return
    box = union(content)
    below = max([30, *(_name_below(s) for s in picture.inside(shape.id))])
    x, y = snap(box.x - _INNER.x), snap(box.y - _INNER.y)
    width = max(box.right + _INNER.x - x, text_width(shape.name) + 20)
    shape.rect = Rect(x, y, snap(width + 4), snap(box.bottom + below - y + 4))


def _name_below(shape: Shape) -> int:
    return text_size(shape.name, lanes.NAME_WIDTH)[1] + 14 if shape.has_outer_label and shape.is_event else 0


def _attach(picture: Picture) -> None:
    """Put boundary events on the lower edge of their host, in the order they had."""
    hosts: dict[str, list[Shape]] = {}
    for shape in picture.nodes:
        if shape.host in picture.shapes:
            hosts.setdefault(str(shape.host), []).append(shape)
    for host, events in hosts.items():
        box = picture.shapes[host].rect
        events.sort(key=lambda s: (s.rect.cx, s.id))
        for shape, cx in zip(events, _spread(box, len(events)), strict=True):
            shape.rect = Rect(snap(cx) - shape.rect.w // 2, box.bottom - shape.rect.h // 2, shape.rect.w, shape.rect.h)


def _spread(box: Rect, count: int) -> list[int]:
    # one or two stand right of the middle, which stays free for lines that go back
    if count <= _EVENTS_AT_HAND:
        return [box.right - 30 - 50 * (count - 1 - i) for i in range(count)]
    return [box.x + 20 + (box.w - 40) * i // (count - 1) for i in range(count)]


def _members(picture: Picture, box: Rect) -> list[Shape]:
    return [s for s in picture.nodes if not s.host and s.kind != "textAnnotation" and box.holds((s.rect.cx, s.rect.cy))]


def _frame(picture: Picture, group: Shape, members: list[Shape]) -> None:
    """Draw the band of a group around its members, over the full height of the pool where nothing else stands there."""
    if not members:
        return
    while True:
        box = _band(picture, members)
        inside = _members(picture, box)
        if len(inside) <= len(members):
            break
        members = inside
    group.rect = box


def _band(picture: Picture, members: list[Shape]) -> Rect:
    box = union([_with_name(s) for s in members])
    box = Rect(box.x - _GROUP_PAD, box.y - _GROUP_HEAD, box.w + 2 * _GROUP_PAD, box.h + _GROUP_HEAD + 20)
    pool = picture.pool_of(members[0].scope)
    if pool is None:
        return box
    top, bottom = lanes.reach(picture, pool, box)
    tall = Rect(box.x, top + 5, box.w, bottom - top - 10)
    ids = {s.id for s in members}
    others = [s for s in picture.inside(members[0].scope) if s.id not in ids and s.host not in ids]
    return box if any(tall.overlaps(s.rect) for s in others) else tall


def _with_name(shape: Shape) -> Rect:
    """The room of an element with the name that most likely stands under it."""
    if not shape.has_outer_label or shape.is_gateway:
        return shape.rect
    w, h = text_size(shape.name, lanes.NAME_WIDTH)
    width = max(w - 20, shape.rect.w)
    return Rect(shape.rect.cx - width // 2, shape.rect.y, width, shape.rect.h + h)


def _free_spot(picture: Picture, note: Shape) -> None:
    """Give a text annotation the room its text needs, at the free spot nearest to where it stood."""
    text = " ".join("".join(str(t) for t in _text_of(note)).split())
    width = max(note.rect.w, 100)
    if text:
        note.rect = Rect(snap(note.rect.x), snap(note.rect.y), width, max(30, text_size(text, width - 16)[1] + 12))
    others = [s.rect.grown(10) for s in picture.nodes if s is not note and s.kind not in SUBPROCESSES]
    steps = range(-_NOTE_REACH, _NOTE_REACH + 1)
    for dx, dy in sorted(((x, y) for x in steps for y in steps), key=lambda d: (abs(d[0]) + abs(d[1]), d[1], d[0])):
        spot = note.rect.moved(10 * dx, 10 * dy)
        if not any(spot.overlaps(o) for o in others):
            note.rect = spot
            return


def _text_of(note: Shape) -> list[str]:
    root = note.di.getroottree().getroot()
    return [
        str(text)
        for found in root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}textAnnotation")
        if found.get("id") == note.id
        for text in found.itertext()
    ]
