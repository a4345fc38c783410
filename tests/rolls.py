"""Made-up rolls of any size, and a school that carries out a plan, for the tests and the benchmark of the import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from app.domain.roll import RollKind
from app.domain.roll_changes import Deed, KindPlan, RollPlan, Value
from app.domain.roll_plan import Known, KnownRoll

FIRST = ("Milou", "Tijn", "Emre", "Fenna", "Daniël", "Noor", "Sem", "Yara", "Bram", "Zoë")
LAST = ("Berg", "Yıldırım", "Dijkstra", "Okafor", "Bakker", "Visser", "Öztürk", "Postma")
INFIX = ("", "van den", "de", "van der")
SPACE = UUID(int=2026)


def edexml(pupils: int, staff: int, *, year: str = "2026-2027") -> bytes:
    """An EDEXML file of made-up people, some 25 to a group, with all that exporters write and that must be dropped."""
    groups = max(1, pupils // 25)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<EDEX>\n<school><schooljaar>', year, "</schooljaar>",
        "<brincode>99VV</brincode><dependancecode>00</dependancecode><schoolkey>GROOT</schoolkey>",
        "<xsdversie>2.1</xsdversie></school>\n<groepen>\n",
        *map(_group, range(groups)),
        "</groepen>\n<leerlingen>\n", *(_pupil(nr, groups) for nr in range(pupils)),
        "</leerlingen>\n<leerkrachten>\n", *(_person(nr, groups) for nr in range(staff)),
        "</leerkrachten>\n</EDEX>\n",
    ]  # fmt: skip
    return "".join(parts).encode()


def _group(nr: int) -> str:
    return f'<groep key="G{nr}"><naam>Groep {nr}</naam><jaargroep>{1 + nr % 8}</jaargroep></groep>\n'


def _pupil(nr: int, groups: int) -> str:
    born = date(2012, 10, 1) + timedelta(days=nr % 2900)
    group = nr % groups
    infix = INFIX[nr % len(INFIX)]
    return (
        f'<leerling key="{10_000 + nr}" eckid="https://ketenid.nl/201703/{nr:0128x}">\n'
        f"<achternaam>{LAST[nr % len(LAST)]}{nr}</achternaam>"
        + (f"<voorvoegsel>{infix}</voorvoegsel>" if infix else "")
        + f"<voorletters-1>X</voorletters-1><roepnaam>{FIRST[nr % len(FIRST)]}</roepnaam>\n"
        f"<geboortedatum>{born}</geboortedatum><geslacht>{1 + nr % 2}</geslacht>"
        f'<jaargroep>{1 + group % 8}</jaargroep><groep key="G{group}"/>\n'
        f"<etniciteit>1</etniciteit><bsn_ondwnr-4>{nr % 10_000:04}</bsn_ondwnr-4><gewicht>0,3</gewicht>"
        "<postcodenl>9999ZZ</postcodenl><instroomdatum>2020-08-17</instroomdatum>\n</leerling>\n"
    )


def _person(nr: int, groups: int) -> str:
    return (
        f'<leerkracht key="LK{nr}"><achternaam>{LAST[nr % len(LAST)]}{nr}</achternaam>'
        f"<roepnaam>{FIRST[-nr % len(FIRST)]}</roepnaam>"
        f"<gebruikersnaam>u{nr}</gebruikersnaam><emailadres>u{nr}@groot.example</emailadres><rol>LRK</rol>"
        f'<groepen><groep key="G{nr % groups}"/></groepen></leerkracht>\n'
    )


def carried_out(plan: RollPlan, before: KnownRoll) -> KnownRoll:
    """What the school has after the plan was done to what it had."""
    return KnownRoll(
        groups=_after(plan.groups, before.groups),
        pupils=_after(plan.pupils, before.pupils),
        staff=_after(plan.staff, before.staff),
        brin=before.brin,
    )


def _after(kind: KindPlan[Value], before: tuple[Known[Value], ...]) -> tuple[Known[Value], ...]:
    known = {one.value.key: one for one in before}
    for entry in kind.entries:
        if entry.deed is Deed.NEW:
            known[entry.key] = Known(_id(kind.kind, entry.key), entry.value)
            continue
        had = known[entry.key]
        assert had.id == entry.id
        here = {Deed.LEAVING: False, Deed.RETURNING: True}.get(entry.deed, had.here)
        known[entry.key] = replace(had, value=entry.value, here=here)
    return tuple(known.values())


def _id(kind: RollKind, key: str) -> UUID:
    return uuid5(SPACE, f"{kind} {key}")
