"""EDEXML 2.1 to a roll. The file is trusted in nothing: no DOCTYPE, no entity, no network, bounded.

The schema of the standard is not used: it lists school years up to 2024-2025 and would refuse every file after that.
What this reads is what the standard says, as far as a school needs it; everything else in the file is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from app.commands.imports.cleaning import MAX_BYTES, Raw, RollBuilder, Unfit, clean_day, clean_text
from app.domain.roll import Roll, RollError, RollKind, RollSchool

ROOT: Final = "EDEX"
MAX_DEPTH: Final = 40
MAX_ELEMENTS: Final = 400_000
"""Elements and attributes together: some 10,000 pupils with every field that the standard has."""
MAX_SILENCE: Final = 1_000_000
"""Bytes in which no element begins or ends; a single tag may have hundreds of thousands of attributes."""
CHUNK: Final = 65_536
"""Bytes between two looks at how large the tree has become."""
ENCODINGS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    # A program that writes to a text in memory says UTF-16, whatever it is saved as; real UTF-16 is seen before this.
    "utf-16": "utf-8",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}  # fmt: skip
"""Declared name -> how it is read. Like browsers do, ISO-8859-1 is read as its superset Windows-1252."""
NAMES: Final = {"voorletters-1": "voorletters", "postcodenl": "postcode", "postcodebe": "postcode"}
"""Elements that have another name here."""
TEACHES: Final = "LRK"
AGAIN: Final = "Maak het bestand opnieuw in de administratie en probeer het nog eens."

_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARES: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)")


def read_edexml(data: bytes) -> Roll:
    """The roll in an EDEXML file; one broken item is refused, and the rest goes on.

    Raises RollError, where possible with the line, for what is no EDEXML, too large, or not harmless.
    """
    if len(data) > MAX_BYTES:
        raise RollError(f"het bestand is groter dan {MAX_BYTES // 1_000_000} MB. {AGAIN}")
    root = _tree(_decoded(data))
    if _local(root) != ROOT:
        raise RollError(
            "dit is wel XML, maar geen EDEXML. Kies in de administratie voor exporteren als EDEXML (versie 2.1).",
            line=1,
        )
    _check_one_school(root)
    builder = RollBuilder()
    for section in root:
        for name, kind in _ITEMS.get(_local(section), {}).items():
            for element in _inside(section, name):
                builder.take(kind, _raw(element, builder))
    if not (builder.groups or builder.pupils or builder.staff or builder.refused):
        raise RollError(f"er staan geen groepen, leerlingen of leerkrachten in het bestand. {AGAIN}")
    return builder.roll(_school(root, builder))


_ITEMS: Final = {
    "groepen": {"groep": RollKind.GROUP, "samengestelde_groep": RollKind.GROUP},
    "leerlingen": {"leerling": RollKind.PUPIL},
    "leerkrachten": {"leerkracht": RollKind.STAFF},
}
"""Section -> the elements in it that count."""


def _decoded(data: bytes) -> str:
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RollError(
            f"er staan tekens die niet bij de tekenset van het bestand passen. {AGAIN}", line=line
        ) from error
    if "\x00" in text:
        raise RollError(f"er staan tekens in het bestand die in XML niet bestaan. {AGAIN}")
    if found := _DECLARES.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RollError(
            "het bestand heeft een DOCTYPE of ENTITY. EDEXML heeft die nooit, en veilig is het niet.", line=line
        )
    return text


def _encoding(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith((b"<\x00", b"\x00<")):
        return "utf-16-le" if data[1] == 0 else "utf-16-be"
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in ENCODINGS:
        raise RollError("het bestand noemt een tekenset die hier niet wordt gelezen. Bewaar het als UTF-8.", line=1)
    return ENCODINGS[name]


@dataclass(slots=True)
class _Size:
    """How large the tree is so far."""

    depth: int = 0
    count: int = 0
    silence: int = 0

    def grow(self, events: Iterable[tuple[str, object]]) -> None:
        """Take in what one chunk brought; raises RollError where it becomes too much."""
        self.silence += CHUNK
        for event, element in events:
            self.silence = 0
            self.depth += 1 if event == "start" else -1
            if event == "start" and isinstance(element, etree._Element):  # noqa: SLF001 lxml has no other name for it
                self.count += 1 + len(element.attrib)
            self._check()
        self._check()

    def _check(self) -> None:
        if self.depth > MAX_DEPTH or self.count > MAX_ELEMENTS or self.silence > MAX_SILENCE:
            raise RollError(f"het bestand is dieper of groter dan een school nodig heeft. {AGAIN}")


def _tree(text: str) -> etree._Element:
    """Parsed piece by piece, so that a tree without end stops while it is still small."""
    parser = etree.XMLPullParser(
        events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    data = text.encode()
    size = _Size()
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            size.grow(parser.read_events())
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise RollError(
            f"het bestand is geen XML, of het is niet helemaal aangekomen. {AGAIN}", line=error.lineno or 1
        ) from error


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _line(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _local(child) == name)


def _raw(element: etree._Element, builder: RollBuilder) -> Raw:
    fields: dict[str, str] = {}
    for child in element:
        name = _local(child)
        fields.setdefault(NAMES.get(name, name), child.text or "")
    fields["eckid"] = element.get("eckid", "")
    return Raw(
        key=element.get("key", ""), line=_line(element), fields=fields,
        composite=_local(element) == "samengestelde_groep", groups=tuple(_groups(element, builder)),
        roles=_texts(element, "rol"), role_texts=_texts(element, "rolomschrijving"),
    )  # fmt: skip


def _texts(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(child.text or "" for child in _inside(element, name))


def _groups(element: etree._Element, builder: RollBuilder) -> Iterator[str]:
    """Keys of the groups of a pupil or of a member of staff, who may have another role in one group than in another."""
    links = list(_inside(element, "groep"))
    for several in ("groepen", "samengestelde_groepen"):
        links += [link for section in _inside(element, several) for link in section]
    for link in links:
        roles = {role.strip().upper() for role in _texts(link, "rol")}
        if roles and TEACHES not in roles:
            # Who teaches a group is asked about its pupils; a trainee or a parent must not become that by an import.
            builder.notes[
                "een medewerker helpt in een groep zonder er leerkracht te zijn; die groep is niet gekoppeld"
            ] += 1
        else:
            yield link.get("key", "")


def _check_one_school(root: etree._Element) -> None:
    """Raises RollError for several schools: which pupils are whose stands nowhere in the file."""
    schools = list(_inside(root, "school"))
    codes = [code for school in schools for code in _inside(school, "brincode")]
    for several in (schools, codes):
        if len(several) > 1:
            raise RollError(
                "het bestand gaat over meer dan één school. Exporteer in de administratie elke school apart.",
                line=_line(several[1]),
            )


def _school(root: etree._Element, builder: RollBuilder) -> RollSchool:
    fields = {_local(child): child.text or "" for section in _inside(root, "school") for child in section}
    try:
        year = clean_text(fields.get("schooljaar", ""), "het schooljaar", 20)
        branch = clean_text(fields.get("dependancecode", ""), "de dependancecode", 10)
        school = RollSchool(
            key="".join(clean_text(fields.get("schoolkey", ""), "de schoolkey").split()),
            brin=clean_text(fields.get("brincode", ""), "de brincode", 10).upper(), branch=branch.strip("0") and branch,
            year=year, reference_day=clean_day(Raw("", None, fields), "peildatum"),
            made_by=clean_text(fields.get("auteur", ""), "de auteur"),
        )  # fmt: skip
    except Unfit as unfit:
        builder.notes[f"wat het bestand over de school zegt, is niet te lezen: {unfit.reason}"] += 1
        return RollSchool()
    if not _is_year(school.year):
        builder.notes["het schooljaar in het bestand is leeg of vreemd; voor het inlezen maakt dat niet uit"] += 1
    return school


def _is_year(text: str) -> bool:
    found = re.fullmatch(r"(\d{4})-(\d{4})", text)
    return found is not None and int(found[2]) == int(found[1]) + 1
