"""Rectangles, points and the size of text in pixels. May not know BPMN, XML or files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

Point: TypeAlias = tuple[int, int]
"""x and y in pixels, y downwards."""

STEP: Final = 10
"""Centres of shapes and lines of the router lie on multiples of this."""

JOG: Final = 30
"""Pixels of the longest step aside that looks like a slip of the hand."""

_LINE_HEIGHT: Final = 14
_TENTHS: Final = {
    **dict.fromkeys("ijlI.,:; '", 31), **dict.fromkeys("ftr-()/", 42), **dict.fromkeys("cksvxyz", 57),
    **dict.fromkeys("mM", 97), **dict.fromkeys("wW", 90), **dict.fromkeys("bdhnopqu", 66), **dict.fromkeys("aeg?", 61),
}  # fmt: skip
"""Tenths of a pixel, between Source Sans 3 of 12 and Arial of 11 pixels."""
_DIGIT: Final = 61
_OTHER: Final = 76


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle in whole pixels."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """X of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """Y of the lower side."""
        return self.y + self.h

    @property
    def cx(self) -> int:
        """X of the centre, rounded down."""
        return self.x + self.w // 2

    @property
    def cy(self) -> int:
        """Y of the centre, rounded down."""
        return self.y + self.h // 2

    def moved(self, dx: int, dy: int) -> Rect:
        """The same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: int) -> Rect:
        """Larger by so many pixels on every side; smaller where negative."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def overlaps(self, other: Rect) -> bool:
        """Whether the insides meet; touching sides do not count."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside, not on a side."""
        return self.x < point[0] < self.right and self.y < point[1] < self.bottom

    def around(self, other: Rect) -> bool:
        """Whether the other lies wholly within this one."""
        inside_x = self.x <= other.x and other.right <= self.right
        return inside_x and self.y <= other.y and other.bottom <= self.bottom


def union(rects: list[Rect]) -> Rect:
    """The smallest rectangle around all of them; the list may not be empty."""
    x, y = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(x, y, max(r.right for r in rects) - x, max(r.bottom for r in rects) - y)


def segment_box(a: Point, b: Point) -> Rect:
    """The rectangle of an upright or level line, two pixels thick, for collisions."""
    x, y = min(a[0], b[0]), min(a[1], b[1])
    return Rect(x - 1, y - 1, abs(a[0] - b[0]) + 2, abs(a[1] - b[1]) + 2)


def corners(points: list[Point]) -> list[Point]:
    """The path without the points it passes straight on, and without repeats."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _on_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def jogs(points: list[Point]) -> list[int]:
    """Where a line steps aside by no more than `JOG` and goes on as before: the index of the point where it does so."""
    return [n for n in range(1, len(points) - 2) if _steps(*points[n - 1 : n + 3])]


def _steps(a: Point, b: Point, c: Point, d: Point) -> bool:
    axis = 0 if a[1] == b[1] else 1
    onward = (b[axis] - a[axis]) * (d[axis] - c[axis]) > 0
    return onward and b[axis] == c[axis] and abs(b[1 - axis] - c[1 - axis]) <= JOG


def _on_line(a: Point, b: Point, c: Point) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def snap(value: float) -> int:
    """The nearest multiple of STEP; halves go up, so that snapping twice changes nothing."""
    return int((value + STEP / 2) // STEP) * STEP


def text_width(text: str) -> int:
    """Width of a label in pixels, rounded up."""
    return -(-sum(_TENTHS.get(c, _DIGIT if c.isdigit() else _OTHER) for c in text) // 10)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text as a modeler breaks them: at blanks, a longer word on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def text_size(text: str, width: int) -> tuple[int, int]:
    """Width and height in pixels of a text broken at this width."""
    lines = wrap(text, width)
    return max((text_width(line) for line in lines), default=0) + 4, _LINE_HEIGHT * len(lines)
