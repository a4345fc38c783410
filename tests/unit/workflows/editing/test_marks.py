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


def test_who_is_on_every_team_changes_in_its_own_line() -> None:
    marks = Marks(OWN)
    marks.join("directeur", "delen")
    marks.join("bestuur", "*")
    marks.leave("waarnemer")
    made = marks.written()
    assert read_protocol(made).team == {
        "intern begeleider": "*", "aandachtsfunctionaris": "*", "directeur": "delen", "bestuur": "*",
    }  # fmt: skip
    assert len(set(lines_of(OWN)) - set(lines_of(made))) == 2
    marks.join("directeur", "wegen")
    marks.leave("bestuur")
    assert marks.written() == OWN.replace(b'waarnemer = "wegen"\n', b"")


@pytest.mark.parametrize("data", [b"", b'[team]\nMT = "*"\n', b'team.MT = "*"\r\nnaam = "x"', b'functies = ["MT"]\n'])
def test_a_team_of_nobody_stays_one_and_does_not_become_the_usual_one(data: bytes) -> None:
    marks = Marks(data)
    for each in ("MT", "intern begeleider", "aandachtsfunctionaris"):
        marks.leave(each)
    marks.join("MT", "wegen")
    assert read_protocol(marks.written()).team == {"MT": "wegen"}
    marks.leave("mt")
    assert read_protocol(marks.written()).team == {}
    marks.join("MT", "*")
    assert read_protocol(marks.written()).team == {"MT": "*"}


def test_who_was_not_on_the_usual_team_leaves_it_unsaid() -> None:
    marks = Marks(b'naam = "x"\n')
    marks.leave("bestuur")
    assert marks.written() == b'naam = "x"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'functies = ["a", "b", "c"] # wie', b'functies = ["a", "c"] # wie'),
        (
            b'functies = [\n  "a", # een\n  "B",  # twee\n  "c"\n]\n',
            b'functies = [\n  "a", # een\n  # twee\n  "c"\n]\n',
        ),
        (b'functies = ["a", "b"]', b'functies = ["a"]'),
        (b'functies = ["a", # een\n"b"]', b'functies = ["a", # een\n]'),
        (b"functions = ['b', 'a',]", b"functions = ['a',]"),
    ],
)
def test_a_function_goes_from_the_list_and_the_rest_stays(before: bytes, after: bytes) -> None:
    marks = Marks(before)
    marks.drop_function("b")
    assert marks.written() == after


@pytest.mark.parametrize("data", [b'functies = ["a"]', b'functies = "a"', b'lanen.x = ["a"]\nfuncties = ["a", "A"]\n'])
def test_the_only_function_stays(data: bytes) -> None:
    with pytest.raises(WorkflowError, match="minstens één"):
        Marks(data).drop_function("a")
