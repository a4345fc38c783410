"""A school's roll as one CSV file, for schools without EDEXML; `docs/formats/leerlingen.md` says how it is written.

A cell is text and nothing else: what a spreadsheet would take for a formula is a name like any other here.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from app.commands.imports.cleaning import FORBIDDEN, MAX_BYTES, Raw, RollBuilder
from app.domain.roll import Roll, RollError, RollKind, RollSchool

MAX_ROWS: Final = 50_000
MAX_LINE: Final = 100_000
SEPARATORS: Final = (";", ",", "\t")
KIND: Final = "soort"
KEY: Final = "sleutel"
KINDS: Final = {
    "groep": RollKind.GROUP, "leerling": RollKind.PUPIL, "medewerker": RollKind.STAFF, "leerkracht": RollKind.STAFF,
}  # fmt: skip
COLUMNS: Final = (
    KIND, KEY, "naam", "samengesteld", "roepnaam", "voornamen", "voorletters", "voorvoegsel", "achternaam",
    "geboortedatum", "geslacht", "jaargroep", "groepen", "postcode", "instroomdatum", "uitstroomdatum",
    "gebruikersnaam", "emailadres", "rollen", "rolomschrijving",
)  # fmt: skip
ALIASES: Final = {
    "e-mail": "emailadres",
    "email": "emailadres",
    "e-mailadres": "emailadres",
    "tussenvoegsel": "voorvoegsel",
}
YES: Final = frozenset({"ja", "j", "1", "waar"})
ROUNDED: Final = re.compile(r"\d([.,]\d+)?E\+\d{2,}", re.IGNORECASE)
"""What a spreadsheet makes of a key of many digits: several of them become one, and none can be found back."""
_ACCENT: Final = re.compile(rb"\xc3[\x80-\xbf]")
"""A letter with an accent in UTF-8. In Windows-1252 it would be a capital with a sign after it, as in no name."""
HOW: Final = "Hoe het bestand eruit moet zien, staat in de uitleg over leerlingen inlezen."


def read_csv(data: bytes) -> Roll:
    """The roll in a CSV file; one broken row is refused, and the rest goes on.

    Raises RollError, where possible with the line, for what has no columns `soort` and `sleutel`, is too large, or
    has a row of which nobody can say what or who it is.
    """
    if len(data) > MAX_BYTES:
        raise RollError(f"het bestand is groter dan {MAX_BYTES // 1_000_000} MB. Kijk wat er te veel in staat.")
    text = _decoded(data)
    header, separator, begins = _header(text)
    builder = RollBuilder()
    strange = [name for name in header if name and name not in COLUMNS and name not in FORBIDDEN]
    if strange:
        columns = "1 kolom" if len(strange) == 1 else f"{len(strange)} kolommen"
        builder.notes[f"niet gelezen, want de naam betekent hier niets: {columns}"] += 1
    for line, cells in _rows(text, separator, begins):
        row = dict(zip(header, cells, strict=False))
        kind = KINDS.get(row.get(KIND, "").strip().casefold())
        if kind is None:
            raise RollError('in de kolom "soort" staat geen groep, leerling of medewerker. Vul dat in.', line=line)
        raw = _raw(row, line)
        if ROUNDED.fullmatch(raw.key.strip()):
            raise RollError(
                "een rekenblad heeft deze sleutel afgerond, en dan weet niemand meer van wie hij is. Maak van de kolom "
                '"sleutel" tekst, zet de sleutels er opnieuw in en bewaar de lijst opnieuw.', line=line,
            )  # fmt: skip
        # Excel fills up what it writes to the width of a cell that somebody used far to the right.
        if any(cell.strip() for cell in cells[len(header) :]):
            builder.refuse(
                kind, raw, "de rij heeft meer cellen dan de kop; zet aanhalingstekens om tekst met een scheidingsteken"
            )
        else:
            builder.take(kind, raw)
    if not (builder.groups or builder.pupils or builder.staff or builder.refused):
        raise RollError(f"er staat niets onder de kop. {HOW}")
    return builder.roll(RollSchool())


def _decoded(data: bytes) -> str:
    text = _utf_16(data) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _utf_8_or_1252(data)
    if text is None or "\x00" in text:
        raise RollError("de tekens in het bestand zijn niet te lezen. Bewaar het als CSV UTF-8.")
    return text.lstrip("\ufeff")


def _utf_16(data: bytes) -> str | None:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        return None


def _utf_8_or_1252(data: bytes) -> str | None:
    """Raises RollError for UTF-8 with something else in it: read as Windows-1252 every other name would be wrong."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8) or _ACCENT.search(data):
            line = len((data[: error.start] + b"|").splitlines())
            raise RollError(
                "hier staat een teken dat geen UTF-8 is, en de rest van het bestand is dat wel. Verbeter het, en "
                "bewaar de lijst opnieuw als CSV UTF-8.", line=line,
            ) from error  # fmt: skip
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _header(text: str) -> tuple[list[str], str, int]:
    """The names of the columns, what separates cells, and how many lines the rows come after."""
    lines = text.splitlines()
    for number, text_of_line in enumerate(lines, start=1):
        if len(text_of_line) > MAX_LINE:
            raise RollError(
                "deze regel is veel te lang om een rij te zijn. Bewaar de lijst opnieuw als CSV.", line=number
            )
    # Excel writes this line for itself, before everything else.
    begins = 1 if lines and re.fullmatch(r"sep=.", lines[0].strip(' "'), re.IGNORECASE) else 0
    first = lines[begins] if len(lines) > begins else ""
    for separator in SEPARATORS:
        names = [" ".join(name.strip('" ').casefold().split()) for name in first.split(separator)]
        header = [ALIASES.get(name, name) for name in names]
        if KIND in header and KEY in header:
            return _without_doubles(header, begins + 1), separator, begins + 1
    raise RollError(f'de kop mist een kolom "{KIND}" of een kolom "{KEY}". {HOW}', line=begins + 1)


def _without_doubles(header: list[str], line: int) -> list[str]:
    names = [name for name in header if name]
    if len(set(names)) < len(names):
        raise RollError("in de kop staat een kolom twee keer. Haal er een weg.", line=line)
    return header


def _rows(text: str, separator: str, begins: int) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for number, cells in enumerate(reader):
            line, begun = reader.line_num, line + 1
            if number > MAX_ROWS:
                raise RollError(f"het bestand heeft meer dan {MAX_ROWS} rijen. Kijk wat er te veel in staat.")
            if begun > begins and any(cell.strip() for cell in cells):
                yield begun, cells
    except csv.Error as error:
        raise RollError(
            "hier gaat het mis met aanhalingstekens, of een cel is veel te lang. Verbeter deze rij.", line=line + 1
        ) from error


def _raw(row: dict[str, str], line: int) -> Raw:
    return Raw(
        key=row.get(KEY, ""), line=line, fields=row,
        composite=row.get("samengesteld", "").strip().casefold() in YES,
        groups=_several(row.get("groepen", "")), roles=_several(row.get("rollen", "")),
        role_texts=_several(row.get("rolomschrijving", "")),
    )  # fmt: skip


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,|]", cell) if part.strip())
