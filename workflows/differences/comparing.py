"""All differences between two bundles, in the order in which the new one is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from workflows.bundle import Bundle
from workflows.differences import drawing, forms, layout, protocol_file, rights, rules, scenarios, tables
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import cut, starred

_TEXTS: Final = frozenset({".md"})


def compare(old: Bundle, new: Bundle) -> tuple[Change, ...]:
    """What is different in the new version: nothing for the same files, and at least one thing for any others.

    Where the two behave otherwise (`Bundle.gedrag`), at least one has the weight of behaviour. Raises SourceError
    where a file of rules cannot be read.
    """
    if old.files == new.files:
        return ()
    pairs = Pairs(old, new)
    parts = (drawing, tables, forms, rights, rules, protocol_file, scenarios, layout)
    found = [each for part in parts for each in part.differences(pairs)]
    if old.gedrag != new.gedrag and not any(each.weight is Weight.BEHAVIOUR for each in found):
        found += _fields(old, new)
    told = {each.file for each in found} | {each.old for each in found if each.what == "file"}
    renamed = {f"forms/{old}.form" for old, new in pairs.form_keys.items() if old != new}
    return (*found, *_files(old, new, told | renamed | pairs.retold))


def _fields(old: Bundle, new: Bundle) -> Iterator[Change]:
    """The answers that a field may have by all forms and tables together, where no single one of them is otherwise."""
    for name in sorted(old.fields.keys() | new.fields.keys()):
        told = [_field(each, name) for each in (old, new)]
        if told[0] != told[1]:
            where = Where(ChangePart.FORM, "", "velden die de route sturen", element=name, was=name, name=name)
            sentence = f"Veld {starred(name)} kent de routes nu als {cut(told[1])} (was {cut(told[0])})"
            yield where.changed("routing_field", Weight.BEHAVIOUR, sentence, *told)


def _field(bundle: Bundle, name: str) -> str:
    found = bundle.fields.get(name)
    return "niets" if found is None else f"{found.kind}: {', '.join(found.values)}" if found.values else str(found.kind)


def _files(old: Bundle, new: Bundle, told: set[str]) -> Iterator[Change]:
    """Files of which nothing else is told: nobody should wonder why two versions are not the same."""
    for name in sorted(old.files.keys() | new.files.keys()):
        if name in told or old.files.get(name) == new.files.get(name):
            continue
        where = Where(ChangePart.FILE, name, name, element=name, was=name if name in old.files else "", name=name)
        if name not in old.files:
            yield where.added("file", Weight.WORDING, f"Bestand {starred(name)} is nieuw")
        elif name not in new.files:
            yield where.removed("file", Weight.WORDING, f"Bestand {starred(name)} is vervallen")
        elif PurePosixPath(name).suffix in _TEXTS:
            yield where.changed("file", Weight.WORDING, f"De tekst van {starred(name)} is gewijzigd")
        else:
            sentence = f"Bestand {starred(name)} is anders opgeschreven; wat Leidraad ervan leest, is hetzelfde"
            yield where.laid_out("file", sentence)
