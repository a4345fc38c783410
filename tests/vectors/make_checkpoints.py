"""Makes `checkpoints.json`, the vectors of checkpoints: `python -m tests.vectors.make_checkpoints`.

Everything in it is fixed, so that making it anew gives the same bytes. The key in it is SHA-256 of a label.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid5

from app.domain.merkle import leaf_hash
from app.store.notes import FACTS, READS, Checkpoint, Entry, Head, Heads, head_leaf, log_of, verifier_key
from app.store.signing import SigningKey
from tests.vectors.make import BOARD, NAMES, secret

FILE = Path(__file__).with_name("checkpoints.json")
KEY = SigningKey(secret("signing key"))
DOSSIER, ROUTE, SECOND, GONE = (uuid5(NAMES, name) for name in ("dossier", "route", "second route", "destroyed key"))
MOMENTS = [
    [Head(FACTS, DOSSIER, 1, secret("head 1")), Head(FACTS, ROUTE, 3, secret("head 2"), DOSSIER)],
    [Head(FACTS, ROUTE, 5, secret("head 3"), DOSSIER), Head(READS, BOARD, 1, secret("head 4"))],
    [Head(FACTS, SECOND, 1, secret("head 5"), DOSSIER)],
]
"""What stood elsewhere at each of three checkpoints."""
TIMES = ["2026-11-26T13:00:00.000000Z", "2026-11-26T14:00:00.000001Z", "2026-11-26T15:00:00.999999Z"]


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), "utf-8")


def text() -> str:
    """The file as it should be."""
    return json.dumps(vectors(), indent=1, ensure_ascii=True) + "\n"


def vectors() -> dict[str, Any]:
    """All vectors, bytes as lower-case hexadecimal."""
    heads, entries, made = Heads(), [], []
    for number, (moved, time) in enumerate(zip(MOMENTS, TIMES, strict=True), start=1):
        heads.put(moved)
        entry = Entry(number, time, len(heads.heads), heads.tree.root, (GONE,) if number == 2 else ())
        entries.append(entry.text)
        log = log_of(entries)
        made.append({
            "heads": [head(heads, place) for place in range(len(heads.heads))],
            "entry": entry.text, "entry_hash": leaf_hash(entry.text.encode()).hex(),
            "inclusion": [each.hex() for each in log.inclusion(number - 1)],
            "consistency": [[each.hex() for each in log.consistency(size)] for size in range(1, number + 1)],
            "text": KEY.sign(Checkpoint(BOARD, log.root, entry)).text,
        })  # fmt: skip
    last = made[-1]["text"]
    return {
        "format": 1, "board": BOARD.hex, "seed": KEY.seed.hex(), "public": KEY.public.hex(),
        "verifier_key": verifier_key(BOARD, KEY.public), "checkpoints": made,
        "refused": [{"name": name, "text": forged} for name, forged in refused(last)],
    }  # fmt: skip


def head(heads: Heads, place: int) -> dict[str, Any]:
    """A leaf of the tree of heads, and its proof."""
    found = heads.heads[place]
    children = heads.children(found.stream)
    return {
        "kind": found.kind, "stream": found.stream.hex, "size": found.size, "head": found.head.hex(),
        "parent": found.parent.hex if found.parent else None, "children": [each.hex for each in children],
        "leaf": head_leaf(found, children).hex(), "path": [each.hex() for each in heads.tree.inclusion(place)],
    }  # fmt: skip


def refused(good: str) -> list[tuple[str, str]]:
    """Texts that are no checkpoint, or not one of this key."""
    return [
        ("empty", ""), ("no signature", good.partition("\n\n")[0] + "\n"), ("a line more", good + "\n"),
        ("another number", good.replace("number 3", "number 4")), ("another size", good.replace("\n3\n", "\n4\n", 1)),
        ("a time of another form", good.replace(".999999Z", "Z")), ("another board", good.replace(BOARD.hex, "0" * 32)),
        ("another head", good.replace("heads 4", "heads 5")),
        ("a line between", good.replace("\nheads", "\nnew 1\nheads")), ("no dash", good.replace("\N{EM DASH}", "--")),
        ("a signature cut off", good[:-3] + "\n"),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
