"""The same roll from a spreadsheet: any separator and encoding, cells are text, broken rows are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.imports.cleaning import FORBIDDEN, JAARGROEPEN, MAX_BYTES
from app.commands.imports.csv_roll import COLUMNS, MAX_ROWS, read_csv
from app.commands.imports.reading import read_roll
from app.domain.roll import PersonName, Roll, RollError, RollGroup, RollKind, RollPupil, RollStaff, Sex
from app.domain.roll_functions import BY_CODE

WHOLE = """sleutel;soort;naam;samengesteld;roepnaam;voorvoegsel;achternaam;geboortedatum;geslacht;jaargroep;groepen
G4A;groep;4A;;;;;;;4;
PLUS;groep;Plusgroep;ja;;;;;;;
10001;leerling;;;Zoë;van den;Berg;14-3-2016;meisje;4;G4A, PLUS
LK01;medewerker;;;Anneke;;Hoekstra;;;;G4A
"""
DOCUMENT = (Path(__file__).resolve().parents[4] / "docs/formats/leerlingen.md").read_text("utf-8")


def refused(text: str | bytes) -> RollError:
    with pytest.raises(RollError) as error:
        read_roll(text if isinstance(text, bytes) else text.encode())
    return error.value


def pupils(*rows: str, columns: str = "soort;sleutel;roepnaam;geboortedatum") -> Roll:
    return read_roll("\n".join([columns, *rows]).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_whole_school_is_read_from_any_spreadsheet(encoding: str, separator: str, newline: str) -> None:
    roll = read_roll(WHOLE.replace(";", separator).replace("\n", newline).encode(encoding))
    assert roll.groups == (RollGroup("G4A", "4A", "4"), RollGroup("PLUS", "Plusgroep", "", composite=True))
    assert roll.pupils == (
        RollPupil(
            "10001", PersonName("Zoë", "", "", "van den", "Berg"), date(2016, 3, 14), Sex.GIRL, "4", ("G4A", "PLUS")
        ),
    )
    name = PersonName("Anneke", achternaam="Hoekstra")
    assert roll.staff == (RollStaff("LK01", name, groups=("G4A",)),)
    assert (roll.refused, roll.notes) == ((), ())
    assert roll.pupils[0].line == 4


def test_commas_separate_too_and_quotes_hold_them_together() -> None:
    roll = read_roll(b'soort,sleutel,roepnaam,groepen\nleerling,1,"Mo, Bo","G1,G2"\n')
    assert (roll.pupils[0].name.roepnaam, roll.pupils[0].groups) == ("Mo, Bo", ("G1", "G2"))


def test_the_line_that_excel_writes_for_itself_is_passed_over() -> None:
    roll = read_roll(b"sep=;\r\nSoort ;Sleutel;Roepnaam\r\nLeerling;1;Mo\r\n")
    assert [(one.key, one.line) for one in roll.pupils] == [("1", 3)]


@pytest.mark.parametrize("first", ["sep=\t", '"sep=\t"', "SEP=\t "])
def test_that_line_may_name_a_tab_or_stand_in_quotes(first: str) -> None:
    assert read_roll(f"{first}\r\nsoort\tsleutel\troepnaam\r\nleerling\t1\tMo\r\n".encode()).pupils[0].line == 3


def test_empty_cells_to_the_right_of_the_header_mean_nothing() -> None:
    roll = pupils("leerling;1;Mo;14-3-2016;;; ;", "leerling;2;Bo;;;opmerking")
    assert [one.key for one in roll.pupils] == ["1"]
    assert [(one.key, "meer cellen" in one.reason) for one in roll.refused] == [("2", True)]


@pytest.mark.parametrize("text", ["14-3-2016 0:00", "14-03-2016 00:00:00", "2016-03-14 00:00:00"])
def test_a_day_with_a_time_after_it_is_that_day(text: str) -> None:
    assert pupils(f"leerling;1;Mo;{text}").pupils[0].born == date(2016, 3, 14)


@pytest.mark.parametrize("key", ["1,23457E+15", "1.23457E+15", "1E+16", " 1,2e+20 "])
def test_a_key_that_a_spreadsheet_rounded_refuses_the_file(key: str) -> None:
    error = refused(f"soort;sleutel;roepnaam\nleerling;1;Mo\nleerling;{key};Bo\n")
    assert "afgerond" in error.message
    assert error.line == 3


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_utf_8_with_another_letter_in_it_is_refused_where_that_stands(mark: bytes, newline: bytes) -> None:
    rows = [b"soort;sleutel;roepnaam", "leerling;1;Zo\u00eb".encode(), b"leerling;2;Ren\xe9"]
    error = refused(mark + newline.join(rows))
    assert "geen UTF-8" in error.message
    assert error.line == 3


def test_a_mark_that_stands_there_twice_is_no_part_of_the_header() -> None:
    assert read_roll(b"\xef\xbb\xbf\xef\xbb\xbfsoort;sleutel;roepnaam\nleerling;1;Mo").pupils[0].key == "1"


def test_a_formula_is_a_name_like_any_other() -> None:
    roll = pupils('leerling;1;"=HYPERLINK(""http://x"";""y"")";', "leerling;2;+31;", "leerling;3;@SUM(A1);")
    assert [one.name.full for one in roll.pupils] == ['=HYPERLINK("http://x";"y")', "+31", "@SUM(A1)"]


def test_a_column_that_may_not_be_kept_is_counted_and_nowhere_in_the_roll() -> None:
    roll = pupils("leerling;1;Mo;123456782;x", "leerling;2;Bo;;", columns="soort;sleutel;roepnaam;BSN;etniciteit")
    assert roll.dropped == {"BSN": 1, "etniciteit": 1}
    assert "123456782" not in repr(roll)


def test_a_column_that_means_nothing_is_a_note_without_its_name() -> None:
    roll = pupils("leerling;1;Mo;06-12345678", columns="soort;sleutel;roepnaam;telefoon van Mo")
    assert roll.notes == ("niet gelezen, want de naam betekent hier niets: 1 kolom.",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("leerling;;Mo;", "geen sleutel"),
        ("leerling;9;;", "geen naam"),
        ("leerling;9;Mo;31-2-2016", "bestaat niet op de kalender"),
        ("leerling;9;Mo;3/14/16", "is geen datum"),
        ("leerling;9;Mo;;te;veel", "meer cellen dan de kop"),
        ("leerling;9;M\u202eo;", "die niemand ziet"),
        (f"leerling;9;{'M' * 300};", "langer dan 200"),
    ],
)
def test_one_broken_row_is_refused_with_its_line_and_the_rest_goes_on(row: str, reason: str) -> None:
    roll = pupils("leerling;1;Mo;", "", row, "leerling;3;Bo;2016-03-14")
    assert [(one.key, one.line) for one in roll.pupils] == [("1", 2), ("3", 5)]
    (refusal,) = roll.refused
    assert (refusal.kind, refusal.line) == (RollKind.PUPIL, 4)
    assert reason in refusal.reason


@pytest.mark.parametrize("column", ["e-mail", "E-mailadres", "emailadres"])
def test_an_address_may_be_headed_as_people_write_it(column: str) -> None:
    roll = pupils("medewerker;1;Mo;mo@v.example", columns=f"soort;sleutel;roepnaam;{column}")
    assert roll.staff[0].email == "mo@v.example"


def test_a_group_without_a_name_is_refused() -> None:
    roll = pupils("groep;G1;;", "groep;G2;4A;", columns="soort;sleutel;naam;jaargroep")
    assert [group.key for group in roll.groups] == ["G2"]
    assert [(refusal.kind, refusal.reason) for refusal in roll.refused] == [(RollKind.GROUP, "er staat geen naam bij")]


def test_roles_are_separated_by_commas_or_bars() -> None:
    roll = pupils(
        "medewerker;1;Mo;lrk|IB, STA;Bouwcoördinator", columns="soort;sleutel;roepnaam;rollen;rolomschrijving"
    )
    assert (roll.staff[0].roles, roll.staff[0].role_texts) == (("LRK", "IB", "STA"), ("Bouwcoördinator",))


def test_a_cell_of_several_lines_does_not_shift_the_lines_after_it() -> None:
    roll = pupils('leerling;1;"Mo\n\nBo";', "leerling;2;Bo;")
    assert [(one.name.roepnaam, one.line) for one in roll.pupils] == [("Mo Bo", 2), ("Bo", 5)]


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("naam;klas\nMo;4", "kolom", 1),
        ("soort;roepnaam\nleerling;Mo", "sleutel", 1),
        ("soort;sleutel;naam;naam\ngroep;1;a;b", "twee keer", 1),
        ("soort;sleutel;roepnaam\nleerling;1;Mo\nouder;2;Bo", "geen groep, leerling of medewerker", 3),
        ("soort;sleutel;roepnaam\n;2;Bo", "geen groep, leerling of medewerker", 2),
        ('soort;sleutel;roepnaam\nleerling;1;"Mo', "aanhalingstekens", 2),
        ('soort;sleutel;roepnaam\nleerling;1;"M"o', "aanhalingstekens", 2),
        ("soort;sleutel;roepnaam\nleerling;1;" + "M" * 140_000, "veel te lang", 2),
        ('soort;sleutel;roepnaam\nleerling;1;"' + "M\n" * 140_000 + '"', "veel te lang", 2),
        ("soort;sleutel;roepnaam\n\n;;\n", "niets onder de kop", None),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_with_the_way_out(text: str, said: str, line: int | None) -> None:
    error = refused(text)
    assert said in error.message
    assert error.line == line


def test_what_is_no_text_or_has_no_end_is_refused() -> None:
    for data in (b"soort;sleutel\x00", b"soort;sleutel;\x81\x8d", b"\xff\xfe\x00\xd8", b"{}", b"\xd0\xcf\x11\xe0"):
        assert refused(data).message
    assert "rijen" in refused("soort;sleutel;roepnaam\n" + "leerling;1;Mo\n" * (MAX_ROWS + 1)).message
    assert "20 MB" in refused(b"soort;sleutel\n" + b" " * MAX_BYTES).message


def outcome(data: bytes) -> Roll | RollError:
    try:
        return read_csv(data)
    except RollError as error:
        return error


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_nothing_below_the_header_breaks_the_reader(noise: bytes) -> None:
    for data in (noise, b"soort;sleutel;roepnaam\nleerling;1;" + noise):
        assert isinstance(outcome(data), Roll | RollError)


def test_the_document_names_every_column_what_is_dropped_and_every_role_that_is_proposed() -> None:
    for name in (*COLUMNS, *FORBIDDEN, *BY_CODE, *JAARGROEPEN):
        assert f"`{name}`" in DOCUMENT
