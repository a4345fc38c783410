"""Pictures of the diagrams and decision tables: `python render.py BUNDLE OUT` writes SVG and PNG files and a list.

Draws with bpmn-js and dmn-js in a headless Chromium that opens local files only. What is drawn is what a person sees in
a modeler; nothing here changes a diagram. The bpmn.io mark stays on the page, as its licence asks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final, TypeAlias

from playwright.sync_api import Error, Page, sync_playwright

HERE: Final = Path(__file__).resolve().parent
CHROMIUM: Final = os.environ.get("LEIDRAAD_CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files", "--font-render-hinting=none",
]  # fmt: skip
SCALES: Final = (1.0, 0.8, 0.65, 0.5, 0.4)
"""Sizes of a PNG, tried until the file is small enough to put on a page."""
LARGEST: Final = 1_000_000
"""Bytes of a PNG."""

Box: TypeAlias = dict[str, float]
"""`x`, `y`, `width`, `height` of a part of the drawing, in its own pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was written: the name of its files without ending, and what it shows."""

    name: str
    title: str
    endings: tuple[str, ...] = ("png",)


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.on("pageerror", _complain)
        page.goto((HERE / "page.html").as_uri())
        page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
        yield page
        browser.close()


def _complain(error: Error) -> None:
    sys.stderr.write(f"De pagina meldt: {error}\n")


def draw_diagram(page: Page, source: Path, out: Path) -> list[Picture]:
    """Write SVG and PNG of one BPMN file, and of each of its pools where it has several."""
    drawn = []
    for view in page.evaluate("xml => drawDiagram(xml)", source.read_text(encoding="utf-8")):
        name = "-".join(filter(None, (source.stem, view["name"])))
        (out / f"{name}.svg").write_text(view["svg"] + "\n", encoding="utf-8")
        _shoot(page, out / f"{name}.png", view["box"])
        drawn.append(Picture(name, view["title"], ("svg", "png")))
    return drawn


def draw_decisions(page: Page, source: Path, out: Path) -> list[Picture]:
    """Write a PNG of the views of one DMN file: the requirements diagram and each table that asks something."""
    xml = source.read_text(encoding="utf-8")
    views = page.evaluate("xml => listViews(xml)", xml)
    alone = sum(view["type"] != "drd" for view in views) == 1
    drawn = []
    for view in views:
        box = page.evaluate("([xml, id]) => drawView(xml, id)", [xml, view["id"]])
        drd = view["type"] == "drd"
        name = f"{source.stem}-drd" if drd else source.stem if alone else f"{source.stem}-{view['id']}"
        _shoot(page, out / f"{name}.png", box)
        drawn.append(Picture(name, f"{view['title']}: {'wat waarvan afhangt' if drd else 'beslistabel'}"))
    return drawn


def _shoot(page: Page, target: Path, box: Box) -> None:
    # a table has a size of its own, and shrinks no more than its words
    scales = SCALES if page.evaluate("document.querySelector('#canvas').className === 'diagram'") else (1.0,)
    for scale in scales:
        page.set_viewport_size({"width": round(box["width"] * scale), "height": round(box["height"] * scale)})
        page.evaluate("box => show(box)", box)
        page.screenshot(path=target)
        if target.stat().st_size <= LARGEST:
            return


def _write_list(pictures: list[Picture], out: Path) -> None:
    lines = ["# De tekeningen", "", "Gemaakt met `make pictures` uit de bestanden die ook draaien.", ""]
    for picture in pictures:
        links = " · ".join(f"[{ending.upper()}]({picture.name}.{ending})" for ending in picture.endings)
        lines.append(f"* {picture.title} ({links})")
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Draw every diagram of a bundle, or the files named; the last argument is the folder to write to."""
    if len(arguments) < 2:
        sys.stderr.write("Gebruik: python render.py MAP-OF-BESTAND... UITVOER\n")
        return 2
    *sources, target = (Path(a) for a in arguments)
    files = [f for s in sources for f in (sorted([*s.glob("*.bpmn"), *s.glob("**/*.dmn")]) if s.is_dir() else [s])]
    target.mkdir(parents=True, exist_ok=True)
    drawn: list[Picture] = []
    with _page() as page:
        for file in files:
            drawn += (draw_decisions if file.suffix == ".dmn" else draw_diagram)(page, file, target)
            sys.stdout.write(f"{file} getekend in {target}\n")
    if any(source.is_dir() for source in sources):
        _write_list(drawn, target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
