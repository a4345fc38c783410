"""The rules of a version and of a draft on screen: proven, broken with the way there, and what is not drawn yet."""

from __future__ import annotations

import json

from app.store.clock import random_id
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown
from tests.web.test_workbench import GEHEEL, HELPER, TEACHER, uploaded, zipped

BROKEN = (
    'sourceRef="meld_vermoeden_2" targetRef="vermoeden_bekeken"',
    ('sourceRef="meld_vermoeden_2" targetRef="hoe_verder_na_stap_2"'),
)


def standing(page: Shown, number: str) -> str:
    return str(page.one(f"//li[@id='regel-{number}']//*[contains(@class, 'badge')]").text_content()).strip()


def draft(screen: Screen, files: dict[str, bytes]) -> str:
    answer = uploaded(screen, "ontwerp.zip", zipped(files), naam="Zonder gesprek")
    return str(answer.headers["Location"]).partition("?")[0]


def test_everybody_sees_that_the_rules_of_a_version_are_proven(screen: Screen) -> None:
    page = screen.get(TEACHER, f"/protocollen/{GEHEEL}/regels")
    assert "Elke regel is bewezen" in page.text
    assert standing(page, "1") == "bewezen"
    assert standing(page, "18") == "nog niet getekend"
    assert "Nergens loopt een route vast" in page.text
    screen.get(TEACHER, f"/protocollen/{'0' * 64}/regels", 404)


def test_a_broken_rule_stands_first_with_the_way_to_it_in_words_and_for_the_diagram(screen: Screen) -> None:
    drawing = "zorgroutes.bpmn"
    changed = protocol_files()[drawing].replace(BROKEN[0].encode(), BROKEN[1].encode())
    at = draft(screen, {**protocol_files(), drawing: changed})
    page = screen.get(HELPER, f"{at}/regels")
    assert "1 regel is niet bewezen" in page.text
    assert page.all("//ul[@class='rules']/li/@id")[0] == "regel-1"
    assert standing(page, "1") == "geschonden"
    words = [each.strip() for each in page.all("//li[@id='regel-1']//ol/li/text()")]
    assert words[0] == "Zorg over leerling"
    assert words[-1] == "Stap 3: Groot overleg"
    data = json.loads(page.one("//script[@id='wegen']").text)
    assert data["ways"][0][-1] == {"id": "stap_3_groot_overleg", "file": drawing}
    assert screen.browser(HELPER).get(data["drawings"][drawing]).data == changed
    screen.get(TEACHER, f"{at}/regels", 403)
    screen.get(HELPER, f"/protocollen/ontwerpen/{random_id()}/regels", 404)


def test_of_what_does_not_stand_nothing_is_proven(screen: Screen) -> None:
    at = draft(screen, {**protocol_files(), "rules/meer.toml": b'[[regel]]\nnummer = "1"'})
    page = screen.get(HELPER, f"{at}/regels")
    assert "Dit ontwerp klopt nog niet" in page.text
    assert standing(page, "1") == "nog niet bewezen"


def beside(screen: Screen, at: str) -> str:
    answer = screen.browser(HELPER).get(f"{at}/regels/stand")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_beside_a_drawing_it_is_told_whether_the_rules_hold(screen: Screen) -> None:
    drawing = "zorgroutes.bpmn"
    whole = draft(screen, protocol_files())
    assert "Alle regels gelden." in beside(screen, whole)
    changed = protocol_files()[drawing].replace(BROKEN[0].encode(), BROKEN[1].encode())
    broken = draft(screen, {**protocol_files(), drawing: changed})
    assert "Regel 1 geldt niet meer" in beside(screen, broken)
    assert f'href="{broken}/regels"' in beside(screen, broken)
    exempt = b'[[uitzondering]]\nregel = "1"\nreden = "Dit jaar nog niet."\n'
    excepted = draft(screen, {**protocol_files(), drawing: changed, "rules/uitgezonderd.toml": exempt})
    assert "Elke regel geldt of is uitgezonderd." in beside(screen, excepted)
    wrong = draft(screen, {**protocol_files(), "rules/meer.toml": b'[[regel]]\nnummer = "1"'})
    assert "pas te zeggen als er geen fouten meer staan" in beside(screen, wrong)
    screen.get(TEACHER, f"{whole}/regels/stand", 403)
