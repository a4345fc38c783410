"""From the raw text of one item of a file to a value of the roll, the same for every format.

One item that cannot be used is refused with its line and reason, and the rest goes on. Reasons and notes never repeat
what stood in the file: they may be shown, kept and logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.domain.addresses import is_address
from app.domain.roll import (
    PersonName,
    Roll,
    RollGroup,
    RollKind,
    RollPupil,
    RollRefusal,
    RollSchool,
    RollStaff,
    Sex,
)  # fmt: skip

MAX_BYTES: Final = 20_000_000
MAX_TEXT: Final = 200
MAX_LIST: Final = 100
JAARGROEPEN: Final = frozenset({*map(str, range(9)), *map(str, range(11, 17)), *"BDSVCNH"})
"""EDEXML 2.1."""
SEXES: Final = {
    "": Sex.UNKNOWN, "0": Sex.UNKNOWN, "onbekend": Sex.UNKNOWN,
    "1": Sex.BOY, "jongen": Sex.BOY, "man": Sex.BOY,
    "2": Sex.GIRL, "meisje": Sex.GIRL, "vrouw": Sex.GIRL,
    "9": Sex.UNSPECIFIED, "niet opgegeven": Sex.UNSPECIFIED,
}  # fmt: skip
FORBIDDEN: Final = {
    "bsn": "BSN",
    "sofinummer": "sofinummer",
    "onderwijsnummer": "onderwijsnummer",
    "bsn_ondwnr-4": "laatste vier cijfers van BSN of onderwijsnummer",
    "rijksregisternummer": "rijksregisternummer",
    "etniciteit": "etniciteit",
    "land": "land van herkomst",
    "land_vader": "land van herkomst van de vader",
    "land_moeder": "land van herkomst van de moeder",
    "gewicht": "leerlinggewicht",
    "gewicht_nieuw": "leerlinggewicht",
    "fotourl": "foto",
    "eckid": "ECK iD",
}
"""What may not be kept, by its name in a file -> its name in the preview."""
JOINERS: Final = "\u200c\u200d"
"""Invisible, but letters of some scripts need them within a name."""

_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?")
_DUTCH_DAY: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?: [\d:.]+)?")


class Unfit(Exception):
    """Why one item cannot be used, in Dutch."""

    @property
    def reason(self) -> str:
        """The sentence, without what stood in the file."""
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Raw:
    """One item as it stands in a file. `fields` are texts by their EDEXML name; nothing of it is trusted yet."""

    key: str
    line: int | None
    fields: Mapping[str, str]
    composite: bool = False
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    role_texts: tuple[str, ...] = ()


@dataclass(slots=True)
class RollBuilder:
    """Collects a roll, item by item."""

    groups: list[RollGroup] = field(default_factory=list)
    pupils: list[RollPupil] = field(default_factory=list)
    staff: list[RollStaff] = field(default_factory=list)
    refused: list[RollRefusal] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def take(self, kind: RollKind, raw: Raw) -> None:
        """Add an item, or refuse it."""
        for name in FORBIDDEN.keys() & raw.fields.keys():
            if raw.fields[name].strip():
                self.dropped[FORBIDDEN[name]] += 1
        try:
            if kind is RollKind.GROUP:
                self.groups.append(self._group(raw))
            elif kind is RollKind.PUPIL:
                self.pupils.append(self._pupil(raw))
            else:
                self.staff.append(self._person(raw))
        except Unfit as unfit:
            self.refuse(kind, raw, unfit.reason)

    def refuse(self, kind: RollKind, raw: Raw, reason: str) -> None:
        """Leave an item out, and remember why."""
        self.refused.append(RollRefusal(kind, _key_to_show(raw.key), reason, raw.line))

    def roll(self, school: RollSchool) -> Roll:
        """All that was collected."""
        return Roll(
            school=school,
            groups=tuple(self.groups), pupils=tuple(self.pupils), staff=tuple(self.staff),
            notes=tuple(f"{note}." if count == 1 else f"{note} ({count} keer)." for note, count in self.notes.items()),
            refused=tuple(self.refused), dropped=dict(self.dropped),
        )  # fmt: skip

    def _group(self, raw: Raw) -> RollGroup:
        key = clean_key(raw.key)
        name = clean_text(raw.fields.get("naam", ""), "de naam")
        if not name:
            raise Unfit("er staat geen naam bij")
        jaargroep = "" if raw.composite else self._jaargroep(raw)
        return RollGroup(key, name, jaargroep, composite=raw.composite, line=raw.line)

    def _pupil(self, raw: Raw) -> RollPupil:
        key = clean_key(raw.key)
        entered, left = clean_day(raw, "instroomdatum"), clean_day(raw, "uitstroomdatum")
        if entered is not None and left is not None and left < entered:
            raise Unfit("de uitstroomdatum ligt voor de instroomdatum")
        return RollPupil(
            key=key, name=_name(raw), born=clean_day(raw, "geboortedatum"), sex=self._sex(raw),
            jaargroep=self._jaargroep(raw), groups=_keys(raw.groups),
            postcode=clean_text(raw.fields.get("postcode", ""), "de postcode", 20).upper(),
            entered_on=entered, left_on=left, line=raw.line,
        )  # fmt: skip

    def _person(self, raw: Raw) -> RollStaff:
        return RollStaff(
            key=clean_key(raw.key), name=_name(raw),
            username=clean_text(raw.fields.get("gebruikersnaam", ""), "de gebruikersnaam"), email=self._email(raw),
            roles=_unique(clean_text(role, "een rol", 20).upper() for role in raw.roles[:MAX_LIST]),
            role_texts=_unique(clean_text(text, "een rolomschrijving") for text in raw.role_texts[:MAX_LIST]),
            groups=_keys(raw.groups), line=raw.line,
        )  # fmt: skip

    def _jaargroep(self, raw: Raw) -> str:
        value = clean_text(raw.fields.get("jaargroep", ""), "de jaargroep").upper()
        if value and value not in JAARGROEPEN:
            self.notes["een jaargroep die EDEXML niet kent, is leeg gelaten"] += 1
            return ""
        return value

    def _sex(self, raw: Raw) -> Sex:
        value = clean_text(raw.fields.get("geslacht", ""), "het geslacht").casefold()
        if value not in SEXES:
            self.notes['een geslacht dat niet te lezen is, is "onbekend" geworden'] += 1
        return SEXES.get(value, Sex.UNKNOWN)

    def _email(self, raw: Raw) -> str:
        value = clean_text(raw.fields.get("emailadres", ""), "het e-mailadres")
        if value and not is_address(value):
            self.notes["een e-mailadres dat geen adres is, is leeg gelaten"] += 1
            return ""
        return value


def clean_text(raw: str, what: str, most: int = MAX_TEXT) -> str:
    """The text with single spaces and composed letters. Raises Unfit where it is too long or holds what nobody sees."""
    text = unicodedata.normalize("NFC", " ".join(raw.split()))
    if len(text) > most:
        raise Unfit(f"{what} is langer dan {most} tekens")
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} and letter not in JOINERS for letter in text):
        raise Unfit(f"in {what} staan tekens die geen letters zijn en die niemand ziet")
    return text


def clean_key(raw: str) -> str:
    """A key without any space: spaces mean nothing in it (EDEXML 2.1). Raises Unfit where none is left."""
    key = clean_text("".join(raw.split()), "de sleutel")
    if not key:
        raise Unfit("er staat geen sleutel bij")
    return key


def clean_day(raw: Raw, name: str) -> date | None:
    """The day in a field, written `2016-03-14` or `14-3-2016`, with or without a time; None where it is empty."""
    text = raw.fields.get(name, "").strip()
    if not text:
        return None
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DUTCH_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise Unfit(f"de {name} is geen datum; schrijf die als 2016-03-14")
    try:
        value = date(year, month, day)
    except ValueError as error:
        raise Unfit(f"de {name} bestaat niet op de kalender") from error
    if not 1900 <= value.year <= 2200:
        raise Unfit(f"de {name} ligt te ver weg om waar te zijn")
    return value


def _name(raw: Raw) -> PersonName:
    parts = ("roepnaam", "voornamen", "voorletters", "voorvoegsel", "achternaam")
    name = PersonName(**{part: clean_text(raw.fields.get(part, ""), f"het veld {part}") for part in parts})
    if not (name.first or name.achternaam):
        raise Unfit("er staat geen naam bij")
    return name


def _keys(raw: tuple[str, ...]) -> tuple[str, ...]:
    return _unique(clean_key(key) for key in raw[:MAX_LIST] if key.strip())


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _key_to_show(raw: str) -> str:
    """The key of something refused, as far as it can be trusted to be shown and compared."""
    try:
        return clean_key(raw)
    except Unfit:
        return ""
