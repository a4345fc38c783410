"""Pools one under the other, equally wide, their lanes as high as what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geometry import STEP, Rect, snap, text_size, text_width
from model import SUBPROCESSES, Picture, Shape

HEAD: Final = 30
"""Width of the strip with the name of a pool or lane (bpmn-js draws it so)."""
NAME_WIDTH: Final = 90
"""Pixels at which a name beside its element is broken (bpmn-js breaks no sooner)."""
_PAD: Final = 20
_GROUP_HEAD: Final = 30
_GROUP_FOOT: Final = 20
_GAP: Final = 60
_MARGIN_RIGHT: Final = 60
_MARGIN_LEFT: Final = 30
_LOWEST_BAND: Final = 100
_BLACK_BOX: Final = 60


@dataclass(slots=True)
class _Band:
    """A lane, or a strip of the pool without lane."""

    lane: Shape | None
    top: int
    bottom: int
    members: list[Shape]


def move_with_content(picture: Picture, shape: Shape, dx: int, dy: int) -> None:
    """Shift a node together with what stands in it and on its edge."""
    if not (dx or dy):
        return
    shape.move(dx, dy)
    for other in picture.nodes:
        if other.scope == shape.id and not other.host:
            move_with_content(picture, other, dx, dy)
        elif other.host == shape.id:
            other.move(dx, dy)


def reach(picture: Picture, pool: Shape, box: Rect) -> tuple[int, int]:
    """From where to where a group around this box may stretch: over the lanes, and a strip it already enters."""
    lanes = _lanes(picture, pool)
    if not lanes:
        return pool.rect.y, pool.rect.bottom
    top, bottom = lanes[0].rect.y, lanes[-1].rect.bottom
    return (
        pool.rect.y if box.y + _GROUP_HEAD < top else top,
        pool.rect.bottom if box.bottom > bottom + _PAD else bottom,
    )


def stack_pools(picture: Picture, grouped: set[str]) -> None:
    """Size the lanes and pools and put the pools one under the other. A picture without pools stays as it is.

    `grouped` holds the ids of what stands in groups: above it there must be room for the name of a group.
    """
    pools = picture.of_kind("participant")
    if not pools or any(p.di.get("isHorizontal", "true") != "true" for p in pools):
        return
    left, top = snap(min(p.rect.x for p in pools)), snap(pools[0].rect.y)
    for pool in pools:
        dx = left - pool.rect.x
        pool.move(dx, 0)
        _shift(picture, pool, dx + _room_left(picture, pool, dx))
        bottom = _stack_bands(picture, pool, top, grouped)
        pool.rect = Rect(left, top, pool.rect.w, bottom - top)
        top = bottom + _GAP
    right = max(_right(picture, p) for p in pools)
    for pool in pools:
        pool.rect = Rect(left, pool.rect.y, right - left, pool.rect.h)
        for lane in _lanes(picture, pool):
            lane.rect = Rect(left + HEAD, lane.rect.y, right - left - HEAD, lane.rect.h)


def _lanes(picture: Picture, pool: Shape) -> list[Shape]:
    """The lanes of a pool. Their parent in the file is a lane set, so they are known by what they hold or where."""
    ids = {s.id for s in picture.inside(pool.process or "")}
    found = []
    for lane in picture.of_kind("lane"):
        lane_set = _owner(lane)
        if lane_set == pool.process or ids.intersection(lane.refs):
            found.append(lane)
    return found


def _owner(lane: Shape) -> str:
    root = lane.di.getroottree().getroot()
    for found in root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}lane"):
        if found.get("id") == lane.id:
            ancestors = found.iterancestors("{http://www.omg.org/spec/BPMN/20100524/MODEL}process")
            return next((str(p.get("id")) for p in ancestors), "")
    return ""


def _shift(picture: Picture, pool: Shape, dx: int) -> None:
    for node in picture.inside(pool.process or ""):
        if not node.host:
            move_with_content(picture, node, dx, 0)


def _room_left(picture: Picture, pool: Shape, dx: int) -> int:
    content = [s.rect.x for s in picture.inside(pool.process or "")]
    free = pool.rect.x + 2 * HEAD + _MARGIN_LEFT
    return max(0, snap(free - (min(content) + dx) + STEP / 2 - 1)) if content else 0


def _right(picture: Picture, pool: Shape) -> int:
    content = [s.rect.right for s in picture.inside(pool.process or "")]
    return snap(max([*content, pool.rect.x + 300]) + _MARGIN_RIGHT)


def _bands(picture: Picture, pool: Shape) -> list[_Band]:
    lanes = _lanes(picture, pool)
    held = {ref: lane.id for lane in lanes for ref in lane.refs}
    first = lanes[0].rect.y if lanes else pool.rect.y
    last = lanes[-1].rect.bottom if lanes else pool.rect.bottom
    bands = [_Band(lane, lane.rect.y, lane.rect.bottom, []) for lane in lanes]
    above, below = _Band(None, pool.rect.y, first, []), _Band(None, last, pool.rect.bottom, [])
    if not lanes:
        below = above = _Band(None, pool.rect.y, pool.rect.bottom, [])
        bands = [above]
    for node in picture.inside(pool.process or ""):
        anchor = picture.shapes.get(node.host or "", node)
        lane_id = held.get(anchor.id)
        home = next((b for b in bands if b.lane and b.lane.id == lane_id), None)
        home = home or next((b for b in bands if b.top <= anchor.rect.cy <= b.bottom), None)
        (home or (above if anchor.rect.cy < first else below)).members.append(node)
    if not lanes:
        return bands
    return [*([above] if above.members else []), *bands, *([below] if below.members else [])]


def _stack_bands(picture: Picture, pool: Shape, top: int, grouped: set[str]) -> int:
    """Lay the bands of a pool from `top` down; return where the last one ends."""
    y = top
    bands = _bands(picture, pool)
    for band in bands:
        tops = (_top(s) - _GROUP_HEAD * (s.id in grouped) for s in band.members)
        need_top = min(tops, default=band.top + _PAD) - _PAD
        grow = max(0, snap(band.top - need_top + STEP / 2 - 1))
        dy = y - band.top + grow
        for node in band.members:
            if not node.host:
                move_with_content(picture, node, 0, dy)
        name = text_width(band.lane.name) + 20 if band.lane else 0
        lowest = max((_bottom(s) + _GROUP_FOOT * (s.id in grouped) for s in band.members), default=y)
        empty = _BLACK_BOX if not band.lane and not band.members else _LOWEST_BAND
        height = max(band.bottom - band.top + grow, lowest + _PAD - y, name, empty)
        bottom = y + snap(height + STEP / 2 - 1)
        if band.lane:
            band.lane.rect = Rect(band.lane.rect.x, y, band.lane.rect.w, bottom - y)
        y = bottom
    return y


def _top(shape: Shape) -> int:
    if shape.is_gateway and shape.name:
        # the name stands above left of the diamond and begins beside its upper point
        return min(shape.rect.y, shape.rect.y + 10 - text_size(shape.name, NAME_WIDTH)[1])
    return shape.rect.y


def _bottom(shape: Shape) -> int:
    if shape.has_outer_label and not shape.is_gateway:
        return shape.rect.bottom + 4 + text_size(shape.name, NAME_WIDTH)[1]
    return shape.rect.bottom + (10 if shape.kind in SUBPROCESSES else 0)
