"""EDEXML to a roll: what the standard says is read, what may not be kept is dropped, and what is hostile is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.imports.cleaning import MAX_BYTES
from app.commands.imports.edexml import MAX_ELEMENTS, read_edexml
from app.commands.imports.reading import read_roll
from app.domain.roll import PersonName, Roll, RollError, RollKind, Sex
from app.domain.roll_plan import KnownRoll, plan
from tests.rolls import carried_out, edexml

ROOT = Path(__file__).resolve().parents[4]
SAMPLE = (ROOT / "tests/data/edexml_sample.xml").read_bytes()
SCHOOL = "<school><schooljaar>2026-2027</schooljaar></school>"


def file(*, leerlingen: str = "", groepen: str = "", leerkrachten: str = "", school: str = SCHOOL) -> str:
    return (
        f"<EDEX>{school}<groepen>{groepen}</groepen><leerlingen>{leerlingen}</leerlingen>"
        f"<leerkrachten>{leerkrachten}</leerkrachten></EDEX>"
    )


def pupil(inner: str = "<roepnaam>Milou</roepnaam>", key: str = "10001") -> str:
    return f'<leerling key="{key}">{inner}</leerling>'


def read(**sections: str) -> Roll:
    return read_edexml(file(**sections).encode())


def refused(data: bytes) -> RollError:
    with pytest.raises(RollError) as error:
        read_roll(data)
    return error.value


def test_the_sample_is_read_whole() -> None:
    roll = read_roll(SAMPLE)
    assert [(group.key, group.name, group.jaargroep, group.composite) for group in roll.groups] == [
        ("G12A", "1/2A", "C", False), ("G4A", "4A", "4", False), ("G6A", "6A", "6", False), ("G8A", "8A", "8", False),
        ("SG-PLUS", "Plusgroep rekenen", "", True),
    ]  # fmt: skip
    assert [one.name.full for one in roll.pupils] == [
        "Milou van den Berg", "Tijn van den Berg", "Emre Yildirim", "Fenna Dijkstra", "Daniel Okafor",
    ]  # fmt: skip
    emre = roll.pupils[2]
    assert (emre.born, emre.sex, emre.jaargroep, emre.groups) == (date(2014, 6, 30), Sex.BOY, "6", ("G6A", "SG-PLUS"))
    assert (emre.postcode, emre.entered_on, emre.left_on) == ("9999ZX", date(2018, 7, 2), None)
    assert roll.pupils[4].left_on == date(2024, 9, 27)
    assert (roll.school.brin, roll.school.branch, roll.school.year) == ("99VV", "", "2024-2025")
    assert roll.school.reference_day == date(2024, 10, 1)
    sanne = roll.staff[2]
    assert sanne.name == PersonName("Sanne", "", "S", "de", "Vries")
    assert (sanne.username, sanne.roles, sanne.role_texts) == ("s.devries", ("IB",), ("Aandachtsfunctionaris",))
    assert roll.refused == ()


def test_the_made_up_school_is_the_sample() -> None:
    assert (ROOT / "app/cli/voorbeeldschool/edexml.xml").read_bytes() == SAMPLE


def test_a_trainee_is_not_tied_to_the_group_as_its_teacher() -> None:
    roll = read_roll(SAMPLE)
    assert roll.staff[4].groups == ("G12A",)
    assert any("die groep is niet gekoppeld" in note for note in roll.notes)


def test_what_may_not_be_kept_is_counted_and_nowhere_in_the_roll() -> None:
    secret = "".join(
        f"<{name}>KANARIE</{name}>"
        for name in (
            "bsn", "sofinummer", "onderwijsnummer", "bsn_ondwnr-4", "rijksregisternummer", "etniciteit", "land",
            "land_vader", "land_moeder", "gewicht", "gewicht_nieuw", "fotourl",
        )
    )  # fmt: skip
    roll = read(leerlingen=f'<leerling key="1" eckid="KANARIE"><roepnaam>Mo</roepnaam>{secret}</leerling>')
    assert "KANARIE" not in repr(roll)
    assert roll.dropped["BSN"] == roll.dropped["foto"] == roll.dropped["ECK iD"] == roll.dropped["etniciteit"] == 1
    assert roll.dropped["leerlinggewicht"] == 2
    assert sum(roll.dropped.values()) == 13


def test_an_empty_field_that_may_not_be_kept_is_not_counted() -> None:
    assert read(leerlingen=pupil("<roepnaam>Mo</roepnaam><bsn> </bsn>")).dropped == {}


def test_a_comma_in_a_weight_and_strange_letters_in_an_eckid_harm_nothing() -> None:
    roll = read(leerlingen='<leerling key="1" eckid="é%|~"><roepnaam>Mo</roepnaam><gewicht>0,3</gewicht></leerling>')
    assert [one.key for one in roll.pupils] == ["1"]


@pytest.mark.parametrize("year", ["2026-2027", "2031-2032"])
def test_any_school_year_is_read(year: str) -> None:
    roll = read(leerlingen=pupil(), school=f"<school><schooljaar>{year}</schooljaar></school>")
    assert (roll.school.year, roll.notes) == (year, ())


@pytest.mark.parametrize("year", ["", "2026", "2026-2028", "2020 / 2021", "x" * 90])
def test_a_strange_school_year_is_a_note(year: str) -> None:
    roll = read(leerlingen=pupil(), school=f"<school><schooljaar>{year}</schooljaar></school>")
    assert len(roll.pupils) == 1
    assert len(roll.notes) == 1


def test_spaces_in_and_around_keys_mean_nothing() -> None:
    roll = read(
        groepen='<groep key=" G 4A "><naam>4A</naam><jaargroep>4</jaargroep></groep>',
        leerlingen='<leerling key=" 10 001&#10;"><roepnaam>Mo</roepnaam><groep key="G4A "/></leerling>',
    )
    assert (roll.groups[0].key, roll.pupils[0].key, roll.pupils[0].groups) == ("G4A", "10001", ("G4A",))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("utf-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"), ("UTF-16", "utf-8"), ("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"),
        ("ISO-8859-15", "iso-8859-15"),
    ],
)  # fmt: skip
def test_a_name_survives_every_encoding_that_a_file_declares(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + file(leerlingen=pupil("<roepnaam>Zoë Ï</roepnaam>"))
    assert read_roll(text.encode(encoding)).pupils[0].name.full == "Zoë Ï"


def test_letters_in_pieces_are_put_together_so_that_names_compare() -> None:
    assert read(leerlingen=pupil("<roepnaam>Zoe\u0308</roepnaam>")).pupils[0].name.roepnaam == "Zoë"


@pytest.mark.parametrize("left_out", ["groepen", "leerkrachten", "school"])
def test_a_part_that_is_missing_harms_nothing(left_out: str) -> None:
    parts = {
        "school": SCHOOL,
        "groepen": '<groepen><groep key="1"><naam>A</naam></groep></groepen>',
        "leerlingen": f"<leerlingen>{pupil()}</leerlingen>",
        "leerkrachten": '<leerkrachten><leerkracht key="1"><roepnaam>A</roepnaam></leerkracht></leerkrachten>',
    }
    del parts[left_out]
    roll = read_edexml(f"<EDEX>{''.join(parts.values())}</EDEX>".encode())
    assert len(roll.pupils) == 1
    assert len(roll.groups) == (left_out != "groepen")
    assert len(roll.staff) == (left_out != "leerkrachten")


def test_a_date_with_a_time_or_a_zone_is_that_date() -> None:
    for text in ("2016-03-14", "2016-03-14T00:00:00", "2016-03-14Z", "2016-03-14+01:00", " 2016-03-14 "):
        roll = read(leerlingen=pupil(f"<roepnaam>Mo</roepnaam><geboortedatum>{text}</geboortedatum>"))
        assert roll.pupils[0].born == date(2016, 3, 14)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("<leerling><roepnaam>Mo</roepnaam></leerling>", "geen sleutel"),
        ('<leerling key="  "><roepnaam>Mo</roepnaam></leerling>', "geen sleutel"),
        (pupil("<geslacht>1</geslacht>"), "geen naam"),
        (pupil("<roepnaam>Mo</roepnaam><geboortedatum>2016-02-30</geboortedatum>"), "bestaat niet op de kalender"),
        (pupil("<roepnaam>Mo</roepnaam><geboortedatum>gisteren</geboortedatum>"), "is geen datum"),
        (pupil("<roepnaam>Mo</roepnaam><geboortedatum>0016-02-03</geboortedatum>"), "te ver weg"),
        (pupil(f"<roepnaam>{'M' * 201}</roepnaam>"), "langer dan 200"),
        (pupil("<roepnaam>M\u202eo</roepnaam>"), "die niemand ziet"),
        (pupil("<roepnaam>M\x85\x86o</roepnaam>"), "die niemand ziet"),
        (pupil("<roepnaam>Mo</roepnaam>", key="1\u200b2"), "die niemand ziet"),
        (
            pupil(
                "<roepnaam>Mo</roepnaam><instroomdatum>2020-01-02</instroomdatum><uitstroomdatum>2020-01-01</uitstroomdatum>"
            ),
            "voor de instroomdatum",
        ),
    ],
)
def test_one_broken_pupil_is_refused_with_its_line_and_the_rest_goes_on(broken: str, reason: str) -> None:
    roll = read(leerlingen=f"{pupil(key='1')}\n{broken}\n{pupil(key='3')}")
    assert [one.key for one in roll.pupils] == ["1", "3"]
    (refusal,) = roll.refused
    assert (refusal.kind, refusal.line) == (RollKind.PUPIL, 2)
    assert reason in refusal.reason
    assert "Mo" not in refusal.reason


def test_what_cannot_be_read_of_a_value_is_left_empty_with_a_note() -> None:
    roll = read(
        leerlingen=pupil("<roepnaam>Mo</roepnaam><geslacht>7</geslacht><jaargroep>42</jaargroep>"),
        leerkrachten='<leerkracht key="1"><roepnaam>A</roepnaam><emailadres>geen adres</emailadres></leerkracht>',
    )
    assert (roll.pupils[0].sex, roll.pupils[0].jaargroep, roll.staff[0].email) == (Sex.UNKNOWN, "", "")
    assert len(roll.notes) == 3


def test_lines_are_right_beyond_the_limit_that_the_parser_once_had() -> None:
    roll = read(leerlingen="\n" * 70_000 + pupil())
    assert roll.pupils[0].line == 70_001


HOSTILE = {
    "billion laughs": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><EDEX>&c;</EDEX>',
    "external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EDEX>&x;</EDEX>',
    "external subset": b'<?xml version="1.0"?><!DOCTYPE EDEX SYSTEM "http://example.org/a.dtd"><EDEX/>',
    "parameter entity": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/a"> %x;]><EDEX/>',
    "quadratic": b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 50_000 + b'">]><EDEX>' + b"&b;" * 50_000 + b"</EDEX>",
    "doctype in utf-16": '<!DOCTYPE a [<!ENTITY b "ha">]><EDEX>&b;</EDEX>'.encode("utf-16"),
    "unknown entity": b"<EDEX>&geheim;</EDEX>",
    "depth": b"<EDEX>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</EDEX>",
    "too many elements": b"<EDEX>" + b"<a/>" * (MAX_ELEMENTS + 1) + b"</EDEX>",
    "too many attributes": b"<EDEX>"
    + (b"<a " + b" ".join(b'a%d=""' % nr for nr in range(50_000)) + b"/>") * 9
    + b"</EDEX>",
    "one tag without end": b"<EDEX " + b" ".join(b'a%d=""' % nr for nr in range(200_000)) + b"/>",
    "one text without end": b"<EDEX><a>" + b"x" * 2_000_000 + b"</a></EDEX>",
    "too large": b"<EDEX>" + b" " * MAX_BYTES + b"</EDEX>",
    "nul": b"<EDEX>\x00</EDEX>",
    "nul by reference": b"<EDEX>&#0;</EDEX>",
    "surrogate": b"<EDEX>\xed\xa0\x80</EDEX>",
    "surrogate by reference": b"<EDEX>&#xD800;</EDEX>",
    "lone surrogate in utf-16": b"\xff\xfe<\x00E\x00\x00\xd8>\x00",
    "strange encoding": b'<?xml version="1.0" encoding="UTF-7"?><EDEX/>',
    "not its encoding": b'<?xml version="1.0" encoding="UTF-8"?><EDEX>\xe9</EDEX>',
    "truncated": SAMPLE[:2500],
    "truncated tag": b"<EDEX><leerli",
    "two roots": b"<EDEX/><EDEX/>",
    "nothing in it": b"<EDEX><school/></EDEX>",
    "another root": b"<html><body/></html>",
    "empty": b"",
    "spaces": b" \n\t ",
    "only a mark": b"\xef\xbb\xbf",
    "zip": b"PK\x03\x04aaaa",
    "pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_or_broken_is_refused_in_dutch(data: bytes) -> None:
    message = refused(data).message
    assert message[0].isupper()
    assert message.endswith(".")


@pytest.mark.parametrize(
    "school",
    [
        "<school><brincode>99VV</brincode></school>\n<school><brincode>12AB</brincode></school>",
        "<school><brincode>99VV</brincode>\n<brincode>12AB</brincode></school>",
        "<school><brincode>99VV</brincode></school>\n<school/>",
    ],
)
def test_two_schools_in_one_file_are_refused_for_nobody_knows_whose_pupils_are_whose(school: str) -> None:
    error = refused(f"<EDEX>{school}<leerlingen>{pupil()}</leerlingen></EDEX>".encode())
    assert "meer dan één school" in error.message
    assert error.line == 2


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("KANARIE")
    error = refused(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><EDEX>&x;</EDEX>'.encode())
    assert "DOCTYPE" in error.message
    assert "KANARIE" not in error.message


def test_a_broken_file_names_its_line() -> None:
    assert refused(b"<EDEX>\n<school>\n</EDEX>").line == 3


def test_another_root_tells_the_way_out() -> None:
    assert "exporteren als EDEXML" in refused(b"<leerlinggegevens/>").message


def test_a_tree_of_strange_elements_within_the_limit_is_passed_over() -> None:
    roll = read_edexml(f"<EDEX>{'<a/>' * 100_000}<leerlingen>{pupil()}</leerlingen></EDEX>".encode())
    assert len(roll.pupils) == 1


def outcome(data: bytes) -> Roll | RollError:
    try:
        return read_roll(data)
    except RollError as error:
        return error


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    for data in (noise, b"<" + noise, SAMPLE[:700] + noise + SAMPLE[700:]):
        assert isinstance(outcome(data), Roll | RollError)


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255))
def test_one_wrong_byte_anywhere_is_a_roll_or_a_reason(place: int, byte: int) -> None:
    data = SAMPLE[:place] + bytes([byte]) + SAMPLE[place + 1 :]
    assert isinstance(outcome(data), Roll | RollError)


def test_two_thousand_pupils_are_read_and_planned() -> None:
    roll = read_roll(edexml(2000, 150))
    assert (len(roll.groups), len(roll.pupils), len(roll.staff)) == (80, 2000, 150)
    assert (roll.notes, roll.refused) == ((), ())
    assert roll.dropped == {
        "ECK iD": 2000, "etniciteit": 2000, "leerlinggewicht": 2000,
        "laatste vier cijfers van BSN of onderwijsnummer": 2000,
    }  # fmt: skip
    last = roll.pupils[-1]
    assert (last.key, last.name.full, last.groups) == ("11999", "Zoë van der Postma1999", ("G79",))
    today = date(2026, 9, 1)
    first = plan(KnownRoll(), roll, today)
    assert [len(kind.new) for kind in first.kinds] == [80, 2000, 150]
    assert len(first.proposals) == 150
    again = plan(carried_out(first, KnownRoll()), roll, today)
    assert again.is_empty
    assert [kind.unchanged for kind in again.kinds] == [80, 2000, 150]
