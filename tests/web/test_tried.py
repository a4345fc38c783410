"""Nobody agrees to a draft that was not tried on the routes: proposing begins that, and the page waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html

from tests.api.client import CLOCK
from tests.web.conftest import Screen
from tests.web.test_publishing import OTHERWISE, WHY, agreeing, changed, in_force, sent
from tests.web.test_whatif import on
from tests.web.test_workbench import DIRECTOR, FILE, GEHEEL, HELPER, drawn, save

AGREE = "//form[contains(@action, 'akkoord')]"


def proposed(screen: Screen) -> tuple[str, str]:
    screen.school.open("leerkracht", "Zorg over leerling")
    at, geheel = changed(screen)
    page = screen.get(HELPER, f"{at}/voorstel")
    assert "Er staat niets in de weg." not in page.text
    assert "Die begint vanzelf bij het voorstel" in page.text
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    return at, geheel


def test_proposing_begins_the_what_if_and_agreeing_waits_for_it(screen: Screen) -> None:
    at, geheel = proposed(screen)
    path = f"{at}/voorstel"
    page = screen.get(DIRECTOR, path)
    assert "Nog bezig: 0 van 1 route" in page.text
    assert page.one("//*[@id='stand']").get("hx-get") == path
    assert not page.all(AGREE)
    told = sent(screen, DIRECTOR, f"{path}/akkoord", agreeing(geheel), 409)
    assert "De wat-als is nog bezig." in told
    assert in_force(screen) == GEHEEL
    assert screen.get(DIRECTOR, f"{at}/wat-als").one("//a[contains(., 'Naar het voorstel')]").get("href") == path
    assert on(screen) == 1
    assert screen.browser(DIRECTOR).get(path, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = screen.get(DIRECTOR, path)
    assert "gaat hetzelfde" in page.text
    assert "Er staat niets in de weg." in page.text
    screen.post(DIRECTOR, f"{path}/akkoord", {"bekeken": "ja"}, page=path)
    assert in_force(screen) == geheel


def test_one_that_was_stopped_goes_on_from_the_page_of_the_proposal(screen: Screen) -> None:
    at, geheel = proposed(screen)
    screen.post(HELPER, f"{at}/wat-als/stoppen", {}, page=f"{at}/wat-als")
    page = screen.get(DIRECTOR, f"{at}/voorstel")
    assert page.one("//*[@id='stand']").get("hx-get") is None
    assert "De wat-als is gestopt." in sent(screen, DIRECTOR, f"{at}/voorstel/akkoord", agreeing(geheel), 409)
    screen.post(DIRECTOR, f"{at}/wat-als/verder", {}, page=f"{at}/voorstel")
    assert on(screen) == 1
    assert screen.get(DIRECTOR, f"{at}/voorstel").all(AGREE)


def test_an_earlier_one_counts_only_for_the_files_that_it_was_of(screen: Screen) -> None:
    at, _geheel = proposed(screen)
    on(screen)
    save(screen, at, drawn(OTHERWISE[0], "Weer anders."), seen=2)
    screen.post(HELPER, f"{at}/voorstel/intrekken", {}, page=f"{at}/voorstel")
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    page = screen.get(DIRECTOR, f"{at}/voorstel")
    assert "Nog bezig: 0 van 1 route" in page.text
    assert not page.all(AGREE)
    assert on(screen) == 1
    assert screen.get(DIRECTOR, f"{at}/voorstel").all(AGREE)
    screen.post(HELPER, f"{at}/voorstel/intrekken", {}, page=f"{at}/voorstel")
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    assert screen.get(DIRECTOR, f"{at}/voorstel").all(AGREE)
    assert on(screen) == 0


def test_of_a_proposal_from_before_it_can_be_begun_on_its_page(screen: Screen) -> None:
    at, geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    page = screen.get(DIRECTOR, f"{at}/voorstel")
    assert "Er zijn nog geen routes om dit op te proberen." in page.text
    assert "Ik heb de verschillen en de regels bekeken" in page.text
    screen.school.open("leerkracht", "Zorg over leerling")
    told = sent(screen, DIRECTOR, f"{at}/voorstel/akkoord", agreeing(geheel), 409)
    assert "Probeer dit eerst op de routes die er zijn." in told
    screen.post(DIRECTOR, f"{at}/wat-als", {}, page=f"{at}/voorstel")
    assert on(screen) == 1
    page = screen.get(DIRECTOR, f"{at}/voorstel")
    assert "Ik heb de verschillen, de regels en de wat-als bekeken" in page.text
    assert page.all(AGREE)


@pytest.mark.parametrize("below", [
    "", f"/tekenen/{FILE}", "/formulier/forms/melding_ontvangen.form", "/regels/regel?nummer=1",
    "/scenarios/kleine_processen.feature", f"/tekst/{FILE}/medewerker_meld_overleg_en_aangifteplicht",
])  # fmt: skip
def test_who_changes_a_draft_is_told_that_a_proposal_of_it_waits_and_that_it_fell(screen: Screen, below: str) -> None:
    at, _geheel = changed(screen)
    assert "voorstel om dit ontwerp" not in screen.get(DIRECTOR, at + below).text
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    for who in (HELPER, DIRECTOR):
        page = screen.get(who, at + below)
        told = below or who == HELPER
        assert ("Er wacht een voorstel om" if told else "stelt voor dit in gebruik te nemen.") in page.text
        assert "Verander je nu iets, dan vervalt het" in page.text
    save(screen, at, drawn(OTHERWISE[0], "Weer anders."), seen=2)
    page = screen.get(DIRECTOR, at + below)
    assert "is vervallen: er is daarna iets veranderd" in page.text
    assert "Er wacht een voorstel" not in page.text


def test_what_fell_is_proposed_anew_with_what_was_filled_in(screen: Screen) -> None:
    at, geheel = changed(screen)
    page, school = screen.get(HELPER, f"{at}/voorstel"), str(screen.school.school)
    fields = {
        "digest": page.form(f"{at}/voorstel")["digest"], "waarom": WHY, "voor": "school", "school": school,
        "vanaf": f"{CLOCK() + timedelta(days=9):%d-%m-%Y}",
    }  # fmt: skip
    sent(screen, HELPER, f"{at}/voorstel", fields, 303)
    save(screen, at, drawn(OTHERWISE[0], "Weer anders."), seen=2)
    refused = sent(screen, DIRECTOR, f"{at}/voorstel/akkoord", agreeing(geheel), 409)
    for text in (refused, screen.get(HELPER, f"{at}/voorstel").answer.get_data(as_text=True)):
        form = html.fromstring(text).xpath("//form[.//textarea[@name='waarom']]")[0]
        assert form.xpath(".//textarea")[0].text.strip() == WHY
        assert form.xpath(".//input[@name='voor'][@checked]/@value") == ["school"]
        assert form.xpath(".//*[@name='school']/@value") == [school]
        assert form.xpath(".//input[@name='vanaf']/@value") == [fields["vanaf"]]
    typed = {**fields, "digest": "0" * 64, "waarom": "Iets anders.", "voor": "bestuur", "vanaf": ""}
    form = html.fromstring(sent(screen, HELPER, f"{at}/voorstel", typed, 409)).xpath("//form[.//textarea]")[0]
    assert form.xpath(".//textarea")[0].text.strip() == "Iets anders."
    assert form.xpath(".//input[@name='voor'][@checked]/@value") == ["bestuur"]
