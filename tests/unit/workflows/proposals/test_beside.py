"""A file beside another with the same ids: ids of its own, what leans on them goes along, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workflows.proposals.vendors import adonis, bizagi, camunda, signavio, zeebe
from workflows import beside, check, ids_of, read_folder
from workflows.diagram import read_diagram
from workflows.errors import SourceError
from workflows.merging.together import missing
from workflows.sources import read_xml

BUNDLE = Path(__file__).resolve().parents[4] / "bpmn" / "zorgdossier"
MOST = 10**7


@pytest.mark.parametrize("name", ["zorgroutes.bpmn", "oudergesprek.bpmn", "decisions/d1_oudergesprek.dmn"])
def test_a_copy_beside_what_it_is_a_copy_of_runs_beside_it(name: str) -> None:
    files = read_folder(BUNDLE)
    made = beside(name, files[name], ids_of(files[name], MOST), MOST)
    assert not ids_of(made, MOST) & ids_of(files[name], MOST)
    copy = name.replace(".", "_2.")
    codes = {each.code for each in check({**files, copy: made}) if each.file == copy}
    assert not codes & {"duplicate-id", "copied-file", "duplicate-flow-id"}
    assert made.count(b"\n") == files[name].count(b"\n")


@pytest.mark.parametrize("data", [signavio(), adonis(), bizagi(), camunda(), zeebe()])
def test_what_leans_on_an_id_goes_along_in_what_other_modelers_write(data: bytes) -> None:
    taken = ids_of(data, MOST)
    made = beside("x.bpmn", data, taken, MOST)
    before, after = read_xml(data), read_xml(made)
    assert missing(after) == {f"{each}_2" if each in taken else each for each in missing(before)}
    shape = [[(each.tag, sorted(each.attrib)) for each in root.iter("*")] for root in (before, after)]
    assert shape[0] == shape[1]
    names = [[each.get("name") for each in root.iter("*")] for root in (before, after)]
    assert names[0] == names[1]
    flows = [
        {(flow.source, flow.target) for process in read_diagram(root, "x").processes for flow in process.flows.values()}
        for root in (before, after)
    ]
    assert flows[1] == {(f"{source}_2", f"{target}_2") for source, target in flows[0]}


def test_only_what_is_taken_gets_another_id_and_a_number_that_is_free() -> None:
    data = (BUNDLE / "medewerker.bpmn").read_bytes()
    own = sorted(ids_of(data, MOST))
    made = ids_of(beside("x.bpmn", data, {own[0], f"{own[0]}_2"}, MOST), MOST)
    assert made == {*own[1:], f"{own[0]}_3"}
    assert beside("x.bpmn", data, {"iets anders"}, MOST) == data
    with pytest.raises(SourceError):
        beside("x.bpmn", b"<", {"a"}, MOST)
    assert ids_of(b"<", MOST) == frozenset()
