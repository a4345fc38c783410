"""Two versions of a small protocol: the one of the scenarios, and that with a few texts replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.drawn import document
from tests.unit.workflows.scenarios.small import ANDER, FILES, GESPREK, ZORG
from workflows import Bundle, Change, compare

DRAWING = "klein.bpmn"


def drawn(*swaps: tuple[str, str], zorg: str = ZORG, **processes: str) -> Bundle:
    """The protocol with its first process drawn otherwise: each text of the drawing by another."""
    for old, new in swaps:
        assert old in zorg, old
        zorg = zorg.replace(old, new)
    return filed({DRAWING: document(zorg=zorg, **({"gesprek": GESPREK, "ander": ANDER} | processes))})


def filed(files: Mapping[str, bytes | None]) -> Bundle:
    """The protocol with other files; None takes one away."""
    joined = {**FILES, **files}
    return Bundle.from_files({name: data for name, data in joined.items() if data is not None})


def text_of(file: str, *swaps: tuple[str, str], files: Mapping[str, bytes] = FILES) -> bytes:
    """A file with texts replaced, every one of them."""
    text = files[file].decode()
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def told(old: Bundle, new: Bundle) -> list[str]:
    """The sentences of all differences."""
    return [each.sentence for each in compare(old, new)]


def the_one(old: Bundle, new: Bundle) -> Change:
    """The only difference."""
    (found,) = compare(old, new)
    return found


def form(*components: Mapping[str, object]) -> bytes:
    """A form of these components."""
    return json.dumps({"schemaVersion": 18, "type": "default", "components": list(components)}).encode()


def select(key: str, *values: str, **more: object) -> dict[str, object]:
    """A field with a choice; a value is also its label, with a capital."""
    options = [{"value": each, "label": each.capitalize()} for each in values]
    return {"type": "select", "key": key, "label": f"Label {key}", "values": options, **more}


def text(key: str, **more: object) -> dict[str, object]:
    """A field for text."""
    return {"type": "textarea", "key": key, "label": f"Tekst {key}", **more}
