"""Which file is what, and what keeps a file from being read."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import FORMS, Draw, codes, form, found, message, simple, table, the
from workflows.types import Level
from workflows.validator import Limits, check

GOOD = simple().flow("a", "e").file()
TOML = b'naam = "Proef"\n'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-xml"),
        (b"  \n", "not-xml"),
        (b"geen xml", "not-xml"),
        (GOOD[:300], "not-xml"),
        (b"\x00\x01\x02", "not-xml"),
        (b"<html><body>Diagram</body></html>", "not-bpmn"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not-bpmn"),
        (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', "not-bpmn"),
        (b"<definitions/>", "not-bpmn"),
        (table("D", {}, ("x",), (("1",),)), "not-bpmn"),
        (GOOD.replace(b"UTF-8", b"klingon"), "encoding"),
        (GOOD.replace(b"Wegen", b"W\xe9gen"), "encoding"),
        (GOOD.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n', 1), "doctype"),
        (GOOD.replace(b"Wegen", b"&lol;"), "not-xml"),
        (b"<a>" * 100 + b"</a>" * 100, "too-deep"),
    ],
)
def test_a_file_that_is_no_diagram_is_told_and_nothing_else_happens(data: bytes, code: str):
    finding = the(check({"proef.bpmn": data}), code)
    assert finding.level is Level.FOUT
    assert '"proef.bpmn"' in finding.message
    assert "passwd" not in finding.message


def test_billions_of_laughs_are_refused_at_the_door():
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    assert codes(check({"x.bpmn": bomb})) == {"doctype"}
    assert codes(check({"x.bpmn": bomb.decode().encode("utf-16")})) == {"doctype"}


def test_an_empty_folder_holds_no_diagram():
    assert codes(check({})) == {"no-diagram"}
    assert codes(check({"protocol.toml": TOML})) == {"no-diagram"}
    assert codes(check({"foto.gif": b"GIF89a"})) == {"not-xml"}
    assert codes(check({"rechten.csv": b"functie,veldgroep,fase,recht\n"})) == {"no-diagram"}
    assert (
        check(
            {"rechten.csv": b"functie,veldgroep,fase,recht\n"},
            context={"protocol.toml": TOML, "proef.bpmn": GOOD, **FORMS},
        )
        == ()
    )


def test_no_finding_names_a_file_that_is_not_there():
    [finding] = check({})
    assert (finding.file, finding.message) == ("", "Dit protocol heeft geen BPMN-diagram.")


@pytest.mark.parametrize("name", ["proef.bpmn", "decisions/d.dmn", "forms/wegen.form"])
def test_how_large_a_file_is_that_was_read_to_its_limit_is_not_told(name: str):
    data = b"x" * 1_001
    messages = [f.message for f in check({name: data}, Limits(max_file_bytes=1_000)) if f.code == "too-large"]
    assert messages == [f'Bestand "{name}" kan niet worden gelezen. Het is groter dan 1000 bytes.']
    [finding] = check({name: data}, Limits(max_total_bytes=1_000))
    assert "meer dan 1000 bytes" in finding.message
    assert "1001" not in finding.message


def test_how_many_files_there_are_is_not_told_where_reading_stopped():
    [finding] = check({"a.bpmn": GOOD, "b.bpmn": GOOD}, Limits(max_files=1))
    assert "meer dan 1 bestanden" in finding.message


def test_a_diagram_without_a_process_is_told():
    assert "no-process" in codes(check({"x.bpmn": simple().text().split("<bpmn:process")[0].encode()
                                        + b"</bpmn:definitions>"}), Level.LET_OP)  # fmt: skip


def test_files_that_a_protocol_does_not_know_are_told_and_the_rest_is_let_be():
    more = {
        "README.md": b"#",
        "rechten.csv": b"functie,veldgroep,fase,recht\n",
        "scenarios/s.feature": b"",
        "rules/r.rules": b"",
        "x.exe": b"MZ",
    }
    findings = found(GOOD, {"protocol.toml": TOML} | more)
    assert [(f.code, f.file, f.level) for f in findings] == [("unknown-file", "x.exe", Level.LET_OP)]


@pytest.mark.parametrize(
    "name", ["map/proef2.bpmn", "proef2.dmn", "wegen2.form", "decisions/extra/d.dmn", "proef2.xml"]
)
def test_a_file_where_nobody_reads_it_is_refused(name: str):
    data = {"form": form(), "dmn": table("Z", {}, ("x",), (("1",),))}.get(name.rpartition(".")[2], other())
    assert "misplaced-file" in codes(found(GOOD, {"protocol.toml": TOML, name: data}))


def other() -> bytes:
    return Draw("tweede").start("s2").end("e2").flow("s2", "e2").file()


def test_a_bundle_may_lie_in_a_folder_of_its_zip():
    files = {f"zorg/{name}": data for name, data in {"protocol.toml": TOML, "proef.bpmn": GOOD, **FORMS}.items()}
    assert check(files) == ()


def test_a_loose_file_is_judged_with_the_rest_of_its_bundle_around_it():
    context = {**FORMS, "kapot.bpmn": b"geen xml", "protocol.toml": TOML}
    assert check({"proef.bpmn": GOOD}, context=context) == ()
    assert codes(check({"proef.bpmn": GOOD})) == {"unknown-form"}
    assert check({"proef.bpmn": GOOD}, context={"proef.bpmn": b"oud", **FORMS}) == ()


def test_a_loose_form_or_table_needs_no_diagram():
    assert check({"forms/x.form": FORMS["forms/wegen.form"]}) == ()
    assert check({"decisions/d.dmn": table("D", {"x": '"a","b"'}, ("y",), (('"a"', "1"), ('"b"', "2")))}) == ()
    assert codes(check({"d.dmn": GOOD})) == {"not-dmn"}


def test_two_forms_of_one_key_are_refused():
    assert "duplicate-form" in codes(found(GOOD, {"wegen.form": form()}))


def test_ids_are_unique_within_a_file_and_over_files():
    twice = simple().flow("a", "e").task("a", "Nog eens")
    assert the(found(twice), "duplicate-id").name == "Nog eens"
    findings = check({"b.bpmn": GOOD, "a.bpmn": other().replace(b'"tweede"', b'"proef"'), **FORMS})
    assert {f.file for f in findings if f.code == "duplicate-id"} == {"b.bpmn"}


def test_a_second_file_with_the_same_process_is_one_finding_that_names_both():
    findings = check({"proef (1).bpmn": GOOD, "proef.bpmn": GOOD, **FORMS})
    [finding] = findings
    assert (finding.code, finding.file, finding.level) == ("copied-file", "proef (1).bpmn", Level.FOUT)
    assert '"proef.bpmn"' in finding.message
    assert "copied-file" in codes(check({"nieuw.bpmn": GOOD}, context={"oud.bpmn": GOOD, **FORMS}))


@pytest.mark.parametrize(("own", "code"), [("Start", "reserved-id"), ("End", "reserved-id"), ("Root", "reserved-id"),
                                           ("x.EndJoin", "reserved-id"), ("b.BoundaryEventSplit", "reserved-id"),
                                           ("a [child]", "bad-id"), ("a/b", "bad-id"), ("1a", "bad-id")])  # fmt: skip
def test_an_id_of_the_engine_or_of_no_modeler_is_refused(own: str, code: str):
    draw = Draw().start().task(own, "Wegen").end().path("s", own, "e")
    assert code in codes(found(draw))


def test_an_element_or_arrow_without_an_id_is_refused():
    text = simple().flow("a", "e").text()
    assert "no-id" in codes(found(text.replace(' id="proef_f2_a_e"', "").encode()))
    assert "no-id" in codes(found(text.replace('<bpmn:endEvent id="e"', "<bpmn:endEvent").encode()))


def test_what_is_not_drawn_is_told():
    text = simple().flow("a", "e").text()
    missing = text.replace('<bpmndi:BPMNShape id="a_di" bpmnElement="a"/>', "")
    assert the(found(missing.encode()), "not-drawn").name == "Wegen"
    bare = text.split("<bpmndi:BPMNDiagram")[0] + "</bpmn:definitions>"
    assert the(found(bare.encode()), "not-drawn").level is Level.LET_OP


def test_findings_come_by_file_and_line_and_each_has_all_that_json_needs():
    files = {
        "b.bpmn": b"x",
        "a.bpmn": Draw().start().task("a", "Wegen", formulier_="").task("b", "B", formulier_="").file(),
    }
    findings = check(files)
    assert [f.file for f in findings] == ["b.bpmn"] + ["a.bpmn"] * (len(findings) - 1)
    lines = [f.line or 0 for f in findings if f.file == "a.bpmn"]
    assert lines == sorted(lines)
    for finding in findings:
        assert list(finding.as_dict()) == ["level", "code", "file", "element", "name", "line", "message", "cure"]
        assert finding.message
        assert finding.cure


def leaning() -> Draw:
    """A process that leans on another file: for a field, a process, a message and who hears one."""
    draw = simple().node("callActivity", "c", "Roep", calledElement="tweede").node("exclusiveGateway", "g", "Welke?")
    draw.node("endEvent", "t", "Klaar", message("m_t")).top.append('<bpmn:message id="m_t" name="Hulp"/>')
    draw.path("a", "c", "g", "t").flow("g", "e", "zo", 'elders = "ja"')
    return draw.default("g", "t")


def test_where_a_diagram_cannot_be_read_what_it_may_hold_is_not_asked_of_other_files():
    told = codes(found(leaning()), None)
    assert {"unknown-process", "field-never-set", "message-not-heard"} <= told
    findings = found(leaning().task("b", "Bellen").path("b", "e"), {"kapot.bpmn": b"geen xml"})
    assert [(f.file, f.code) for f in findings] == [("kapot.bpmn", "not-xml"), ("proef.bpmn", "unreachable")]


@pytest.mark.parametrize(("name", "data"), [
    ("forms/elders.form", b"{"), ("decisions/d.dmn", b"geen xml"),
    ("decisions/d.dmn", table("D", {}, ("elders",), (("lambda: 1",),))),
])  # fmt: skip
def test_where_a_form_or_table_cannot_be_read_a_field_may_be_set_by_it(name: str, data: bytes):
    told = codes(found(leaning(), {name: data}), None)
    assert "field-never-set" not in told
    assert "unknown-process" in told


def test_a_broken_file_that_is_not_judged_hides_nothing():
    context = {**FORMS, "kapot.bpmn": b"geen xml"}
    assert {"field-never-set", "unknown-process"} <= codes(check({"proef.bpmn": leaning().file()}, context=context))


def test_where_a_decision_or_form_is_missing_the_fields_that_it_would_set_are_not_told():
    draw = leaning().node("businessRuleTask", "d", "Bepaal", decision="Z").path("d", "e")
    assert {"unknown-decision", "unknown-process"} <= codes(found(draw))
    assert "field-never-set" not in codes(found(draw))
    assert "field-never-set" not in codes(check({"proef.bpmn": leaning().file()}))


def test_what_is_kept_of_a_file_that_did_not_change_is_found_beside_another_that_did():
    wrong = simple().raw('<bpmn:dataStoreReference id="x" name="Iets"/>').file()
    other = Draw("p2").node("startEvent", "s2").end("e2").flow("s2", "e2").file()
    first = check({"proef.bpmn": wrong, "ander.bpmn": other})
    assert "refused-data-store-reference" in {each.code for each in first}
    assert check({"proef.bpmn": wrong, "ander.bpmn": other.replace(b"</", b" </", 1)}) == first
    assert {each.file for each in check({"tweede.bpmn": wrong})} == {"tweede.bpmn"}
    assert "too-many-findings" in {each.code for each in check({"proef.bpmn": wrong}, Limits(max_findings=0))}
