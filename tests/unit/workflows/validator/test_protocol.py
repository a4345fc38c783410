"""`protocol.toml`: read, and judged."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.workflows.validator.diagrams import FORMS, codes, found, simple, the
from workflows.diagram.protocol import USUAL_FUNCTIONS, Protocol, read_protocol
from workflows.errors import SourceError
from workflows.types import Level
from workflows.validator import check

WHOLE = b"""
naam = "Zorgdossier"
standaard = true
functies = ["leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer"]
routes = ["meldcode"]

[lanen]
Directie = ["directeur", "waarnemer"]

[lanen.meldcode]
"Intern begeleider" = ["intern begeleider", "aandachtsfunctionaris"]
"""


def test_a_lane_means_what_the_file_says_for_its_process_else_for_all_else_its_own_name():
    protocol = read_protocol(WHOLE)
    assert (protocol.naam, protocol.standaard, protocol.routes) == ("Zorgdossier", True, ("meldcode",))
    assert protocol.functions_of("meldcode", "Intern  Begeleider") == ("intern begeleider", "aandachtsfunctionaris")
    assert protocol.functions_of("ander", "Intern begeleider") == ("intern begeleider",)
    assert protocol.functions_of("ander", "directie") == ("directeur", "waarnemer")
    assert protocol.functions_of("ander", "Tuinman") == ()


def test_the_english_keys_are_read_as_well():
    english = WHOLE
    for dutch, other in (
        (b"naam", b"name"),
        (b"standaard", b"default"),
        (b"functies", b"functions"),
        (b"lanen", b"lanes"),
    ):
        english = english.replace(dutch, other)
    assert read_protocol(english) == read_protocol(WHOLE)


def test_without_a_file_the_usual_functions_of_a_school_are_known():
    assert Protocol().functies == USUAL_FUNCTIONS
    assert Protocol().functions_of("x", "Directie") == ("directeur", "waarnemer")
    assert read_protocol(b"") == Protocol()


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"naam = \n", 1), (b'\nnaam = "x\n', 2), (b"naam = 3", 1), (b'\nfuncties = "x"\nstandaard = "ja"', 3),
     (b"functies = [1]", 1), (b"[lanen]\nDirectie = 3", 2), (b"lanen = 3", 1), (b'naam = "\xff"', 1)],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_its_line(data: bytes, line: int):
    with pytest.raises(SourceError) as caught:
        read_protocol(data)
    assert (caught.value.code, caught.value.line) == ("not-toml", line)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet='naam=[]{}".\n0', max_size=60).map(str.encode))
def test_whatever_the_bytes_only_a_source_error_comes_out(data: bytes):
    with suppress(SourceError):
        assert isinstance(read_protocol(data), Protocol)


def test_deep_nesting_is_refused():
    with pytest.raises(SourceError):
        read_protocol(b"x = " + b"[" * 20_000)


@pytest.mark.parametrize(
    ("toml", "code", "level"),
    [
        (b'naam = "X"\nlannen = 1\n', "unknown-key", Level.LET_OP),
        (b'naam = "X"\nroutes = ["weg"]\n', "unknown-process", Level.LET_OP),
        (b'naam = "X"\nfuncties = ["leerkracht"]\n[lanen]\nMT = ["mt"]\n', "unknown-function", Level.FOUT),
        (b'naam = "X"\nfuncties = ["leerkracht", "Leerkracht"]\n', "duplicate-function", Level.LET_OP),
        (b'functies = ["leerkracht"]\n', "no-name", Level.LET_OP),
        (b"naam = \n", "not-toml", Level.FOUT),
    ],
)
def test_the_file_is_judged_with_the_diagrams(toml: bytes, code: str, level: Level):
    finding = the(found(simple().flow("a", "e"), {"protocol.toml": toml}), code)
    assert (finding.level, finding.file) == (level, "protocol.toml")


@pytest.mark.parametrize("code", ["unknown-lane", "unknown-function"])
def test_a_lane_that_means_nobody_is_not_offered_as_the_name_that_was_meant(code: str):
    files = {"proef.bpmn": simple().flow("a", "e").file(), **FORMS}
    finding = the(check(files, context={"protocol.toml": b'naam = "X"\n[lanen]\nLeerkracht = []\n'}), code)
    assert finding.level is Level.FOUT
    assert "Bedoelde je" not in finding.message
    assert "protocol.toml" in finding.message


def test_a_protocol_in_which_nothing_runs_is_refused():
    text = simple().flow("a", "e").text().replace('isExecutable="true"', 'isExecutable="false"')
    findings = found(text.encode(), {"protocol.toml": b'naam = "X"\n'})
    assert codes(findings) == {"nothing-runs"}
