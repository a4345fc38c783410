"""The one door for a file with a school's roll: looks at what it is, not at what it is called."""

from __future__ import annotations

from typing import Final

from app.commands.imports.csv_roll import read_csv
from app.commands.imports.edexml import read_edexml
from app.domain.roll import Roll, RollError

BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
OTHERS: Final = {
    b"PK": "een zip of een werkboek van Excel",
    b"%PDF": "een PDF",
    b"{": "JSON",
    b"\xd0\xcf\x11\xe0": "een oud werkboek van Excel",
}
"""First bytes of files that people choose by mistake -> what they are."""


def read_roll(data: bytes) -> Roll:
    """The roll in an EDEXML or a CSV file.

    Raises RollError, with the way out, for anything else and for what cannot be read.
    """
    start = data
    for bom in BOMS:
        start = start.removeprefix(bom)
    start = start[:200].replace(b"\x00", b"").lstrip()
    if not start:
        raise RollError("het bestand is leeg. Maak het opnieuw in de administratie.")
    for first, name in OTHERS.items():
        if start.startswith(first):
            raise RollError(f"dit is {name}. Kies een EDEXML-bestand, of bewaar de lijst als CSV.")
    return read_edexml(data) if start.startswith(b"<") else read_csv(data)
