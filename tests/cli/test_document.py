"""`flask protocol document`: every paper of a protocol in a folder, from files alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pypdf
import pytest

from app.documents import Issue, outline_html
from app.queries.papers import told
from tests.cli.terminal import HOLDS, NOT_JUDGED, WRONG_USE, in_a_shell, leidraad, write
from tests.drawn import document
from workflows import Bundle, Limits, prove

MADE = {"protocol.pdf", "folder-voor-ouders.pdf", "wandkaart.pdf", "protocol.html"}


def text(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    return write(tmp_path / "klein")


def test_every_paper_is_made_and_named(protocol, tmp_path):
    result = leidraad("document", protocol, "--out", tmp_path / "uit" / "papier")
    assert result.exit_code == HOLDS, result.output
    assert {path.name for path in (tmp_path / "uit" / "papier").iterdir()} == MADE
    assert all(name in result.output for name in MADE)
    bundle = Bundle.load(protocol)
    assert bundle.geheel[:12] in text(tmp_path / "uit" / "papier" / "protocol.pdf")


def test_it_needs_no_database_and_no_setting_that_is_right(protocol, tmp_path):
    result = in_a_shell("document", protocol, "--out", tmp_path / "uit", setting={"PORT": "x"})
    assert result.returncode == HOLDS, result.stderr
    assert {path.name for path in (tmp_path / "uit").iterdir()} == MADE


def test_what_changed_is_in_it_where_the_version_before_is_named(protocol, tmp_path):
    now = write(tmp_path / "nieuw")
    bpmn = next(now.glob("*.bpmn"))
    bpmn.write_bytes(bpmn.read_bytes().replace(b"Observeren", b"Goed kijken"))
    feature = now / "scenarios" / "klein.feature"
    feature.write_text(feature.read_text("utf-8").replace("Observeren", "Goed kijken"), "utf-8")
    result = leidraad("document", now, "--out", tmp_path / "uit", "--previous", protocol)
    assert result.exit_code == HOLDS, result.output
    said = text(tmp_path / "uit" / "protocol.pdf")
    assert "Wat er is veranderd" in said
    assert re.search(r"“Observeren”.*“Goed kijken”|“Goed kijken”.*“Observeren”", said, re.DOTALL)
    assert Bundle.load(protocol).geheel[:12] in (tmp_path / "uit" / "protocol.html").read_text("utf-8")


def test_without_a_version_before_nothing_is_said_of_changes(protocol, tmp_path):
    leidraad("document", protocol, "--out", tmp_path / "uit")
    assert "Wat er is veranderd" not in (tmp_path / "uit" / "protocol.html").read_text("utf-8")


def test_what_was_made_before_is_made_anew(protocol, tmp_path):
    for _ in range(2):
        assert leidraad("document", protocol, "--out", tmp_path / "uit").exit_code == HOLDS


def test_a_rule_stands_with_its_proof():
    rule = (
        '[[regel]]\nnummer = "1"\nnaam = "{}"\ntekst = "Zo is het."\nbron = ["R1"]\nproces = "p"\nzinnen = [\'{}\']\n'
    )
    files = {
        "p.bpmn": document(p='start s\nuser a "Kijken" termijn="P1D"\nuser b "Doen"\nend e\ns -> a -> b -> e'),
        "rules/r.toml": (rule.format("Eerst", 'nooit "Doen" zonder "Kijken" ervoor')
                         + rule.format("Termijn", '"Doen" heeft een termijn').replace('"1"', '"2"')).encode(),
    }  # fmt: skip
    bundle = Bundle.from_files(files)
    page = outline_html(told(bundle, None, prove(bundle, Limits())), Issue(date(2026, 11, 26)))
    assert "<dd>bewezen</dd>" in page
    assert "geschonden. “Doen” heeft geen termijn. Zo komt het daar: " in page
    assert "Nergens loopt een route vast" in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "MAP ontbreekt"),
        (["klein"], "--out ontbreekt"),
        (["klein", "--out", ""], "een lege naam"),
        (["klein", "--out", "uit", "--soort", "pdf"], "--soort"),
    ],
)
def test_a_wrong_word_is_told(words, told):
    result = leidraad("document", *words)
    assert result.exit_code == WRONG_USE
    assert told in result.output


def test_a_file_is_no_folder_to_write_in(protocol, tmp_path):
    (tmp_path / "uit").write_text("van mij")
    result = leidraad("document", protocol, "--out", tmp_path / "uit")
    assert result.exit_code == WRONG_USE
    assert "Noem bij --out een map" in result.output
    assert (tmp_path / "uit").read_text() == "van mij"


@pytest.mark.parametrize("which", ["MAP", "--previous"])
def test_a_protocol_that_does_not_stand_gives_no_paper(protocol, tmp_path, which):
    (tmp_path / "kapot").mkdir()
    script = document(P='start s\nuser a "Werk"\nend e\ns -> a -> e').replace(b"userTask", b"scriptTask")
    (tmp_path / "kapot" / "kapot.bpmn").write_bytes(script)
    first, more = (protocol, ["--previous", tmp_path / "kapot"]) if which == "--previous" else (tmp_path / "kapot", [])
    result = leidraad("document", first, "--out", tmp_path / "uit", *more)
    assert result.exit_code == NOT_JUDGED
    assert "klopt nog niet" in result.output
    assert not (tmp_path / "uit").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    result = leidraad("document", tmp_path / "weg", "--out", tmp_path / "uit")
    assert result.exit_code in (WRONG_USE, NOT_JUDGED)
    assert "Traceback" not in result.output
