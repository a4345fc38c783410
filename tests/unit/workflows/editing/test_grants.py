"""What rechten.csv says is changed in its own lines: all others stay byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.school import protocol_files
from workflows import ANY_PHASE, Cell, Grants, Right, Sights, WorkflowError, read_rights

OWN = protocol_files()["rechten.csv"]
HEAD = "functie,veldgroep,fase,recht"
PHASES = ("wegen", "groot overleg", 'fase "1", of 2')
FUNCTIONS, GROUPS = ("leerkracht", "MT, bestuur"), ("observatie", "kindstem")
RIGHTS = st.sampled_from([None, *Right])


def cell(data: bytes, function: str, group: str) -> Cell:
    return Sights(rights=read_rights(data)).cell(function, group)


def said(data: bytes) -> list[tuple[str, str, str, Right]]:
    return [(each.function, each.group, each.phase, each.right) for each in read_rights(data).grants]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def spelled(text: str) -> st.SearchStrategy[str]:
    """The ways in which a cell may be written."""
    plain = [text, f" {text}  "] if not set(text) & set(',"') else []
    return st.sampled_from([*plain, quoted(text), quoted(f" {text} ")])


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Any file that can be read: other spellings, empty lines, rows twice, other line ends, no line end."""
    end, lines = draw(st.sampled_from(["\n", "\r\n"])), [HEAD]
    row = st.tuples(
        st.sampled_from(FUNCTIONS), st.sampled_from(GROUPS), st.sampled_from([*PHASES, ANY_PHASE, "oud"]),
        st.sampled_from(Right),
    )  # fmt: skip
    for each in draw(st.lists(row, max_size=12)):
        lines.append(",".join(draw(spelled(str(text))) for text in each))
        lines += [""] * draw(st.sampled_from([0, 0, 1])) + [" , ,,"] * draw(st.sampled_from([0, 0, 0, 1]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + end.join(lines) + draw(st.sampled_from(["", end]))).encode()


def other_lines(data: bytes, function: str, group: str) -> list[bytes]:
    """The lines that are not about this function and group, in their order; line ends with them, but at the end."""
    own = {each.line for each in read_rights(data).grants if (each.function, each.group) == (function, group)}
    lines = data.split(b"\n")
    kept = [each for number, each in enumerate(lines, start=1) if number not in own]
    return [each.rstrip(b"\r") if at == len(kept) - 1 else each for at, each in enumerate(kept)]


def the_rest_stayed(before: bytes, after: bytes, function: str, group: str) -> None:
    old, new = (other_lines(each, function, group) for each in (before, after))
    strip = [each.rstrip(b"\r") for each in old], [each.rstrip(b"\r") for each in new]
    assert [each for each in strip[0] if each] == [each for each in strip[1] if each]
    assert before.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in after) == (b"\r\n" in before) or before.count(b"\n") == 0


@given(tables(), st.sampled_from(FUNCTIONS), st.sampled_from(GROUPS), RIGHTS)
def test_one_right_for_every_phase_is_read_back_and_nothing_else_moved(
    data: bytes, function: str, group: str, right: Right | None
) -> None:  # fmt: skip
    table = Grants(data)
    table.everywhere(function, group, right)
    made = table.written()
    found = cell(made, function, group)
    assert found.everywhere is right
    assert all(found.at(each) is right for each in PHASES)
    the_rest_stayed(data, made, function, group)
    table.everywhere(function, group, right)
    assert table.written() == made


@given(tables(), st.sampled_from(FUNCTIONS), st.sampled_from(GROUPS), st.tuples(*(RIGHTS for _ in (*PHASES, 1))))
def test_a_right_for_each_phase_is_read_back_and_nothing_else_moved(
    data: bytes, function: str, group: str, rights: tuple[Right | None, ...]
) -> None:  # fmt: skip
    wanted = dict(zip((*PHASES, "oud"), rights, strict=True))
    before, table = cell(data, function, group), Grants(data)
    table.by_phase(function, group, wanted)
    made = table.written()
    found = cell(made, function, group)
    assert {each: found.at(each) for each in wanted} == wanted
    low = before.everywhere is not None and any(
        right is None or right.reach < before.everywhere.reach for right in rights
    )
    assert found.everywhere is (None if low else before.everywhere)
    the_rest_stayed(data, made, function, group)


@given(tables(), st.sampled_from(FUNCTIONS), st.sampled_from(GROUPS))
def test_what_is_chosen_as_it_is_changes_no_sign(data: bytes, function: str, group: str) -> None:
    found, table = cell(data, function, group), Grants(data)
    table.by_phase(function, group, {each: found.at(each) for each in (*PHASES, "oud")})
    assert table.written() == data


@given(tables(), st.sampled_from(FUNCTIONS))
def test_a_function_that_goes_takes_its_rows_along_and_no_other(data: bytes, function: str) -> None:
    table = Grants(data)
    table.drop(function)
    assert said(table.written()) == [each for each in said(data) if each[0] != function]


def test_a_row_that_is_changed_keeps_its_place_and_its_spelling() -> None:
    data = f'{HEAD}\r\nMT,a,*, lezen \r\n"MT",a,"wegen","schrijven"\r\n\r\nMT,b,*,lezen'.encode()
    table = Grants(data)
    table.by_phase("MT", "a", {"wegen": Right.READ})
    table.everywhere("MT", "b", Right.OWN)
    assert table.written() == f"{HEAD}\r\nMT,a,*, lezen \r\n\r\nMT,b,*,eigen".encode()
    table.everywhere("MT", "a", Right.WRITE)
    table.by_phase("MT", "c", {"wegen": Right.READ, "delen": None})
    assert table.written().decode() == (f"{HEAD}\r\nMT,a,*, schrijven \r\n\r\nMT,b,*,eigen\r\nMT,c,wegen,lezen\r\n")


def test_a_row_for_every_phase_stays_one_until_a_phase_goes_below_it() -> None:
    table = Grants(f"{HEAD}\nMT,a,*,lezen\nbestuur,a,*,lezen\n".encode())
    table.by_phase("MT", "a", {"wegen": Right.WRITE, "delen": Right.READ})
    assert table.written().decode() == f"{HEAD}\nMT,a,*,lezen\nMT,a,wegen,schrijven\nbestuur,a,*,lezen\n"
    table.by_phase("MT", "a", {"wegen": Right.WRITE, "delen": None})
    assert table.written().decode() == f"{HEAD}\nMT,a,wegen,schrijven\nbestuur,a,*,lezen\n"


def test_the_rights_of_a_school_are_changed_in_one_line_and_back() -> None:
    table = Grants(OWN)
    table.by_phase("leerkracht", "observatie", {"delen": Right.READ})
    made = table.written()
    assert len(set(made.splitlines()) ^ set(OWN.splitlines())) == 2
    table.by_phase("leerkracht", "observatie", {"delen": Right.WRITE})
    assert table.written() == OWN


def test_without_a_file_one_is_begun() -> None:
    table = Grants(b"")
    table.everywhere("leerkracht", "observatie", Right.READ)
    assert table.written().decode() == f"{HEAD}\nleerkracht,observatie,*,lezen\n"


@pytest.mark.parametrize("data", [b"x", f"{HEAD}\nMT,a,*\n".encode(), f"{HEAD}\nMT,a\rb,*,lezen\n".encode(), b"\xff"])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(WorkflowError):
        Grants(data)
