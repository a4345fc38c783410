"""`rechten.csv` and `[team]`: read, and judged."""

from __future__ import annotations

import json

import pytest

from tests.unit.workflows.validator.diagrams import FORMS, codes, simple, the
from workflows.errors import SourceError
from workflows.rights import read_rights
from workflows.types import Level
from workflows.validator import check

TOML = b'naam = "Proef"\nstandaard = true\nfuncties = ["leerkracht", "intern begeleider"]\n'
HEAD = "functie,veldgroep,fase,recht\n"
FORM = json.dumps({
    "type": "default", "schemaVersion": 18,
    "components": [{"type": "textarea", "key": "zorg", "label": "Zorg", "properties": {"veldgroep": "observatie"}}],
}).encode()  # fmt: skip


def judged(rows: str, toml: bytes = TOML):
    files = {"proef.bpmn": simple().file(), "protocol.toml": toml, **FORMS, "forms/extra.form": FORM}
    return check(files | {"rechten.csv": (HEAD + rows).encode()})


def test_rights_that_the_protocol_knows_are_fine():
    assert "unknown-group" not in codes(judged("leerkracht,observatie,*,schrijven\nstarter,observatie,*,eigen\n"))


@pytest.mark.parametrize(
    ("row", "code", "level"),
    [
        ("tuinman,observatie,*,lezen\n", "unknown-function", Level.FOUT),
        ("leerkracht,observatei,*,lezen\n", "unknown-group", Level.LET_OP),
        ("leerkracht,observatie,wegen,lezen\n", "unknown-phase", Level.LET_OP),
        ("", "unread-group", Level.LET_OP),
    ],
)
def test_what_the_protocol_does_not_have_is_told_at_its_line(row: str, code: str, level: Level):
    finding = the(judged(row), code)
    assert finding.level is level
    assert finding.line == (2 if row else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("functie;veldgroep;fase;recht\n", "rights-columns"),
        (f"{HEAD}leerkracht,observatie,*\n", "rights-row"),
        (f"{HEAD}leerkracht,observatie,*,alles\n", "rights-right"),
        (f"{HEAD}leerkracht,observatie\rkindstem,*,lezen\n", "rights-row"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_its_line(text: str, code: str):
    with pytest.raises(SourceError) as raised:
        read_rights(text.encode())
    assert raised.value.code == code
    assert raised.value.line is not None
    assert codes(
        check({"proef.bpmn": simple().file(), "protocol.toml": TOML, **FORMS, "rechten.csv": text.encode()})
    ) >= {code}


def test_rights_say_who_reads_what():
    rights = read_rights(f"{HEAD}directeur,melding,wegen,lezen\nleerkracht,melding,*,eigen\n".encode())
    assert rights.may_read({"directeur"}, "melding", "wegen", own=False)
    assert not rights.may_read({"directeur"}, "melding", "delen", own=False)
    assert not rights.may_read({"leerkracht"}, "melding", "wegen", own=False)
    assert rights.may_read({"leerkracht"}, "melding", "wegen", own=True)
    assert rights.may_read(set(), "", "wegen", own=False)
    assert rights.readers({"melding"}) == {"directeur", "leerkracht"}


@pytest.mark.parametrize(
    ("team", "code"),
    [(b'[team]\ntuinman = "*"\n', "unknown-function"), (b'[team]\nleerkracht = "wegen"\n', "unknown-phase")],
)
def test_a_team_of_functions_or_phases_that_are_not_there_is_refused(team: bytes, code: str):
    finding = the(judged("leerkracht,observatie,*,lezen\n", TOML + team), code)
    assert (finding.level, finding.file) == (Level.FOUT, "protocol.toml")


def test_without_rights_that_is_told():
    files = {"proef.bpmn": simple().file(), "protocol.toml": TOML, **FORMS, "forms/extra.form": FORM}
    assert the(check(files), "no-rights").level is Level.LET_OP
