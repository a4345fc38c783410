from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import ScenarioError
from workflows.scenarios.feature import Scenario, Step, Unreadable, read_feature, table_of

HEAD = "# language: nl\nFunctionaliteit: F\n"


def read(body: str) -> tuple[Scenario, ...]:
    found = read_feature(HEAD + body)
    assert all(isinstance(each, Scenario) for each in found), found
    return found


def test_the_background_comes_before_each_scenario():
    one, two = read("Achtergrond:\nGegeven a\nScenario: X\nAls b\nScenario: Y\nDan c\n")
    assert [step.text for step in one.steps] == ["a", "b"]
    assert [step.text for step in two.steps] == ["a", "c"]


def test_a_step_knows_its_line_and_a_scenario_its_tags():
    [scenario] = read("@R20\nScenario: X\nAls a\n  | veld | waarde |\nMaar b\n")
    assert [step.line for step in scenario.steps] == [5, 7]
    assert scenario.steps[0].table == (("veld", "waarde"),)
    assert (scenario.line, scenario.tags) == (4, ("@R20",))


def test_an_outline_is_a_scenario_for_each_example_with_the_line_of_its_row():
    body = "Abstract Scenario: Kies <a>\nAls <a>\n | x | <b> |\nVoorbeelden:\n | a | b |\n | 1 | 2 |\n | 3 | 4 |\n"
    one, two = read(body)
    assert (one.name, one.line, two.line) == ("Kies 1", 8, 9)
    assert two.steps[0] == Step(4, "3", (("x", "4"),))


def test_dutch_is_understood_without_the_language_line():
    assert isinstance(read_feature("Functionaliteit: F\nScenario: S\nAls a\n")[0], Scenario)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("# language: nl\nVerhaal: x\n", 2, "Verhaal: x"),
        ("# language: klingon\nFunctionaliteit: x\n", 1, "language: nl"),
        (HEAD + "Scenario: S\nAls a\n | x | y |\n | z |\n", 6, "even veel cellen"),
        (HEAD + "Scenario: S\nAls a\nIk doe iets\n", 5, "Ik doe iets"),
    ],
)
def test_what_is_no_gherkin_is_told_by_line_in_dutch(text, line, word):
    found = read_feature(text)
    assert isinstance(found[0], Unreadable)
    assert found[0].line == line
    assert word in found[0].message


OUTLINE = "Abstract Scenario: S\nAls <dag>\n"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "geen scenario"),
        (HEAD, 1, "geen scenario"),
        (HEAD + "Achtergrond:\nGegeven a\n", 1, "geen scenario"),
        ("# language: en\nFeature: x\nScenario: y\nAls a\n", 1, "# language: nl"),
        (HEAD + OUTLINE, 3, "geen Voorbeelden met rijen"),
        (HEAD + "Scenario: T\nAls a\n" + OUTLINE + "Voorbeelden:\n", 5, "geen Voorbeelden met rijen"),
        (HEAD + OUTLINE + "Voorbeelden:\n | dag |\n", 3, "geen Voorbeelden met rijen"),
        (HEAD + OUTLINE + "Voorbeelden:\n | dga |\n | 1 |\n", 4, "geen kolom “dag”. Bedoel je “dga”?"),
        (HEAD + "Scenario: S\nAls a\n | b | <c> |\nVoorbeelden:\n | d |\n | 1 |\n", 4, "geen kolom “c”"),
        (HEAD + OUTLINE + "Voorbeelden:\n | dag | dag |\n | 1 | 2 |\n", 5, "een eigen naam"),
        (HEAD + OUTLINE + "Voorbeelden:\n | dag? |\n | 1 |\n", 5, "van letters"),
    ],
)
def test_what_would_try_nothing_is_told_and_not_passed_over(text, line, word):
    found = read_feature(text)[0]
    assert isinstance(found, Unreadable)
    assert (found.line, word in found.message) == (line, True), found


@pytest.mark.parametrize(
    "body",
    [
        OUTLINE + "Voorbeelden:\n | dag |\n" + " | 1 |\n" * 2_001,
        "Regel: R\nAchtergrond:\nGegeven a\n" + "En b\n" * 60 + OUTLINE + "Voorbeelden:\n|dag|\n" + "|1|\n" * 1_999,
    ],
)
def test_more_than_may_be_run_is_refused_and_not_cut_off(body):
    [found] = read_feature(HEAD + body)
    assert isinstance(found, Unreadable)
    assert "Maak er meer bestanden van" in found.message


def test_a_file_that_is_too_long_is_not_read():
    assert isinstance(read_feature("# x\n" * 300_000)[0], Unreadable)


@given(st.text(alphabet=st.sampled_from('#:|"@*<>[ \n\tabAls Dan En Scenario Voorbeelden\\'), max_size=200))
def test_no_text_at_all_makes_the_reader_fall_over(text):
    for found in read_feature(HEAD + text):
        assert isinstance(found, Scenario | Unreadable)


@pytest.mark.parametrize("table", [(("a",),), (("a", "b", "c"),), (("a", "1"), ("a", "2"))])
def test_a_table_of_another_shape_is_refused(table):
    with pytest.raises(ScenarioError):
        table_of(Step(1, "x", table))


def test_a_heading_of_field_and_value_is_no_field():
    assert table_of(Step(1, "x", (("Veld", "Waarde"), ("a", "1")))) == {"a": "1"}


def test_a_block_of_text_is_refused():
    with pytest.raises(ScenarioError, match="tabel"):
        table_of(Step(1, "x", None, has_text_block=True))
