"""The processes that are measured, written with conditions in FEEL, and in Python for the library."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.drawn import document
from workflows.bundle import Bundle

TASKS = 20
BRANCHES = 8
BEGIN = "Beginnen"
"""The message that begins the twenty steps at a school."""
_GROUP = "kern"
_LANE = "lanes Leerkracht: %s"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One process, `P`, with its forms."""

    bpmn: bytes
    forms: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """A bundle of this process alone."""
        return {"p.bpmn": self.bpmn, **self.forms}

    @property
    def bundle(self) -> Bundle:
        """The same, loaded."""
        return Bundle.from_files(self.files)

    @property
    def in_python(self) -> bytes:
        """The diagram with its conditions in Python, as the library evaluates them."""
        return re.sub(rb'(\w) = "', rb'\1 == "', self.bpmn)


def twenty_steps() -> Drawing:
    """Twenty user tasks in a row, after each fifth a gateway that reads its answer; other answers end the route."""
    forms: dict[str, bytes] = {}
    for number in range(1, TASKS + 1):
        forms |= _form(f"f{number}", f"antwoord_{number}", ("ja", "nee"))
    return Drawing(_in_a_row('start s "Begin"', 5), forms)


def twenty_steps_at_school() -> dict[str, bytes]:
    """A whole protocol of the same: a gateway after each fourth, a button to begin, a comment to fill in, rights."""
    forms: dict[str, bytes] = {}
    for number in range(1, TASKS + 1):
        forms |= _form(f"f{number}", f"antwoord_{number}", ("ja", "nee"), comment=f"opmerking_{number}")
    return {
        "protocol.toml": b'naam = "Twintig stappen"\nfuncties = ["leerkracht", "intern begeleider"]\n',
        "rechten.csv": f"functie,veldgroep,fase,recht\nleerkracht,{_GROUP},*,schrijven\n".encode(),
        "p.bpmn": _in_a_row(f'start s "Begin" message="{BEGIN}" knop="leerkracht"', 4), **forms,
    }  # fmt: skip


def _in_a_row(start: str, gateway_after: int) -> bytes:
    tasks = " ".join(f"t{number}" for number in range(1, TASKS + 1))
    lines = [_LANE % tasks, start, 'end e "Klaar"', 'end anders "Anders"']
    before = "s"
    for number in range(1, TASKS + 1):
        lines.append(f'user t{number} "Taak {number}" formulier=f{number}')
        if not before.startswith("g"):
            lines.append(f"{before} -> t{number}")
        before = f"t{number}"
        if number % gateway_after == 0:
            after = f"t{number + 1}" if number < TASKS else "e"
            lines += [f"xor g{number}", f"t{number} -> g{number}", f"g{number} -> anders default"]
            lines.append(f'g{number} -> {after} {{antwoord_{number} = "ja"}}')
            before = f"g{number}"
    return document(P="\n".join(lines))


def loop() -> Drawing:
    """One user task and one gateway that leads back to it until the answer is yes."""
    lines = [
        _LANE % "t", 'start s "Begin"', 'user t "Taak" formulier=f', "xor g", 'end e "Klaar"',
        "s -> t -> g", 'g -> e {klaar = "ja"}', "g -> t default",
    ]  # fmt: skip
    return Drawing(document(P="\n".join(lines)), _form("f", "klaar", ("ja", "nee")))


def at_the_limits(blocks: int) -> Drawing:
    """Gateways on one answer, each with eight tasks behind it; 99 of them are nearly all that a process may have."""
    tasks = [f"t{block}x{branch}" for block in range(blocks) for branch in range(BRANCHES)]
    lines = [_LANE % " ".join(tasks), 'start s "Begin"', 'user t "Kiezen" formulier=f', 'end e "Klaar"', "s -> t -> g0"]
    for block in range(blocks):
        lines += [f"xor g{block}", f"xor j{block}", f"j{block} -> {f'g{block + 1}' if block + 1 < blocks else 'e'}"]
        for branch in range(BRANCHES):
            key = f"t{block}x{branch}"
            condition = f'{{keuze = "k{branch}"}}' if branch else "default"
            lines += [f'user {key} "Taak {block}.{branch}" formulier=f', f"g{block} -> {key} {condition}"]
            lines.append(f"{key} -> j{block}")
    return Drawing(document(P="\n".join(lines)), _form("f", "keuze", tuple(f"k{n}" for n in range(BRANCHES))))


def _form(key: str, answer: str, values: tuple[str, ...], comment: str = "") -> dict[str, bytes]:
    radio: dict[str, object] = {
        "type": "radio", "key": answer, "label": "Antwoord", "validate": {"required": True},
        "values": [{"label": value, "value": value} for value in values],
    }  # fmt: skip
    components = [radio]
    if comment:
        components.append({"type": "textarea", "key": comment, "label": "Opmerking", "validate": {"maxLength": 500}})
        components = [{**each, "properties": {"veldgroep": _GROUP}} for each in components]
    form = {"type": "default", "schemaVersion": 18, "id": key, "components": components}
    return {f"forms/{key}.form": json.dumps(form).encode()}
