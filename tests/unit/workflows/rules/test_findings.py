"""`flask protocol check` on rules: what cannot be read, and what is named and not drawn."""

from __future__ import annotations

import pytest

from tests.golden.histories import BUNDLE
from workflows import check, read_folder
from workflows.types import Level

FILE = "rules/regels.toml"


def found(old: str, new: str):
    files = read_folder(BUNDLE)
    text = files[FILE].decode()
    assert old in text
    return [each for each in check(files | {FILE: text.replace(old, new, 1).encode()}) if each.file == FILE]


def test_the_rules_of_the_protocol_that_is_shipped_have_no_findings():
    assert [each for each in check(read_folder(BUNDLE)) if each.level is Level.FOUT] == []


@pytest.mark.parametrize(("old", "new", "said"), [
    ('vermoeden" zonder "Oudergesprek" ervoor', 'vermoeden" zonder', "hoort"),
    ('zonder "Oudergesprek" ervoor', 'zonder "Oudergesprk" ervoor', 'Bedoelde je "Oudergesprek"?'),
    ('proces = "meldcode"', 'proces = "meldkode"', 'het proces "meldkode"'),
    ('"Wat is de uitkomst?" = "Gemeld"', '"Wat is de uitkomst?" = "Gebeld"', '"Gebeld" als antwoord of uitkomst'),
    ('"Wegen" = "MELDEN"', '"Wegen" = "MELDE"', '"MELDE" als antwoord of uitkomst'),
    ('met a1 = "twijfel"', 'met a9 = "twijfel"', 'het veld "a9"'),
    ('met a1 = "twijfel"', 'met a1 = "misschien"', "is daar geen keuze"),
    ('met einde "Gevoerd"', 'met einde "Gevoert"', "zo eindigt dat nooit"),
    ('binnen "Acuut tijdens de meldcode"', 'binnen "Acuut"', "het subproces"),
    ("terwijl loopt_acute_melding_bevestigen", "terwijl loopt_iets", "dat kan niet"),
    ('over bericht "Melding gedaan"', 'over bericht "Melding"', "wordt hier niet verstuurd"),
    ('begin "Acute onveiligheid"', 'begin "Acuut"', "wat een begin is"),
    ('reden = ["Uitzondering motiveren"]', 'reden = ["Uitleg"]', 'de taak "Uitleg"'),
    ('nummer = "2"', 'nummer = "1"', "twee keer een regel 1"),
])  # fmt: skip
def test_a_rule_that_names_what_is_not_drawn_is_told_with_its_line(old, new, said):
    findings = found(old, new)
    assert any(said in each.message for each in findings), [each.message for each in findings]
    assert all(each.level is Level.FOUT and each.cure and each.line for each in findings)


def test_a_rule_that_waits_for_its_drawing_may_name_people_who_are_not_drawn_yet():
    assert found("zodra_getekend = true", 'zodra_getekend = true\nreden = ["Nog te tekenen"]') == []


def test_rules_elsewhere_than_in_their_folder_are_no_rules_of_the_protocol():
    files = read_folder(BUNDLE)
    files["map/rules/regels.toml"] = files.pop(FILE)
    assert "misplaced-file" in {each.code for each in check(files)}
