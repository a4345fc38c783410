"""Pictures of the diagrams and decision tables: `python render.py FOLDER OUT` writes SVG and PNG files.

Draws with bpmn-js and dmn-js in a headless Chromium that opens local files only. What is drawn is what a person sees in
a modeler; nothing here changes a diagram. The bpmn.io mark stays on the page, as its licence asks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Page, sync_playwright

HERE: Final = Path(__file__).resolve().parent
CHROMIUM: Final = os.environ.get("LEIDRAAD_CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files", "--font-render-hinting=none",
]  # fmt: skip
LARGEST: Final = 12_000
"""Pixels of the longer side of a PNG, beyond which viewers give up."""


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.on("pageerror", _complain)
        page.goto((HERE / "page.html").as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        yield page
        browser.close()


def _complain(error: Error) -> None:
    sys.stderr.write(f"De pagina meldt: {error}\n")


def draw_diagram(page: Page, source: Path, out: Path) -> None:
    """Write `<name>.svg` and `<name>.png` of one BPMN file."""
    drawn = page.evaluate("xml => drawDiagram(xml)", source.read_text(encoding="utf-8"))
    (out / f"{source.stem}.svg").write_text(drawn["svg"], encoding="utf-8")
    _shoot(page, out / f"{source.stem}.png", drawn["width"], drawn["height"])


def draw_decisions(page: Page, source: Path, out: Path) -> None:
    """Write a PNG of every view of one DMN file: the requirements diagram and each table."""
    xml = source.read_text(encoding="utf-8")
    for view in page.evaluate("xml => listViews(xml)", xml):
        drawn = page.evaluate("([xml, id]) => drawView(xml, id)", [xml, view["id"]])
        name = source.stem if view["type"] == "decisionTable" else f"{source.stem}-drd"
        if view["type"] == "decisionTable" and view["id"] != source.stem and drawn["tables"] > 1:
            name = f"{source.stem}-{view['id']}"
        _shoot(page, out / f"{name}.png", drawn["width"], drawn["height"])


def _shoot(page: Page, target: Path, width: float, height: float) -> None:
    scale = min(1.0, LARGEST / max(width, height))
    page.set_viewport_size({"width": round(width * scale), "height": round(height * scale)})
    page.evaluate("() => fit()")
    page.screenshot(path=target)


def main(arguments: list[str]) -> int:
    """Draw every diagram of a bundle, or the files named; the last argument is the folder to write to."""
    if len(arguments) < 2:
        sys.stderr.write("Gebruik: python render.py MAP-OF-BESTAND... UITVOER\n")
        return 2
    *sources, target = (Path(a) for a in arguments)
    files = [f for s in sources for f in (sorted([*s.glob("*.bpmn"), *s.glob("**/*.dmn")]) if s.is_dir() else [s])]
    target.mkdir(parents=True, exist_ok=True)
    with _page() as page:
        for file in files:
            (draw_decisions if file.suffix == ".dmn" else draw_diagram)(page, file, target)
            sys.stdout.write(f"{file} getekend in {target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
