"""What protocol.toml says is changed in its own lines: all others stay byte for byte."""

from __future__ import annotations

import pytest

from tests.school import protocol_files
from workflows import Marks, WorkflowError, read_protocol

OWN = protocol_files()["protocol.toml"]


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines()


def test_only_the_line_that_is_changed_changes() -> None:
    marks = Marks(OWN)
    marks.name('Zorg "2"')
    marks.add_function("leerplichtambtenaar")
    marks.mean("intern  Begeleider", ["leerkracht"], "meldcode")
    marks.mean("Leerplicht", ["leerplichtambtenaar"])
    made = marks.written()
    assert len(set(lines_of(OWN)) - set(lines_of(made))) == 2  # the name and the functions
    read = read_protocol(made)
    assert read.naam == 'Zorg "2"'
    assert read.functies == (*read_protocol(OWN).functies, "leerplichtambtenaar")
    assert read.functions_of("meldcode", "Intern begeleider") == ("leerkracht",)
    assert read.functions_of("verzuim", "Leerplicht") == ("leerplichtambtenaar",)
    assert read.functions_of("advies", "Intern begeleider") == ("intern begeleider", "aandachtsfunctionaris")
    assert read.team == read_protocol(OWN).team


def test_for_every_process_takes_the_place_of_what_one_process_said() -> None:
    marks = Marks(OWN)
    marks.mean("Intern begeleider", ["directeur"])
    read = read_protocol(marks.written())
    assert {read.functions_of(each, "Intern begeleider") for each in ("meldcode", "advies", "x")} == {("directeur",)}
    assert read.functions_of("meldcode", "Directie") == ("directeur", "waarnemer")


@pytest.mark.parametrize("data", [b"", b'naam = "x"\n', b'name = "x" # zo heet het\r\n\r\n[team]\r\nMT = "*"\r\n'])
def test_what_was_usual_stays_so_where_one_thing_is_said(data: bytes) -> None:
    before = read_protocol(data)
    marks = Marks(data)
    marks.mean("Verzuim", ["leerkracht"], "verzuim.nl")
    marks.name("y")
    made = marks.written()
    after = read_protocol(made)
    assert after.naam == "y"
    assert after.functies == before.functies
    assert after.functions_of("a", "Directie") == before.functions_of("a", "Directie")
    assert after.functions_of("verzuim.nl", "Verzuim") == ("leerkracht",)
    assert after.functions_of("a", "Verzuim") == ()
    assert after.team == before.team
    assert (b"# zo heet het\r\n" in made) == (b"#" in data)


def test_a_list_over_more_lines_and_dotted_keys_are_changed_too() -> None:
    data = b'functies = [\n  "a", # een\n  "b",\n]\nlanen.Zorg = ["a"]\nlanen.p.Zorg = "b"\n'
    marks = Marks(data)
    marks.add_function("c")
    marks.mean("zorg", ["c"])
    read = read_protocol(marks.written())
    assert read.functies == ("a", "b", "c")
    assert read.functions_of("p", "Zorg") == ("c",)


@pytest.mark.parametrize("data", [b"x = [", b'lanen = {Zorg = ["a"], Meer = ["a"]}\nfuncties = ["a"]\n'])
def test_what_cannot_be_changed_line_by_line_is_refused(data: bytes) -> None:
    with pytest.raises(WorkflowError):
        Marks(data).mean("Zorg", ["a"])


def test_remarks_a_mark_at_the_beginning_and_a_last_line_without_an_end_stay() -> None:
    data = b'\xef\xbb\xbfnaam = "x"  # zo heet het, "nog" steeds\nlanen."Zorg # en" = [\'a\'] # wie\nfuncties = ["a"]'
    marks = Marks(data)
    marks.name("y")
    marks.mean("Zorg # en", ["a", "b"])
    marks.mean("Meer", ["a"])
    assert marks.written() == (
        b'\xef\xbb\xbfnaam = "y"  # zo heet het, "nog" steeds\nlanen."Zorg # en" = ["a", "b"] # wie\n'
        b'lanen.Meer = ["a"]\nfuncties = ["a"]'
    )
    marks.mean("Meer", ["b"], "p")
    assert marks.written().endswith(b'\nfuncties = ["a"]\n\n[lanen.p]\nMeer = ["b"]\n')
    assert read_protocol(marks.written()).functions_of("p", "meer") == ("b",)
