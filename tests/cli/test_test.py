from __future__ import annotations

import pytest

from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, SCENARIO, SCHOOL, WRONG_USE, leidraad, write


@pytest.fixture(name="klein")
def _klein(tmp_path):
    return write(tmp_path / "klein")


def test_the_scenarios_of_the_school_hold_and_take_every_flow():
    result = leidraad("test", "--coverage")
    assert result.exit_code == HOLDS, result.output
    assert "Elke pijl is genomen: " in result.output
    assert result.output.splitlines()[-1].endswith("scenario’s: alles klopt.")


def test_all_scenarios_of_a_bundle_are_run(klein):
    result = leidraad("test", "--bundle", klein)
    assert result.exit_code == HOLDS, result.output
    assert "  goed  Stoppen kan" in result.output
    assert "1 scenario: alles klopt." in result.output


def test_the_bundle_above_a_file_is_taken(klein):
    assert leidraad("test", klein / "scenarios" / "klein.feature").exit_code == HOLDS
    assert leidraad("test", klein).exit_code == HOLDS


def test_a_file_outside_a_bundle_is_about_the_default_one(tmp_path):
    loose = tmp_path / "los.feature"
    loose.write_text(SCENARIO, "utf-8")
    result = leidraad("test", loose)
    assert (result.exit_code, "Er is geen knop “Zorg”" in result.output) == (DOES_NOT_HOLD, True)


def test_a_named_bundle_stands_above_the_one_around_the_file(klein):
    feature = next((SCHOOL / "scenarios").glob("s10*.feature"))
    assert leidraad("test", feature).exit_code == HOLDS
    assert leidraad("test", "--bundle", klein, feature).exit_code == DOES_NOT_HOLD


def test_a_step_that_fails_is_told_with_its_place(tmp_path):
    folder = write(tmp_path, scenario=SCENARIO.replace('met "Gestopt"', 'met "Klaar"'))
    result = leidraad("test", "--bundle", folder)
    assert result.exit_code == DOES_NOT_HOLD
    assert "  FOUT  Stoppen kan" in result.output
    assert 'klein.feature:9  is de route "zorg" afgesloten met "Klaar"' in result.output
    assert "1 scenario: 1 ervan klopt niet." in result.output


def test_a_flow_that_no_scenario_takes_is_pointed_at(klein):
    result = leidraad("test", "--bundle", klein, "--coverage")
    assert "Verder? → Door → Wat is nodig?" in result.output
    assert result.exit_code == HOLDS


def test_a_protocol_that_does_not_hold_is_not_run(klein):
    drawing = klein / "klein.bpmn"
    drawing.write_bytes(drawing.read_bytes().replace(b"userTask", b"scriptTask"))
    result = leidraad("test", "--bundle", klein)
    assert result.exit_code == NOT_JUDGED
    assert "flask protocol check" in result.output
    assert "Stoppen kan" not in result.output


def test_nothing_to_run_proves_nothing(klein):
    (klein / "scenarios" / "klein.feature").unlink()
    assert leidraad("test", "--bundle", klein).exit_code == NOT_JUDGED
    assert leidraad("test", "bestaat/niet.feature").exit_code == NOT_JUDGED


def test_a_file_without_scenarios_is_called_that_and_not_read_line_by_line(klein):
    result = leidraad("test", klein / "klein.bpmn")
    assert result.exit_code == NOT_JUDGED
    assert "klein.bpmn” is geen bestand met scenario’s." in result.output
    assert "FOUT" not in result.output


def test_a_file_that_is_no_utf_8_is_told(klein):
    (klein / "scenarios" / "klein.feature").write_bytes("# language: nl\nFunctionaliteit: één".encode("latin-1"))
    result = leidraad("test", "--bundle", klein)
    assert (result.exit_code, "UTF-8" in result.output) == (NOT_JUDGED, True)


def test_an_option_without_its_value_is_wrong_use():
    assert leidraad("test", "--bundle").exit_code == WRONG_USE


def test_a_file_that_tries_nothing_is_named_beside_those_that_do(klein):
    (klein / "scenarios" / "leeg.feature").write_text("", "utf-8")
    result = leidraad("test", "--bundle", klein)
    assert result.exit_code == DOES_NOT_HOLD
    assert "leeg.feature:1" in result.output
    assert "1 scenario: alles klopt; 1 bestand kan niet worden beproefd." in result.output


def test_the_places_in_an_unreadable_file_are_not_counted_as_scenarios(klein):
    (klein / "scenarios" / "klein.feature").write_text("zomaar\ntekst\nzonder kop\n", "utf-8")
    result = leidraad("test", "--bundle", klein)
    assert result.exit_code == DOES_NOT_HOLD
    assert result.output.splitlines()[-1] == "1 bestand kan niet worden beproefd."
