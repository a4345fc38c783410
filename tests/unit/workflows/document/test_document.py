"""The document of a protocol holds all that the protocol says: nothing is left out, and each thing is told once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.drawn import constants, document
from workflows.bundle import Bundle
from workflows.document import Document, Entry, EntryKind, Leaflet, Proven, document_of, leaflet_of
from workflows.document.wording import Wording
from workflows.forms import walk

SCHOOL = Path("bpmn/zorgdossier")
FORM = b"""{"type": "default", "id": "f", "schemaVersion": 18, "components": [
  {"type": "radio", "key": "soort", "label": "Welke soort?", "values": [{"label": "Groot", "value": "g"},
   {"label": "Klein", "value": "k"}], "validate": {"required": true}},
  {"type": "textarea", "key": "waarom", "label": "Waarom?", "description": "In het kort.",
   "conditional": {"hide": "=soort != \\"g\\""}},
  {"type": "text", "text": "Lees **goed** en start [dit](#start-p)."}]}"""
SMALL = """
lanes Leerkracht: a b; Directie: c
start s message="Zorg" knop="leerkracht, MT"
throw m "Stap 1" fase="begin"
user a "Kijken" termijn="5 werkdagen" formulier="f" samen_met="Directie"
boundary t "Te laat" on=a timer=duration:P6D interrupting=no ook_door="MT"
send n "Directie inlichten" aan="directeur"
end nn "Verstuurd"
xor q "Verder?" termijn="1 werkdag"
throw m2 "Stap 2"
user c "Tekenen" termijn="if soort = ~g~ then ~1 werkdag~ else ~3 werkdagen~" niet_door="Kijken" formulier="f"
user b "Nog eens" termijn="P3M"
end e "Klaar"
s -> m -> a -> q
t -> n -> nn
q -> m2 "Ja"
q -> b "Nee"
m2 -> c -> e
b -> e
"""


@cache
def school() -> tuple[Bundle, Document]:
    bundle = Bundle.load(SCHOOL)
    return bundle, document_of(bundle)


def small() -> Document:
    files = {
        "protocol.toml": b'naam = "Klein"\n',
        "p.bpmn": document(p=SMALL).replace(b"~", b"&quot;"),
        "forms/f.form": FORM,
        "decisions/d.dmn": constants(zet={"soort": "g"}),
    }
    return document_of(Bundle.from_files(files))


def entries(found: Document) -> Iterator[Entry]:
    return (entry for chapter in found.chapters for section in chapter.sections for entry in section.entries)


def entry(found: Document, name: str) -> Entry:
    return next(each for each in entries(found) if each.name == name)


def sentences(leaflet: Leaflet) -> tuple[str, ...]:
    return tuple(each for part in (*leaflet.before, *leaflet.after) for each in part.sentences)


def facts(found: Entry) -> dict[str, str]:
    return {fact.name: fact.text for fact in found.facts}


def test_every_task_question_message_and_end_of_the_school_s_protocol_is_told_once():
    bundle, found = school()
    told = [each.anchor for each in entries(found)]
    assert len(told) == len(set(told))
    for process in bundle.processes.values():
        for node in process.nodes.values():
            named = bool(node.name) and not node.is_milestone
            aside = node.tag in ("boundaryEvent", "dataObjectReference", "subProcess")
            assert (f"{process.id}-{node.id}" in told) or not named or aside, node.id


def test_every_step_is_a_section_with_its_picture():
    bundle, found = school()
    for process in bundle.processes.values():
        chapter = next(each for each in found.chapters if each.anchor == f"proces-{process.id}")
        named = {node.name for node in process.nodes.values() if node.is_milestone}
        assert {section.name for section in chapter.sections if section.is_step} == named
        assert all(section.pictures and section.alt for section in chapter.sections)


def test_every_question_with_its_help_and_choices_is_told():
    bundle, found = school()
    told = {each.form.key: each.form for each in entries(found) if each.form}
    used = {node.properties.get("formulier") for p in bundle.processes.values() for node in p.nodes.values()}
    assert set(told) == used - {None}
    for key, form in told.items():
        labels = {part.label for part in form.parts}
        choices = {option for part in form.parts for option in part.options}
        for part in walk(bundle.forms[key].components):
            assert not part.label or part.label in labels, (key, part.key)
            assert {option.label for option in part.options} <= choices, (key, part.key)


def test_a_form_is_told_once_and_named_where_it_comes_again():
    found = small()
    assert entry(found, "Kijken").form is not None
    again = entry(found, "Tekenen")
    assert again.form is None
    assert again.same_form is not None
    assert again.same_form.text == entry(found, "Kijken").anchor


def test_every_row_of_every_table_is_told():
    bundle, found = school()
    rows = {table.anchor.removeprefix("tabel-"): table for table in found.tables}
    assert set(rows) == set(bundle.decisions)
    for key, model in bundle.decisions.items():
        assert len(rows[key].rows) == len(model.logic.rules)
        columns = len(rows[key].asked) + len(rows[key].given)
        assert all(len(row) == columns for row in rows[key].rows)


def test_every_rule_is_told_with_its_source():
    bundle, found = school()
    assert [rule.id for rule in found.rules] == [rule.id for rule in bundle.rules.rules]
    assert all(rule.text and rule.source for rule in found.rules)


def test_a_rule_that_waits_for_its_drawing_and_an_exception_are_told():
    bundle, found = school()
    (waits,) = (rule for rule in found.rules if rule.waits)
    assert (waits.id, waits.unsaid) == ("18", "")
    written = next(each for each in bundle.rules.rules if each.id == "18")
    assert waits.sentences == tuple(each.sentence.text for each in written.parts) != ()
    extra = b'[[uitzondering]]\nregel = "1"\nreden = "Dit schooljaar nog niet."\n'
    name = "rules/regels.toml"
    files = {**bundle.files, name: bundle.files[name] + b"\n" + extra}
    assert document_of(Bundle.from_files(files)).rules[0].exempt == "Dit schooljaar nog niet."


def test_a_proof_stands_at_its_rule_and_soundness_by_itself():
    bundle, _ = school()
    proofs = [Proven("1", "Een", "geschonden", "Het kan anders."), Proven("dood", "Elk element", "bewezen")]
    found = document_of(bundle, proofs)
    assert (found.rules[0].proof, found.rules[0].why) == ("geschonden", "Het kan anders.")
    assert found.rules[1].proof == ""
    assert found.sound == (proofs[1],)


def test_who_does_what_and_when():
    kijken = entry(small(), "Kijken")
    assert facts(kijken)["Wie"] == "Leerkracht"
    assert facts(kijken)["Samen met"] == "Directie"
    assert facts(kijken)["Wanneer"] == "binnen 5 werkdagen"
    assert facts(kijken)["Te laat"] == "na 6 dagen mag ook MT dit doen; verder met einde “Verstuurd”."
    assert (kijken.doer, kijken.term) == ("Leerkracht met Directie", "binnen 5 werkdagen")


def test_a_term_that_depends_is_told_by_the_words_of_the_form():
    tekenen = entry(small(), "Tekenen")
    assert facts(tekenen)["Wanneer"] == "binnen 1 werkdag als “Welke soort?” is “Groot”, en anders binnen 3 werkdagen"
    assert facts(tekenen)["Wie"] == "Directie (directeur of waarnemer)"
    assert facts(tekenen)["Mag niet door"] == "wie in deze route dit deed: Kijken"
    assert tekenen.term == "binnen 1 werkdag of binnen 3 werkdagen"


def test_who_is_told():
    found = small()
    assert facts(entry(found, "Directie inlichten")) == {"Bericht aan": "directeur"}
    begin = next(each for each in entries(found) if each.kind is EntryKind.START)
    assert facts(begin) == {"Wie mag dit beginnen": "leerkracht of MT", "Begint met bericht": "“Zorg”"}


def test_where_each_answer_leads():
    onward = entry(small(), "Verder?").onward
    assert [(way.answer, way.targets) for way in onward] == [("Ja", ("Stap 2",)), ("Nee", ("Nog eens",))]


def test_how_a_question_is_asked():
    form = entry(small(), "Kijken").form
    assert form is not None
    soort, waarom, text = form.parts
    assert (soort.how, soort.options) == ("kies één", ("Groot", "Klein"))
    assert (waarom.how, waarom.help) == ("tekst, mag leeg blijven", "In het kort.")
    assert waarom.when == "alleen als “Welke soort?” “Groot” is"
    assert (text.label, text.how) == ("Lees goed en start dit.", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vandaag", "vandaag"), ("volgende schooldag", "de volgende schooldag"), ("PT4H", "binnen 4 uur"),
        ("P3M", "binnen 3 maanden"), ("2026-09-01", "1 september 2026"), ("evaluatiedatum", "op “evaluatiedatum”"),
        ("5 werkdagen na gemeld_op", "binnen 5 werkdagen na “gemeld op”"), ("R3/P1D", "3 keer, telkens na 1 dag"),
    ],
)  # fmt: skip
def test_terms_in_words(text, words):
    bundle = Bundle.from_files({"p.bpmn": document(p="start s\nend e\ns -> e")})
    assert Wording(bundle).term(text) == words


def test_conditions_in_words():
    bundle, _ = school()
    words = Wording(bundle).condition('(besluit = "MELDEN" or besluit = "OPNIEUW_MELDEN") and loopt_meldcode = "ja"')
    assert words == "(“Besluit” is “MELDEN” of “Besluit” is “OPNIEUW_MELDEN”) en “loopt Meldcode ook” is “ja”"


def test_routes_come_first_and_a_process_without_steps_is_one_part():
    _, found = school()
    assert [chapter.name for chapter in found.chapters[:2]] == ["Ondersteuningsroute", "Meldcode"]
    talk = next(chapter for chapter in found.chapters if chapter.anchor == "proces-oudergesprek")
    assert len(talk.sections) == 1
    assert talk.called_from == ("Ondersteuningsroute", "Meldcode")


def test_the_document_is_plain_values():
    assert dataclasses.asdict(small())["name"] == "Klein"


def test_the_sentences_of_the_leaflet_are_short():
    leaflet = leaflet_of(school()[1])
    lengths = [len(each.split()) for each in sentences(leaflet)]
    assert len(lengths) > 30
    assert sum(lengths) / len(lengths) < 12
    assert max(lengths) <= 14
    assert all(each[-1] in ".?" for each in sentences(leaflet))


def test_the_leaflet_has_the_steps_as_they_are_drawn():
    bundle, found = school()
    for route in leaflet_of(found).routes:
        process = next(each for each in bundle.processes.values() if each.name == route.name)
        drawn = [node.name for node in process.nodes.values() if node.is_milestone]
        assert [step.name for step in route.steps] == list(dict.fromkeys(drawn))


def test_the_leaflet_says_where_parents_are_spoken_with():
    talks = {step.name for step in leaflet_of(school()[1]).routes[0].steps if step.talk}
    assert talks == {
        "Stap 2: delen van vermoedens", "Stap 3: Groot overleg", "Stap 4: uitvoering", "Stap 5: nazorg en evaluatie",
        "Stap 6: volgen en afsluiten",
    }  # fmt: skip


def test_a_leaflet_says_nothing_of_what_its_protocol_has_not():
    words = " ".join(sentences(leaflet_of(small())))
    assert "meldcode" not in words
    assert "Verwijsindex" not in words
    assert "112" in words
    assert "0800-2000" in words
    assert "Soms gaat het niet goed met een kind." not in words
    assert leaflet_of(small()).title == small().name
    assert leaflet_of(school()[1]).title == "Als er zorgen zijn over uw kind"
    assert "meldcode" in " ".join(sentences(leaflet_of(school()[1])))
