"""`protocol.toml`: keys that mean something, functions that exist, processes that are there."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.diagram.protocol import KNOWN_KEYS, Protocol, line_of, read_toml
from workflows.errors import SourceError
from workflows.types import Finding
from workflows.validator.material import Material
from workflows.validator.report import ADD_FUNCTION, Place, at_file, meant, quoted


def check_protocol(material: Material) -> Iterator[Finding]:
    """Unknown keys, lanes that mean unknown functions, routes and lanes of unknown processes, double functions."""
    name, data = material.protocol_file, material.protocol_data
    if not name:
        return
    try:
        table = read_toml(data)
    except SourceError:
        return  # told where the file was read
    for key in table:
        if key not in KNOWN_KEYS:
            yield _at(material, key).let_op(
                "unknown-key", f"kent {quoted(key)} niet; het doet niets.{meant(key, KNOWN_KEYS)}",
                "Verbeter de naam, of haal de regel weg.",
            )  # fmt: skip
    yield from _functions(material, material.protocol)
    for process in (*material.protocol.routes, *material.protocol.per_proces):
        if process not in material.by_id:
            yield _at(material, process).let_op(
                "unknown-process", f"noemt het proces {quoted(process)}, dat er niet is."
                f"{meant(process, material.by_id)}", "Gebruik het id van een proces, of haal het weg.",
            )  # fmt: skip
    if not material.protocol.naam:
        yield at_file(name, 1).let_op(
            "no-name", "noemt geen naam.", "Vul hem in, bij het ontwerp onder “Banen en functies”."
        )


def _functions(material: Material, protocol: Protocol) -> Iterator[Finding]:
    seen: set[str] = set()
    for function in protocol.functies:
        if function.casefold() in seen:
            yield _at(material, function).let_op(
                "duplicate-function", f"noemt de functie {quoted(function)} twee keer.", "Haal er een weg."
            )
        seen.add(function.casefold())
    for lanes in (protocol.lanen, *protocol.per_proces.values()):
        for lane, functions in lanes.items():
            if not functions:
                yield _at(material, lane).fout(
                    "unknown-function", f"geeft de baan {quoted(lane)} geen enkele functie.",
                    "Noem minstens één functie van de school.",
                )  # fmt: skip
            for function in functions:
                if not protocol.has_function(function):
                    yield _at(material, lane).fout(
                        "unknown-function", f"geeft de baan {quoted(lane)} de functie {quoted(function)}, die niet bij "
                        f"functies staat.{meant(function, protocol.functies)}",
                        ADD_FUNCTION,
                    )  # fmt: skip


def _at(material: Material, key: str) -> Place:
    return at_file(material.protocol_file, line_of(material.protocol_data, key))
