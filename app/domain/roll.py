"""A school's roll as a file gives it, whatever the format: groups, pupils, staff. Values only; nothing is kept here.

What a school may not or need not hand over (citizen service number, ethnicity, weight, photo, ...) has no field at all:
it is dropped while the file is read, and only counted, so that the preview can say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.errors import Refused


class RollError(Refused):
    """Dit bestand kan niet worden gelezen."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(f"{message[:1].upper()}{message[1:]}" if line is None else f"Regel {line}: {message}")
        self.line = line
        """Counted from 1; None where no line is to blame."""


class RollKind(StrEnum):
    """What a roll is a list of."""

    GROUP = "groep"
    PUPIL = "leerling"
    STAFF = "medewerker"


class Sex(StrEnum):
    """As EDEXML tells it (`geslacht` 0, 1, 2, 9)."""

    UNKNOWN = "onbekend"
    BOY = "jongen"
    GIRL = "meisje"
    UNSPECIFIED = "niet opgegeven"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in the parts that Dutch administrations keep; a part that is not known is the empty text."""

    roepnaam: str = ""
    voornamen: str = ""
    voorletters: str = ""
    voorvoegsel: str = ""
    achternaam: str = ""

    @property
    def first(self) -> str:
        """What this person is called: roepnaam, else voornamen, else voorletters."""
        return self.roepnaam or self.voornamen or self.voorletters

    @property
    def full(self) -> str:
        """The name as people say it: `Milou van den Berg`."""
        return " ".join(part for part in (self.first, self.voorvoegsel, self.achternaam) if part)

    def wording(self) -> dict[str, str]:
        """Each part by its Dutch label."""
        return {
            "roepnaam": self.roepnaam,
            "voornamen": self.voornamen,
            "voorletters": self.voorletters,
            "voorvoegsel": self.voorvoegsel,
            "achternaam": self.achternaam,
        }


@dataclass(frozen=True, slots=True)
class RollSchool:
    """What the file says of itself. Everything may be empty; nothing of it decides who somebody is."""

    key: str = ""
    brin: str = ""
    """Four characters."""
    branch: str = ""
    """Two digits, or empty for the main location."""
    year: str = ""
    """`2024-2025`, or what the file had instead."""
    reference_day: date | None = None
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class RollGroup:
    """A group; `composite` means that pupils have it beside their own group (`samengestelde groep`)."""

    key: str
    name: str
    jaargroep: str = ""
    composite: bool = False
    line: int | None = field(default=None, compare=False)
    """Where it stands in the file; no part of what it is."""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name

    def wording(self) -> dict[str, str]:
        """Each field by its Dutch label."""
        return {"naam": self.name, "jaargroep": self.jaargroep, "samengesteld": "ja" if self.composite else "nee"}


@dataclass(frozen=True, slots=True)
class RollPupil:
    """A pupil. `groups` holds keys of groups, the pupil's own group first."""

    key: str
    name: PersonName
    born: date | None = None
    sex: Sex = Sex.UNKNOWN
    jaargroep: str = ""
    groups: tuple[str, ...] = ()
    postcode: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    """From this day on the pupil counts as gone."""
    line: int | None = field(default=None, compare=False)
    """Where it stands in the file; no part of who it is."""

    @property
    def title(self) -> str:
        """What people call them."""
        return self.name.full

    def wording(self) -> dict[str, str]:
        """Each field by its Dutch label."""
        return {
            **self.name.wording(),
            "geboortedatum": _day(self.born),
            "geslacht": self.sex.value,
            "jaargroep": self.jaargroep,
            "groepen": ", ".join(self.groups),
            "postcode": self.postcode,
            "instroomdatum": _day(self.entered_on),
            "uitstroomdatum": _day(self.left_on),
        }


@dataclass(frozen=True, slots=True)
class RollStaff:
    """A member of staff. `roles` are codes of EDEXML: they give no right, see `roll_functions`."""

    key: str
    name: PersonName
    username: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    role_texts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Keys of the groups that they teach."""
    line: int | None = field(default=None, compare=False)
    """Where it stands in the file; no part of who it is."""

    @property
    def title(self) -> str:
        """What people call them."""
        return self.name.full

    def wording(self) -> dict[str, str]:
        """Each field by its Dutch label."""
        return {
            **self.name.wording(),
            "gebruikersnaam": self.username,
            "e-mail": self.email,
            "rollen": ", ".join(self.roles),
            "rolomschrijvingen": ", ".join(self.role_texts),
            "groepen": ", ".join(self.groups),
        }


@dataclass(frozen=True, slots=True)
class RollRefusal:
    """One item that is not taken over. The reason names no child: it may be shown and kept anywhere."""

    kind: RollKind
    key: str
    """Empty where the item had none."""
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """All that a file says. Keys may still be double here: whoever plans with it decides what that means."""

    school: RollSchool = RollSchool()
    groups: tuple[RollGroup, ...] = ()
    pupils: tuple[RollPupil, ...] = ()
    staff: tuple[RollStaff, ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[RollRefusal, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How often the file held what may not be kept, by its Dutch name."""


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
