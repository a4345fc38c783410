"""SVG as text: a few strokes and letters, each value of which is written safely. Coordinates have one decimal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from workflows.picture.letters import LEADING, SIZE, width_of
from workflows.picture.plane import Box, Point

INK: Final = "#1d2733"
QUIET: Final = "#5c6670"
PAPER: Final = "#ffffff"
BAND: Final = "#fbfaf8"
LINE: Final = "#e2ddd5"
THREAD: Final = "#b4552d"
QUESTION: Final = "#fdf3dc"
TASK: Final = "#eef4f6"


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; `_` in the name of an attribute is a hyphen, and what is None is left out."""
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(number(value) if isinstance(value, float) else str(value))}"
        for key, value in attributes.items() if value is not None
    )  # fmt: skip
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def number(value: float) -> str:
    """A coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def path(text: str, *, fill: str = "none", stroke: str = INK, width: float = 1.4, dash: str | None = None) -> str:
    """A path of SVG path data."""
    return tag(
        "path", d=text, fill=fill, stroke=stroke, stroke_width=width, stroke_dasharray=dash,
        stroke_linejoin="round", stroke_linecap="round",
    )  # fmt: skip


def line(points: Iterable[Point], *, stroke: str = INK, width: float = 1.4, dash: str | None = None) -> str:
    """A line through points."""
    data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return path(data, stroke=stroke, width=width, dash=dash)


def area(points: Iterable[Point], *, fill: str = INK, stroke: str = INK, width: float = 1.4) -> str:
    """A closed area between points."""
    data = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"
    return path(data, fill=fill, stroke=stroke, width=width)


def circle(at: Point, radius: float, *, fill: str = PAPER, width: float = 1.4, dash: str | None = None) -> str:
    """A circle."""
    return tag(
        "circle", cx=at[0], cy=at[1], r=radius, fill=fill, stroke=INK, stroke_width=width, stroke_dasharray=dash,
    )  # fmt: skip


def rectangle(
    box: Box, *, round_: float = 0.0, fill: str = PAPER, stroke: str = INK, width: float = 1.4, dash: str | None = None
) -> str:  # fmt: skip
    """A rectangle."""
    return tag(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=round_ or None, fill=fill, stroke=stroke,
        stroke_width=width, stroke_dasharray=dash,
    )  # fmt: skip


def words(lines: tuple[str, ...], box: Box, *, middle: bool = True, halo: bool = False, bold: bool = False) -> str:
    """Lines of text, each in the middle of a box; the whole in its middle too, or from its top on."""
    top = box.y + (box.height - LEADING * len(lines)) / 2 if middle else box.y
    grounds, letters = [], []
    for index, text in enumerate(lines):
        x, y = box.x + box.width / 2, top + index * LEADING + SIZE * 0.85
        if halo:
            wide = width_of(text) + 4
            under = Box(x - wide / 2, y - SIZE * 0.85, wide, LEADING)
            grounds.append(tag("rect", x=under.x, y=under.y, width=under.width, height=under.height, fill=PAPER,
                               fill_opacity=0.85))  # fmt: skip
        letters.append(tag("text", escape(text), x=x, y=y, text_anchor="middle", fill=INK,
                           font_weight=600 if bold else None))  # fmt: skip
    return "".join([*grounds, *letters])
