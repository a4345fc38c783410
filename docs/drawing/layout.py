"""Draws BPMN files anew: `python layout.py FILE...`. Only the diagram interchange changes, never the process.

Positions in the file are hints: draw roughly in any modeler, run this, and look. Running twice changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import labels
import model
import placing
import router
from board import Board
from lxml import etree

ROUNDS: Final = 3
"""How often labels and lines make way for each other."""


def layout(root: etree._Element) -> None:
    """Lay out every plane of a parsed BPMN file, in place."""
    for picture in model.read(root):
        _settle(picture)
        labels.name_shapes(picture)
        board = Board(picture)
        # names find another place more easily than lines, so at first they hardly count
        board.heed(labels.rects(picture), firm=False)
        router.route(board)
        for _ in range(ROUNDS):
            labels.name_all(picture)
            board.heed(labels.rects(picture))
            if not router.improve(board):
                break
        labels.name_all(picture)
        model.write(picture)


def _settle(picture: model.Picture) -> None:
    """Place shapes until they stay where they are, so that a second run finds nothing to do."""
    for _ in range(ROUNDS):
        before = {s.id: s.rect for s in picture.shapes.values()}
        placing.place(picture)
        if before == {s.id: s.rect for s in picture.shapes.values()}:
            return


def _rewrite(path: Path) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.parse(str(path), parser)
    layout(tree.getroot())
    for plane in tree.getroot().iter(f"{{{model.DI}}}BPMNDiagram"):
        etree.indent(plane, "  ", level=1)
    new = etree.tostring(tree, xml_declaration=True, encoding="UTF-8") + b"\n"
    changed = path.read_bytes() != new
    if changed:
        path.write_bytes(new)
    return changed


def main(arguments: list[str]) -> int:
    """Rewrite the files named; return the exit status."""
    if not arguments:
        sys.stderr.write("Gebruik: python layout.py BESTAND...\n")
        return 2
    status = 0
    for name in arguments:
        try:
            done = "opnieuw getekend" if _rewrite(Path(name)) else "stond al goed"
        except (OSError, etree.XMLSyntaxError):
            done, status = "kan niet worden gelezen als BPMN; noem een .bpmn-bestand", 1
        sys.stdout.write(f"{name}: {done}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
