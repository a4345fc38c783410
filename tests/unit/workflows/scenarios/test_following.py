"""New work is put into the scenarios that stop at it, where its turn comes; all else of them stays."""

from __future__ import annotations

import re
from difflib import ndiff

from tests.school import protocol_files
from workflows import Bundle, Followed, follow, run_scenarios

FILE = "zorgroutes.bpmn"
BEHIND = "observeren_en_begeleiden"


def drawn(*, asks: str = "overleggen_met_collega", behind: str = BEHIND) -> Bundle:
    """The protocol with a new task behind one that there is."""
    text = protocol_files()[FILE].decode()
    found = re.search(rf'<bpmn:sequenceFlow [^>]*sourceRef="{behind}" targetRef="([^"]*)"[^>]*/>', text)
    assert found is not None
    flow = found[0].replace(f'targetRef="{found[1]}"', 'targetRef="nieuw"')
    form = f'<spiffworkflow:property name="formulier" value="{asks}"/>'
    made = (
        f'{flow}<bpmn:userTask id="nieuw" name="Ouders &quot;bellen&quot;"><bpmn:extensionElements>'
        f"<spiffworkflow:properties>{form}</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>"
        f'<bpmn:sequenceFlow id="nieuw_verder" sourceRef="nieuw" targetRef="{found[1]}"/>'
    )
    lane = f"<bpmn:flowNodeRef>{behind}<"
    text = text.replace(found[0], made).replace(lane, f"<bpmn:flowNodeRef>nieuw</bpmn:flowNodeRef>{lane}")
    return Bundle.from_files({**protocol_files(), FILE: text.encode()})


def features(*names: str) -> dict[str, str]:
    return {
        name: data.decode() for name, data in protocol_files().items()
        if name.endswith(".feature") and (not names or name.removesuffix(".feature").endswith(names))
    }  # fmt: skip


def test_every_scenario_holds_again_and_only_the_new_sentence_came() -> None:
    bundle, texts = drawn(), features("stap_1_en_2", "s11_gewone_ondersteuningsroute", "dat_niet_is_gevoerd")
    assert not run_scenarios(bundle, texts).passed
    followed = follow(bundle, {"nieuw"}, texts)
    assert run_scenarios(bundle, {**texts, **followed.files}).passed
    assert followed.sentences == 7
    for name, text in followed.files.items():
        changed = [each for each in ndiff(texts[name].split("\n"), text.split("\n")) if each[0] in "+-"]
        assert set(changed) == {'+     En "leerkracht" de taak "Ouders \'bellen\'" afrondt'}


def test_what_fails_for_another_reason_or_asks_an_answer_of_ours_stays() -> None:
    bundle, texts = drawn(), features("stap_1_en_2")
    assert follow(bundle, set(), texts) == Followed({}, 0)
    asking = drawn(asks="afwegingsvraag_1")  # what routes must be said, and nobody knows what
    assert follow(asking, {"nieuw"}, texts) == Followed({}, 0)
    wrong = {name: text.replace('antwoordt "Afsluiten"', 'antwoordt "Ophouden"') for name, text in texts.items()}
    followed = follow(bundle, {"nieuw"}, wrong)
    failed = [each.name for each in run_scenarios(bundle, {**wrong, **followed.files}).scenarios if not each.passed]
    assert failed == ["De zorg gaat over en de route stopt"]


def test_where_a_claim_stops_at_it_what_happens_comes_before_the_claim() -> None:
    text = """# language: nl
Functionaliteit: Klein

  Scenario: Een vraag daarna
    Gegeven een dossier voor een leerling uit groep 3
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    Dan heeft "leerkracht" de vraag "Verder na stap 1?"
    En heeft niemand de taak "Observeren en begeleiden"
""".replace("\n", "\r\n")
    followed = follow(drawn(), {"nieuw"}, {"a.feature": text})
    told = '    Als "leerkracht" de taak "Ouders \'bellen\'" afrondt\r\n'
    before, claim, after = text.partition('    Dan heeft "leerkracht" de vraag')
    assert followed.files == {"a.feature": f"{before}{told}{claim}{after}"}


def test_what_cannot_be_read_is_left() -> None:
    assert follow(drawn(), {"nieuw"}, {"a.feature": "", "b.feature": "# language: en\nFeature: x"}) == Followed({}, 0)
