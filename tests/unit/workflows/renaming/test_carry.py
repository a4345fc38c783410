"""A rename changes along what surely meant it, and not a byte more."""

from __future__ import annotations

import json

import pytest

from tests.drawn import document
from tests.klein import FOLDER, SCENARIOS
from tests.school import protocol_files
from workflows import Bundle, Carried, RenamedIn, carry, check, read_folder, run_scenarios

ROUTES, TALK, RULES, PROTOCOL = "zorgroutes.bpmn", "oudergesprek.bpmn", "rules/regels.toml", "protocol.toml"
Files = dict[str, bytes]


def shipped() -> Files:
    return dict(protocol_files())


def renamed(files: Files, file: str, was: str, now: str, count: int = -1) -> Files:
    text = files[file].decode()
    assert was in text
    return {**files, file: text.replace(was, now, count).encode()}


def carried(was: Files, now: Files) -> tuple[Carried, Files]:
    found = carry([was], now)
    return found, {**now, **found.files}


def names(found: Carried) -> list[tuple[str, str]]:
    return [(each.was, each.now) for each in found.renamed]


RENAMES = [
    (ROUTES, "Signalen in kaart brengen"), (ROUTES, "Melding Veilig Thuis doen"), (ROUTES, "Weging bekrachtigen"),
    (ROUTES, "Eens met de weging?"), (TALK, "Met uitzondering"), (TALK, "Uitzondering motiveren"),
    (ROUTES, "Stap 4: wegen"), (ROUTES, "Acuut vervolgd"), (ROUTES, "Gestopt na stap 1"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "was"), RENAMES)
def test_a_new_name_comes_everywhere_and_nothing_else_changes(file: str, was: str) -> None:
    new = "Ω heet nu anders en “zo”"
    now = renamed(shipped(), file, f'name="{was}"', f'name="{new}"')
    found, after = carried(shipped(), now)
    assert found.files
    assert not found.unsure
    for name, data in found.files.items():
        plain = data.decode().replace(new, was).replace(new.replace("“", "'").replace("”", "'"), was)
        plain = plain.replace(json.dumps(new, ensure_ascii=False), f'"{was}"')
        assert plain.split() == shipped()[name].decode().split()
        assert len(plain.splitlines()) == len(shipped()[name].splitlines())
        assert f'"{was}"' not in data.decode()
    assert [each for each in check(after) if each.level == "fout"] == []


def test_scenarios_with_the_new_names_play_as_before() -> None:
    now = renamed(shipped(), ROUTES, 'name="Signalen in kaart brengen"', 'name="Alle signalen &amp; zorgen"')
    now = renamed(now, ROUTES, 'name="Eens met de weging?"', 'name="Akkoord?"')
    now = renamed(now, ROUTES, 'name="Nog volgen"', 'name="Wij volgen nog"')
    found, after = carried(shipped(), now)
    played = {name: after[name].decode() for name in after if name.endswith("meldcode_afsluiten.feature")}
    assert "Alle signalen & zorgen" in "".join(played.values())
    assert "Wij volgen nog" in "".join(played.values())
    assert run_scenarios(Bundle.from_files(after), played).passed
    assert {each.was for each in found.renamed} == {
        "Signalen in kaart brengen", "Eens met de weging?", "Nog volgen"
    }  # fmt: skip


def test_it_tells_where_the_old_name_stands() -> None:
    now = renamed(shipped(), TALK, 'name="Uitzondering motiveren"', 'name="Uitzondering uitleggen"')
    (each,) = carry([shipped()], now).renamed
    assert (each.count(RenamedIn.RULE), each.count(RenamedIn.DRAWING), each.count(RenamedIn.PROTOCOL)) == (1, 1, 0)
    assert each.count(RenamedIn.SCENARIO) > 3


def test_done_once_there_is_nothing_left() -> None:
    now = renamed(shipped(), ROUTES, 'name="Weging bekrachtigen"', 'name="Weging vaststellen"')
    _, after = carried(shipped(), now)
    assert carry([shipped()], after) == Carried()


def test_what_was_renamed_twice_is_found_by_an_earlier_state() -> None:
    once = renamed(shipped(), ROUTES, 'name="Weging bekrachtigen"', 'name="Weging vaststellen"')
    twice = renamed(once, ROUTES, 'name="Weging vaststellen"', 'name="Weging tekenen"')
    assert carry([once], twice) == Carried()
    assert names(carry([once, shipped()], twice)) == [("Weging bekrachtigen", "Weging tekenen")]


def test_of_two_of_one_name_the_other_is_left_alone() -> None:
    now = renamed(shipped(), ROUTES, 'name="Melding Veilig Thuis doen"', 'name="Melding doen (directie)"', 1)
    found, after = carried(shipped(), now)
    assert found.files == {}
    assert {(each.was, each.now) for each in found.unsure} == {
        ("Melding Veilig Thuis doen", "Melding doen (directie)")
    }  # fmt: skip
    assert after == now


def test_a_name_that_another_has_already_is_not_written() -> None:
    now = renamed(shipped(), ROUTES, 'name="Weging bekrachtigen"', 'name="Bestuur inlichten"')
    found = carry([shipped()], renamed(now, ROUTES, 'name="Melding verwerken"', 'name="Bestuur inlichten"'))
    assert found.files == {}
    assert found.unsure


def test_a_step_that_is_gone_has_no_new_name() -> None:
    now = renamed(shipped(), ROUTES, 'name="Weging bekrachtigen"', 'name="Iets anders"')
    own = next(line for line in now[ROUTES].decode().split("<") if 'name="Iets anders"' in line).split('id="')[1]
    other = renamed(now, ROUTES, f'"{own.split(chr(34))[0]}"', '"Een_nieuwe_taak"')
    assert carry([shipped()], other).files == {}


def test_a_lane_means_whom_it_meant() -> None:
    now = shipped()
    for file in [name for name in now if name.endswith(".bpmn") and b'name="Directie"' in now[name]]:
        now = renamed(now, file, 'name="Directie"', 'name="De schoolleiding"')
    found, after = carried(shipped(), now)
    assert '\n"De schoolleiding" = ["directeur", "waarnemer"]\n' in after[PROTOCOL].decode()
    assert "Directie" not in after[PROTOCOL].decode()
    assert 'gestuurd aan "De schoolleiding"' in after["scenarios/kleine_processen.feature"].decode()
    assert not found.unsure


def test_a_lane_that_has_its_old_name_elsewhere_keeps_that_there() -> None:
    now = renamed(shipped(), TALK, 'name="Directie"', 'name="Schoolleiding"')
    _, after = carried(shipped(), now)
    assert 'Directie = ["directeur", "waarnemer"]\nSchoolleiding = ["directeur", "waarnemer"]\n' in (
        after[PROTOCOL].decode()
    )
    assert 'gestuurd aan "directie"' in after["scenarios/kleine_processen.feature"].decode()


def test_a_message_gets_its_new_name_at_the_other_side_too() -> None:
    now = renamed(shipped(), ROUTES, 'name="Melding gedaan"', 'name="Er is gemeld"')
    found, after = carried(shipped(), now)
    assert b'<bpmn:message id="Message_melding_gedaan" name="Er is gemeld"' in after["melding_gedaan.bpmn"]
    assert 'over bericht "Er is gemeld"' in after[RULES].decode()
    assert names(found) == [("Melding gedaan", "Er is gemeld")]


def test_who_sends_another_message_that_there_was_renames_nothing() -> None:
    now = renamed(shipped(), ROUTES, 'name="Melding gedaan"', 'name="Stap gedaan"')
    assert not any(each.was == "Melding gedaan" and each.places[0].kind is RenamedIn.DRAWING
                   for each in carry([shipped()], now).renamed)  # fmt: skip


# a small protocol of its own

DRAWING = """
lanes Leerkracht: s a g b e
start s message="Zorg" knop="leerkracht"
user a "Kijken" formulier="f"
xor g "Verder?"
rule r decision="kiezen"
user b "Doen" formulier="f" niet_door="Kijken, Doen"
end e "Klaar"
s -> a -> g
g -> b "Ja, nu"
g -> e "Nee"
b -> r -> e
"""
FORM = {
    "type": "default", "schemaVersion": 18, "components": [
        {"type": "select", "id": "F_1", "key": "soort", "label": "Welke soort?", "values": [
            {"value": "x", "label": "X"}, {"value": "y", "label": "Y"}]},
        {"type": "dynamiclist", "id": "F_2", "path": "acties", "components": [
            {"type": "textfield", "id": "F_3", "key": "wie", "label": "Wie?"}]},
    ]
}  # fmt: skip
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Kiezen" namespace="n">
  <decision id="kiezen" name="D1 kiezen"><variable id="v" name="uitkomst" />
    <decisionTable id="t" hitPolicy="UNIQUE"><output id="o" name="uitkomst" typeRef="string" />
      <rule id="r1"><outputEntry id="r1o"><text>"GOED"</text></outputEntry></rule>
    </decisionTable></decision>
</definitions>
"""
FEATURE = """# language: nl
Functionaliteit: Klein

  # "Kijken" in een opmerking, en in de naam van een scenario, is geen taak
  Abstract Scenario: "Kijken" en dan “Doen”
    Als  "leerkracht" “Zorg” start
    En de   "leerkracht" blijft
    En "leerkracht" de taak  “Kijken” afrondt met
      | soort         | x    |
      # een opmerking
      | acties[0].wie | Kijken |
    En "leerkracht" op de vraag "Verder?" antwoordt "<antwoord>"
    Dan heeft "de leerkracht" de taak "<taak>"
    En is de uitkomst van "D1" "GOED"
    En is de route "zorg" afgesloten met "Klaar"

    Voorbeelden:
      | antwoord | taak   |
      | Ja, nu   | Doen   |
      | Nee      | Kijken |
"""
SENTENCES = """# regels
[[regel]]
nummer = "1"
naam = "Kijken"
tekst = "Eerst “Kijken”."
bron = ["Kijken"]
proces = "zorg"
zinnen = [
  # eerst
  'nooit   "Doen"  zonder "Kijken" met soort = "x" ervoor',  # let op
  '“Verder?” = "Ja, nu" altijd gevolgd door "kiezen" = "GOED"',
]
"""


def small() -> Files:
    return {
        "zorg.bpmn": document(zorg=DRAWING), "forms/f.form": json.dumps(FORM, indent=1).encode(),
        "decisions/d.dmn": TABLE.encode(), "scenarios/klein.feature": FEATURE.encode(),
        "rules/r.toml": SENTENCES.encode(),
        "protocol.toml": b'functies = ["leerkracht"]\n',
    }  # fmt: skip


def one(file: str, was: str, now: str) -> tuple[str, str, Carried]:
    found, after = carried(small(), renamed(small(), file, was, now))
    return after["scenarios/klein.feature"].decode(), after["rules/r.toml"].decode(), found


def test_only_what_is_a_name_of_it_changes_in_a_scenario() -> None:
    feature, rules, found = one("zorg.bpmn", 'name="Kijken"', 'name="Goed | kijken"')
    wanted = FEATURE.replace("de taak  “Kijken”", "de taak  “Goed | kijken”")
    wanted = wanted.replace("| Nee      | Kijken |", "| Nee      | Goed \\| kijken |")
    assert feature == wanted
    assert rules == SENTENCES.replace('"Kijken" met soort', '"Goed | kijken" met soort')
    assert b'value="Goed | kijken, Doen"' in {**small(), **found.files}["zorg.bpmn"]


def test_answers_outcomes_ends_and_fields() -> None:
    feature, rules, _ = one("zorg.bpmn", 'name="Ja, nu"', 'name="Meteen"')
    assert feature == FEATURE.replace("Ja, nu  ", "Meteen  ")
    assert rules == SENTENCES.replace('“Verder?” = "Ja, nu"', '"Verder?" = "Meteen"')
    feature, rules, _ = one("decisions/d.dmn", '"GOED"', '"PRIMA"')
    assert (feature, rules) == (FEATURE.replace("GOED", "PRIMA"), SENTENCES.replace("GOED", "PRIMA"))
    feature, _, _ = one("zorg.bpmn", 'name="Klaar"', 'name="Af"')
    assert feature == FEATURE.replace('"Klaar"', '"Af"')
    feature, rules, _ = one("forms/f.form", '"soort"', '"type_zorg"')
    assert feature == FEATURE.replace("| soort         |", "| type_zorg     |")
    assert rules == SENTENCES.replace("soort", "type_zorg")
    feature, _, _ = one("forms/f.form", '"wie"', '"door_wie"')
    assert feature == FEATURE.replace("acties[0].wie", "acties[0].door_wie")


def test_a_name_with_a_comma_cannot_stand_in_a_list() -> None:
    _, _, found = one("zorg.bpmn", 'name="Kijken"', 'name="Kijken, luisteren"')
    assert "zorg.bpmn" not in found.files
    assert [each.places[0].kind for each in found.unsure] == [RenamedIn.DRAWING]


def test_line_ends_and_marks_stay_as_they_were() -> None:
    files = {name: data.replace(b"\n", b"\r\n") for name, data in small().items()}
    found = carry([files], renamed(files, "zorg.bpmn", 'name="Kijken"', 'name="Zien"'))
    assert all(data.count(b"\n") == data.count(b"\r\n") for data in found.files.values())
    assert len(found.files) == 3


@pytest.mark.parametrize("broken", [b"", b"<", b"\xff\xfe<\x00", b"{", b'[[regel]]\nnummer = "', b"# language: en"])
def test_what_cannot_be_read_is_left_as_it_is(broken: bytes) -> None:
    now = renamed(small(), "zorg.bpmn", 'name="Kijken"', 'name="Zien"')
    for name in small():
        found = carry([small()], {**now, name: broken})
        assert name not in found.files
        assert carry([{**small(), name: broken}], now) is not None


def test_what_is_the_same_changes_nothing() -> None:
    files = read_folder(FOLDER)
    assert SCENARIOS not in files
    assert carry([files], files) == Carried()
    moved = renamed(small(), "zorg.bpmn", 'id="a"', 'id="a" xmlns:q="q"')
    assert carry([small()], moved) == Carried()


def test_who_is_given_a_message_of_another_name_renames_it() -> None:
    """As the modeler writes it: another message beside the one that there was."""
    text = shipped()[ROUTES].decode()
    old = next(each for each in text.split("<bpmn:message ") if 'name="Melding gedaan"' in each[:200]).split('"')[1]
    now = renamed(shipped(), ROUTES, f'messageRef="{old}"', 'messageRef="Message_new"')
    now = renamed(
        now, ROUTES, "</bpmn:definitions>", '<bpmn:message id="Message_new" name="Er is gemeld"/></bpmn:definitions>'
    )
    _, after = carried(shipped(), now)
    assert b'<bpmn:message id="Message_melding_gedaan" name="Er is gemeld"' in after["melding_gedaan.bpmn"]
    assert 'over bericht "Er is gemeld"' in after[RULES].decode()


def test_what_was_not_sure_once_is_not_made_sure_by_what_was_before() -> None:
    two = renamed(shipped(), ROUTES, 'name="Melding verwerken"', 'name="Weging bekrachtigen"')
    now = renamed(two, ROUTES, 'name="Weging bekrachtigen"', 'name="Weging vaststellen"', 1)
    found = carry([two, shipped()], now)
    unsure, sure = (
        {place.kind for each in those if each.was == "Weging bekrachtigen" for place in each.places}
        for those in (found.unsure, found.renamed)
    )
    assert unsure == {RenamedIn.RULE}
    assert sure == {RenamedIn.SCENARIO}  # which only ever do tasks of people, and of these one alone had the name
