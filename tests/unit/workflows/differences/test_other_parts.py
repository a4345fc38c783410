"""Rights, rules, the functions of the school and scenarios: one change, one sentence."""

from __future__ import annotations

import pytest

from tests.unit.workflows.differences.two import filed, the_one, told
from tests.unit.workflows.scenarios.small import PROTOCOL
from workflows import Bundle, ChangeKind, ChangePart, Weight

HEAD = "functie,veldgroep,fase,recht\n"
RULE = """geen_einde = ["Over"]
[[regel]]
nummer = "1"
naam = "Eerst kijken"
tekst = "Wie besluit, heeft gekeken."
bron = ["R1"]
proces = "zorg"
zinnen = ['nooit "Besluiten" zonder "Observeren" ervoor']
"""
SCENARIO = """# language: nl
Functionaliteit: Klein

  Scenario: Stoppen kan
    Als "leerkracht" "Zorg" start
    Dan is de route "zorg" afgesloten met "Gestopt"
"""


def with_rights(*rows: str) -> Bundle:
    return filed({"rechten.csv": (HEAD + "\n".join(rows)).encode()})


def test_rights() -> None:
    base = with_rights("leerkracht,zorg,*,schrijven", "directeur,zorg,kijken,lezen")
    less = with_rights("leerkracht,zorg,*,lezen", "directeur,zorg,kijken,lezen")
    assert told(base, less) == ["Functie *leerkracht* mag *zorg* nu lezen in elke fase (mocht schrijven)"]
    assert told(base, with_rights("leerkracht,zorg,*,schrijven")) == [
        "Functie *directeur* mag *zorg* niet meer zien in fase *kijken* (mocht lezen)"
    ]  # fmt: skip
    more = the_one(
        base, with_rights("leerkracht,zorg,*,schrijven", "directeur,zorg,kijken,lezen", "starter,zorg,*,eigen")
    )
    assert more.sentence == "Wie de route begon mag *zorg* nu lezen als het eigen werk is in elke fase"
    assert (more.part, more.weight, more.kind) == (ChangePart.RIGHTS, Weight.WORK, ChangeKind.ADDED)
    turned = the_one(base, with_rights("directeur,zorg,kijken,lezen", "leerkracht,zorg,*,schrijven"))
    assert (turned.kind, turned.what) == (ChangeKind.LAYOUT, "file")


def test_a_right_for_every_phase_takes_none_away_in_one_of_them() -> None:
    apart = with_rights("MT,hulp,delen,eigen", "MT,hulp,volgen,lezen", "MT,hulp,volgen,eigen")
    always = with_rights("MT,hulp,*,lezen")
    assert told(apart, always) == [
        "Functie *MT* mag *hulp* nu lezen in fase *delen* (mocht lezen als het eigen werk is)",
        "Functie *MT* mag *hulp* nu lezen in elke fase",
    ]
    assert told(always, apart) == [
        "Functie *MT* mag *hulp* niet meer zien in de andere fasen (mocht lezen)",
        "Functie *MT* mag *hulp* nu lezen als het eigen werk is in fase *delen* (mocht lezen)",
    ]
    twice = the_one(with_rights("MT,hulp,*,lezen", "MT,hulp,delen,lezen"), always)
    assert (twice.kind, twice.what) == (ChangeKind.LAYOUT, "file")


def ruled(*swaps: tuple[str, str]) -> Bundle:
    text = RULE
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return filed({"rules/regels.toml": text.encode()})


@pytest.mark.parametrize(("old", "new", "what", "sentence"), [
    ("Eerst kijken", "Kijk eerst", "name", "Regel *Eerst kijken* heet nu *Kijk eerst*"),
    ("heeft gekeken.", "keek.", "text", "Regel *Eerst kijken* staat er nu anders: Wie besluit, keek."),
    ('"R1"', '"R2"', "source", "Regel *Eerst kijken* verwijst nu naar *R2* (was *R1*)"),
    ('proces = "zorg"', 'proces = "ander"', "processes", "Regel *Eerst kijken* geldt nu voor *ander* (was *zorg*)"),
    ('zonder "Observeren"', 'zonder "Praten"', "sentence",
     'Regel *Eerst kijken* zegt nu: nooit "Besluiten" zonder "Praten" ervoor'),
    ('nummer = "1"', 'nummer = "2"', "number", "Regel *Eerst kijken* heeft nu nummer 2 (was 1)"),
    ('"Over"', '"Klaar"', "not_ends", "Als einde van een route telt voor de regels niet: *Klaar* (was *Over*)"),
    ('bron = ["R1"]', 'bron = ["R1"]\nreden = ["Kijken"]', "motive",
     "Regel *Eerst kijken* vraagt de reden van een uitzondering nu in *Kijken* (was niets)"),
    ('bron = ["R1"]', 'bron = ["R1"]\nniet_te_zeggen = "Of het goed is."', "unsaid",
     "Regel *Eerst kijken* is deels niet in zinnen te zeggen: Of het goed is."),
    ("ervoor']", "ervoor', 'nooit \"Besluiten\" zonder \"Praten\" ervoor']", "sentence",
     'Regel *Eerst kijken* heeft er een zin bij: nooit "Besluiten" zonder "Praten" ervoor'),
])  # fmt: skip
def test_rules(old: str, new: str, what: str, sentence: str) -> None:
    one = the_one(ruled(), ruled((old, new)))
    assert (one.part, one.what, one.sentence.split(" (was nooit")[0]) == (ChangePart.RULES, what, sentence)


def test_rules_that_are_new_and_gone() -> None:
    assert told(filed({}), ruled(('geen_einde = ["Over"]\n', ""))) == [
        "Regel *Eerst kijken* is nieuw: Wie besluit, heeft gekeken."
    ]  # fmt: skip
    gone = the_one(ruled(), filed({"rules/regels.toml": b'geen_einde = ["Over"]'}))
    assert (gone.kind, gone.weight) == (ChangeKind.REMOVED, Weight.WORK)


def test_what_is_exempt_is_told_with_its_reason() -> None:
    def exempt(reason: str) -> Bundle:
        return filed({
            "rules/regels.toml": f'{RULE}[[uitzondering]]\nregel = "1"\nreden = "{reason}"\n'.encode()
        })  # fmt: skip

    added = the_one(ruled(), exempt("Dit jaar nog niet."))
    assert added.sentence == "Regel *Eerst kijken* hoeft niet meer bewezen te zijn: Dit jaar nog niet."
    assert (added.kind, added.what, added.weight, added.new) == (
        ChangeKind.ADDED, "exempt", Weight.WORK, "Dit jaar nog niet.",
    )  # fmt: skip
    assert told(exempt("Dit jaar nog niet."), ruled()) == [
        "Regel *Eerst kijken* moet weer bewezen zijn (was Dit jaar nog niet.)"
    ]  # fmt: skip
    assert told(exempt("Dit jaar nog niet."), exempt("Nooit.")) == [
        "Regel *Eerst kijken* hoeft niet bewezen te zijn, en de reden is nu: Nooit. (was Dit jaar nog niet.)"
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "weight", "sentence"), [
    ('naam = "Klein"', 'naam = "Groot"', Weight.WORDING, "Het protocol heet nu *Groot* (was *Klein*)"),
    ('naam = "Klein"', 'naam = "Klein"\nstandaard = true', Weight.WORDING,
     "Dit is nu het protocol dat een opdracht zonder naam neemt"),
    ('"bestuur"]', '"bestuur", "MT"]', Weight.WORK, "Functie *MT* is nieuw in dit protocol"),
    ('Directie = ["directeur", "waarnemer"]', 'Directie = ["directeur"]', Weight.BEHAVIOUR,
     "Baan *directie* is nu voor *directeur* (was *directeur* en *waarnemer*)"),
    ("[lanen]", 'routes = ["zorg"]\n[lanen]', Weight.BEHAVIOUR, "Als eigen route telt nu *zorg* (was elk proces)"),
    ("[lanen]", '[team]\n"intern begeleider" = "*"\naandachtsfunctionaris = "*"\ndirecteur = "kijken"\n[lanen]',
     Weight.WORK, "Functie *directeur* hoort er nu zonder uitnodiging bij, vanaf fase *kijken*"),
    ('"waarnemer", "bestuur"]', '"waarnemer"]', Weight.WORK, "Functie *bestuur* komt in dit protocol niet meer voor"),
    ('Directie = ["directeur", "waarnemer"]', "", Weight.BEHAVIOUR,
     "Van baan *directie* staat niet meer apart voor wie hij is (was *directeur* en *waarnemer*)"),
    ("[lanen]", '[team]\n"intern begeleider" = "kijken"\naandachtsfunctionaris = "*"\n[lanen]', Weight.WORK,
     "Functie *intern begeleider* hoort er nu zonder uitnodiging bij, vanaf fase *kijken* (was vanaf het begin)"),
    ("[lanen]", '[team]\n"intern begeleider" = "*"\n[lanen]', Weight.WORK,
     "Functie *aandachtsfunctionaris* hoort er niet meer zonder uitnodiging bij (was vanaf het begin)"),
    ("[lanen]", '[lanen.zorg]\nLeerkracht = ["leerkracht"]\n[lanen]', Weight.BEHAVIOUR,
     "Baan *leerkracht* in proces *zorg* is nu voor *leerkracht*"),
])  # fmt: skip
def test_the_protocol_itself(old: str, new: str, weight: Weight, sentence: str) -> None:
    text = PROTOCOL.decode()
    assert old in text
    one = the_one(filed({}), filed({"protocol.toml": text.replace(old, new).encode()}))
    assert (one.part, one.weight, one.sentence) == (ChangePart.PROTOCOL, weight, sentence)


def test_scenarios() -> None:
    def played(text: str) -> Bundle:
        return filed({"scenarios/klein.feature": text.encode()})

    base = played(SCENARIO)
    assert told(filed({}), base) == ["Scenario *Stoppen kan* is nieuw, met 2 zinnen"]
    assert told(base, filed({})) == ["Scenario *Stoppen kan* is vervallen"]
    assert told(base, played(SCENARIO.replace("Stoppen kan", "Ophouden kan"))) == [
        "Scenario *Stoppen kan* heet nu *Ophouden kan*"
    ]  # fmt: skip
    one = the_one(base, played(SCENARIO.replace('"Gestopt"', '"Klaar"')))
    assert (one.weight, one.sentence) == (Weight.WORK, "Scenario *Stoppen kan* speelt anders, vanaf zin 2")
    assert told(base, played("Dit is geen scenario")) == ["Scenario *Stoppen kan* is vervallen"]


def test_files_of_which_nothing_else_is_told() -> None:
    base = filed({"LEESMIJ.md": b"Een"})
    assert told(filed({}), base) == ["Bestand *LEESMIJ.md* is nieuw"]
    assert told(base, filed({})) == ["Bestand *LEESMIJ.md* is vervallen"]
    assert told(base, filed({"LEESMIJ.md": b"Twee"})) == ["De tekst van *LEESMIJ.md* is gewijzigd"]
    spaced = the_one(filed({}), filed({"protocol.toml": PROTOCOL + b"\n"}))
    assert (spaced.kind, spaced.weight) == (ChangeKind.LAYOUT, Weight.LAYOUT)


def test_a_rule_loses_a_sentence_or_goes_to_another_file() -> None:
    two = ruled(("ervoor']", 'ervoor\', \'nooit "Besluiten" zonder "Praten" ervoor\']'))
    assert told(two, ruled()) == [
        'Regel *Eerst kijken* heeft een zin niet meer: nooit "Besluiten" zonder "Praten" ervoor'
    ]  # fmt: skip
    moved = filed({"rules/eigen.toml": RULE.encode()})
    assert "Regel *Eerst kijken* staat nu in bestand rules/eigen.toml (was rules/regels.toml)" in told(ruled(), moved)


def test_a_scenario_in_another_file() -> None:
    moved = filed({"scenarios/ander.feature": SCENARIO.encode()})
    assert told(filed({"scenarios/klein.feature": SCENARIO.encode()}), moved)[0] == (
        "Scenario *Stoppen kan* staat nu in bestand scenarios/ander.feature (was scenarios/klein.feature)"
    )
