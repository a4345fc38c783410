"""Starts, ends and the ways between them."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, found, message, simple, the
from workflows.types import Level

BOX = Draw().node("startEvent", "is").task("b", "Bespreken", lane="Leerkracht").end("ie").path("is", "b", "ie")


def test_a_task_between_a_start_and_an_end_has_no_findings():
    assert found(simple().flow("a", "e")) == ()


INVALID = {
    "no-start": (Draw().task("a", "Wegen").end().flow("a", "e"), "Proces proef"),
    "empty-process": (Draw(), "Proces proef"),
    "many-starts": (
        simple().flow("a", "e").node("startEvent", "t1", "Los").node("startEvent", "t2", "Weer los")
        .flow("t1", "a").flow("t2", "a"), "Weer los"),
    "no-end": (Draw().start().task("a", "Wegen").path("s", "a", "a"), "Proces proef"),
    "no-way-on": (simple().task("b", "Bellen").path("a", "b").flow("a", "e"), "Bellen"),
    "implicit-split": (simple().task("b", "Bellen").path("a", "b", "e").flow("a", "e"), "Wegen"),
    "arrow-out-of-end": (simple().path("a", "e", "a"), ""),
    "arrow-into-start": (simple().path("a", "e").flow("a", "s"), ""),
    "unreachable": (simple().flow("a", "e").task("b", "Bellen").flow("b", "e"), "Bellen"),
}  # fmt: skip


@pytest.mark.parametrize("code", INVALID)
def test_a_way_that_does_not_run_is_refused(code: str):
    draw, name = INVALID[code]
    finding = the(found(draw), code)
    assert finding.level is Level.FOUT
    assert name in finding.message
    assert finding.line == draw.text().split(f' id="{finding.element}"')[0].count("\n") + 1


def test_several_arrows_into_a_task_are_a_plain_merge():
    draw = simple().start("s2").flow("s2", "a").flow("a", "e")
    assert found(draw) == ()


def test_a_round_of_tasks_without_an_end_is_refused_but_not_when_a_message_can_end_it():
    rounds = Draw().start().task("a", "Volgen").task("b", "Evalueren").path("s", "a", "b", "a")
    assert "no-end" in codes(found(rounds))
    handler = Draw().node("startEvent", "hs", "", message("m_h"), knop_="leerkracht").end("he").flow("hs", "he")
    rounds.inside("h", "Stoppen", handler, triggeredByEvent="true").raw("")
    rounds.top.append('<bpmn:message id="m_h" name="Stop"/>')
    assert found(rounds) == ()


def test_a_task_that_cannot_come_to_the_end_is_named():
    draw = simple().task("b", "Bellen").node("exclusiveGateway", "g").flow("a", "g")
    draw.flow("g", "b", "", "leeftijd > 3").flow("g", "e").default("g", "e").flow("b", "b")
    assert "Bellen" in the(found(draw), "no-end").message


def test_a_subprocess_has_one_plain_start_and_an_end():
    assert found(simple().inside("sub", "Overleg", BOX, lane="Leerkracht").path("a", "sub", "e")) == ()
    empty = simple().inside("sub", "Overleg", Draw(), lane="Leerkracht").path("a", "sub", "e")
    assert the(found(empty), "no-start").name == "Overleg"
    waiting = Draw().start("is").end("ie").flow("is", "ie")
    assert "subprocess-start" in codes(found(simple().inside("sub", "Overleg", waiting).path("a", "sub", "e")))


def test_an_arrow_over_the_edge_of_a_subprocess_or_pool_is_refused():
    draw = simple().inside("sub", "Overleg", BOX, lane="Leerkracht").path("a", "sub", "e").flow("a", "b")
    assert the(found(draw), "flow-crosses-subprocess").file == "proef.bpmn"
    other = Draw("ander").start("os").end("oe").path("os", "oe")
    both = simple().flow("a", "e").flow("a", "oe")
    assert "flow-crosses-pool" in codes(found(both.file(other)))


def test_an_arrow_that_hangs_loose_is_refused():
    finding = the(found(simple().flow("a", "e").flow("a", "weg")), "dangling-flow")
    assert '"weg"' in finding.message


def test_a_part_that_is_never_reached_is_told_once_where_it_begins():
    draw = simple().flow("a", "e").task("b", "Bellen").task("c", "Schrijven").task("d", "Praten").end("f")
    finding = the(found(draw.path("b", "c", "d", "c").flow("d", "f")), "unreachable")
    assert (finding.name, finding.level) == ("Bellen", Level.FOUT)
    assert "de 3 elementen erachter" in finding.message


def test_each_part_that_is_never_reached_is_told_and_so_is_a_round():
    draw = simple().flow("a", "e").task("b", "Bellen").task("c", "Schrijven").task("d", "Praten").task("g", "Lezen")
    draw.path("b", "c", "b").path("d", "c").path("d", "e").path("g", "g")
    names = {f.name: f.message for f in found(draw) if f.code == "unreachable"}
    assert names.keys() == {"Praten", "Lezen"}
    assert "het element" not in names["Lezen"]
