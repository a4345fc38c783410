from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.cli import create_app
from app.settings import SettingsError
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, ROOT, SCHOOL, WRONG_USE, in_a_shell, leidraad, write
from tests.drawn import document

SCRIPT = document(P='start s\nuser a "Werk"\nend e\ns -> a -> e').replace(b"userTask", b"scriptTask")
KEYS = {"level", "code", "file", "element", "name", "line", "message", "cure"}


def findings(*words: str | Path) -> list[dict[str, object]]:
    return json.loads(leidraad("check", "--json", *words).output)


def test_the_school_s_own_protocol_holds():
    result = leidraad("check", SCHOOL)
    assert result.exit_code == HOLDS, result.output
    assert result.output.splitlines()[-1].startswith("Dit klopt: geen fouten")


def test_without_a_path_the_default_protocol_is_judged():
    assert leidraad("check").output == leidraad("check", SCHOOL).output


def test_json_is_a_list_and_nothing_else(tmp_path):
    (tmp_path / "kapot.bpmn").write_bytes(SCRIPT)
    found = findings(tmp_path)
    assert isinstance(found, list)
    assert found
    assert all(set(finding) == KEYS for finding in found)
    assert {finding["level"] for finding in found} <= {"fout", "let op"}


def test_a_fout_is_told_by_file_with_its_cure(tmp_path):
    (tmp_path / "kapot.bpmn").write_bytes(SCRIPT)
    result = leidraad("check", tmp_path)
    assert result.exit_code == DOES_NOT_HOLD
    assert "kapot.bpmn\n  FOUT" in result.output
    assert "Zo los je het op: " in result.output
    assert "Dit klopt niet: " in result.output


def test_a_folder_names_its_files_within_the_bundle(tmp_path):
    (tmp_path / "kapot.bpmn").write_bytes(SCRIPT)
    assert {finding["file"] for finding in findings(tmp_path)} <= {"kapot.bpmn", "protocol.toml", ""}


def test_two_paths_name_their_files_apart(tmp_path):
    for name in ("een", "twee"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kapot.bpmn").write_bytes(SCRIPT)
    files = {str(finding["file"]) for finding in findings(tmp_path / "een", tmp_path / "twee")}
    assert str(tmp_path / "een" / "kapot.bpmn") in files
    assert str(tmp_path / "twee" / "kapot.bpmn") in files


@pytest.mark.parametrize("name", ["zorgroutes.bpmn", "decisions/d1_oudergesprek.dmn", "forms/wie_meldt.form"])
def test_a_loose_file_is_judged_in_its_bundle(name):
    assert [each for each in findings(SCHOOL / name) if each["level"] == "fout"] == []


def test_a_loose_file_is_named_as_it_was_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("los.bpmn").write_bytes(SCRIPT)
    assert {finding["file"] for finding in findings("los.bpmn")} == {"los.bpmn"}


def test_of_a_loose_file_only_its_own_findings_are_told(tmp_path):
    write(tmp_path)
    other = document(Q="start sq\nuser aq\nend eq\nsq -> aq -> eq").replace(b"userTask", b"scriptTask")
    (tmp_path / "kapot.bpmn").write_bytes(other)
    assert not [each for each in findings(tmp_path / "klein.bpmn") if each["level"] == "fout"]


def test_a_missing_file_is_a_finding():
    [finding] = findings("bestaat/niet.bpmn")
    assert (finding["code"], finding["file"], finding["level"]) == ("missing", "bestaat/niet.bpmn", "fout")
    assert leidraad("check", "bestaat/niet.bpmn").exit_code == DOES_NOT_HOLD


def test_a_file_that_cannot_be_read_is_told_before_all_others(tmp_path):
    (tmp_path / "a.bpmn").write_bytes(SCRIPT)
    (tmp_path / "z.bpmn").write_bytes(SCRIPT[:200])
    files = [line for line in leidraad("check", tmp_path).output.splitlines() if line.endswith(".bpmn")]
    assert files == ["z.bpmn", "a.bpmn"]


def test_a_thing_that_is_no_file_is_a_finding(tmp_path):
    os.mkfifo(tmp_path / "pijp.bpmn")
    [finding] = findings(tmp_path / "pijp.bpmn")
    assert finding["code"] == "unreadable"


@pytest.mark.parametrize("name", ["map", "leeg.zip"])
def test_a_folder_or_zip_with_nothing_in_it_is_a_finding_that_names_it(tmp_path, name):
    place = tmp_path / name
    if place.suffix:
        zipfile.ZipFile(place, "w").close()
    else:
        place.mkdir()
    [finding] = findings(place)
    assert (finding["code"], finding["file"], finding["level"]) == ("no-diagram", str(place), "fout")
    assert f"“{place}” bevat niets" in str(finding["message"])


def test_a_zip_is_known_by_what_is_in_it_whatever_it_is_called(tmp_path):
    place = tmp_path / "zip.bpmn"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("kapot.bpmn", SCRIPT)
    assert "refused-script-task" in {each["code"] for each in findings(place)}


@pytest.mark.parametrize("name", ["x.dmn", "x.form", "x.bpmn"])
def test_a_loose_file_has_no_folder_that_is_not_there_in_its_findings(tmp_path, name):
    (tmp_path / name).write_bytes(b"niets")
    [finding] = findings(tmp_path / name)
    assert finding["file"] == str(tmp_path / name)
    assert name in str(finding["message"])
    assert "/" not in str(finding["message"])


@pytest.mark.parametrize("words", [["check", ""], ["test", ""], ["test", "--bundle", ""], ["play", "--bundle", ""]])
def test_an_empty_name_is_wrong_use_and_not_the_folder_one_is_in(words):
    result = leidraad(*words)
    assert (result.exit_code, "een lege naam noemt geen bestand" in result.output) == (WRONG_USE, True)


@pytest.mark.parametrize("words", [["check", "--onzin"], ["chek"], ["test", "--bundle"]])
def test_wrong_use_is_said_in_dutch(words):
    result = in_a_shell(*words)
    assert result.returncode == WRONG_USE
    assert "Hulp: " in result.stderr
    assert "Usage" not in result.stderr


def test_broken_settings_stop_no_check():
    broken = {"LEIDRAAD_LIMIT_MAX_ELEMENTS": "veel", "LEIDRAAD_BUNDLES": "/nergens", "PORT": "x"}
    result = in_a_shell("check", "--json", SCHOOL, setting=broken)
    assert result.returncode == HOLDS, result.stdout
    assert json.loads(result.stdout) is not None
    assert result.stderr.startswith("Let op: LEIDRAAD_")
    assert result.stderr.count("\n") == 1


def test_a_setting_that_is_wrong_is_told_in_one_line_however_often_it_is_read():
    result = in_a_shell("check", setting={"LEIDRAAD_BUNDLES": "/nergens"})
    assert result.returncode == HOLDS, result.stdout
    assert result.stderr == (
        'Let op: LEIDRAAD_BUNDLES is "/nergens", maar die map bestaat niet. De gewone instellingen gelden nu.\n'
    )


@pytest.mark.parametrize("command", ["run", "routes"])
def test_whatever_is_no_work_on_a_protocol_does_not_start_with_a_wrong_setting(command):
    environment = {"PATH": os.environ["PATH"], "FLASK_APP": "app.cli:create_app", "LEIDRAAD_LIMIT_MAX_LANES": "veel"}
    result = subprocess.run(
        [sys.executable, "-m", "flask", command],
        capture_output=True, encoding="utf-8", cwd=ROOT, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == WRONG_USE
    assert result.stderr == 'LEIDRAAD_LIMIT_MAX_LANES is "veel"; geef een heel getal van 1 of meer.\n'


def test_a_server_does_not_start_with_a_wrong_setting(monkeypatch):
    monkeypatch.setenv("LEIDRAAD_LIMIT_MAX_LANES", "veel")
    with pytest.raises(SettingsError, match="LEIDRAAD_LIMIT_MAX_LANES"):
        create_app()


def test_a_limit_that_is_set_is_the_limit(monkeypatch):
    monkeypatch.setenv("LEIDRAAD_LIMIT_MAX_ELEMENTS", "5")
    result = leidraad("check", SCHOOL)
    assert result.exit_code == DOES_NOT_HOLD
    assert "5" in result.output


def test_a_terminal_that_knows_only_ascii_still_hears_everything(tmp_path):
    (tmp_path / "één.bpmn").write_bytes(SCRIPT)
    result = in_a_shell("check", tmp_path, setting={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == DOES_NOT_HOLD
    assert "Traceback" not in result.stderr


def test_a_name_cannot_steer_the_terminal(tmp_path):
    (tmp_path / "rood\x1b[31m.bpmn").write_bytes(SCRIPT)
    assert "\x1b" not in leidraad("check", tmp_path).output


def test_which_bundle_is_meant_must_be_clear(tmp_path, monkeypatch):
    monkeypatch.setenv("LEIDRAAD_BUNDLES", str(tmp_path))
    assert "staat geen protocol" in leidraad("check").output
    write(tmp_path / "een")
    assert leidraad("check").exit_code == HOLDS
    write(tmp_path / "twee")
    result = leidraad("check")
    assert (result.exit_code, "Welk protocol bedoel je?" in result.output) == (WRONG_USE, True)
    (tmp_path / "twee" / "protocol.toml").write_text("standaard = true", "utf-8")
    assert "Welk protocol" not in leidraad("check").output


def test_a_fault_of_the_program_shows_no_traceback(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deling door nul")

    monkeypatch.setattr("app.cli.check.check", broken)
    result = leidraad("check", SCHOOL)
    assert result.exit_code == NOT_JUDGED
    assert "Hier gaat Leidraad zelf de fout in (ZeroDivisionError" in result.output
    assert "Traceback" not in result.output


def test_a_folder_of_bundles_is_all_of_them(tmp_path):
    write(tmp_path / "een")
    write(tmp_path / "twee")
    (tmp_path / "twee" / "kapot.bpmn").write_bytes(SCRIPT)
    wrong = {each["file"] for each in findings(tmp_path) if each["level"] == "fout"}
    assert wrong
    assert all(str(file).startswith(str(tmp_path / "twee")) for file in wrong)


def test_a_part_of_a_bundle_is_judged_in_it_and_named_as_it_was_typed(tmp_path):
    folder = write(tmp_path)
    assert leidraad("check", folder / "forms").exit_code == HOLDS
    (folder / "forms" / "vrij.form").write_bytes(b"{}")
    assert {each["file"] for each in findings(folder / "forms") if each["level"] == "fout"} == {
        str(folder / "forms" / "vrij.form")
    }
