"""What begins empty stands from the first moment, whatever it is called."""

from __future__ import annotations

import pytest

from app.web.beginnings import empty_drawing, empty_protocol, stem_of
from tests.school import protocol_files
from workflows import Bundle, ProofStanding, check, prove

FUNCTIONS = ("leerkracht", "intern begeleider", 'wie "alles" doet')


@pytest.mark.parametrize("name", ["Verzuim", '100% <zeker> & "snel"', "12 uur later", "日本"])
def test_an_empty_protocol_stands_and_tells_only_what_its_task_still_lacks(name: str) -> None:
    files = empty_protocol(name, FUNCTIONS)
    assert [each.code for each in check(files)] == ["no-documentation", "no-term"]
    bundle = Bundle.from_files(files)
    assert bundle.protocol.naam == name
    assert bundle.protocol.functies == FUNCTIONS
    (process,) = bundle.processes.values()
    assert process.name == name
    assert {each.standing for each in prove(bundle)} == {ProofStanding.PROVEN}


def test_a_new_drawing_stands_beside_what_is_there() -> None:
    stem = stem_of("Verzuim").encode()
    drawing = empty_drawing("Verzuim", "leerkracht").replace(b"%", stem)
    before = check(protocol_files())
    assert set(check({**protocol_files(), "verzuim.bpmn": drawing})) <= set(before)
